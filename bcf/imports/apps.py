from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "bcf.imports"
    label = "imports"
    verbose_name = "Imports"
