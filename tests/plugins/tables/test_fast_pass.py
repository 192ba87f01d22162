"""One odd cell far down a clean file is read as it would be anywhere else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from .conftest import Project, codes, counts, values

MEASURES: list[dict[str, Any]] = [
    {"id": "n", "title": "n", "aggregate": "count", "period": {"column": "t", "by": "year"}, "segment": "s"},
    {"id": "v", "title": "v", "aggregate": "sum", "value": "v", "period": {"column": "t", "by": "year"}},
    {
        "id": "h",
        "title": "h",
        "aggregate": "mean",
        "hours_between": ["t", "u"],
        "where": {"column": "s", "equals": "a b"},
        "period": {"column": "t", "by": "year"},
    },
]
CLEAN = "2024-03-05 10:00,2024-03-05 12:00,1.5,a b\n"


@pytest.mark.parametrize(
    ("odd", "n", "v", "h"),
    [
        ("2024-03-05 10:00,2024-03-05 12:00,1.5,a b", {"2024": 501}, {"2024": "751.5"}, "2"),
        ("2023-12-31 23:00+00,2024-03-05 12:00,1,b", {"2024": 501}, {"2024": "751"}, "2"),
        ("2024-3-5 9:05+08:00,2024-03-05 12:00,1,b", {"2024": 501}, {"2024": "751"}, "2"),
        ("2023年3月,,1,b", {"2023": 1, "2024": 500}, {"2023": "1", "2024": "750"}, "2"),
        ("2024-03-05,2024-03-05 12:00,\u3000１２ ,b", {"2024": 501}, {"2024": "762"}, "2"),
        ("2024-03-05 10:00,2024-03-05 12:00,99999999999.5,b", {"2024": 501}, {"2024": "100000000749.5"}, "2"),
        ("2024-03-05 10:00,2024-03-05 12:00,-,\u3000a b ", {"2024": 501}, {"2024": "750"}, "2"),
        (",2024-03-05 12:00,5,a b", {"2024": 500}, {"2024": "750"}, "2"),
    ],
)
def test_an_odd_cell(project: Project, odd: str, n: dict[str, int], v: dict[str, str], h: str) -> None:
    project.write("a.csv", "t,u,v,s\n" + CLEAN * 300 + odd + "\n" + CLEAN * 200)
    collected = project.collect(path="a.csv", measures=MEASURES)
    assert counts(collected.measures[0].points) == n
    assert values(collected.measures[1].points) == {period: Decimal(value) for period, value in v.items()}
    assert values(collected.measures[2].points)["2024"] == Decimal(h)
    assert {segment.name.zh for segment in collected.measures[0].segments} <= {"a b", "b"}
    assert codes(collected) == (["tables-no-period"] * 2 if odd.startswith(",") else [])


@pytest.mark.parametrize(
    "odd", ["epoch", "infinity", "-infinity", "24-03-05 10:00", "1024-03-05 10:00", "2024-03-05 (BC)"]
)
@pytest.mark.parametrize("column", [0, 1])
def test_words_that_the_engine_takes_for_times(project: Project, odd: str, column: int) -> None:
    cells = CLEAN.strip().split(",")
    cells[column] = odd
    project.write("a.csv", "t,u,v,s\n" + CLEAN * 300 + ",".join(cells) + "\n")
    collected = project.collect(path="a.csv", measures=MEASURES)
    assert set(codes(collected)) == {"tables-bad-value"}
    assert all(problem.where.startswith("a.csv:row 302, column") for problem in collected.problems)
    assert all(repr(odd) in problem.text.en for problem in collected.problems)
    assert counts(collected.measures[2].points) == {"2024": 300}
