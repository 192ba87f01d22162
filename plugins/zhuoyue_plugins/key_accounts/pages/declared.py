"""The pages `key-accounts` and `key-accounts-accounts`, made from the exhibits of an assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhuoyue import Assessment, Exhibit, Finding, Measure, Page, Text
from zhuoyue.charts import Chart
from zhuoyue_plugins.key_accounts.exhibits.author import both
from zhuoyue_plugins.key_accounts.exhibits.read_back import Row, english, last_known, num
from zhuoyue_plugins.key_accounts.pages import charts

NAME = "key-accounts"
_TEMPLATES = Path(__file__).parents[1] / "templates"
_CHAPTER = Text(zh="顾客", en="Customers")
_BY = ("year of start", "first product line", "first tier", "customer group")


@dataclass(frozen=True)
class Tile:
    """One figure at the head of the page."""

    value: Decimal | None
    decimals: int
    unit: str
    name: Text
    exhibit: Exhibit


@dataclass(frozen=True)
class Compared:
    """An assumption and what the records show instead."""

    title: Text
    assumed: Decimal
    own: bool
    observed: Decimal | None
    of: Text
    """What the observed figure is, in words."""
    exhibit: Exhibit | None


class Found(dict[str, Any]):
    """What there is to show, by its word; what there is not is None, for templates ask for everything."""

    def __missing__(self, key: str) -> None:
        """Return None."""


@dataclass(frozen=True)
class Section:
    """One source: its exhibits by the word of their kind, and the charts made from them."""

    source: str
    shown: Mapping[str, Exhibit]
    tiles: tuple[Tile, ...]
    mixes: tuple[Chart, ...]
    charts: Mapping[str, Chart]
    curves: tuple[Chart, ...]
    compared: tuple[Compared, ...]
    findings: tuple[Finding, ...]
    measures: tuple[Measure, ...]
    least_watched: int
    """Accounts below which a survival curve is not drawn on."""


def _best(assessment: Assessment) -> dict[str, dict[str, Exhibit]]:
    """Return the exhibits by source and word; the complete one where it may be shown."""
    found: dict[str, dict[str, Exhibit]] = {}
    for one in sorted(assessment.exhibits_of(f"{NAME}."), key=lambda one: one.id.endswith("-complete")):
        found.setdefault(one.source, {})[one.kind.removeprefix(f"{NAME}.")] = one
    return found


def view(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    """Return a section for each source; None without any."""
    sections = [_section(assessment, source, found, language) for source, found in _best(assessment).items()]
    return {"sections": sections} if sections else None


def view_accounts(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    """Return the lists of accounts of each source: by name where names may be shown."""
    found = [
        {"source": source, "accounts": one["accounts"], "named": one.get("named"), "strangers": one.get("strangers")}
        for source, one in _best(assessment).items()
        if "accounts" in one
    ]
    return {"lists": found} if found else None


def _section(assessment: Assessment, source: str, shown: Mapping[str, Exhibit], language: str) -> Section:
    ids = {one.id for one in shown.values()}
    measures = tuple(one for one in assessment.measures if one.source == source)
    made: dict[str, Chart | None] = {}
    if "moves" in shown:
        made["moves"] = charts.moves(shown["moves"], language)
    if "lorenz" in shown:
        made["lorenz"] = charts.lorenz(shown["lorenz"], _top(shown), language)
    if "survival" in shown:
        made["survival"] = charts.survival(shown["survival"], "all", language)
    if "visits" in shown:
        made["visits"] = charts.visits(shown["visits"], _target(measures, f"{source}-visits-met"), language)
        made["visits_by_year"] = charts.visits_by_year(shown["visits"], language)
    if "churn-tier" in shown:
        made["churn_tier"] = charts.churn_by_tier(shown["churn-tier"], language)
    made["trend"] = charts.trend(shown.get("churn"), shown.get("new"), language)
    if "records" in shown:
        made["records"] = charts.records(shown["records"], language)
    mixes = [charts.mix(shown["tiers"], key, language) for key in ("accounts", "revenue")] if "tiers" in shown else []
    curves = [charts.survival(shown["survival"], by, language) for by in _BY] if "survival" in shown else []
    return Section(
        source=source,
        shown=Found(shown),
        tiles=_tiles(shown),
        mixes=tuple(one for one in mixes if one),
        charts=Found({key: one for key, one in made.items() if one}),
        curves=tuple(one for one in curves if one),
        compared=_compared(shown),
        findings=_findings(assessment, ids),
        measures=measures,
        least_watched=charts.LEAST_WATCHED,
    )


def _findings(assessment: Assessment, ids: set[str]) -> tuple[Finding, ...]:
    """Return the plugin's findings that rest on these exhibits, each once though it may concern several items."""
    found = {
        (one.text.zh, one.text.en): one
        for result in assessment.results
        for one in result.findings
        if one.source == NAME and set(one.evidence) & ids
    }
    return tuple(found.values())


def _target(measures: tuple[Measure, ...], name: str) -> Decimal | None:
    targets = next((one.targets for one in measures if one.id == name), ())
    return targets[-1].value if targets else None


def _top(shown: Mapping[str, Exhibit]) -> Decimal | None:
    row = last_known(shown["concentration"], "top") if "concentration" in shown else None
    return num(row, "top") if row else None


def _tiles(shown: Mapping[str, Exhibit]) -> tuple[Tile, ...]:
    wanted = (
        ("concentration", "accounts", 0, "", both("accounts with revenue", "有收入的客户")),
        ("concentration", "top", 1, "%", both("of the revenue from the top 20 %", "收入来自前 20 % 客户")),
        ("churn", "retention", 1, "%", both("retained", "客户保持率")),
        ("new", "churn", 1, "%", both("of new accounts lost", "新客户流失率")),
        ("visits", "share", 1, "%", both("of return visits met", "回访达成率")),
    )
    tiles = []
    for word, key, decimals, unit, name in wanted:
        row = last_known(shown[word], key) if word in shown else None
        if row is not None:
            when = english(row["period"])
            titled = both(f"{name.get('en')}, {when}", f"{name.get('zh')}（{when}）")
            tiles.append(Tile(num(row, key), decimals, unit, titled, shown[word]))
    return tuple(tiles)


def _compared(shown: Mapping[str, Exhibit]) -> tuple[Compared, ...]:
    exhibit = shown.get("assumed")
    made = []
    for one in exhibit.assumptions if exhibit else ():
        word, key = {"top_share": ("concentration", "top"), "new_loss": ("new", "churn")}[one.key]
        beside = shown.get(word)
        if one.key == "top_share" and beside is not None and last_known(beside, "top_margin"):
            key = "top_margin"
        row = last_known(beside, key) if beside else None
        made.append(
            Compared(one.title, one.value, one.own, num(row, key) if row else None, _of(beside, key, row), beside)
        )
    return tuple(made)


def _of(beside: Exhibit | None, key: str, row: Row | None) -> Text:
    column = beside.column(key) if beside else None
    if column is None or row is None:
        return both("not observed", "无观测值")
    when = english(row["period"])
    return both(f"{column.title.get('en')}, {when}", f"{column.title.get('zh')}（{when}）")


PAGES = (
    Page(NAME, Text(zh="大客户", en="Key accounts"), "key-accounts.md.j2", _TEMPLATES, view, _CHAPTER),
    Page(
        f"{NAME}-accounts",
        Text(zh="大客户清单", en="List of key accounts"),
        "key-accounts-accounts.md.j2",
        _TEMPLATES,
        view_accounts,
        _CHAPTER,
    ),
)
