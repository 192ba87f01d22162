"""The pages that explain exhibits: table, method, assumptions, notes and evidence of each, one page a source."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from zhuoyue.report.address import Spot

if TYPE_CHECKING:
    from zhuoyue.model.exhibit import Exhibit
    from zhuoyue.report.sheet import Book, Sheet

ROWS = 200
"""Rows of a table that its page shows; all of them are in assessment.json."""


def sheets(book: Book) -> Iterator[Sheet]:
    """Yield the page of each source that has exhibits, and before them the page that lists these."""
    from zhuoyue.report.sheet import Sheet, Step

    title = book.gettext("Figures explained")
    ordered = sorted(book.assessment.exhibits, key=lambda one: one.source)
    groups = [(source, tuple(group)) for source, group in groupby(ordered, key=lambda one: one.source)]
    if not groups:
        return
    index = Spot("exhibits/index")
    parts = tuple(
        (Step(_name(book, group[0]), Spot(book.atlas.explained(group[0]))), group) for source, group in groups
    )
    yield Sheet(index.page, title, "exhibits.md.j2", {"parts": parts}, boost=0.5)
    for step, group in parts:
        yield Sheet(
            step.spot.page,
            f"{title} – {step.title}",
            "exhibits_source.md.j2",
            {"exhibits": group, "limit": ROWS},
            chapter=None,
            crumbs=(Step(title, index),),
            boost=0.5,
        )


def _name(book: Book, first: Exhibit) -> str:
    """Return what readers know a source as: the title of its first evidence, else its name in the settings."""
    known = book.assessment.evidence_by_id
    evidence = next((known[one] for one in first.evidence if one in known), None)
    if evidence is None:
        return first.source
    file = evidence.locator.rpartition("/")[2]  # stands behind the title; a source may have several
    return evidence.title.get(book.language).removesuffix(f" ({file})")
