"""Every address of the product. tests/pages/access.py says who may open each."""

from collections.abc import Callable

from allauth.account import views as account
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase
from django.urls import include, path, re_path
from django.views.generic import TemplateView

handler400 = "bcf.errors.bad_request"
handler403 = "bcf.errors.forbidden"
handler404 = "bcf.errors.not_found"
handler429 = "bcf.errors.too_many"  # read by the sign-in package
handler500 = "bcf.errors.server_error"


def page(template_name: str) -> Callable[..., HttpResponseBase]:
    """A page of text that anybody may read."""
    return login_not_required(TemplateView.as_view(template_name=template_name))


# Of the sign-in package only what is wanted: nobody signs up.
account_urls = [
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/reset/", account.password_reset, name="account_reset_password"),
    path("account/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/reset/changed/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns = [
    *account_urls,
    path("accessibility/", page("pages/accessibility.html"), name="accessibility"),
    path("privacy/", page("pages/privacy.html"), name="privacy"),
    path("admin/", admin.site.urls),
    path("", include("bcf.official.urls")),
    path("search/", include("bcf.search.urls")),
    path("", include("bcf.mentions.urls")),
    path("", include("metrics.urls")),
    path("", include("schemes.urls")),
    path("", include("bcf.pages.urls")),
]
