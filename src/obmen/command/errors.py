"""What can go wrong with a command, and which errors of the rooms below are told to people as they are."""

from __future__ import annotations


class CommandFailed(Exception):  # noqa: N818  named by what the person sees
    """The command cannot do what was asked; the text is Russian and says what to do."""


def told() -> tuple[type[Exception], ...]:
    """Give the errors whose text is meant for the person at the console."""
    from obmen.message.errors import MessageError  # noqa: PLC0415  keeps `--help` quick
    from obmen.node.config import ConfigError  # noqa: PLC0415  the same
    from obmen.node.keystore import KeystoreError  # noqa: PLC0415  the same
    from obmen.register.errors import RegisterError  # noqa: PLC0415  the same

    return CommandFailed, ConfigError, KeystoreError, MessageError, RegisterError
