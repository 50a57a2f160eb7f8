"""Keeps content out of logs: an error is logged by its kind and place, never by its words or values."""

from __future__ import annotations

import logging
import traceback


class NoContent(logging.Filter):
    """Replaces a traceback, whose last line may quote data, by the places it went through."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, with the words of its exception taken out."""
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            frames = traceback.extract_tb(error.__traceback__)[-6:]
            places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
            record.msg = f"{record.getMessage()} [{type(error).__name__} at {places}]"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True
