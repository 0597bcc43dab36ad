from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "bcf.search"
    label = "search"
    verbose_name = "Search"
