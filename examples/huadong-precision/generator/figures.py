"""Figures computed back from the written records, the way a careful reader of the files would.

Rules: a complaint or delivery counts once (first row of each number); a case closed before its receipt is
set aside; a case never closed stays in the denominator; a date without time of day counts as midnight; a
negative quantity is no delivery; a satisfaction answer counts when its three questions are answered.
"""

# ruff: noqa: DTZ001, DTZ007 - the log holds local times without a zone, as such exports do
from __future__ import annotations

import csv
import datetime as dt
import io
import re
import sqlite3
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pyarrow.parquet as pq

from generator.common import PRODUCT_LINES_EN, YEARS, quarter_of, rounded
from generator.complaints import ENCODINGS, HEADER

T = TypeVar("T")

_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True)
class Complaint:
    """One row of a complaint log after reading; empty text where the cell was empty."""

    number: str
    opened: dt.datetime
    replied: dt.datetime | None
    closed: dt.datetime | None
    category: str
    cause: str
    line: str
    outcome: str
    score: int | None

    @property
    def hours(self) -> float | None:
        return None if self.closed is None else (self.closed - self.opened).total_seconds() / 3600


@dataclass(frozen=True)
class Delivery:
    """One delivery line after cleaning."""

    number: str
    due: dt.date
    delivered: dt.date | None
    line: str
    quantity: int
    defects: int | None

    @property
    def on_time(self) -> bool:
        return self.delivered is not None and self.delivered <= self.due


def read_time(text: str) -> dt.datetime | None:
    """An instant from any of the notations of the records."""
    if not text:
        return None
    if text.isdigit():
        return dt.datetime.strptime(text, "%Y%m%d")
    year, month, day, *clock = map(int, _NUMBERS.findall(text))
    hour, minute = clock[:2] if clock else (0, 0)
    return dt.datetime(year, month, day, hour, minute)


def read_complaints(records: Path) -> list[Complaint]:
    """All three years, each number once, impossible closings set aside."""
    seen: dict[str, Complaint] = {}
    for year in YEARS:
        text = (records / f"complaints-{year}.csv").read_bytes().decode(ENCODINGS[year])
        for row in csv.DictReader(io.StringIO(text), fieldnames=HEADER):
            opened = None if row["投诉编号"] == HEADER[0] else read_time(row["受理时间"])
            if opened is None or row["投诉编号"] in seen:
                continue
            seen[row["投诉编号"]] = Complaint(
                number=row["投诉编号"],
                opened=opened,
                replied=read_time(row["首次答复时间"]),
                closed=read_time(row["关闭时间"]),
                category=row["类别"],
                cause=row["原因"],
                line=row["产品线"],
                outcome=row["处理结果"],
                score=int(row["处理满意度"]) if row["处理满意度"] else None,
            )
    return [case for case in seen.values() if case.hours is None or case.hours >= 0]


def read_deliveries(records: Path) -> list[Delivery]:
    """Every order line once, returns left out."""
    seen: dict[str, Delivery] = {}
    with (records / "deliveries.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            due, delivered = read_time(row["due_date"]), read_time(row["delivered_on"])
            quantity = int(row["quantity"].replace(",", "").removesuffix("件"))
            if due is None or quantity < 0:
                continue
            seen.setdefault(
                row["order_no"],
                Delivery(
                    number=row["order_no"],
                    due=due.date(),
                    delivered=delivered.date() if delivered else None,
                    line=row["product_line"].strip(),
                    quantity=quantity,
                    defects=int(row["defects"]) if row["defects"].isdigit() else None,
                ),
            )
    return list(seen.values())


def share(hits: Iterable[bool], places: int = 1) -> Decimal | None:
    """Percentage of true values, or None without values."""
    values = list(hits)
    return rounded(Decimal(100 * sum(values)) / len(values), places) if values else None


def closed_in_24h(cases: list[Complaint]) -> Decimal | None:
    return share(case.hours is not None and case.hours <= 24 for case in cases)


def median_reply(cases: list[Complaint]) -> Decimal | None:
    hours = [(case.replied - case.opened).total_seconds() / 3600 for case in cases if case.replied]
    hours = [value for value in hours if value >= 0]
    return rounded(statistics.median(hours), 1) if hours else None


def on_time(lines: list[Delivery]) -> Decimal | None:
    return share(line.on_time for line in lines)


def defects_ppm(lines: list[Delivery]) -> Decimal | None:
    known = [line for line in lines if line.defects is not None]
    total = sum(line.quantity for line in known)
    return rounded(Decimal(1_000_000 * sum(line.defects or 0 for line in known)) / total, 0) if total else None


def survey_rows(records: Path) -> list[dict[str, object]]:
    """All answers of the customer survey."""
    rows: list[dict[str, object]] = pq.read_table(records / "survey.parquet").to_pylist()
    return rows


def csi(rows: list[dict[str, object]]) -> Decimal | None:
    """Customer satisfaction index 0-100 of the three questions, (mean - 1) / 9 x 100."""
    names = ("q_overall", "q_expectation_met", "q_ideal")
    answers = [[row[name] for name in names] for row in rows]
    full = [sum(int(str(value)) for value in values) for values in answers if None not in values]
    return rounded((Decimal(sum(full)) / (3 * len(full)) - 1) / 9 * 100, 1) if full else None


def nps(rows: list[dict[str, object]]) -> Decimal | None:
    """Net promoter score: share of 9-10 less share of 1-6."""
    scores = [int(str(row["q_recommend"])) for row in rows if row["q_recommend"] is not None]
    return rounded(Decimal(100 * sum((s >= 9) - (s <= 6) for s in scores)) / len(scores), 1) if scores else None


Series = dict[tuple[str, str], Decimal]


def by_period(
    rows: list[T],
    period: Callable[[T], str],
    segment: Callable[[T], str],
    measure: Callable[[list[T]], Decimal | None],
) -> Series:
    """The measure for each (period, segment); segment '' is the whole."""
    groups: dict[tuple[str, str], list[T]] = {}
    for row in rows:
        for key in dict.fromkeys(("", segment(row))):
            groups.setdefault((period(row), key), []).append(row)
    values = {key: measure(group) for key, group in sorted(groups.items())}
    return {key: value for key, value in values.items() if value is not None}


def survey_segment(row: dict[str, object]) -> str:
    """The Chinese product line of an answer."""
    return {en: zh for zh, en in PRODUCT_LINES_EN.items()}[str(row["product_line"])]


def people_rows(records: Path, query: str) -> list[tuple[str, str, float, float]]:
    """Rows (day, plant, numerator, denominator) of a query on people.db."""
    database = sqlite3.connect(records / "people.db")
    try:
        return [(str(day), str(plant), float(a), float(b)) for day, plant, a, b in database.execute(query)]
    finally:
        database.close()


def ratio(rows: list[tuple[str, str, float, float]], places: int = 1) -> Decimal | None:
    """100 x sum of numerators / sum of denominators."""
    below = sum(row[3] for row in rows)
    return rounded(100 * sum(row[2] for row in rows) / below, places) if below else None


def day_quarter(row: tuple[str, str, float, float]) -> str:
    """Quarter of a row whose first cell starts with an ISO month or day."""
    return quarter_of(dt.date(int(row[0][:4]), int(row[0][5:7]), 1))
