"""What node and worker say to each other: frames of JSON, four bytes of length before each; nothing in them is code.

The worker reads what strangers wrote, so what it answers is read as if a stranger had: JSON, a few known types, a bound
on the length.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from obmen.message.libcrypto import CertificateFacts, SignerFacts

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST: Final = 8 * 1024 * 1024
"""The longest frame, in bytes: a manifest, its signature and chain are far shorter, a revocation list fits."""

HEADER: Final = 4
_FACTS: Final[dict[str, Callable[..., object]]] = {kind.__name__: kind for kind in (CertificateFacts, SignerFacts)}


class FrameError(Exception):
    """The other side does not speak as agreed, or says too much at once."""


def written(message: object) -> bytes:
    """Write a frame. Raises `FrameError` when it would be too long."""
    body = json.dumps(message, default=_tagged, separators=(",", ":")).encode("ascii")
    if len(body) > LARGEST:
        raise FrameError(f"{len(body)} bytes at once")
    return len(body).to_bytes(HEADER, "big") + body


def read(take: Callable[[int], bytes]) -> Any:  # noqa: ANN401  any value that JSON knows
    """Read a frame from what gives so many bytes. Raises `FrameError`; `EOFError` goes through from `take`."""
    length = int.from_bytes(take(HEADER), "big")
    if length > LARGEST:
        raise FrameError(f"{length} bytes at once")
    try:
        return json.loads(take(length), object_hook=_untagged)
    except (ValueError, TypeError, RecursionError) as error:
        raise FrameError(type(error).__name__) from None


def _tagged(value: object) -> dict[str, object]:
    """Write what JSON does not know as an object with one field, the name of its type."""
    if isinstance(value, bytes | bytearray | memoryview):
        return {"bytes": base64.b64encode(value).decode("ascii")}
    if isinstance(value, datetime):
        return {"time": value.isoformat()}
    if isinstance(value, (CertificateFacts, SignerFacts)):
        return {type(value).__name__: {field.name: getattr(value, field.name) for field in fields(value)}}
    raise TypeError(type(value).__name__)


def _untagged(found: dict[str, Any]) -> object:
    """Read such an object back; any other stays what it is. Raises `ValueError` or `TypeError`."""
    if len(found) != 1:
        return found
    ((name, value),) = found.items()
    if name == "bytes":
        return _bytes(value)
    if name == "time":
        return datetime.fromisoformat(value)
    if name in _FACTS:
        return _FACTS[name](**{key: tuple(each) if isinstance(each, list) else each for key, each in value.items()})
    return found


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
