"""deliveries.tsv: a sample of delivery lines with due and actual dates, quantities and defects."""

from __future__ import annotations

import datetime as dt
import math
import random
from pathlib import Path

from generator.common import GUIDES, HYDRAULICS, PRODUCT_LINES, SENSORS, SHAFTS, YEARS, pick, rng_for

HEADER = ("order_no", "due_date", "delivered_on", "product_line", "quantity", "defects")
LINES = {
    HYDRAULICS: {2023: 520, 2024: 530, 2025: 535},
    SHAFTS: {2023: 340, 2024: 345, 2025: 350},
    GUIDES: {2023: 300, 2024: 300, 2025: 305},
    SENSORS: {2023: 130, 2024: 155, 2025: 190},
}
ON_TIME = {
    HYDRAULICS: {2023: 0.915, 2024: 0.940, 2025: 0.957},
    SHAFTS: {2023: 0.900, 2024: 0.925, 2025: 0.945},
    GUIDES: {2023: 0.890, 2024: 0.910, 2025: 0.930},
    SENSORS: {2023: 0.920, 2024: 0.900, 2025: 0.880},
}
DEFECTS_PPM = {
    HYDRAULICS: {2023: 640, 2024: 520, 2025: 410},
    SHAFTS: {2023: 560, 2024: 470, 2025: 400},
    GUIDES: {2023: 520, 2024: 480, 2025: 430},
    SENSORS: {2023: 900, 2024: 1350, 2025: 2100},
}
SIZE = {HYDRAULICS: 180, SHAFTS: 420, GUIDES: 260, SENSORS: 500}
STYLES = {"iso": 84, "slash": 9, "compact": 7}


def _poisson(rng: random.Random, mean: float) -> int:
    limit, count, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        count, product = count + 1, product * rng.random()
    return count


def _day(day: dt.date, style: str) -> str:
    if style == "slash":
        return f"{day.year}/{day.month}/{day.day}"
    return f"{day:%Y%m%d}" if style == "compact" else day.isoformat()


def _line(rng: random.Random, year: int, product: str) -> tuple[dt.date, dt.date, str, int, int]:
    due = dt.date(year, 1, 4) + dt.timedelta(days=rng.randrange(361))
    on_time = rng.random() < ON_TIME[product][year]
    shift = -rng.choice((0, 0, 0, 1, 1, 2, 3)) if on_time else 1 + int(rng.expovariate(0.22))
    delivered = due + dt.timedelta(days=shift)
    quantity = max(5, round(rng.lognormvariate(math.log(SIZE[product]), 0.6)))
    return due, delivered, product, quantity, _poisson(rng, quantity * DEFECTS_PPM[product][year] / 1e6)


def write_deliveries(out: Path, seed: int) -> dict[str, dict[str, int]]:
    """Write the file; returns what was planted."""
    rng = rng_for("deliveries", seed)
    lines = [
        _line(rng, year, product) for year in YEARS for product in PRODUCT_LINES for _ in range(LINES[product][year])
    ]
    lines.sort(key=lambda line: line[0])
    rows: list[list[str]] = []
    styles: list[str] = []
    for index, (due, delivered, product, quantity, defects) in enumerate(lines, start=1):
        style = pick(rng, STYLES)
        styles.append(style)
        number = f"DD{due.year}{index:05d}"
        rows.append([number, _day(due, style), _day(delivered, style), product, str(quantity), str(defects)])
    late = [row for row, line in zip(rows, lines, strict=True) if line[0] >= dt.date(2025, 12, 8)]
    for row in rng.sample(late, 9):
        row[2] = ""  # not yet delivered at the end of the period
    chosen = rng.sample([row for row in rows if row[2]], 62)
    for row in chosen[:24]:
        row[4] = f"{int(row[4]):,}件" if int(row[4]) >= 1000 else f"{row[4]}件"  # unit typed into the number
    for row in chosen[24:44]:
        row[5] = rng.choice(("", "-", "无"))
    for row in chosen[44:56]:
        row[3] = f" {row[3]} "
    for row in chosen[56:62]:
        row[4] = f"-{row[4]}"  # returned goods booked as a delivery
    copies = rng.sample(range(len(rows)), 18)
    result: list[list[str]] = []
    for index, row in enumerate(rows):
        result.extend([row, list(row)] if index in copies else [row])
    text = "\n".join("\t".join(row) for row in [list(HEADER), *result]) + "\n"
    (out / "deliveries.tsv").write_bytes(text.encode("utf-8"))
    return {
        "deliveries.tsv": {
            "lines": len(rows),
            "rows": len(result),
            **{f"dates_{style}": styles.count(style) for style in STYLES},
            "quantity_with_unit": 24,
            "defects_not_a_number": 20,
            "product_line_with_blanks": 12,
            "negative_quantity": 6,
            "exact_duplicates": 18,
            "not_delivered": 9,
        }
    }
