"""Admin pages of people and of what they belong to."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import ReadOnlyPasswordHashField

from bcf.boards.reference.admin import NATIVE_DATES, ReasonedAdmin, ReasonForm

from .models import Membership, User


class AddPersonForm(ReasonForm):
    """A new person. They choose a password themselves, through "Forgotten password"."""

    class Meta:
        model = User
        fields = ["email", "name"]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)


class PersonForm(ReasonForm):
    """A person; the password can be reset, never read."""

    password = ReadOnlyPasswordHashField(required=False)

    class Meta:
        model = User
        fields = ["email", "name", "password", "is_active", "is_staff", "is_superuser"]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class MembershipInline(admin.StackedInline):
    """A person's memberships, and room for one more: no script is needed to add it."""

    model = Membership
    extra = 1
    formfield_overrides = NATIVE_DATES

    @property
    def media(self) -> forms.Media:
        return forms.Media()


@admin.register(User)
class UserAdmin(ReasonedAdmin, DjangoUserAdmin):
    form = PersonForm
    add_form = AddPersonForm
    add_form_template = None
    list_display = ["name", "email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "memberships__role"]
    search_fields = ["name", "email", "memberships__organisation__name"]
    ordering = ["name"]
    filter_horizontal = []
    readonly_fields = ["joined_at", "last_login"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        ("Access", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("Dates", {"fields": ["joined_at", "last_login"]}),
        ("Why", {"fields": ["reason"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "reason"]})]
    inlines = [MembershipInline]


@admin.register(Membership)
class MembershipAdmin(ReasonedAdmin):
    list_display = ["user", "role", "organisation", "active_from", "active_to"]
    list_filter = ["role", "organisation__kind"]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__name", "user__email", "organisation__name"]
