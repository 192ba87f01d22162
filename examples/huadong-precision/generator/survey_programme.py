"""The register of surveys and what became of the dissatisfied answers: loops closed, late, skipped and out of order."""

from __future__ import annotations

import csv
import datetime as dt
import random
from pathlib import Path

from generator.common import CUSTOMER_GROUPS, CUSTOMER_GROUPS_EN, PRODUCT_LINES_EN, SENSORS, rng_for
from generator.survey import QUESTIONS, make_answers

ENGLISH = dict(zip(CUSTOMER_GROUPS_EN.values(), CUSTOMER_GROUPS, strict=True))
INTEGRATORS, DEALERS, REPAIR = CUSTOMER_GROUPS[2], CUSTOMER_GROUPS[3], CUSTOMER_GROUPS[4]
HEADER = [
    *("调查编号", "名称", "客户群", "方式"),
    *("提出日期", "计划批准", "实施完成", "反馈日期", "原因分析", "改进计划", "措施完成", "效果验证", "归档日期"),
    *("提出人", "批准人", "实施人", "改进责任人", "验证人", "再次调查", "终止原因"),
]
ROLES = ["营销中心", "管理者代表", "市场研究员", "质量部", "客服部"]
DISSATISFIED = {2023: 187, 2024: 196, 2025: 214}
"""Least satisfied respondents of a year, who are due a call; the report of 2025 speaks of 214."""
NOT_CALLED = {2023: 52, 2024: 46, 2025: 43}
OVERDUE = {(2024, INTEGRATORS), (2024, REPAIR)}
"""Surveys whose improvements are not made, or not verified, so that nobody was asked again."""
REASONS = ["价格争议，维持合同价", "非本公司产品", "顾客已停产"]


def _day(year: int, month: int, day: int) -> str:
    return dt.date(year, month, day).isoformat()


def _survey(year: int, group: str, fed_back: str, rng: random.Random) -> list[str]:
    """A survey of one group in one year; what followed it lies in the year after."""
    number, after = CUSTOMER_GROUPS.index(group) + 1, year + 1
    days = [
        _day(year, 2, rng.randint(3, 20)),
        _day(year, 3, rng.randint(3, 20)),
        _day(year, 11, 30),
        fed_back,
        _day(after, 1, rng.randint(8, 20)),
        _day(after, 2, rng.randint(6, 24)),
        _day(after, 5, rng.randint(8, 28)),
        _day(after, 11, rng.randint(3, 18)),
        _day(after, 12, rng.randint(8, 22)),
    ]
    roles = list(ROLES)
    resurvey = f"DC{after}-{number}"
    if year == 2025:
        days[4:], resurvey = [""] * 5, ""
    if (year, group) == (2024, INTEGRATORS):  # the sensor line: a plan, and nothing since
        days[6:], resurvey = [""] * 3, ""
    if (year, group) == (2024, REPAIR):  # improved, but nobody asked, and nobody was to ask
        days[6], days[7:], roles[4], resurvey = _day(2025, 4, 18), ["", ""], "", ""
    if (year, group) == (2024, DEALERS):  # the plan stood before its causes were known
        days[4], days[5] = _day(2025, 3, 12), _day(2025, 2, 20)
    if (year, group) == (2023, INTEGRATORS):  # causes were never looked for
        days[4] = ""
    return [
        f"DC{year}-{number}",
        f"{year}年度满意度调查",
        group,
        "走访+网络" if number < 3 else "网络",
        *days,
        *roles,
        resurvey,
        "",
    ]


def _special() -> list[list[str]]:
    """A survey that ran without an approved plan, and one that was given up."""
    rushed = [_day(2025, 8, 4), "", _day(2025, 9, 19), _day(2025, 10, 13), _day(2025, 11, 20), "", "", "", ""]
    given_up = [_day(2025, 6, 9), _day(2025, 6, 30), "", "", "", "", "", "", ""]
    return [
        ["DC2025-6", "传感组件专项调查", INTEGRATORS, "电话", *rushed, "客服部", "", "客服部", "质量部", "", "", ""],
        ["DC2025-7", "客户门户体验调查", CUSTOMER_GROUPS[0], "网络", *given_up, *ROLES, "", "并入2026年门户改版"],
    ]


def _answers(seed: int) -> list[list[str]]:
    """The least satisfied respondents of each year and what became of their answer."""
    rng = rng_for("survey-dissatisfied", seed)
    rows: list[list[str]] = []
    everyone = make_answers(seed)
    for year, count in DISSATISFIED.items():
        worst = sorted((one for one in everyone if one["year"] == year), key=_mean)[:count]
        # Nobody looks after the sensor line, so that its customers are called last.
        last = sorted(worst, key=lambda one: one["product_line"] != PRODUCT_LINES_EN[SENSORS] or rng.random() < 0.3)
        left = {str(one["respondent_id"]) for one in last[: NOT_CALLED[year]]}
        for one in sorted(worst, key=lambda one: str(one["respondent_id"])):
            group = CUSTOMER_GROUPS.index(ENGLISH[str(one["segment"])]) + 1
            rows.append([f"DC{year}-{group}", str(one["respondent_id"]), *_outcome(one, year, left, rng)])
    return rows


def _mean(answer: dict[str, object]) -> tuple[float, str]:
    known = [int(str(answer[name])) for name in QUESTIONS if answer[name] is not None]
    return (sum(known) / len(known) if known else 10.0, str(answer["respondent_id"]))


def _outcome(answer: dict[str, object], year: int, left: set[str], rng: random.Random) -> list[str]:
    """Action, reason why not, day on which the customer was asked again."""
    if str(answer["respondent_id"]) in left:
        return ["", "", ""]
    if rng.random() < 0.12:
        return ["", rng.choice(REASONS), ""]
    action = f"GJ{year + (year < 2025)}-{rng.randint(1, 18):02d}"
    if (year, ENGLISH[str(answer["segment"])]) in OVERDUE:
        return [action, "", ""]
    asked = rng.random() < {2023: 0.78, 2024: 0.7, 2025: 0.15}[year]
    day = _day(year, 12, rng.randint(20, 30)) if year == 2025 else _day(year + 1, 11, rng.randint(3, 28))
    return [action, "", day if asked else ""]


def write_survey_programme(out: Path, seed: int) -> dict[str, dict[str, int]]:
    """Write survey-programme.csv and survey-dissatisfied.csv; returns what was planted.

    Needs survey-waves.csv, whose days of feedback it repeats.
    """
    rng = rng_for("survey-programme", seed)
    with (out / "survey-waves.csv").open(encoding="utf-8", newline="") as file:
        waves = [(int(row["year"]), ENGLISH[row["segment"]], row["feedback_sent_on"]) for row in csv.DictReader(file)]
    surveys = [_survey(*wave, rng) for wave in waves] + _special()
    answers = _answers(seed)
    _write(out / "survey-programme.csv", HEADER, surveys)
    _write(
        out / "survey-dissatisfied.csv", ["调查编号", "答卷编号", "措施编号", "不采取措施的理由", "回访日期"], answers
    )
    return {
        "survey-programme.csv": {"rows": len(surveys), "skipped": 2, "out_of_order": 1, "stopped": 1},
        "survey-dissatisfied.csv": {
            "rows": len(answers),
            "neither": sum(not (row[2] or row[3]) for row in answers),
        },
    }


def _write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
