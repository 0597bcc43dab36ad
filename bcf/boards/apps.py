from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "bcf.boards"
    label = "boards"
    verbose_name = "Boards and organisations"
