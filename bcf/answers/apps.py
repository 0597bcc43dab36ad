from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "bcf.answers"
    label = "answers"
    verbose_name = "Answers"
