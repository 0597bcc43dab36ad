from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "bcf.documents"
    label = "documents"
    verbose_name = "Documents"
