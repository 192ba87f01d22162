"""Customer survey answers (Parquet) and the register of the survey waves they belong to."""

from __future__ import annotations

import csv
import datetime as dt
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from generator.common import (
    CUSTOMER_GROUPS_EN,
    GUIDES,
    HYDRAULICS,
    PRODUCT_LINES_EN,
    SENSORS,
    SHAFTS,
    YEARS,
    rng_for,
)

PER_YEAR = 2000
LINE_SHARE = {
    2023: {HYDRAULICS: 40, SHAFTS: 25, GUIDES: 23, SENSORS: 12},
    2024: {HYDRAULICS: 39, SHAFTS: 24, GUIDES: 22, SENSORS: 15},
    2025: {HYDRAULICS: 38, SHAFTS: 23, GUIDES: 21, SENSORS: 18},
}
# Mean of the latent satisfaction on the 1-10 scale.
LEVEL = {
    HYDRAULICS: {2023: 7.75, 2024: 8.00, 2025: 8.20},
    SHAFTS: {2023: 7.70, 2024: 7.85, 2025: 8.00},
    GUIDES: {2023: 7.55, 2024: 7.70, 2025: 7.80},
    SENSORS: {2023: 7.45, 2024: 7.20, 2025: 6.80},
}
SEGMENT_SHIFT = (0.15, 0.10, -0.20, 0.0, -0.15)
REGIONS = ("east", "north", "south", "west", "overseas")
SURVEY_MONTHS = (4, 5, 10, 11)

# question: (loading on its construct, shift, noise)
QUESTIONS = {
    "q_overall": ("satisfaction", 0.10, 0.62),
    "q_expectation_met": ("satisfaction", 0.00, 0.72),
    "q_ideal": ("satisfaction", -0.45, 0.78),
    "q_recommend": ("loyalty", 0.25, 0.80),
    "q_repurchase": ("loyalty", 0.30, 0.75),
    "q_image": ("image", 0.20, 0.75),
    "q_expectation": ("expectation", 0.40, 0.75),
    "q_quality_product": ("quality", 0.10, 0.70),
    "q_quality_delivery": ("quality", -0.15, 0.85),
    "q_quality_service": ("quality", 0.00, 0.80),
    "q_value_price": ("value", -0.60, 0.80),
}
NULL_SHARE = {"q_ideal": 0.020, "q_recommend": 0.015, "q_value_price": 0.018}


def _constructs(rng: random.Random, level: float) -> dict[str, float]:
    """Latent scores on the usual path: image, expectation > quality > value > satisfaction > loyalty."""
    image = rng.gauss(0.0, 1.0)
    expectation = 0.45 * image + rng.gauss(0.0, 0.85)
    quality = 0.40 * image + 0.25 * expectation + rng.gauss(0.0, 0.80)
    value = 0.60 * quality + 0.10 * expectation + rng.gauss(0.0, 0.70)
    satisfaction = 0.15 * image + 0.50 * quality + 0.30 * value + rng.gauss(0.0, 0.50)
    loyalty = 0.65 * satisfaction + 0.20 * image + rng.gauss(0.0, 0.65)
    scores = {
        "image": image,
        "expectation": expectation,
        "quality": quality,
        "value": value,
        "satisfaction": satisfaction,
        "loyalty": loyalty,
    }
    return {name: level + 1.15 * score for name, score in scores.items()}


def _answer(rng: random.Random, year: int) -> dict[str, object]:
    line = rng.choices(list(LINE_SHARE[year]), weights=list(LINE_SHARE[year].values()))[0]
    group = rng.randrange(5)
    scores = _constructs(rng, LEVEL[line][year] + SEGMENT_SHIFT[group])
    month = rng.choice(SURVEY_MONTHS)
    answers: dict[str, object] = {}
    for question, (construct, shift, noise) in QUESTIONS.items():
        value = max(1, min(10, round(scores[construct] + shift + rng.gauss(0.0, noise))))
        answers[question] = None if rng.random() < NULL_SHARE.get(question, 0.008) else value
    return {
        "answered_on": dt.date(year, month, rng.randint(1, 30)),
        "year": year,
        "segment": list(CUSTOMER_GROUPS_EN.values())[group],
        "product_line": PRODUCT_LINES_EN[line],
        "region": rng.choices(REGIONS, weights=(46, 18, 17, 9, 10))[0],
        **answers,
        "complained": rng.random() < max(0.04, 0.75 - 0.085 * scores["satisfaction"]),
    }


def make_answers(seed: int) -> list[dict[str, object]]:
    """All answers, oldest first, with running respondent ids."""
    rng = rng_for("survey", seed)
    rows = [_answer(rng, year) for year in YEARS for _ in range(PER_YEAR)]
    rows.sort(key=lambda row: str(row["answered_on"]))
    return [{"respondent_id": f"R{index:05d}", **row} for index, row in enumerate(rows, start=1)]


def write_survey(out: Path, seed: int) -> dict[str, dict[str, int]]:
    """Write survey.parquet and survey-waves.csv; returns the counts of empty answers."""
    rows = make_answers(seed)
    schema = pa.schema(
        [
            ("respondent_id", pa.string()),
            ("answered_on", pa.date32()),
            ("year", pa.int16()),
            ("segment", pa.string()),
            ("product_line", pa.string()),
            ("region", pa.string()),
            *[(question, pa.int8()) for question in QUESTIONS],
            ("complained", pa.bool_()),
        ]
    )
    table = pa.Table.from_pylist(rows, schema=schema)
    pq.write_table(table, out / "survey.parquet", compression="zstd", version="2.6")
    _write_waves(out / "survey-waves.csv", rows, rng_for("survey-waves", seed))
    empty = {question: sum(row[question] is None for row in rows) for question in QUESTIONS}
    return {"survey.parquet": {"rows": len(rows), **{f"null_{name}": count for name, count in empty.items()}}}


def _write_waves(path: Path, rows: list[dict[str, object]], rng: random.Random) -> None:
    """One line per year and segment: how many were asked, how many answered."""
    rate = {2023: 0.36, 2024: 0.41, 2025: 0.44}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["year", "segment", "method", "sent", "returned", "feedback_sent_on"])
        for year in YEARS:
            for segment in CUSTOMER_GROUPS_EN.values():
                returned = sum(row["year"] == year and row["segment"] == segment for row in rows)
                sent = round(returned / (rate[year] + rng.uniform(-0.03, 0.03)))
                method = "visit+web" if "OEM" in segment else "web"
                writer.writerow([year, segment, method, sent, returned, f"{year}-12-{rng.randint(8, 19):02d}"])
