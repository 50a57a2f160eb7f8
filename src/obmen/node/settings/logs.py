"""Logs say what happened to which number; a debtor's data never gets there: no request bodies, no SQL, no locals."""

from __future__ import annotations

from typing import Any

import structlog


def settings(*, as_json: bool) -> dict[str, Any]:
    """Give Django's LOGGING: lines of JSON for machines, or plain lines for people; all pass the filter of content."""
    console = {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["no content"]}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": _formatter(as_json=as_json)},
        "filters": {"no content": {"()": "obmen.node.quiet.NoContent"}},
        "handlers": {"console": console},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "obmen": {"level": "INFO"},
            "axes": {"level": "ERROR"},
            "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        },
    }


def _formatter(*, as_json: bool) -> dict[str, Any]:
    """Describe how a line is written."""
    before = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": before,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    }
