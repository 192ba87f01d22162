"""people.db: training sessions, monthly staff figures and suggestions in one SQLite file."""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
from pathlib import Path

from generator.common import HEAD_OFFICE, PLANT_A, PLANT_B, SITES, YEARS, rng_for

TABLES = """
CREATE TABLE training (
    course TEXT NOT NULL, planned_hours REAL NOT NULL, delivered_hours REAL NOT NULL,
    held_on TEXT, plant TEXT NOT NULL, layer TEXT NOT NULL,
    participants INTEGER, evaluation_level INTEGER
);
CREATE TABLE employees_month (
    month TEXT NOT NULL, plant TEXT NOT NULL, headcount INTEGER NOT NULL,
    leavers INTEGER NOT NULL, absence_hours REAL NOT NULL
);
CREATE TABLE suggestions (
    id TEXT PRIMARY KEY, made_on TEXT NOT NULL, plant TEXT NOT NULL,
    adopted INTEGER NOT NULL, saving_cny REAL
);
"""
LAYERS = {"高层": 4, "中层": 10, "基层管理": 20, "技术": 28, "操作": 38}
COURSES = {
    "高层": ("战略研讨", "卓越绩效准则解读", "风险与合规"),
    "中层": ("目标管理与展开", "六西格玛绿带", "教练式管理", "预算与成本"),
    "基层管理": ("班组长基础", "TWI 工作指导", "现场 5S 与目视化", "问题解决 8D"),
    "技术": ("FMEA 与控制计划", "测量系统分析", "液压系统设计", "传感器标定技术", "有限元入门"),
    "操作": ("岗位安全操作", "设备自主保全", "精密测量基础", "磨削工艺", "装配防错"),
}
# Share of the planned hours that was delivered.
FULFILMENT = {
    PLANT_A: {2023: 0.90, 2024: 0.94, 2025: 0.96},
    PLANT_B: {2023: 0.84, 2024: 0.87, 2025: 0.83},
    HEAD_OFFICE: {2023: 0.91, 2024: 0.93, 2025: 0.94},
}
HEADCOUNT = {PLANT_A: (662, 700), PLANT_B: (291, 338), HEAD_OFFICE: (136, 142)}
MONTHLY_LEAVING = {
    PLANT_A: {2023: 0.0105, 2024: 0.0088, 2025: 0.0079},
    PLANT_B: {2023: 0.0120, 2024: 0.0125, 2025: 0.0139},
    HEAD_OFFICE: {2023: 0.0066, 2024: 0.0060, 2025: 0.0055},
}
SUGGESTIONS = {PLANT_A: (420, 560, 690), PLANT_B: (150, 190, 205), HEAD_OFFICE: (48, 60, 66)}
ADOPTED = {2023: 0.44, 2024: 0.51, 2025: 0.55}


def _training(rng: random.Random) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for year in YEARS:
        for site in SITES:
            for _ in range(round({PLANT_A: 110, PLANT_B: 62, HEAD_OFFICE: 40}[site] * (1 + 0.06 * (year - 2023)))):
                layer = rng.choices(list(LAYERS), weights=list(LAYERS.values()))[0]
                planned = rng.choice((4, 8, 8, 12, 16, 24))
                share = min(1.0, FULFILMENT[site][year] + rng.gauss(0.02, 0.08))
                cancelled = rng.random() < 0.02
                held = dt.date(year, 1, 8) + dt.timedelta(days=rng.randrange(340))
                level = rng.choices((None, 1, 2, 3), weights=(30, 52, 15, 3))[0]
                rows.append(
                    (
                        rng.choice(COURSES[layer]),
                        float(planned),
                        0.0 if cancelled else round(planned * share * 2) / 2,
                        held.isoformat(),
                        site,
                        layer,
                        None if cancelled else rng.randint(8, 36),
                        None if cancelled else level,
                    )
                )
    for index in rng.sample(range(len(rows)), 6):
        row = list(rows[index])
        row[3] = None  # the date was never entered
        rows[index] = tuple(row)
    return rows


def _months(rng: random.Random) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for index in range(36):
        year, month = 2023 + index // 12, index % 12 + 1
        for site in SITES:
            first, last = HEADCOUNT[site]
            head = last if index == 35 else round(first + (last - first) * index / 35 + rng.uniform(-2, 2))
            expected = head * MONTHLY_LEAVING[site][year] * (1.9 if month in (2, 3) else 0.82)
            leavers = int(expected) + (rng.random() < expected - int(expected))
            absence = round(head * 168 * rng.uniform(0.021, 0.029) * (1.2 if month in (1, 12) else 1.0), 1)
            rows.append((f"{year}-{month:02d}", site, head, leavers, absence))
    return rows


def _suggestions(rng: random.Random) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for site, counts in SUGGESTIONS.items():
        for year, count in zip(YEARS, counts, strict=True):
            for _ in range(count):
                made = dt.date(year, 1, 1) + dt.timedelta(days=rng.randrange(365))
                adopted = rng.random() < ADOPTED[year] - (0.08 if site == PLANT_B else 0.0)
                saving = round(rng.lognormvariate(8.3, 1.0), 2) if adopted and rng.random() < 0.7 else None
                rows.append((made.isoformat(), site, int(adopted), saving))
    rows.sort(key=lambda row: str(row[0]))
    return [(f"S{index:05d}", *row) for index, row in enumerate(rows, start=1)]


def write_people(out: Path, seed: int) -> dict[str, dict[str, int]]:
    """Write people.db anew; returns row counts and planted gaps."""
    path = out / "people.db"
    path.unlink(missing_ok=True)
    training = _training(rng_for("training", seed))
    months = _months(rng_for("employees", seed))
    ideas = _suggestions(rng_for("suggestions", seed))
    with sqlite3.connect(path) as database:
        database.executescript(TABLES)
        database.executemany("INSERT INTO training VALUES (?,?,?,?,?,?,?,?)", training)
        database.executemany("INSERT INTO employees_month VALUES (?,?,?,?,?)", months)
        database.executemany("INSERT INTO suggestions VALUES (?,?,?,?,?)", ideas)
    database.close()
    return {
        "people.db": {
            "training": len(training),
            "training_without_date": sum(row[3] is None for row in training),
            "training_cancelled": sum(row[2] == 0 for row in training),
            "training_held_without_evaluation": sum(row[2] != 0 and row[7] is None for row in training),
            "employees_month": len(months),
            "suggestions": len(ideas),
            "suggestions_adopted_without_saving": sum(bool(row[3]) and row[4] is None for row in ideas),
        }
    }
