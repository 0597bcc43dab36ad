from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    name = "bcf.workbooks"
    label = "workbooks"
    verbose_name = "Workbooks"
