"""What surrounds a run of the site engine: what tells whether one is due, its environment, log, garbage collection."""

from __future__ import annotations

import gc
import hashlib
import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from zhuoyue.config import SiteConfig
from zhuoyue.hashing import own_code
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.page import Page
from zhuoyue.model.projection import ModelName

PROJECTED = "projection "
"""Begins the digest of a report in another model."""


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


def source_digest(
    assessment: Assessment,
    settings: SiteConfig,
    root: Path,
    pages: Iterable[Page],
    stamp: str,
    models: Sequence[ModelName],
) -> str:
    """Return a digest of everything the site is made from."""
    from zhuoyue.report import template

    folders = [template.folder(), *(page.templates for page in pages)]
    folders += [root / name for name in (*settings.styles, settings.logo, settings.templates) if name]
    digest = hashlib.sha256()
    for name in ("zhuoyue", "mkdocs", "mkdocs-material"):
        digest.update(f"{name} {version(name)}\n".encode())
    digest.update(f"{own_code()} {stamp}".encode())
    digest.update(settings.model_dump_json().encode())
    digest.update(assessment.model_dump_json().encode())
    for model in models:
        digest.update(model.model_dump_json().encode())
    for page in pages:
        digest.update(f"{page.slug} {page.title} {page.template}\n".encode())
    for path in sorted({path for folder in folders for path in _files(folder)}):
        digest.update(f"{path.name} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return f"{PROJECTED if assessment.projection else ''}{digest.hexdigest()}"


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    yield from (one for one in path.rglob("*") if one.is_file() and one.suffix != ".pyc")
