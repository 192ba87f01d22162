"""Where everything stands in the site: one tree of pages, the same in every language."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Category, Criteria, Item, ItemKind
from zhuoyue.model.evidence import Evidence
from zhuoyue.model.exhibit import Exhibit
from zhuoyue.model.measure import Measure

Fact = TypeVar("Fact", Evidence, Measure)

PAGE_SIZE = 250
"""Rows of a register that one page carries; above it the register is split by category."""
UNASSIGNED = "other"
"""Register page of what supports no item."""


def slug(code: str) -> str:
    """Return `code` as a part of a file name."""
    return re.sub(r"[^A-Za-z0-9]+", "-", code).strip("-").lower() or "x"


@dataclass(frozen=True)
class Spot:
    """A place in the site: a page, and an anchor on it."""

    page: str
    """Path of the page without ending, from the root of its language."""
    anchor: str = ""
    """Id of the element; empty for the page itself."""

    def seen_from(self, page: str) -> str:
        """Return the relative address as it stands on `page`."""
        fragment = f"#{self.anchor}" if self.anchor else ""
        if self.page == page and fragment:
            return fragment
        return posixpath.relpath(f"{self.page}.html", posixpath.dirname(page) or ".") + fragment


def home(criteria: Criteria, thing: Evidence | Measure) -> Item | None:
    """Return the item under which a thing is shown in full: the first it supports, of a measure a result item first."""
    supported = [item for item in criteria.items if item.id in thing.items]
    results = [item for item in supported if item.kind is ItemKind.RESULT] if isinstance(thing, Measure) else []
    return next(iter((*results, *supported)), None)


class Atlas:
    """Finds the spot of an item, a piece of evidence, a measure or a page."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self._category_of = {
            item.id: category for category in assessment.criteria.categories for item in category.items
        }

    def category(self, category: Category) -> Spot:
        """Return the page of a category."""
        return Spot(f"categories/{slug(category.code)}/index")

    def item(self, item_id: str) -> Spot:
        """Return the page of an item."""
        category = self._category_of[item_id]
        code = self.assessment.criteria.by_id[item_id].code
        return Spot(f"categories/{slug(category.code)}/{slug(code)}")

    def category_of(self, item_id: str) -> Category:
        """Return the category that holds an item."""
        return self._category_of[item_id]

    def evidence(self, evidence_id: str) -> Spot | None:
        """Return the row of a piece of evidence, or None when there is none of this id."""
        page = self._evidence_pages.get(evidence_id)
        return Spot(page, f"e-{evidence_id}") if page else None

    def measure(self, measure_id: str) -> Spot | None:
        """Return the chart of a measure, on the page of the first item it supports."""
        measure = self.assessment.measure_by_id.get(measure_id)
        if measure is None:
            return None
        item = self.home(measure)
        page = self.item(item.id).page if item else "measures/index"
        return Spot(page, f"m-{measure_id}")

    def exhibit(self, exhibit_id: str) -> Spot | None:
        """Return where an exhibit is explained."""
        exhibit = self.assessment.exhibit_by_id.get(exhibit_id)
        return Spot(self.explained(exhibit), f"x-{exhibit_id}") if exhibit else None

    def explained(self, exhibit: Exhibit) -> str:
        """Return the page that explains an exhibit: one for each source."""
        return f"exhibits/{slug(exhibit.source)}"

    def reference(self, name: str) -> Spot | None:
        """Return the spot of evidence, a measure or an exhibit by id."""
        return self.evidence(name) or self.measure(name) or self.exhibit(name)

    def title(self, name: str) -> str:
        """Return nothing but a name to call a reference by; see `reference`."""
        return name

    def home(self, thing: Evidence | Measure) -> Item | None:
        """Return the first item, in the criteria's order, that a thing supports; of a measure a result item first."""
        return home(self.assessment.criteria, thing)

    @cached_property
    def evidence_parts(self) -> dict[str, tuple[Evidence, ...]]:
        """Evidence by the page of the register it stands on, in the criteria's order."""
        return _parts("evidence", self._by_category(self.assessment.evidence))

    @cached_property
    def dashboard_parts(self) -> dict[str, tuple[Measure, ...]]:
        """Measures by the page of the dashboard they stand on."""
        return _parts("measures", self._by_category(self.assessment.measures))

    @cached_property
    def _evidence_pages(self) -> dict[str, str]:
        return {one.id: page for page, part in self.evidence_parts.items() for one in part}

    def _by_category(self, things: Iterable[Fact]) -> dict[str, list[Fact]]:
        order = {item.id: number for number, item in enumerate(self.assessment.criteria.items)}
        groups: dict[str, list[tuple[int, str, Fact]]] = {
            slug(category.code): [] for category in self.assessment.criteria.categories
        }
        for thing in things:
            item = self.home(thing)
            if item is None:
                groups.setdefault(UNASSIGNED, []).append((0, thing.id, thing))
            else:
                groups[slug(self._category_of[item.id].code)].append((order[item.id], thing.id, thing))
        return {
            key: [thing for _, _, thing in sorted(group, key=lambda entry: entry[:2])] for key, group in groups.items()
        }


def _parts(folder: str, groups: dict[str, list[Fact]]) -> dict[str, tuple[Fact, ...]]:
    """Put groups on one page while they fit, else on one or more pages each."""
    if sum(map(len, groups.values())) <= PAGE_SIZE:
        return {f"{folder}/index": tuple(thing for group in groups.values() for thing in group)}
    pages = ((f"{folder}/{key}{suffix}", part) for key, group in groups.items() for suffix, part in _chunks(group))
    return {page: tuple(part) for page, part in pages}


def _chunks(group: list[Fact]) -> Iterator[tuple[str, list[Fact]]]:
    for number, start in enumerate(range(0, len(group), PAGE_SIZE), 1):
        yield (f"-{number}" if number > 1 else ""), group[start : start + PAGE_SIZE]
