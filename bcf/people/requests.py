"""Requests of somebody who is signed in: every page but those that say they are public."""

from django.http import HttpRequest

from .models import User


class SignedIn(HttpRequest):
    """A request that the sign-in middleware let through."""

    user: User
