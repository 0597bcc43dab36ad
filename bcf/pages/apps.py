from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "bcf.pages"
    label = "pages"
    verbose_name = "Pages"
