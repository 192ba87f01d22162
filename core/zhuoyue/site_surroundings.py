"""What surrounds a run of the site engine: environment variables, its log, garbage collection."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from zhuoyue.model.assessment import Assessment


@contextmanager
def patient_gc() -> Iterator[None]:
    """Collect garbage rarely: a build makes hundreds of thousands of objects that live until its end."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def engine_environment(assessment: Assessment) -> Iterator[None]:
    """Silence the theme's notice, and give the engine the assessment's instant as its time."""
    wanted = {
        "NO_MKDOCS_2_WARNING": "1",
        "SOURCE_DATE_EPOCH": str(int(assessment.provenance.instant.timestamp())),
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def complaints() -> Iterator[list[str]]:
    """Collect what the engine and failing pages log as warnings."""
    handler = _Warnings()
    loggers = [logging.getLogger(name) for name in ("mkdocs", "zhuoyue.report")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield handler.messages
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


class _Warnings(logging.Handler):
    """Keeps warnings."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning."""
        self.messages.append(record.getMessage())
