"""People, what they belong to, and what that lets them do."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from bcf.boards.models import NHS, Board, BoardQuerySet, Organisation
from bcf.boards.provenance import Dated, DatedQuerySet
from bcf.history import track


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None, **extra: Any) -> User:
        """Make a person; the address is kept in lower case."""
        user = self.model(email=email.strip().lower(), name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, name: str, password: str | None = None, **extra: Any
    ) -> User:
        """Make an administrator."""
        return self.create_user(email, name, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


@track(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail address. Addresses differ by more than their capitals."""

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("administrator", default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message="Somebody already uses this e-mail address.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def memberships_today(self) -> DatedQuerySet:
        """The memberships that hold today."""
        return self.memberships.on(timezone.localdate())

    def is_analyst(self) -> bool:
        """Whether the person works on the national collections today."""
        return self.memberships_today().filter(role=Role.ANALYST).exists()

    def nhs_bodies(self) -> models.QuerySet[Organisation]:
        """The NHS bodies that this person works in today."""
        organisations = self.memberships_today().values("organisation")
        return Organisation.objects.filter(pk__in=organisations, kind__in=NHS)

    def boards(self) -> BoardQuerySet:
        """The boards this person may see today, through any of their memberships."""
        organisations = self.memberships_today().values("organisation")
        return Board.objects.within_reach(organisations, timezone.localdate())


class Role(models.TextChoices):
    """What a person does for their organisation."""

    COMMISSIONER = "commissioner", "Commissioner"
    FINANCE = "finance", "Finance lead"
    SECTION_151 = "section_151", "Section 151 officer"
    CHIEF = "chief", "Chief executive"
    MEMBER = "member", "Board member"
    READER = "reader", "Reader"
    ASSURER = "assurer", "Regional assurer"
    ANALYST = "analyst", "National analyst"


#: Who may change a plan. Everybody who reaches a board may read its plans; an NHS body that
#: serves only a sliver of the board may do no more.
WRITERS = frozenset({Role.COMMISSIONER, Role.FINANCE})
#: Who may freeze a version, and open the next one.
KEEPERS = frozenset({Role.COMMISSIONER})


@track()
class Membership(Dated):
    """A person's role in an organisation between two days.

    It reaches boards by the organisation's dated links, so that a merger of boards or of
    NHS bodies changes who sees what without touching a single person.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=Role.choices)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["user", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role", "active_from"],
                name="membership_once",
            ),
            Dated.ends_after_start("membership_period"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.organisation}"
