"""The organisation's own account of an item."""

from __future__ import annotations

from pydantic import Field

from zhuoyue.model.base import Model, Visibility
from zhuoyue.model.text import Language


class Narrative(Model):
    """The self-assessment text of one item or profile section in one language."""

    code: str
    """Item id, or the code of a profile section."""
    language: Language
    """Language of the text."""
    markdown: str
    """The text as Markdown; untrusted."""
    locator: str
    """File it came from, relative to the project."""
    words: int = Field(ge=0)
    """Length: Han characters plus words of other scripts."""
    references: tuple[str, ...] = ()
    """Ids of evidence and measures which the text names as `[[id]]`."""
    visibility: Visibility = Visibility.INTERNAL
    """Who may see it."""
