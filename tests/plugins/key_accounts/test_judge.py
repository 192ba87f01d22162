"""Findings and the reading of deployment, with thresholds from the settings."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from zhuoyue import (
    Dossier,
    Exhibit,
    Finding,
    FindingKind,
    Item,
    NumberColumn,
    SchemeData,
    Span,
    Suggestion,
    Text,
    TextColumn,
    Verdict,
    Visibility,
    same,
)
from zhuoyue_plugins.key_accounts.judge import judge
from zhuoyue_plugins.key_accounts.thresholds import Settings


def table(kind: str, **columns: list[object]) -> Exhibit:
    """Return an exhibit with columns of words and numbers."""

    def column(key: str, values: list[object]) -> NumberColumn | TextColumn:
        if all(value is None or isinstance(value, (int, float)) for value in values):
            exact = tuple(None if value is None else Decimal(str(value)) for value in values)
            return NumberColumn(key=key, title=same(key), values=exact)
        return TextColumn(key=key, title=same(key), values=tuple(same(str(value)) for value in values))

    return Exhibit(
        id=f"src-{kind}",
        kind=f"key-accounts.{kind}",
        title=Text(zh="题", en="title"),
        source="src",
        method=same("method"),
        columns=tuple(column(key, values) for key, values in columns.items()),
        visibility=Visibility.INTERNAL,
    )


def judged(kind: str, *exhibits: Exhibit, settings: Settings | None = None) -> list[Finding | Suggestion]:
    """Judge an item of a kind, process or result."""
    theme = "customers" if kind == "process" else "results"
    item = Item.model_validate(
        {"id": "x-2012:1", "code": "1", "title": "T", "kind": kind, "theme": theme, "points": 10}
    )
    keys = ("A", "D", "L", "I") if kind == "process" else ("Le", "T")
    scheme = SchemeData.model_validate(
        {
            "name": "s",
            "title": "s",
            "rule": "r",
            "step": 5,
            "dimensions": [{"key": key, "kind": kind, "title": key} for key in keys],
            "bands": [{"number": 1, "low": 0, "high": 100, "title": "1"}],
        }
    )
    span = Span(start=dt.date(2023, 1, 1), end=dt.date(2025, 12, 31))
    dossier = Dossier((), (), (), scheme, span, span.end, exhibits=exhibits, settings=settings)
    return list(judge(item, dossier))


def texts(found: list[Finding | Suggestion]) -> list[str]:
    """Return the English texts of the findings, ordinary spaces for unbreakable ones."""
    return [one.text.en.replace("\u00a0", " ") for one in found if isinstance(one, Finding)]


CONCENTRATED = table("concentration", period=["2024", "2025"], accounts=[90, 95], top=[68.2, 74.6], hhi=[400, 500])


def test_concentration() -> None:
    (text,) = texts(judged("result", CONCENTRATED))
    assert (
        text == "The revenue hangs on few accounts: the top 20 % brought 74.6 % of it in 2025, up from 68.2 % in 2024."
    )
    assert judged("result", CONCENTRATED, settings=Settings(top_share=Decimal(80))) == []
    (text,) = texts(judged("result", CONCENTRATED, settings=Settings(top_share=Decimal(80), hhi=Decimal(450))))
    assert "HHI 500" in text


@pytest.mark.parametrize(
    ("kept", "expected"), [(84.9, FindingKind.IMPROVEMENT), (90, None), (95, FindingKind.STRENGTH)]
)
def test_retention(kept: float, expected: FindingKind | None) -> None:
    churn = table("churn", period=["2025"], base=[100], lost=[5], retention=[kept])
    found = judged("result", churn)
    assert [one.kind for one in found if isinstance(one, Finding)] == ([expected] if expected else [])


def test_new_accounts() -> None:
    new = table(
        "new", period=["2023", "2024", "2025"], churn=[10, 24.3, None], low=[5, 13.5, None], high=[20, 41.5, None]
    )
    (text,) = texts(judged("result", new))
    assert (
        "of those that started in 2024, an estimated 24.3 % were lost while new (95 % interval 13.5 % to 41.5 %)"
        in text
    )
    assert text.endswith("of those of the year before 10 %, which is not distinguishable.")
    apart = table("new", period=["2023", "2024"], churn=[10, 44.3], low=[5, 23.5], high=[20, 61.5])
    assert texts(judged("result", apart))[0].endswith("of those of the year before 10 %.")
    assert judged("result", new, settings=Settings(new_loss=Decimal(30))) == []


def test_downgrades() -> None:
    moves = table(
        "moves",
        before_period=["2024"] * 6,
        period=["2025"] * 6,
        before=["Gold", "Gold", "Gold", "Silver", "Silver", "Silver"],
        after=["Gold", "Silver", "no revenue"] * 2,
        accounts=[6, 3, 1, 2, 7, 1],
        whole=[10] * 6,
    )
    (text,) = texts(judged("result", moves))
    assert text.startswith("In 2025, 5 of 20 accounts (25 %) moved to a lower tier")
    assert judged("result", moves, settings=Settings(downgrades=Decimal(30))) == []


def test_withheld_moves_say_nothing() -> None:
    moves = table(
        "moves",
        before_period=["2024"] * 2,
        period=["2025"] * 2,
        before=["Gold"] * 2,
        after=["Gold", "no revenue"],
        accounts=[None, None],
        whole=[3, 3],
    )
    assert judged("result", moves) == []


def test_groups_that_differ() -> None:
    curves = table("lifetimes", dimension=["first product line"] * 2, group=["sensors", "shafts"], after_1=[61.5, 90])
    test = table("log-rank", dimension=["first product line", "year of start"], probability=[0.0123, 0.04])
    (text,) = texts(judged("result", curves, test))
    assert "differs by first product line (log-rank p = 0.0123): after a year 61.5 % of sensors" in text


VISITS = table("visits", period=["2025"] * 3, tier=["Gold", "Silver", "all"], due=[10, 40, 50], share=[95, 60, 67])


def test_visits() -> None:
    found = judged("process", VISITS)
    (text,) = texts(found)
    assert text == "Return visits are missed: in 2025 fewer than 80 % of those due took place: Silver 60 %."
    (suggestion,) = [one for one in found if isinstance(one, Suggestion)]
    assert suggestion.percent is None
    assert [(one.dimension, one.verdict) for one in suggestion.readings] == [("D", Verdict.MIXED)]
    assert texts(judged("result", VISITS)) == []


def test_visits_kept_up() -> None:
    visits = table("visits", period=["2025"] * 2, tier=["Gold", "all"], share=[97, 97])
    found = judged("process", visits)
    assert [one.kind for one in found if isinstance(one, Finding)] == [FindingKind.STRENGTH]


def test_records() -> None:
    records = table(
        "records", check=["record is stale", "no contact person"], count=[38, 2], whole=[190, 190], share=[20, 1]
    )
    (text,) = texts(judged("process", records))
    assert text.replace("\u00a0", " ") == "38 of 190 account records are stale (20 %)."


def test_nothing_to_judge_from() -> None:
    assert judged("process") == []
    assert judged("result") == []
