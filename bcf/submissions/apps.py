from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "bcf.submissions"
    label = "submissions"
    verbose_name = "Submissions"
