"""The sign-in package's forms in plain words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account


class SignInForm(account.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["login"], "E-mail address", "Type your e-mail address")
        _word(self.fields["password"], "Password", "Type your password")
        # The link stands below the button: Tab goes from one box to the next.
        self.fields["password"].help_text = ""


class ForgottenPasswordForm(account.ResetPasswordForm):
    """Where the link for a new password goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["email"], "E-mail address", "Type your e-mail address")


class NewPasswordForm(account.ResetPasswordKeyForm):
    """The new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_new_password(self)


class ChangePasswordForm(account.ChangePasswordForm):
    """The old password once, the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["oldpassword"], "Password now", "Type the password you have now")
        _word_new_password(self)


def _word_new_password(form: Any) -> None:
    _word(form.fields["password1"], "New password", "Type a new password")
    _word(form.fields["password2"], "New password again", "Type the new password again")


def _word(field: Any, label: str, missing: str) -> None:
    field.label = label
    field.error_messages["required"] = missing
