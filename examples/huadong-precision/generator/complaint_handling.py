"""The second register of complaints: what happened to a case after it was received, kept by the quality department."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Sequence
from pathlib import Path

from generator.common import SENSORS, YEARS, pick, rng_for
from generator.complaints import END, Case, make_cases, write_time

HEADER = ["投诉编号", "转办次数", "升级级别", "重开时间", "改进措施编号", "顾客确认"]

# Shares of the cases, by year; the sensor line is handed on and taken up the line more and more.
HANDED_ON = {False: {2023: 0.31, 2024: 0.25, 2025: 0.19}, True: {2023: 0.33, 2024: 0.42, 2025: 0.51}}
ESCALATED = {False: {2023: 0.052, 2024: 0.043, 2025: 0.035}, True: {2023: 0.060, 2024: 0.095, 2025: 0.150}}
IMPROVED = {False: {2023: 0.06, 2024: 0.11, 2025: 0.17}, True: {2023: 0.05, 2024: 0.07, 2025: 0.09}}
VERIFIED = {False: {2023: 0.30, 2024: 0.48, 2025: 0.66}, True: {2023: 0.28, 2024: 0.27, 2025: 0.24}}
SEVERITY = {"一般": 1.0, "较重": 1.5, "严重": 3.0}
ACTIONS_A_YEAR = 60


def _row(rng: random.Random, case: Case, year: int) -> list[str] | None:
    """One row of the register; None for a case to which nothing of this happened."""
    sensor, weight = case.line == SENSORS, SEVERITY[case.severity]
    handed = 0
    if rng.random() < HANDED_ON[sensor][year]:
        handed = pick(rng, {1: 68, 2: 22, 3: 8, 4: 2})
    level = pick(rng, {"二级": 78, "三级": 22}) if rng.random() < ESCALATED[sensor][year] * weight else "一级"
    action = ""
    if case.closed is not None and rng.random() < IMPROVED[sensor][year] * weight:
        action = f"GJ{year}-{rng.randint(1, ACTIONS_A_YEAR):03d}"
    checked = pick(rng, {"是": VERIFIED[sensor][year], "否": 1 - VERIFIED[sensor][year]}) if action else ""
    reopened = _reopened(rng, case)
    if not (handed or level != "一级" or action or reopened):
        return None
    return [case.number, str(handed), level, write_time(reopened, "iso"), action, checked]


def _reopened(rng: random.Random, case: Case) -> dt.datetime | None:
    if case.outcome != "重开后解决" or case.closed is None:
        return None
    part = 0.4 + 0.4 * rng.random()
    minutes = round((case.closed - case.opened).total_seconds() / 60 * part)
    return min(case.opened + dt.timedelta(minutes=max(1, minutes)), END)


def _encode(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def write_complaint_follow_up(out: Path, seed: int) -> dict[str, dict[str, int]]:
    """Write the register; returns what was planted in it."""
    rng = rng_for("complaint-follow-up", seed)
    rows = [row for year in YEARS for case in make_cases(seed, year) if (row := _row(rng, case, year))]
    cases = len(rows)
    again = [list(row) for row in rng.sample(rows, 12)]
    for row in again[8:]:
        # Entered a second time after the case had been handed on once more.
        row[1] = str(int(row[1]) + 1)
    rows += again
    rows += [
        [f"TS{year}-9{number:04d}", "1", "一级", "", "", ""] for year, number in ((2023, 17), (2024, 5), (2025, 81))
    ]
    planted = {"cases": cases, "repeated": 8, "contradicting": 4, "orphans": 3, "rows": len(rows)}
    (out / "complaint-follow-up.csv").write_bytes(_encode(rows))
    return {"complaint-follow-up.csv": planted}
