from django.apps import apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig

#: What other packages put in the admin, and nothing here reads: roles come from memberships.
UNUSED = ("auth.Group", "account.EmailAddress")


class BcfAdminConfig(AdminConfig):
    """The admin, behind the product's own sign-in, without what is not used."""

    default_site = "bcf.admin.BcfAdminSite"

    def ready(self) -> None:
        super().ready()
        admin.site.unregister([apps.get_model(label) for label in UNUSED])
