"""The example organisation, end to end: its records to the published figures, in two engines."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from zhuoyue.testing import Outcome, ProjectKit

EXAMPLE = Path(__file__).resolve().parents[2] / "examples/huadong-precision"
PLUGINS = ("adli", "documents", "gbt19580", "holistic", "letci", "narrative", "scoresheet", "tables")
# What the generator planted, counted while it planted, not by reading the records back.
PLANTED = json.loads((EXAMPLE / "figures.json").read_text("utf-8"))["planted"]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory, copied_example: Callable[[Path], Path]) -> Outcome:
    root = copied_example(tmp_path_factory.mktemp("example") / "project")
    return ProjectKit(root, PLUGINS).run("run").assert_success()


def test_the_total_is_the_range_that_its_ratings_leave(done: Outcome) -> None:
    total = done.assessment.total
    # The mixed vector of the domain notes gives 450.75. In the example the site visit took 4.4.4 (20 points) from 35 to
    # 30 %, and 4.4.6 (10 points, 50 % in the vector) is not agreed: its assessors lie between 20 and 60 %.
    known = Decimal("450.75") - 1 - 5
    assert (total.value, total.low, total.high) == (None, known + 2, known + 6)


def test_every_case_is_counted_once_whatever_its_encoding_and_date(done: Outcome) -> None:
    cases = done.assessment.measure_by_id["complaint-cases"]
    by_year: dict[str, Decimal] = {}
    for point in cases.points:
        by_year[point.period[:4]] = by_year.get(point.period[:4], Decimal(0)) + (point.value or 0)
    assert by_year == {year: PLANTED[f"complaints-{year}.csv"]["cases"] for year in ("2023", "2024", "2025")}


def test_what_was_planted_is_reported(done: Outcome) -> None:
    problems = [problem for problem in done.assessment.problems if problem.code == "tables-negative-hours"]
    counted = {re.findall(r"\d{4}", one.where)[0]: int(one.text.en.split()[0]) for one in problems}
    assert counted == {year: PLANTED[f"complaints-{year}.csv"]["closed_before_opened"] for year in counted}
    assert sorted(counted) == ["2023", "2024", "2025"]
    survey = done.assessment.measure_by_id["survey-overall"]
    answered = PLANTED["survey.parquet"]["rows"] - PLANTED["survey.parquet"]["null_q_overall"]
    assert sum(point.count or 0 for point in survey.points) == answered


def test_the_confidential_document_leaves_no_trace(done: Outcome) -> None:
    published = [*done.root.glob("assessment.json"), *(done.root / "site").rglob("*")]
    texts = {path: path.read_text("utf-8", errors="replace") for path in published if path.is_file()}
    assert [path.name for path, text in texts.items() if "board-minutes" in text] == []


def test_zensical_builds_the_same_pages_and_titles(done: Outcome, tmp_path: Path) -> None:
    from zhuoyue.config import SiteConfig
    from zhuoyue.site_source import write_source

    write_source(done.assessment, SiteConfig(), done.root, tmp_path)
    for language in ("zh", "en"):
        command = [str(Path(sys.executable).with_name("zensical")), "build", "-f", "mkdocs.yml"]
        subprocess.run(command, cwd=tmp_path / language, check=True, capture_output=True)
        ours, theirs = (_titles(folder) for folder in (done.root / "site" / language, tmp_path / language / "site"))
        assert len(ours) > 35
        assert ours == theirs


def _titles(folder: Path) -> dict[str, str]:
    pages = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.html")}
    found = {name: re.search(r"<title>(.*?)</title>", text, re.DOTALL) for name, text in pages.items()}
    return {name: title[1].strip() for name, title in found.items() if title and name != "404.html"}
