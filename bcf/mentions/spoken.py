"""What the texts of a plan name, and what became of it.

A text stays plain: what it means is not kept beside it, where Word and the workbook would lose
it. It is told from the plan and its own history. `BCF_MENTIONS` lists the kinds of things that
texts may name.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.module_loading import import_string

from bcf.answers.models import Answer
from bcf.submissions.models import Version
from bcf.submissions.sections import sections_of

from .mention import Kind, Spoken
from .outdated import outdated


def spoken_of(version: Version) -> list[Spoken]:
    """Every text of a plan that names something of it, in the order of the plan."""
    kinds: list[Kind] = [import_string(path)(version) for path in settings.BCF_MENTIONS]
    texts = list(_texts(version))
    named = [
        (text, kind, list(kind.named(text.text, text.revision))) for text in texts for kind in kinds
    ]
    for text, _, mentions in named:
        text.mentions.extend(mentions)
    for text, figure in outdated(version, named):
        text.mentions.append(figure)
    return [text for text in texts if text.mentions]


def _texts(version: Version) -> Iterator[Spoken]:
    """The long texts among the answers."""
    asked = {
        question.pk: (section, section.column(key))
        for section in sections_of(version.submission.collection)
        for key, question in section.questions.items()
        if section.column(key).is_prose
    }
    order = {question: place for place, question in enumerate(asked)}
    answers = Answer.objects.filter(version=version, question__in=asked, text__isnull=False)
    for answer in sorted(answers, key=lambda each: (order[each.question_id], each.row)):
        section, column = asked[answer.question_id]
        yield Spoken(section, column, answer.row, answer.revision, answer.text or "", [])
