"""Figures of the records that are no KPI but are cited in the narratives."""

from __future__ import annotations

import csv
import sqlite3
from collections import Counter
from decimal import Decimal
from pathlib import Path

from generator import figures
from generator.common import SENSORS, YEARS, rounded

Facts = dict[str, object]


def _percent(part: int, whole: int) -> str:
    return str(rounded(Decimal(100 * part) / whole, 1))


def _complaints(records: Path) -> Facts:
    cases = figures.read_complaints(records)
    result: Facts = {}
    for year in YEARS:
        mine = [case for case in cases if case.opened.year == year]
        sensors = [case for case in mine if case.line == SENSORS]
        scores = [case.score for case in mine if case.score is not None]
        result[str(year)] = {
            "cases": len(mine),
            "reopened_%": _percent(sum(case.outcome == "重开后解决" for case in mine), len(mine)),
            "reopened_sensors_%": _percent(sum(case.outcome == "重开后解决" for case in sensors), len(sensors)),
            "handling_satisfaction_mean": str(rounded(Decimal(sum(scores)) / len(scores), 2)),
            "never_closed": sum(case.closed is None for case in mine),
            "never_closed_sensors": sum(case.closed is None for case in sensors),
            "categories": dict(Counter(case.category for case in mine).most_common()),
            "top_causes": dict(Counter(case.cause for case in mine if case.cause).most_common(6)),
            "sensor_causes": dict(Counter(case.cause for case in sensors if case.cause).most_common(4)),
            "sensors_by_month": {
                str(month): sum(case.opened.month == month for case in sensors) for month in range(1, 13)
            },
            "sensor_share_%": _percent(len(sensors), len(mine)),
        }
    return result


def _people(records: Path) -> Facts:
    database = sqlite3.connect(records / "people.db")
    queries = {
        "training_sessions_by_year": "SELECT substr(held_on,1,4), count(*) FROM training"
        " WHERE delivered_hours > 0 AND held_on IS NOT NULL GROUP BY 1",
        "evaluation_levels": "SELECT ifnull(evaluation_level, 'none'), count(*) FROM training"
        " WHERE delivered_hours > 0 GROUP BY 1",
        "evaluation_levels_2025": "SELECT ifnull(evaluation_level, 'none'), count(*) FROM training"
        " WHERE delivered_hours > 0 AND held_on LIKE '2025%' GROUP BY 1",
        "fulfilment_2025_by_layer": "SELECT layer,"
        " round(100.0 * sum(delivered_hours) / sum(planned_hours), 1)"
        " FROM training WHERE held_on LIKE '2025%' GROUP BY 1",
        "planned_hours_by_year": "SELECT substr(held_on,1,4), sum(planned_hours) FROM training"
        " WHERE held_on IS NOT NULL GROUP BY 1",
        "headcount_2025_12": "SELECT plant, headcount FROM employees_month WHERE month = '2025-12'",
        "suggestions_by_year": "SELECT substr(made_on,1,4), count(*) FROM suggestions GROUP BY 1",
        "saving_cny_by_year": "SELECT substr(made_on,1,4), round(sum(saving_cny), 2) FROM suggestions GROUP BY 1",
    }
    try:
        return {name: {str(key): value for key, value in database.execute(query)} for name, query in queries.items()}
    finally:
        database.close()


def _registers(records: Path) -> Facts:
    def rows(name: str) -> list[dict[str, str]]:
        with (records / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    waves, suppliers, accounts = rows("survey-waves.csv"), rows("suppliers.csv"), rows("key-accounts.csv")
    response = {}
    for year in YEARS:
        mine = [row for row in waves if row["year"] == str(year)]
        returned, sent = (sum(int(row[name]) for row in mine) for name in ("returned", "sent"))
        response[str(year)] = {"sent": sent, "returned": returned, "rate_%": _percent(returned, sent)}
    grades = Counter((row["年度"], row["等级"]) for row in suppliers)
    return {
        "survey_response": response,
        "suppliers": len({row["供应商编号"] for row in suppliers}),
        "supplier_grades": {f"{year} {grade}": count for (year, grade), count in sorted(grades.items())},
        "key_accounts_by_tier": dict(Counter(row["等级"] for row in accounts)),
        "key_accounts_lost_by_line": dict(
            Counter(row["产品线"] for row in accounts if Decimal(row["2025收入_万元"]) == 0)
        ),
    }


def summary(records: Path) -> Facts:
    """All of them, by register."""
    return {"complaints": _complaints(records), "people": _people(records), "registers": _registers(records)}
