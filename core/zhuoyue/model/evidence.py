"""Facts with their source."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from zhuoyue.model.base import Model, Slug, Visibility
from zhuoyue.model.text import Text


class EvidenceKind(StrEnum):
    """What sort of thing the evidence is."""

    DOCUMENT = "document"
    RECORD = "record"
    IMAGE = "image"


class EvidenceRole(StrEnum):
    """What the evidence shows about a process item."""

    METHOD = "method"
    """A documented way of working (approach)."""
    DEPLOYMENT = "deployment"
    """That the method is carried out somewhere."""
    REVIEW = "review"
    """That the method was evaluated and improved (learning)."""
    RESULT = "result"
    """What came of it."""


class Evidence(Model):
    """One fact with its source."""

    id: Slug
    """Stable id, unique in the assessment; begins with the plugin's or source's name unless the records name it."""
    kind: EvidenceKind
    """Document, record (a table) or image."""
    title: Text
    """Name shown on the pages."""
    source: Slug
    """Name of the configured source it came from."""
    locator: str
    """Where it is: a path relative to the project, with sheet or table where there is one."""
    sha256: str | None = None
    """Hash of the file's bytes; None for a database query."""
    observed_on: date | None = None
    """Day the fact speaks of."""
    valid_until: date | None = None
    """Last day it may be relied on; None when it does not expire."""
    collected_at: datetime
    """When it was read: the assessment's instant, so that equal inputs give equal files."""
    visibility: Visibility = Visibility.INTERNAL
    """Who may see it."""
    items: tuple[str, ...] = ()
    """Items it supports: codes from the records; full ids in an assessment."""
    role: EvidenceRole | None = None
    """What it shows about a process item; None when the records do not say."""
    units: tuple[str, ...] = ()
    """Organisational units it covers."""
    reviewed_on: tuple[date, ...] = ()
    """Days on which the method was reviewed."""
    relates_to: tuple[str, ...] = ()
    """Ids of measures which show its effect."""
    rows: int | None = None
    """Rows of a table."""
    text: str = ""
    """Searchable text, cut to a few thousand characters."""

    def expired(self, day: date) -> bool:
        """Tell whether the evidence may no longer be relied on at `day`."""
        return self.valid_until is not None and self.valid_until < day
