"""How the sign-in package behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: an administrator adds people."""

    error_messages = DefaultAccountAdapter.error_messages | {
        # One sentence for both, so that nobody learns who has an account.
        "email_password_mismatch": "The e-mail address or the password is not right. "
        "Type both again, or ask for a new password.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
