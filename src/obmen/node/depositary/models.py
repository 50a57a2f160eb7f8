"""What the depositary keeps: instruments as received, dates as published, editions, keys, certified copies.

Nothing is deleted: an error is corrected by a new revision of the same number, and the old one stays (requirements
§2.9). All of it is addressed to the States and published, so none of it is encrypted.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from obmen.register.proposals import What
from obmen.treaty.instruments import InstrumentKind


class Turn(models.Model):
    """One row; acts lock it, so that they come one after another. `last` numbers instruments within a year."""

    year = models.PositiveIntegerField(default=0)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Name the last number given."""
        return f"{self.year}-{self.last:04}"


class Scan(models.Model):
    """A scan of an instrument, kept whole as it was given."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=40)
    raw = models.BinaryField()

    def __str__(self) -> str:
        """Name the file."""
        return self.name


class Edition(models.Model):
    """An edition of the legal part that was sealed here, with its bulletin inside; `why` it was published."""

    version = models.PositiveIntegerField(primary_key=True)
    hash = models.CharField(max_length=64, unique=True)
    raw = models.BinaryField()
    issued_at = models.DateTimeField()
    published_by = models.CharField(max_length=150)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-version"]

    def __str__(self) -> str:
        """Name the edition."""
        return f"{self.version} {self.hash[:16]}"


class State(models.TextChoices):
    """Where an instrument stands (requirements §2.9)."""

    RECEIVED = "RECEIVED", "учтён"
    CHECKED = "CHECKED", "проверен, ждёт утверждения"
    APPROVED = "APPROVED", "утверждён, ждёт опубликования"
    PUBLISHED = "PUBLISHED", "опубликован"
    CORRECTED = "CORRECTED", "заменён исправлением"


class Received(models.Model):
    """An instrument as received; a `revision` above 0 corrects an error of the one before, by the `error_act`.

    `facts` are the treaty's own value (`Instrument`) and `handed` what came with it on authorities (`HandedOver`), both
    as JSON; kind, Party and day stand beside them for lists. `effective_on` is the day of publication, from which
    authorities without a day of their own count. `version` grows with every act.
    """

    number = models.CharField(max_length=16)
    revision = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED, db_index=True)
    kind = models.CharField(max_length=20, choices=[(each.value, each.label) for each in InstrumentKind], db_index=True)
    party = models.CharField(max_length=2, db_index=True)
    received_on = models.DateField()
    facts = models.TextField()
    handed = models.TextField()
    note_on = models.DateField(null=True)
    error_act = models.CharField(max_length=300, blank=True)
    scan = models.ForeignKey(Scan, on_delete=models.PROTECT)
    entered_by = models.CharField(max_length=150)
    entered_at = models.DateTimeField()
    checked_by = models.CharField(max_length=150, blank=True)
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True)
    returned = models.CharField(max_length=300, blank=True)
    effective_on = models.DateField(null=True)
    edition = models.ForeignKey(Edition, null=True, on_delete=models.PROTECT)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """A number has one row for each revision; the newest first."""

        ordering: ClassVar[list[str]] = ["-number", "-revision"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["number", "revision"], name="one_row_for_each_revision"),
        ]

    def __str__(self) -> str:
        """Name the instrument."""
        return f"№ {self.number}" + (f", исправление {self.revision}" if self.revision else "")


class Date(models.Model):
    """A date that the approver of an instrument chose; the newest one of a Party prevails (P-09 to P-11, P-17)."""

    what = models.CharField(max_length=5, choices=[(each.value, each.label) for each in What])
    party = models.CharField(max_length=2)
    about = models.CharField(max_length=100, blank=True)
    on = models.DateField()
    proposed = models.DateField()
    instrument = models.ForeignKey(Received, on_delete=models.PROTECT, related_name="dates")

    class Meta:
        """In the order of approval."""

        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        """Name the date."""
        return f"{self.party} {self.what} {self.on}"


class Revocation(models.Model):
    """A seal of a central authority that is not to be trusted since `since`, at the request of its Party (R-18.7)."""

    party = models.CharField(max_length=2)
    fingerprint = models.CharField(max_length=64, unique=True)
    certificate = models.BinaryField()
    since = models.DateTimeField()
    request = models.CharField(max_length=300)
    by = models.CharField(max_length=150)

    def __str__(self) -> str:
        """Name the key."""
        return f"{self.party} {self.fingerprint[:16]}"


class OwnKey(models.Model):
    """A key of the depositary: the one that seals, the one that is proposed to follow it, those before (R-18.8)."""

    class State(models.TextChoices):
        """Whether it seals."""

        PROPOSED = "PROPOSED", "предложен"
        CURRENT = "CURRENT", "действует"
        RETIRED = "RETIRED", "заменён"
        REFUSED = "REFUSED", "отклонён"

    name = models.CharField(max_length=64, unique=True)
    certificate = models.BinaryField()
    state = models.CharField(max_length=8, choices=State)
    proposed_by = models.CharField(max_length=150)
    approved_by = models.CharField(max_length=150, blank=True)

    def __str__(self) -> str:
        """Name the key."""
        return self.name


class CertifiedCopy(models.Model):
    """A certified copy of the Russian original that went to a signatory (R-26.1); of a protocol, `about` is its id."""

    party = models.CharField(max_length=2)
    about = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=100)
    sent_on = models.DateField()
    sent_by = models.CharField(max_length=150)
    arrived_on = models.DateField(null=True)

    class Meta:
        """One to each State of each text."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["party", "about"], name="one_copy_to_each_signatory"),
        ]

    def __str__(self) -> str:
        """Name the addressee."""
        return f"{self.party} {self.about}".strip()
