"""How the items of one edition or model relate to those of another."""

from __future__ import annotations

from enum import StrEnum

from zhuoyue.model.base import Model, Number, Slug
from zhuoyue.model.text import Text


class Relation(StrEnum):
    """How the subject of one item relates to that of the other (OLIR set theory)."""

    EQUAL = "equal"
    SUBSET = "subset"
    SUPERSET = "superset"
    INTERSECT = "intersect"


class Link(Model):
    """One item of the source related to one item of the target."""

    source: str
    """Code of the source item."""
    target: str
    """Code of the target item."""
    relation: Relation = Relation.INTERSECT
    """What the source is to the target."""
    strength: Number | None = None
    """0–1, where somebody has judged it."""
    note: Text | None = None
    """What moved, was split or joined."""


class Crosswalk(Model):
    """Links from one criteria to another. They carry evidence and trends, never scores."""

    source: Slug
    """Id of the criteria it leads from."""
    target: Slug
    """Id of the criteria it leads to."""
    note: Text | None = None
    """Where it comes from."""
    links: tuple[Link, ...]
    """The links."""
