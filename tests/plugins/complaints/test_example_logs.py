"""The example organisation's three logs and its second register, against the oracle."""

from __future__ import annotations

import csv
import datetime as dt
import importlib.util
import sys
import zoneinfo
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from zhuoyue import Collected

from .conftest import collect, exhibits, measures, rows
from .oracle import Oracle

EXAMPLE = Path(__file__).parents[3] / "examples" / "huadong-precision"
FIELDS = {
    "id": "投诉编号", "opened": "受理时间", "first_reply": "首次答复时间", "closed": "关闭时间", "channel": "渠道",
    "category": "类别", "cause": "原因", "severity": "严重程度", "segment": "客户群", "product": "产品线",
    "outcome": "处理结果", "satisfaction": "处理满意度",
}  # fmt: skip
REGISTER = {
    "id": "投诉编号", "reopened": "重开时间", "hand_overs": "转办次数", "escalated": "升级级别",
    "improvement": "改进措施编号", "verified": "顾客确认",
}  # fmt: skip
ENCODINGS = {2023: "gb18030", 2024: "utf-8-sig", 2025: "utf-8-sig"}
CHANNELS = ("400热线", "邮件", "经销商转达", "微信服务号", "客户门户")


@pytest.fixture(scope="module")
def generator() -> Iterator[Any]:
    """The generator of the register, from the example's folder."""
    sys.path.insert(0, str(EXAMPLE))
    try:
        path = EXAMPLE / "generator" / "complaint_handling.py"
        spec = importlib.util.spec_from_file_location("complaint_handling", path)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module
    finally:
        sys.path.remove(str(EXAMPLE))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, generator: Any) -> Path:
    root = tmp_path_factory.mktemp("example")
    for path in (EXAMPLE / "records").glob("complaints-20*.csv"):
        (root / path.name).write_bytes(path.read_bytes())
    generator.write_complaint_follow_up(root, 19580)
    return root


@pytest.fixture(scope="module")
def collected(folder: Path) -> Collected:
    return collect(
        folder,
        {
            "path": "complaints-20*.csv",
            "fields": FIELDS,
            "columns": {"产品线": ["产品线", "产品系列"]},
            "on_bad_value": "report",
            "period": "quarter",
            "split_by": "product",
            "satisfied_from": 4,
            "channels": CHANNELS,
            "follow_up": {
                "path": "complaint-follow-up.csv",
                "fields": REGISTER,
                "absent": "no",
                "holds": {"reopened": "time"},
                "yes": {"escalated": ["二级", "三级"]},
            },
        },
    )


def quarter(local: dt.datetime) -> str:
    return f"{local.year}-Q{(local.month + 2) // 3}"


@pytest.fixture(scope="module")
def oracle(folder: Path) -> Oracle:
    times = ("opened", "first_reply", "closed")
    made = Oracle(
        zone=zoneinfo.ZoneInfo("Asia/Shanghai"),
        times={role: FIELDS[role] for role in times},
        words={role: column for role, column in FIELDS.items() if role not in (*times, "satisfaction")},
        numbers={"satisfaction": FIELDS["satisfaction"]},
        flags={},
        yes_words={},
        texts_mean_yes=(),
        day=dt.date(2025, 12, 31),
        promise=Fraction(24),
        channels=CHANNELS,
        split="product",
        period=quarter,
    )
    for year, encoding in ENCODINGS.items():
        made.read(folder / f"complaints-{year}.csv", encoding, {"产品系列": "产品线"})
    return made


@pytest.fixture(scope="module")
def joined(folder: Path, oracle: Oracle) -> list[dict[str, Any]]:
    """The cases with what the register says of them; a case without a row there: nothing of it happened."""
    with (folder / "complaint-follow-up.csv").open(encoding="utf-8-sig", newline="") as file:
        first: dict[str, dict[str, str]] = {}
        for row in csv.DictReader(file):
            first.setdefault(row["投诉编号"], row)
    cases = []
    for case in oracle.sort_rows()[1]:
        row = first.get(str(case["id"]))
        said = {
            "reopened": bool(row and row["重开时间"]),
            "escalated": bool(row and row["升级级别"] in ("二级", "三级")),
            "improvement": bool(row and row["改进措施编号"]),
            "verified": {"是": True, "否": False, "": None}[row["顾客确认"]] if row else False,
            "hand_overs": Fraction(row["转办次数"]) if row else Fraction(),
        }
        said["first_contact"] = None if case["closed"] is None else said["hand_overs"] == 0 and not said["reopened"]
        cases.append({**case, **said})
    return cases


def test_measures_of_log_and_register(collected: Collected, oracle: Oracle, joined: list[dict[str, Any]]) -> None:
    found = measures(collected)
    assert set(found) == set(oracle.figures([]))
    groups: dict[str, list[dict[str, Any]]] = {}
    for case in joined:
        groups.setdefault(quarter(case["opened"].local), []).append(case)
    expected = {period: oracle.figures(cases) for period, cases in groups.items()}
    for key, measure in found.items():
        assert {point.period: (point.value, point.count) for point in measure.points} == {
            period: figures[key] for period, figures in expected.items()
        }, key


def test_parts(collected: Collected, oracle: Oracle, joined: list[dict[str, Any]]) -> None:
    sensors = [case for case in joined if case["product"] == "传感组件" and case["opened"].local.year == 2025]
    by_quarter: dict[str, list[dict[str, Any]]] = {}
    for case in sensors:
        by_quarter.setdefault(quarter(case["opened"].local), []).append(case)
    for key, measure in measures(collected).items():
        part = next(segment for segment in measure.segments if segment.name.zh == "传感组件")
        points = {point.period: point.value for point in part.points if point.period.startswith("2025")}
        assert points == {period: oracle.figures(cases)[key][0] for period, cases in by_quarter.items()}, key


def test_what_the_generator_planted_is_found(
    collected: Collected, generator: Any, tmp_path: Path, oracle: Oracle
) -> None:
    planted = generator.write_complaint_follow_up(tmp_path, 19580)["complaint-follow-up.csv"]
    found = {str(row["key"]): row["rows"] for row in rows(exhibits(collected)["records"])}
    assert found["follow-up-rows"] == planted["rows"]
    assert found["follow-up-repeated-equal"] == planted["repeated"]
    assert found["follow-up-repeated-contradicting"] == planted["contradicting"]
    assert found["follow-up-orphan"] == planted["orphans"]
    assert found["follow-up-joined"] == planted["cases"]
    expected = oracle.accounts()
    keys = [key for key in found if not key.startswith(("follow-up", "reopened"))]
    assert {key: found[key] for key in keys} == {key: Decimal(expected[key]) for key in keys}
    # Planted in the logs by generator/complaints.py.
    assert (found["closed-before-opened"], found["repeated-equal"], found["repeated-contradicting"]) == (24, 120, 30)
    orphans = next(one for one in collected.problems if one.code == "complaints-register-orphans")
    assert orphans.where == "complaint-follow-up.csv"


def test_the_register_is_evidence_too(collected: Collected) -> None:
    assert len(collected.evidence) == 4
    ids = {evidence.id for evidence in collected.evidence}
    assert all(set(measure.evidence) == ids for measure in collected.measures)
    assert all(set(exhibit.evidence) == ids for exhibit in collected.exhibits)
