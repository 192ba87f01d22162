"""Severities in the order of the settings, in exhibits and measures, against the oracle of the dirty log."""

from __future__ import annotations

from .conftest import collect, exhibits, measures, rows
from .oracle import share
from .test_dirty_log import HERE, SETTINGS, make_oracle


def test_severities_in_order_of_gravity() -> None:
    oracle, collected = make_oracle(), collect(HERE, SETTINGS)
    _, cases = oracle.sort_rows()
    grades = {case["severity"] for case in cases}
    assert grades == {"high", "low", None}
    order = ["trifle", "low"]
    found = collect(HERE, {**SETTINGS, "severities": order, "split_by": "severity"})
    shown = rows(exhibits(found)["severities"])
    assert [row["severity"] for row in shown] == ["trifle", "low", "high", None]
    expected = {grade: oracle.decisions([case for case in cases if case["severity"] == grade]) for grade in grades}
    assert {row["severity"]: (row["cases"], row["decided"], row["in_time"]) for row in shown} == {
        "trifle": (0, 0, 0),
        **expected,
    }
    assert [row["percent"] for row in shown] == [
        None,
        *(share(*reversed(expected[key][1:])) for key in ("low", "high", None)),
    ]
    backlog = rows(exhibits(found)["backlog-severity"])
    assert [row["severity"] for row in backlog][:4] == ["trifle", "low", "high", "trifle"]
    known = {(row["bucket"], row["severity"]): row["cases"] for row in rows(exhibits(collected)["backlog-severity"])}
    assert {(row["bucket"], row["severity"]): row["cases"] for row in backlog if row["cases"]} == known
    assert [str(one.name) for one in measures(found)["cases"].segments] == ["low", "high"]
    (said,) = [one for one in found.problems if one.code == "complaints-severity"]
    counted = sum(case["severity"] == "high" for case in cases)
    assert said.text.en.startswith(f"{counted} rows: severity is not among severities: row ")
    assert "'high'" in said.text.en
    assert "排在所列各项之后" in said.text.zh
