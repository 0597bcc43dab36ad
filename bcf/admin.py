"""The admin site: the product's own sign-in page guards it."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.utils.decorators import method_decorator


class BcfAdminSite(admin.AdminSite):
    """Reference data, people and history, for administrators."""

    site_header = "Better Care Fund plans: administration"
    site_title = "Better Care Fund plans"
    index_title = "Reference data and people"
    login = method_decorator(secure_admin_login)(admin.AdminSite.login)
