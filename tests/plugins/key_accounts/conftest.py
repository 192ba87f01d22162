"""A project with one source of key accounts: read by the collector alone, which is quick."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from zhuoyue import Collected, Exhibit, InputError, Measure, Source, Span, Text, Visibility
from zhuoyue_plugins.key_accounts.collector import KeyAccounts
from zhuoyue_plugins.key_accounts.settings import KeyAccountsSettings

CONFIG = """
lost_after_months = 3
[revenue]
path = "revenue.csv"
on_bad_value = "report"
fields = { account = "Account", month = "Month", amount = "Amount", product_line = "Line", margin = "Margin" }
[register]
path = "register.csv"
on_bad_value = "report"
[register.fields]
account = "Account"
name = "Name"
segment = "Group"
start = "Start"
contact = "Contact"
updated = "Updated"
left = "Left"
[visits]
path = "visits.csv"
on_bad_value = "report"
fields = { account = "Account", date = "Date", kind = "Kind", by = "By" }
[[tiers]]
name = "gold"
title = "Gold"
when = { average_monthly_revenue_at_least = 100 }
[[tiers]]
name = "silver"
title = "Silver"
when = { average_monthly_revenue_at_least = 40 }
[default_tier]
name = "bronze"
title = "Bronze"
"""
HEADS = {
    "revenue": "Account,Month,Amount,Line,Margin",
    "register": "Account,Name,Group,Start,Contact,Updated,Left",
    "visits": "Account,Date,Kind,By",
}
Row = dict[str, object]


@dataclass(frozen=True)
class Kit:
    """Writes records and reads them."""

    root: Path

    def write(self, **tables: str) -> Kit:
        """Write tables by name, without their headers."""
        for name, rows in tables.items():
            text = f"{HEADS[name]}\n{rows.strip()}\n"
            (self.root / f"{name}.csv").write_text(text, encoding="utf-8")
        return self

    def collect(
        self,
        config: str = CONFIG,
        *,
        visibility: Visibility = Visibility.CONFIDENTIAL,
        as_of: dt.date = dt.date(2025, 12, 31),
        root: Path | None = None,
        **more: object,
    ) -> Collected:
        """Collect with the tables that were written, and settings over those of the config."""
        tables: dict[str, Any] = {**tomllib.loads(config), **more}
        for name in ("register", "visits"):
            if name in tables and root is None and not (self.root / f"{name}.csv").exists():
                del tables[name]
        source = Source(
            name="src",
            settings=KeyAccountsSettings.model_validate(tables),
            root=root or self.root,
            items=("4.7.3",),
            visibility=visibility,
            period=Span(start=dt.date(2023, 1, 1), end=as_of),
            as_of=as_of,
            instant=dt.datetime(2025, 12, 31, tzinfo=dt.UTC),
            criteria=cast("Any", None),
            secret=str,
        )
        collector = KeyAccounts()
        files = collector.inputs(source)
        assert files is not None
        assert all(path.is_file() for path in files)
        return collector.collect(source)

    def fault(self, config: str = CONFIG, **more: object) -> str:
        """Collect, expect an InputError, and return its text in both languages."""
        with pytest.raises(InputError) as caught:
            self.collect(config, **more)
        assert all(fault.zh and fault.en for fault in caught.value.faults)
        return caught.value.text("en") + "\n" + caught.value.text("zh")


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path)


def exhibit(collected: Collected, key: str) -> Exhibit:
    """Return an exhibit by the end of its id."""
    return next(one for one in collected.exhibits if one.id == f"src-{key}")


def rows(collected: Collected, key: str) -> list[Row]:
    """Return the rows of an exhibit, words in English."""
    return [
        {name: cell.get("en") if isinstance(cell, Text) else cell for name, cell in row.items()}
        for row in exhibit(collected, key).rows()
    ]


def points(collected: Collected, key: str) -> Mapping[str, Decimal | None]:
    """Return the values of a measure by period."""
    measure: Measure = next(one for one in collected.measures if one.id == f"src-{key}")
    return {point.period: point.value for point in measure.points}


def codes(collected: Collected) -> dict[str, str]:
    """Return the English texts of the problems by code."""
    return {problem.code: problem.text.get("en") for problem in collected.problems}
