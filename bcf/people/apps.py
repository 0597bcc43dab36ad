from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "bcf.people"
    label = "people"
    verbose_name = "People"
