"""What can go wrong while printing."""

from __future__ import annotations


class RenderingError(Exception):
    """The letter could not be printed: a fault of the program or of the installation, never of the document."""
