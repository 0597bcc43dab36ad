"""The administration's own front page. Its lists and forms are audited where they are made."""

from django.urls import reverse

from bcf.people.models import User
from tests.pages.registry import page


@page("admin:index")
def index(visit):
    visit.sign_in(User.objects.create_superuser("root@example.org", "Rae Root"))
    visit.open(reverse("admin:index"))
