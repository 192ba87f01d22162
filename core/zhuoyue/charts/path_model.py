"""Path model: constructs and the paths between them, told in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue.charts.chart import Table
from zhuoyue.charts.number import cell, written
from zhuoyue.charts.words import listing, sentence, word

_STRONGEST = 3
_NAMED = 4  # so many paths that are not significant the finding names, then it counts


@dataclass(frozen=True)
class PathNode:
    """A construct."""

    key: str
    label: str
    r2: Decimal | None = None
    """Share of its variance explained; None for what nothing in the model explains."""
    index: Decimal | None = None
    """0–100."""


@dataclass(frozen=True)
class PathEdge:
    """A path: its coefficient with interval; dashed unless `significant`, dotted where that is not tested."""

    source: str
    target: str
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    significant: bool | None = None

    @property
    def look(self) -> str:
        """How its line is drawn: `path_yes`, `path_minus`, `path_no` or `path_open`."""
        if self.significant:
            return "path_minus" if self.value is not None and self.value < 0 else "path_yes"
        return "path_open" if self.significant is None else "path_no"

    @property
    def key(self) -> str:
        """The word for its significance."""
        return {True: "significant", False: "not_significant", None: "not_tested"}[self.significant]

    def written(self, decimals: int) -> str:
        """Write the coefficient with its sign; `?` without one."""
        if self.value is None:
            return "?"
        text = written(self.value, decimals)
        return f"+{text}" if self.value > 0 else text


@dataclass(frozen=True)
class PathModel:
    """A model with what is needed to tell of it."""

    nodes: Sequence[PathNode]
    edges: Sequence[PathEdge]
    language: str
    decimals: int

    def name(self, edge: PathEdge) -> str:
        """Name a path: `Quality → Value`."""
        names = {node.key: node.label for node in self.nodes}
        return f"{names[edge.source]} → {names[edge.target]}"

    def tip(self, edge: PathEdge) -> str:
        """Return what a tooltip says: coefficient, interval, significance."""
        value = edge.written(self.decimals)
        if edge.low is not None and edge.high is not None:
            value += f" ({written(edge.low, self.decimals)}–{written(edge.high, self.decimals)})"
        return f"{self.name(edge)}: {value}\n{word(edge.key, self.language)}"

    def finding(self) -> str:
        """Say which paths are strongest, what is explained best, and which paths are not significant."""
        known = sorted(
            (one for one in self.edges if one.value is not None), key=lambda one: -abs(one.value or Decimal(0))
        )
        said = []
        if not self.nodes:
            said.append(word("no_values", self.language))
        if known:
            said.append(word("path_strongest", self.language, names=self._listed(known[:_STRONGEST])))
        explained = [node for node in self.nodes if node.r2 is not None]
        if explained:
            best = max(explained, key=lambda node: node.r2 or Decimal(0))
            said.append(word("path_explained", self.language, name=best.label, value=cell(best.r2, self.decimals)))
        for flag, key in ((False, "path_weak"), (None, "path_untested")):
            found = [one for one in self.edges if one.significant is flag]
            if found:
                named = self._listed(found[:_NAMED])
                if len(found) > _NAMED:
                    named = word("and_more", self.language, names=named, count=str(len(found) - _NAMED))
                if len(found) == len(self.edges):
                    named = word("path_all", self.language)
                said.append(word(key, self.language, names=named))
        return sentence(said or [listing((node.label for node in self.nodes), self.language)], self.language)

    def _listed(self, edges: Sequence[PathEdge]) -> str:
        return listing((f"{self.name(one)} {one.written(self.decimals)}" for one in edges), self.language)

    def table(self) -> Table:
        """List the paths, then the constructs."""
        keys = ("path_or_construct", "coefficient", "from", "to", "significance", "r2", "index")
        paths = tuple(
            (
                self.name(one),
                cell(one.value, self.decimals),
                cell(one.low, self.decimals),
                cell(one.high, self.decimals),
                word(one.key, self.language),
                "—",
                "—",
            )
            for one in self.edges
        )
        constructs = tuple(
            (node.label, "—", "—", "—", "—", cell(node.r2, self.decimals), cell(node.index, 1)) for node in self.nodes
        )
        return Table(tuple(word(key, self.language) for key in keys), (*paths, *constructs))
