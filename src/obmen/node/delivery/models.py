"""Packages in and out, and the editions of the register: ciphertext, numbers and digests, never a word of a letter."""

from __future__ import annotations

from django.db import models


class Way(models.TextChoices):
    """By which way a package goes (design §5)."""

    HTTPS = "https", "напрямую узлу"
    FOLDER = "folder", "носителем"
    EMAIL = "email", "электронной почтой"


class Outgoing(models.Model):
    """A sealed package on its way; its `id` is that of the package and of the message in it.

    `case_id` is the case it belongs to (nothing for a receipt to a package that never became one); `digest` the
    SHA-256 of the plain container. `way` is how it went last, since `handed_at` in the hands of a carrier;
    `ordered_way` how a person said that it goes. Times of leases and retries are real, not legal.
    """

    class State(models.TextChoices):
        """How far it is: the receipt T-01 or T-02 ends it; a receipt itself ends when it is stored.

        A carrier only hands over: the row is kept, and sent again, until the peer says that it is stored.
        """

        DUE = "DUE", "ожидает отправки"
        HANDED = "HANDED", "передано носителем, ждём подтверждения"
        STORED = "STORED", "доставлено, проверяется"
        DELIVERED = "DELIVERED", "получена квитанция"
        NOT_ACCEPTED = "NOT_ACCEPTED", "не принято"
        GIVEN_UP = "GIVEN_UP", "отправка остановлена"

    id = models.UUIDField(primary_key=True)
    case_id = models.UUIDField(null=True, db_index=True)
    kind = models.CharField(max_length=4)
    sender_authority = models.CharField(max_length=32)
    addressee = models.CharField(max_length=32)
    destination_node = models.CharField(max_length=64)
    package = models.BinaryField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=State, default=State.DUE)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_by = models.CharField(max_length=64, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    way = models.CharField(max_length=8, choices=Way, blank=True)
    ordered_way = models.CharField(max_length=8, choices=Way, blank=True)
    handed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    stored_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """The worker asks for what is due; the card for what belongs to a case."""

        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self) -> str:
        """Name the package."""
        return f"{self.kind} {self.id}"


class Arrival(models.Model):
    """A package as it came. `package` is emptied once its letter is kept under the key of its case.

    `stored_at` is the legal instant of durable storage, which T-01 states; `identity` the SHA-256 of the plain
    container, known once it was opened; `receipt_id` the package of our receipt; `awaits` what it waits for.
    """

    class State(models.TextChoices):
        """What opening said."""

        NEW = "NEW", "получено"
        OPENED = "OPENED", "вскрыто"
        NOT_ACCEPTED = "NOT_ACCEPTED", "не принято"
        UNDETERMINED = "UNDETERMINED", "проверяется"

    package_id = models.UUIDField()
    sender_node = models.CharField(max_length=64)
    addressee = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    package = models.BinaryField(null=True)
    package_sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=State, default=State.NEW)
    code = models.CharField(max_length=16, blank=True)
    text = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=4, blank=True)
    identity = models.CharField(max_length=64, blank=True)
    receipt_id = models.UUIDField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_by = models.CharField(max_length=64, blank=True)
    awaits: models.ManyToManyField[RevocationPlace, models.Model] = models.ManyToManyField(
        "RevocationPlace", related_name="arrivals"
    )

    class Meta:
        """One row for a package, however often it comes; another digest is another row, and an alarm."""

        constraints = [
            models.UniqueConstraint(fields=["sender_node", "package_id", "digest"], name="one_row_a_package"),
        ]
        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self) -> str:
        """Name the package."""
        return f"{self.package_id} from {self.sender_node}"


class CarrierNotice(models.Model):
    """What a carrier left alone and a person should look at; `noticed_at` is when it was seen last, real time."""

    way = models.CharField(max_length=8, choices=Way)
    text = models.CharField(max_length=1000)
    how_to_fix = models.CharField(max_length=500)
    noticed_at = models.DateTimeField()

    class Meta:
        """The same is written once."""

        constraints = [models.UniqueConstraint(fields=["way", "text"], name="one_notice_of_a_kind")]

    def __str__(self) -> str:
        """Say it."""
        return f"{self.text} {self.how_to_fix}".rstrip()


class RegisterEdition(models.Model):
    """An accepted edition of a part of the register, as the bytes it came in; in the order of acceptance."""

    name = models.CharField(max_length=80, unique=True)
    raw = models.BinaryField()
    accepted_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the edition."""
        return self.name


class RegisterSource(models.Model):
    """A node that is asked what it holds of the register: when next, when last, and what came of it; real times.

    `agreed_at` is when it last held nothing that we do not: of the depositary's own node, that our editions are the
    newest ones.
    """

    node = models.CharField(max_length=64, primary_key=True)
    next_at = models.DateTimeField(db_index=True)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        """Name the node."""
        return self.node


class RefusedEdition(models.Model):
    """An edition that was offered and not taken: by whom, why; kept as it came, for the depositary (R-18.5).

    `judged_after` is the newest row of the register at that time: when that changes, it may be taken after all.
    """

    hash = models.CharField(max_length=64, unique=True)
    node = models.CharField(max_length=64)
    raw = models.BinaryField()
    code = models.CharField(max_length=16)
    text = models.CharField(max_length=1000)
    judged_after = models.PositiveIntegerField()
    offered_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name what was refused and why."""
        return f"{self.hash[:16]} {self.code}"


class RevocationPlace(models.Model):
    """Where a list of revoked certificates or an answer about one is asked for, because a letter waits for it.

    `name` tells places apart; `key` says what they speak of (`obmen.message.sources`); `certificate` and `issuer` (DER)
    are asked about. Times of retries are real.
    """

    class State(models.TextChoices):
        """Whether it has been had."""

        WANTED = "WANTED", "не получен"
        KEPT = "KEPT", "получен"
        BY_HAND = "BY_HAND", "только из файла"

    name = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=4)
    place = models.CharField(max_length=2000)
    key = models.CharField(max_length=80, db_index=True)
    certificate = models.BinaryField()
    issuer = models.BinaryField()
    by = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State, default=State.WANTED)
    attempts = models.PositiveIntegerField(default=0)
    wanted_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_by = models.CharField(max_length=64, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        """The worker asks for what is due."""

        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self) -> str:
        """Name the place."""
        return self.place


class RevocationSource(models.Model):
    """A list of revoked certificates or an answer about one, as it came; public statements of their issuers.

    `made` and `until` are the times that it states, `fetched_at` the legal time at which we had it from `place`.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=4)
    key = models.CharField(max_length=80)
    by = models.CharField(max_length=300)
    place = models.CharField(max_length=2000)
    made = models.DateTimeField()
    until = models.DateTimeField()
    fetched_at = models.DateTimeField()
    raw = models.BinaryField()

    class Meta:
        """Opening asks for the newest by what they speak of."""

        indexes = [models.Index(fields=["key", "-made"])]

    def __str__(self) -> str:
        """Name the source."""
        return f"{self.kind} {self.by}"
