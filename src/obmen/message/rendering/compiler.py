"""The typesetter: one compiler for the process, our templates, our fonts, nothing of the machine's own.

The engine is not safe to share between threads, so a lock guards it. It keeps threads of its own that do not survive a
fork: a child of a process that has already printed must not print (it would wait for ever), and is told so.
"""

from __future__ import annotations

import json
import os
from functools import cache
from importlib import resources
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

import typst

from obmen.message.rendering.errors import RenderingError
from obmen.message.rendering.glyphs import font_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_STANDARDS: Final[list[typst.PDFStandard]] = ["a-2a", "ua-1"]

_lock = Lock()
os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release)


def compile_letter(template: str, data: Mapping[str, object], at: datetime) -> bytes:
    """Set `template` with `data` into a PDF/A-2a + PDF/UA-1 dated `at`. Raises `RenderingError`."""
    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    with _lock:
        compiler, pid = _compiler()
        if pid != os.getpid():
            raise RenderingError("the process was forked after it had printed; print only after the fork")
        try:
            pdf = compiler.compile(
                input=_templates() / f"{template}.typ",
                format="pdf",
                sys_inputs=inputs,
                pdf_standards=_STANDARDS,
                timestamp=int(at.timestamp()),
            )
        except typst.TypstError as error:
            raise RenderingError(f"{template}: {error.message}") from error
    return _one(pdf)


def _one(pdf: bytes | list[bytes] | None) -> bytes:
    if not isinstance(pdf, bytes):
        raise RenderingError("the typesetter gave no PDF")
    return pdf


@cache
def _compiler() -> tuple[typst.Compiler, int]:
    """Return the compiler and the process that it belongs to."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()])
    root = _templates()
    return typst.Compiler(root / "letter.typ", root=root, font_paths=fonts, ignore_system_fonts=True), os.getpid()


@cache
def _templates() -> Path:
    return Path(str(resources.files("obmen.message.rendering") / "templates"))
