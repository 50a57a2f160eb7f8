"""Does the printed letter show what the machine-readable document says (Art. 10(3); R-10.3.1, E-T-04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from obmen.treaty.documents import Document
    from obmen.treaty.findings import Finding


def same_values(document: Document, pdf: bytes, *, json_digest: str = "") -> Finding:
    """Say whether `pdf` shows the values of `document`, on whatever letterhead.

    The finding holds (is true) when every number, name, date, sum and subject of the document stands in the text and,
    where `json_digest` is given, the letter carries it. Otherwise `because` names the first value that is missing.
    """
    raise NotImplementedError
