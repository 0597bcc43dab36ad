from django.contrib.admin.apps import AdminConfig


class BcfAdminConfig(AdminConfig):
    """The admin, behind the product's own sign-in."""

    default_site = "bcf.admin.BcfAdminSite"
