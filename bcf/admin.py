"""The admin site: the product's own sign-in page guards it."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, URLResolver, path
from django.utils.decorators import method_decorator


class BcfAdminSite(admin.AdminSite):
    """Reference data, people and history, for administrators."""

    site_header = "Better Care Fund plans: administration"
    site_title = "Better Care Fund plans"
    index_title = "Reference data and people"
    login = method_decorator(secure_admin_login)(admin.AdminSite.login)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        # The site is made before the models are: its own pages are found late.
        from bcf.editions import admin_views

        own: list[URLResolver | URLPattern] = [
            path(
                "not-confirmed/",
                self.admin_view(admin_views.not_confirmed),
                name="not_confirmed",
            ),
            path("changes/", self.admin_view(admin_views.changes), name="changes"),
        ]
        return own + super().get_urls()
