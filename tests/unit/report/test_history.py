"""Pages of the history: what they show, and what they leave out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from zhuoyue.charts.cycles import CyclePoint, cycles
from zhuoyue.model.assessment import Assessment
from zhuoyue.report.edition import Edition
from zhuoyue.report.history import rows, years
from zhuoyue.testing import ProjectKit, project

OLD = {"4.1.1": 40, "4.2.1": 30, "4.2.2": 45}
EVIL = "<script>alert(1)</script>"


def year(tmp_path: Path, number: int, percents: dict[str, int], extra: str = "", config: str = "") -> ProjectKit:
    rated = "".join(f'[[ratings]]\nitem = "{item}"\npercent = {percent}\n' for item, percent in percents.items())
    sheet = f'assessor = "Team"\nstage = "consensus"\n{rated}{extra}'
    made = project(tmp_path, config, {"ratings/final.toml": sheet})
    path = tmp_path / "zhuoyue.toml"
    text = path.read_text("utf-8").replace("2023-01-01", f"{number}-01-01").replace("2025-12-31", f"{number}-12-31")
    path.write_text(text, "utf-8")
    made.run("assess").assert_success()
    return made


def close(made: ProjectKit, name: str) -> None:
    made.run("cycle", "close", name, "--draft", "--by", "Wang").assert_success()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of the edition of 2004, one of 2012, and the present one."""
    found: Path = tmp_path_factory.mktemp("history")
    close(year(found, 2023, OLD, config='criteria = "gbt19580-2004"\n'), "2023")
    improvement = f'[[ratings.improvements]]\ntext = "{EVIL} no heirs"\n'
    close(year(found, 2024, {"4.1.2": 30, "4.2.2": 30, "4.2.3": 50}, improvement), "2024")
    year(found, 2025, {"4.1.2": 50, "4.2.2": 25, "4.2.3": 50})
    return found


@pytest.fixture
def assessment(folder: Path) -> Assessment:
    from zhuoyue import store

    return store.read(folder / store.ASSESSMENT)


def page(assessment: Assessment, language: str, path: str) -> str:
    found = {leaf.path: leaf.text for leaf in Edition(assessment, language).leaves()}
    return found[f"{path}.md"]


def test_there_are_no_pages_without_a_closed_cycle(assessment: Assessment) -> None:
    alone = assessment.model_copy(update={"history": (), "comparison": None})
    assert [leaf.path for leaf in Edition(alone, "en").leaves() if leaf.path.startswith("history")] == []


def test_the_trend_shows_every_year_and_marks_drafts_and_editions(assessment: Assessment) -> None:
    text = page(assessment, "en", "history/index")
    for name in ("2023", "2024", "2025"):
        assert f'<th scope="row">{name}' in text
    assert "2023: assessed against another edition of the criteria." in text
    assert "the edition changed between 2023 and 2024, so these totals do not compare" in text
    assert text.count("<td>draft</td>") == 2 * 3  # in the chart's data and in the table
    assert '<a href="../../cycles/2024/en/index.html">report of 2024</a>' in text
    assert '<a href="../../cycles/2024/zh/index.html">' in page(assessment, "zh", "history/index")


def test_items_over_the_years(assessment: Assessment) -> None:
    seen = years(assessment, "en")
    assert [(one.name, one.approximate, one.present) for one in seen] == [
        ("2023", True, False),
        ("2024", False, False),
        ("2025", False, True),
    ]
    table = {(row.item or row.category).code: row.cells for row in rows(assessment, seen)}  # type: ignore[union-attr]
    assert [(one.percent, one.move, one.change, one.rough) for one in table["4.1.2"]] == [
        (40, "", None, False),
        (30, "fallen", -10, True),
        (50, "risen", 20, False),
    ]
    assert [one.move for one in table["4.2.3"]] == ["", "risen", "same"]
    # 4.2 is 4.2.2 (40 points) and 4.2.3 (50): (40 × 30 + 50 × 45) / 90 = 38.33, then (12 + 25) / 90 = 41.1 %.
    assert table["4.2"][0].percent == Decimal("38.33")
    assert table["4.1"][0].percent is None  # 4.1.4 comes from 4.1.2 of 2004, which is unknown
    assert [one.shade for one in table["4.1.2"]] == [3, 2, 3]


def test_what_changed_stands_beside_what_else_happened(assessment: Assessment) -> None:
    text = page(assessment, "en", "history/changes")
    assert "# What changed since 2024" in text
    assert "that is no claim that one caused the other" in text
    assert "30 → 25" not in text  # points, not percents
    assert ">15 → 25<" in text
    assert "Improvements no longer found" in text
    assert EVIL not in text
    assert "&lt;script&gt;" in text


def test_a_present_year_that_has_a_closed_namesake_is_told_apart(assessment: Assessment) -> None:
    (first, second) = assessment.history
    seen = years(assessment.model_copy(update={"history": (first, second.model_copy(update={"name": "2025"}))}), "en")
    assert [one.name for one in seen] == ["2023", "2025", "2025*"]


def test_a_report_that_is_not_published_is_not_linked(assessment: Assessment) -> None:
    hidden = tuple(one.model_copy(update={"report": False}) for one in assessment.history)
    assert "../cycles/" not in page(assessment.model_copy(update={"history": hidden}), "en", "history/index")


def test_a_text_that_was_not_touched_is_said_on_its_item(assessment: Assessment) -> None:
    assert assessment.comparison is not None
    item = "gbt19580-2012:4.1.2"
    comparison = assessment.comparison.model_copy(update={"same_texts": (item,)})
    text = page(assessment.model_copy(update={"comparison": comparison}), "en", "categories/4-1/4-1-2")
    assert "word for word that of 2024" in text
    assert "word for word" not in page(assessment, "en", "categories/4-1/4-1-2")


def test_an_item_that_was_carried_over_says_so(tmp_path: Path) -> None:
    made = year(tmp_path, 2025, {"4.1.2": 30})
    close(made, "2025")
    made.run("cycle", "new", "--period", "2026-01-01..2026-12-31", "--by", "Wang").assert_success()
    carried = made.run("assess").assert_success().assessment
    assert "To be re-evaluated." in page(carried, "en", "categories/4-1/4-1-2")
    assert "To be re-evaluated." not in page(carried, "en", "categories/4-1/4-1-3")


# ---- the chart ----


def point(name: str, value: int | None, low: int, high: int, edition: str = "new") -> CyclePoint:
    known = None if value is None else Decimal(value)
    return CyclePoint(name, edition, known, Decimal(low), Decimal(high), None, draft=value is None)


def test_the_chart_breaks_its_line_where_the_edition_changes() -> None:
    points = [point("a", 400, 400, 400, "old"), point("b", 410, 410, 410, "old"), point("c", 500, 500, 500)]
    chart = cycles("Total", points, "en")
    assert len(chart.paths) == 1  # a to b; c stands alone
    assert len(chart.editions) == 1
    assert chart.marks[1].x < chart.editions[0].x1 < chart.marks[2].x
    assert "changed between b and c" in chart.alt


def test_the_chart_has_no_value_where_there_is_only_a_range() -> None:
    chart = cycles("总分", [point("2024", None, 300, 500), point("2025", 450, 450, 450)], "zh")
    assert chart.marks[0].dot is None
    assert chart.marks[0].range is not None
    assert chart.marks[1].range is None
    assert chart.table.rows[0] == ("2024", "new", "—", "300–500", "—", "草稿")
    assert "草稿：2024" in chart.alt


def test_one_cycle_is_enough_for_a_chart() -> None:
    chart = cycles("Total", [point("2025", 450, 450, 450)], "en")
    assert (len(chart.marks), chart.paths, chart.editions) == (1, (), ())
