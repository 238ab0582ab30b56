"""Structured logs on standard error, one JSON object a line. No personal data: ids, codes, counts and durations only."""

from __future__ import annotations

import logging
import sys

import structlog

log = structlog.get_logger("landsea")


def set_up_logging(*, readable: bool = False) -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer() if readable else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
