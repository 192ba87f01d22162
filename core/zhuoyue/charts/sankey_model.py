"""What a Sankey diagram shows: nodes on two sides, the links between them, and both in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from zhuoyue.charts.chart import Table
from zhuoyue.charts.frame import plain
from zhuoyue.charts.number import cell, written
from zhuoyue.charts.words import listing, sentence
from zhuoyue.model.text import Text

_NAMED = 6  # nodes that the finding names


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


class Flow(StrEnum):
    """What kind of a link a ribbon is."""

    EQUAL = "equal"
    """The two are the same."""
    PART = "part"
    """One is part of the other."""
    OVERLAP = "overlap"
    """They have something in common."""


KINDS = {
    Flow.EQUAL: _text("等同", "equal"),
    Flow.PART: _text("一方包含另一方", "one is part of the other"),
    Flow.OVERLAP: _text("部分重合", "overlap"),
}
_WORDS = {
    "from": _text("来源", "From"),
    "to": _text("去向", "To"),
    "kind": _text("关系", "Relation"),
    "amount": _text("强度", "Strength"),
    "none": _text("无", "none"),
    "count": _text("左侧 {left} 项经 {flows} 条连线通往右侧 {right} 项", "{flows} links lead from {left} to {right}"),
    "lost": _text("左侧无去向：{names}", "leads nowhere: {names}"),
    "bare": _text("右侧无来源：{names}", "nothing leads to: {names}"),
    "more": _text("等 {count} 项", "{count} in all"),
    "whole": _text("两侧都没有落空的项", "none on either side is left out"),
}


@dataclass(frozen=True)
class SankeyNode:
    """An end of links."""

    key: str
    """Unique on its side; stands in the finding."""
    label: str
    """Stands beside it."""


@dataclass(frozen=True)
class SankeyFlow:
    """A link."""

    source: str
    """Key of a node at the left."""
    target: str
    """Key of a node at the right."""
    amount: Decimal | None
    """How strong it is, 0–1; None where nobody has said: drawn as 1."""
    kind: Flow = Flow.OVERLAP
    """What kind of a link it is."""


def said(flow: SankeyFlow, language: str) -> str:
    """Return a link in words: `overlap, 0.5`."""
    kind = KINDS[flow.kind].get(language)
    return kind if flow.amount is None else f"{kind}, {written(flow.amount)}"


def finding(
    sources: Sequence[SankeyNode], targets: Sequence[SankeyNode], flows: Sequence[SankeyFlow], language: str
) -> str:
    """Return what the diagram shows in a sentence: how many links, and what is left out on either side."""
    lost = [one.key for one in sources if one.key not in {flow.source for flow in flows}]
    bare = [one.key for one in targets if one.key not in {flow.target for flow in flows}]
    counts = {"left": len(sources), "right": len(targets), "flows": len(flows)}
    parts = [_WORDS["count"].get(language).format(**counts)]
    for key, names in (("lost", lost), ("bare", bare)):
        if names:
            shown = listing(names[:_NAMED], language)
            more = f" ({_WORDS['more'].get(language).format(count=len(names))})" if len(names) > _NAMED else ""
            parts.append(_WORDS[key].get(language).format(names=shown) + more)
    return sentence(parts if lost or bare else [*parts, _WORDS["whole"].get(language)], language)


def table(
    sources: Sequence[SankeyNode], targets: Sequence[SankeyNode], flows: Sequence[SankeyFlow], language: str
) -> Table:
    """Return every link as a row, and a row for each node without one."""
    names = ({one.key: plain(one.label) for one in sources}, {one.key: plain(one.label) for one in targets})
    none = _WORDS["none"].get(language)
    rows = []
    for source in sources:
        own = [flow for flow in flows if flow.source == source.key]
        rows += [
            (names[0][source.key], names[1][one.target], KINDS[one.kind].get(language), cell(one.amount)) for one in own
        ]
        if not own:
            rows.append((names[0][source.key], none, "—", "—"))
    reached = {flow.target for flow in flows}
    rows += [(none, names[1][one.key], "—", "—") for one in targets if one.key not in reached]
    return Table(tuple(_WORDS[key].get(language) for key in ("from", "to", "kind", "amount")), tuple(rows))
