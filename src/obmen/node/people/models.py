"""The officer: who signs in, for which authority, in which roles, with which powers (requirements §0.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

if TYPE_CHECKING:
    from collections.abc import Collection


class Role(models.TextChoices):
    """Roles of people; receiving and transmitting are capacities of an authority, not of a person."""

    OFFICER = "OFFICER", "Исполнитель"
    SGN = "SGN", "Уполномоченное лицо"
    REG = "REG", "Канцелярия"
    CEN = "CEN", "Центральный орган"
    DPO = "DPO", "Ответственный за защиту данных"
    AUD = "AUD", "Аудитор"
    ADM = "ADM", "Администратор узла"
    DEP_O = "DEP-O", "Оператор депозитария"
    DEP_A = "DEP-A", "Утверждающий депозитария"


class Officer(AbstractUser):
    """A person of an authority. `roles` are codes of `Role`; powers are those stated in what the person signs."""

    full_name = models.CharField(max_length=200)
    post = models.CharField(max_length=200, blank=True)
    authority = models.CharField(max_length=32, db_index=True)
    roles = models.JSONField(default=list)
    powers_from = models.DateField(null=True, blank=True)
    powers_to = models.DateField(null=True, blank=True)
    powers_basis = models.CharField(max_length=200, blank=True)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name", "authority"]

    class Meta:
        """In the order of names."""

        ordering = ("full_name",)

    def __str__(self) -> str:
        """Show the person by name."""
        return self.full_name

    def has_role(self, *roles: Role) -> bool:
        """Tell whether the person has one of the roles."""
        held: Collection[str] = self.roles
        return any(role.value in held for role in roles)

    @property
    def role_labels(self) -> str:
        """The roles in Russian, comma between."""
        return ", ".join(Role(code).label for code in self.roles)
