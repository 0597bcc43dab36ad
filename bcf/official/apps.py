from django.apps import AppConfig


class OfficialConfig(AppConfig):
    """The pages on which an official file is learned, mapped and put in use."""

    name = "bcf.official"
    label = "official"
