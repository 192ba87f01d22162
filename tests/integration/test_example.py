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
CUSTOMERS = (
    "complaints",
    "contact-matrix",
    "customer-knowledge",
    "key-accounts",
    "satisfaction",
    "survey-programme",
)
MODELS = ("baldrige", "caf", "cmmi-generic", "crosswalks", "efqm", "pdca", "radar")
PLUGINS = (
    "adli",
    "documents",
    "gbt19580",
    "holistic",
    "letci",
    "narrative",
    "scoresheet",
    "tables",
    *CUSTOMERS,
    *MODELS,
)
# What the generator planted, counted while it planted, not by reading the records back.
PLANTED = json.loads((EXAMPLE / "figures.json").read_text("utf-8"))["planted"]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory, copied_example: Callable[..., Path]) -> Outcome:
    root = copied_example(tmp_path_factory.mktemp("example") / "project")
    return ProjectKit(root, PLUGINS).run("run").assert_success()


def test_the_total_is_the_range_that_its_ratings_leave(done: Outcome) -> None:
    total = done.assessment.total
    # The mixed vector of the domain notes gives 450.75. In the example the site visit took 4.4.4 (20 points) from 35 to
    # 30 %, and 4.4.6 (10 points, 50 % in the vector) is not agreed: its assessors lie between 20 and 60 %.
    known = Decimal("450.75") - 1 - 5
    assert (total.value, total.low, total.high) == (None, known + 2, known + 6)


def test_every_case_is_counted_once_whatever_its_encoding_and_date(done: Outcome) -> None:
    cases = done.assessment.measure_by_id["complaints-cases"]
    by_year: dict[str, Decimal] = {}
    for point in cases.points:
        by_year[point.period[:4]] = by_year.get(point.period[:4], Decimal(0)) + (point.value or 0)
    assert by_year == {year: PLANTED[f"complaints-{year}.csv"]["cases"] for year in ("2023", "2024", "2025")}


def test_what_was_planted_is_accounted_for(done: Outcome) -> None:
    planted = [PLANTED[f"complaints-{year}.csv"] for year in ("2023", "2024", "2025")]
    (records,) = done.assessment.exhibits_of("complaints.records")
    found = dict(zip((text.en for text in records.texts("key") if text), records.numbers("rows"), strict=True))
    assert found["read"] == sum(one["rows"] for one in planted)
    assert found["counted"] == sum(one["cases"] for one in planted)
    assert found["closed-before-opened"] == sum(one["closed_before_opened"] for one in planted)
    assert found["never-closed"] == sum(one["never_closed"] for one in planted)
    follow_up = PLANTED["complaint-follow-up.csv"]
    assert (found["follow-up-rows"], found["follow-up-orphan"]) == (follow_up["rows"], follow_up["orphans"])
    survey = PLANTED["survey.parquet"]
    (questions,) = done.assessment.exhibits_of("satisfaction.questions")
    answered = [row["answers"] for row in questions.rows() if row["question"].en == "Satisfied overall"]
    assert sum(answered) == survey["rows"] - survey["null_q_overall"]


def test_open_and_decided_marks_of_processes_are_those_planted(done: Outcome) -> None:
    planted = PLANTED["institutionalisation.csv"]
    pending, decided = (done.assessment.exhibits_of(f"cmmi-generic.{kind}")[0] for kind in ("open", "decided"))
    marks = [row for row in decided.rows() if row["decided"].en in {"LI", "PI"}]  # the others confirm a goal
    assert (len(list(pending.rows())), len(marks)) == (planted["open"], planted["decided"])
    (coverage,) = done.assessment.exhibits_of("cmmi-generic.coverage")
    assert sum(number or 0 for number in coverage.numbers("bare")) == planted["bare"]


@pytest.mark.parametrize(("model", "items"), [("baldrige-2023", 17), ("efqm-2025", 32), ("caf-2020", 28)])
def test_the_same_records_are_reported_in_other_models_without_scores(done: Outcome, model: str, items: int) -> None:
    for language in ("zh", "en"):
        pages = sorted((done.root / "site" / model / language / "categories").glob("*/*.html"))
        assert sum(page.name != "index.html" for page in pages) == items
        texts = "".join(page.read_text("utf-8") for page in pages)
        assert not re.search(r"zy-state--(rated|suggested)", texts)


def test_the_confidential_document_leaves_no_trace(done: Outcome) -> None:
    published = [*done.root.glob("assessment.json"), *(done.root / "site").rglob("*")]
    texts = {path: path.read_text("utf-8", errors="replace") for path in published if path.is_file()}
    assert [path.name for path, text in texts.items() if "board-minutes" in text] == []


def test_zensical_builds_the_same_pages_and_titles(done: Outcome, tmp_path: Path) -> None:
    from zhuoyue.config import SiteConfig
    from zhuoyue.project import open_project
    from zhuoyue.site_source import write_source

    pages = [page for page, _ in open_project(done.root).plugins.pages()]
    write_source(done.assessment, SiteConfig(), done.root, tmp_path, pages=pages)
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
