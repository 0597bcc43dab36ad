from django.apps import AppConfig


class EditionsConfig(AppConfig):
    name = "bcf.editions"
    label = "editions"
    verbose_name = "Editions"
