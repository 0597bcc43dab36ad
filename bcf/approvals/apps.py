from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "bcf.approvals"
    label = "approvals"
    verbose_name = "Approvals"
