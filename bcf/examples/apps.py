from django.apps import AppConfig


class ExamplesConfig(AppConfig):
    name = "bcf.examples"
    label = "examples"
    verbose_name = "Examples"
