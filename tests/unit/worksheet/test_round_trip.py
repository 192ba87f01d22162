"""A rating sheet written as a workbook or as TOML and read back says what it said, whatever stands in it."""

from __future__ import annotations

import dataclasses
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import tomli
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from zhuoyue.errors import InputError
from zhuoyue.model.base import Visibility
from zhuoyue.model.finding import Weight
from zhuoyue.model.text import LANGUAGES, Text
from zhuoyue.project import Project, open_project
from zhuoyue.rating_sheet import FindingRow, QuestionRow, RatingRow, RatingSheet, dumps
from zhuoyue.testing import project as kit
from zhuoyue.worksheet import notation
from zhuoyue.worksheet.cell import Words
from zhuoyue.worksheet.importing import import_file
from zhuoyue.worksheet.plan import Plan
from zhuoyue.worksheet.toml_form import form
from zhuoyue.worksheet.workbook import write_workbook

CODES = ("4.1.2", "4.3.3", "4.7.2")
NOTES = {"4.1.2": "ADLI", "4.3.3": "ADLI", "4.7.2": ("Le", "T", "C", "I")}
PIECES = [
    *(
        "顾客",
        "质量，成本。",
        "a",
        "b c",
        "=1+1",
        "+",
        "-",
        "@x",
        "'",
        "**",
        "[KPI-1]",
        "{#id}",
        "{public}",
        "–",
        "→",
        "\\",
    ),
    *("\n", "\t", " ", "  ", "1. ", "• ", "_x0041_", "😀", "\u2028", "\x85", "\ufffe", "]", "}", '"', "#", "0.5", "%"),
]
WORDS = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), min_size=1, max_size=8).map("".join)


def _made(parts: tuple[str, str]) -> Text | None:
    try:
        return Text(zh=parts[0], en=parts[1])
    except ValueError:
        return None


TEXTS = st.tuples(WORDS | st.just(""), WORDS | st.just("")).map(_made).filter(lambda one: one is not None)
SLUGS = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,8}\Z")
FINDINGS = st.builds(
    FindingRow,
    id=st.none() | SLUGS,
    text=TEXTS,
    examples=st.lists(TEXTS, max_size=2).map(tuple),
    relevance=st.none() | TEXTS,
    evidence=st.lists(SLUGS | WORDS, max_size=2).map(tuple),
    weight=st.sampled_from(Weight),
    visibility=st.sampled_from(Visibility),
)
QUESTIONS = st.builds(QuestionRow, text=TEXTS, answer=st.none() | TEXTS)
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))


@st.composite
def rows(draw: st.DrawFn, code: str) -> RatingRow:
    absent = draw(st.booleans())
    percents = st.none() | st.integers(0, 20).map(lambda one: Decimal(5 * one))
    return RatingRow(
        item=code,
        percent=None if absent else draw(percents),
        not_applicable=absent,
        reason=draw(TEXTS if absent else st.none() | TEXTS),
        rated_on=draw(DAYS),
        dimensions=draw(st.dictionaries(st.sampled_from(NOTES[code]), TEXTS, max_size=3)),
        visibility=draw(st.sampled_from(Visibility)),
        strengths=tuple(draw(st.lists(FINDINGS, max_size=3))),
        improvements=tuple(draw(st.lists(FINDINGS, max_size=2))),
        questions=tuple(draw(st.lists(QUESTIONS, max_size=2))),
        reevaluate=draw(st.booleans()),
    )


@st.composite
def sheets(draw: st.DrawFn) -> RatingSheet:
    codes = draw(st.lists(st.sampled_from(CODES), unique=True))
    ratings = tuple(draw(rows(code)) for code in codes)
    ids = [one.id for row in ratings for one in (*row.strengths, *row.improvements) if one.id]
    assume(len(ids) == len(set(ids)))  # ids tell findings apart: two alike are refused, as other tests show
    return RatingSheet(assessor="chen", rated_on=draw(DAYS), ratings=ratings)


class Open:
    """An opened project, told briefly where a test fails."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def __repr__(self) -> str:
        return "Open"

    def plan(self, sheet: RatingSheet, language: str) -> Plan:
        items = tuple(map(self.project.criteria.resolve, CODES))
        return Plan(self.project, "chen", sheet, items, language, {})

    def at(self, folder: str) -> Project:
        return dataclasses.replace(self.project, root=Path(folder))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Open:
    return Open(open_project(kit(tmp_path_factory.mktemp("project")).root))


# A sheet takes a tenth of a second: what fails is told as it was found, without minutes of making it smaller.
SETTINGS = settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@SETTINGS
@given(sheet=sheets(), language=st.sampled_from(LANGUAGES))
def test_a_sheet_comes_back_from_a_workbook_as_it_was(opened: Open, sheet: RatingSheet, language: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = opened.at(folder)
        book = project.root / "back.xlsx"
        book.write_bytes(write_workbook(opened.plan(sheet, language)))
        done = import_file(project, book)
        assert (done.faults, done.conflicts) == ([], [])
        path = project.root / "ratings/chen.toml"
        assert not sheet.ratings or RatingSheet.model_validate(tomli.loads(path.read_text("utf-8"))) == sheet
        # No cell reads as changed: over the sheet it was made from, the import writes nothing.
        before = "# by hand\n" + dumps(sheet)
        path.parent.mkdir(exist_ok=True)
        path.write_text(before, "utf-8")
        again = import_file(project, book)
        assert (again.taken, again.faults, again.conflicts) == ([], [], [])
        assert path.read_text("utf-8") == before


def _said(sheet: RatingSheet, language: str) -> list[object]:
    """Return what a workbook shows of a sheet, blanks told apart no finer than a reader can."""

    def words(text: Text | None) -> str:
        shown = notation.seen(text, language) if text else ""
        lines = shown.split("\n")
        return "\n".join(line.strip() for line in lines if line.strip())

    def findings(row: RatingRow) -> list[object]:
        return [
            (one.id, words(one.text), [words(more) for more in one.examples if words(more)], words(one.relevance),
             one.evidence, one.weight, one.visibility)
            for one in (*row.strengths, *row.improvements)
        ]  # fmt: skip

    return [
        (row.item, row.percent, row.not_applicable, words(row.reason), row.reevaluate,
         {key: words(text) for key, text in row.dimensions.items()}, findings(row),
         [(words(one.text), words(one.answer)) for one in row.questions])
        for row in sorted(sheet.ratings, key=lambda one: one.item)
        if row.model_dump(exclude_defaults=True, exclude={"item", "visibility", "rated_on"})
    ]  # fmt: skip


@SETTINGS
@given(sheet=sheets(), language=st.sampled_from(LANGUAGES))
def test_the_cells_alone_say_all_that_they_show(opened: Open, sheet: RatingSheet, language: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = opened.at(folder)
        book = project.root / "back.xlsx"
        book.write_bytes(write_workbook(opened.plan(sheet, language)))
        opened_book = openpyxl.load_workbook(book)
        del opened_book["zhuoyue"]
        opened_book.save(book)
        done = import_file(project, book)
        assert done.faults == []
        path = project.root / "ratings/chen.toml"
        back = tomli.loads(path.read_text("utf-8")) if path.exists() else {"assessor": "chen"}
        assert _said(RatingSheet.model_validate(back), language) == _said(sheet, language)


@SETTINGS
@given(sheet=sheets(), language=st.sampled_from(LANGUAGES))
def test_a_sheet_comes_back_from_a_toml_form_as_it_was(opened: Open, sheet: RatingSheet, language: str) -> None:
    items = opened.plan(sheet, language).items
    back = RatingSheet.model_validate(tomli.loads(form(opened.project, sheet, items, language)))
    empty = [RatingRow(item=code) for code in CODES]
    kept = sorted((row for row in back.ratings if row not in empty), key=lambda row: row.item)
    was = sorted((row for row in sheet.ratings if row not in empty), key=lambda row: row.item)
    assert back.model_copy(update={"ratings": kept}) == sheet.model_copy(update={"ratings": was})


@settings(SETTINGS, max_examples=100)
@given(found=st.lists(FINDINGS, max_size=4), language=st.sampled_from(LANGUAGES))
def test_findings_read_back_from_their_notation(found: list[FindingRow], language: str) -> None:
    written = notation.write_findings(found, language)
    back = notation.read_findings(written, Words(language, {}))
    assert [(one.id, one.evidence, one.weight, one.visibility) for one in back] == [
        (one.id, one.evidence, one.weight, one.visibility) for one in found
    ]
    assert notation.write_findings(back, language) == written


def test_a_text_longer_than_a_cell_holds_is_refused_when_the_workbook_is_written(opened: Open) -> None:
    def sheet(length: int) -> RatingSheet:
        return RatingSheet(assessor="chen", ratings=(RatingRow(item="4.1.2", reason=Text(zh="质" * length)),))

    book = write_workbook(opened.plan(sheet(32_767), "zh"))
    assert book[:2] == b"PK"
    with pytest.raises(InputError) as error:
        write_workbook(opened.plan(sheet(32_768), "zh"))
    assert "ratings/chen.toml: 4.1.2 reason: 32768 characters; an Excel cell holds 32767" in error.value.text("en")
