"""Rows of cases and their documents. Whatever says something about people is ciphertext under the key of the case.

No rules here: the shared state is computed by `treaty.lifecycle.fold` from the documents and kept for lists only.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.functions import Coalesce

from obmen.treaty.lifecycle import Side, State


class LocalState(models.TextChoices):
    """Where the work stands on our side; kept apart from what both Parties share."""

    DRAFT = "DRAFT", "Черновик"
    ON_SIGNATURE = "ON_SIGNATURE", "На подписи"
    READY = "READY", "Подписан"
    SENT = "SENT", "Отправлен"
    RECEIVED = "RECEIVED", "Поступил, не зарегистрирован"
    REGISTERED = "REGISTERED", "Зарегистрирован"
    EXECUTING = "EXECUTING", "На исполнении"
    ANSWER_ON_SIGNATURE = "ANSWER_ON_SIGNATURE", "Ответ на подписи"
    ANSWERED = "ANSWERED", "Ответ отправлен"
    CLOSED = "CLOSED", "Закрыт"


_ENDED: Final = Q(shared_state=State.EXECUTED.value) | Q(local_state=LocalState.CLOSED.value)
_NO_TERM: Final = date(9999, 12, 31)
"""Where a case without a term stands among the others: after them."""


class Case(models.Model):
    """A request on one of its two sides.

    `number` is the number of the case that both Parties use (empty while a draft); `key_id` names its key in the vault;
    `version` grows with each act. `title` is the sealed short name of the debtor; `draft` the sealed request or answer
    being written; `prepared` the sealed bytes that will be signed, `prepared_digest` the SHA-256 of their JSON;
    `remark` the sealed words of the signatory who returned it, or of the officer who closed it. `received_at` is the
    instant of receipt by the requested side; `due_other` what the other node counted. The database itself derives
    `ended` and `due_order`, by which lists are sorted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.CharField(max_length=40, blank=True, db_index=True)
    side = models.CharField(max_length=12, choices=[(side.value, side.label) for side in Side])
    own_authority = models.CharField(max_length=32, db_index=True)
    other_authority = models.CharField(max_length=32, blank=True)
    other_party = models.CharField(max_length=2, blank=True)
    key_id = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    shared_state = models.CharField(max_length=20, blank=True)
    local_state = models.CharField(max_length=20, choices=LocalState)
    subjects = models.CharField(max_length=100, blank=True)
    title = models.BinaryField(default=bytes)
    confidential = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="cases")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    receipt_date = models.DateField(null=True)
    due_unadjusted = models.DateField(null=True)
    due_adjusted = models.DateField(null=True)
    due_other = models.DateField(null=True)
    calendar_version = models.CharField(max_length=40, blank=True)
    reg_number = models.CharField(max_length=60, blank=True)
    own_number = models.CharField(max_length=60, blank=True)
    answered_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    draft = models.BinaryField(null=True)
    prepared = models.BinaryField(null=True)
    prepared_digest = models.CharField(max_length=64, blank=True)
    remark = models.BinaryField(null=True)
    ended = models.GeneratedField(
        expression=ExpressionWrapper(_ENDED, output_field=models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    due_order = models.GeneratedField(
        expression=Coalesce(F("due_adjusted"), Value(_NO_TERM)), output_field=models.DateField(), db_persist=True
    )

    class Meta:
        """A number names one case of an authority; lists go by what is open and by its term."""

        constraints = [
            models.UniqueConstraint(
                fields=["own_authority", "number"], condition=~models.Q(number=""), name="one_case_a_number"
            ),
        ]
        indexes = [
            models.Index(fields=["own_authority", "side", "ended", "due_order", "-created_at"], name="list_of_a_side"),
            models.Index(fields=["own_authority", "ended", "due_order", "-created_at"], name="list_of_both_sides"),
            models.Index(fields=["own_authority", "number", "reg_number"], name="numbers_of_an_authority"),
            models.Index(fields=["own_authority", "local_state"], name="work_of_an_authority"),
            models.Index(fields=["assigned_to", "local_state", "own_authority"], name="work_of_an_officer"),
            models.Index(fields=["created_by", "local_state", "own_authority"], name="requests_of_an_officer"),
        ]

    def __str__(self) -> str:
        """Name the case."""
        return self.number or str(self.id)

    @property
    def requesting(self) -> bool:
        """Whether it is our request to another Party."""
        return self.side == Side.REQUESTING


class Material(models.Model):
    """What convinced us of signatures (CAdES B-LT): a certificate, a list of revoked ones, or an answer about one; DER.

    These are public statements of their issuers about officers and services, the same for many letters; they say
    nothing of a case, and go on proving who signed after its content was destroyed.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=4)
    raw = models.BinaryField()

    def __str__(self) -> str:
        """Name the piece."""
        return f"{self.sha256}.{self.kind}"


class CaseDocument(models.Model):
    """A document of a case, ours or theirs: what the course needs in clear, the container itself sealed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    message_id = models.UUIDField()
    kind = models.CharField(max_length=4)
    variant = models.CharField(max_length=20, blank=True)
    sender = models.CharField(max_length=12)
    seq = models.PositiveIntegerField()
    in_reply_to = models.UUIDField(null=True)
    sent_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    not_accepted = models.BooleanField(default=False)
    code = models.CharField(max_length=16, blank=True)
    own_number = models.CharField(max_length=60, blank=True)
    own_date = models.DateField(null=True)
    container = models.BinaryField()
    identity = models.CharField(max_length=64)
    evidence = models.BinaryField()
    material: models.ManyToManyField[Material, models.Model] = models.ManyToManyField(Material)

    class Meta:
        """A message is filed once in a case, and opens at most one."""

        constraints = [models.UniqueConstraint(fields=["case", "message_id"], name="filed_once")]
        indexes = [models.Index(fields=["message_id"])]
        ordering = ("id",)

    def __str__(self) -> str:
        """Name the document."""
        return f"{self.kind} {self.message_id}"


class DraftAttachment(models.Model):
    """A file that will go with the document being written; its name and its bytes are sealed."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="draft_attachments")
    number = models.PositiveIntegerField()
    described = models.BinaryField()
    content = models.BinaryField()
    size = models.PositiveIntegerField()

    class Meta:
        """In the order of their numbers, which are their names in the container."""

        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_attachment_a_number")]
        ordering = ("number",)

    def __str__(self) -> str:
        """Name the attachment by its number."""
        return f"{self.number:03}"


class Counter(models.Model):
    """The last number of a book of an authority in a year: cases, исх., вх."""

    authority = models.CharField(max_length=32)
    year = models.PositiveIntegerField()
    book = models.CharField(max_length=8)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a book and year."""

        constraints = [models.UniqueConstraint(fields=["authority", "year", "book"], name="one_counter_a_book")]

    def __str__(self) -> str:
        """Name the book."""
        return f"{self.authority} {self.book} {self.year}: {self.last}"


class GivenNumber(models.Model):
    """A number of a book and what it was given for: a case, or a letter of it (`what` is its kind and its place)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="given_numbers")
    authority = models.CharField(max_length=32)
    year = models.PositiveIntegerField()
    book = models.CharField(max_length=8)
    what = models.CharField(max_length=16, blank=True)
    number = models.PositiveIntegerField()

    class Meta:
        """A number is given once, and to one thing."""

        constraints = [
            models.UniqueConstraint(fields=["authority", "year", "book", "number"], name="given_once"),
            models.UniqueConstraint(fields=["case", "year", "book", "what"], name="one_number_a_thing"),
        ]

    def __str__(self) -> str:
        """Name the number."""
        return f"{self.authority} {self.book} {self.number}/{self.year}"
