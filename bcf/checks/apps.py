from django.apps import AppConfig


class ChecksConfig(AppConfig):
    name = "bcf.checks"
    label = "checks"
    verbose_name = "Checks"
