"""A model of our own invention in one TOML file, no Python: five criteria, two schemes, a variant, no total."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from zhuoyue import store
from zhuoyue.errors import ExitCode
from zhuoyue.testing import Outcome, ProjectKit, project

PLUGINS = ("maturity", "rubric", "holistic", "scoresheet", "word")
ITEMS = {
    "1": ("leadership", None, ("1.1", "1.2")),
    "2": ("customers", "holistic", ("2.1", "2.2", "2.3")),
    "3": ("resources", "harbour-rubric", ("3.1",)),
    "4": ("process", None, ("4.1", "4.2")),
    "5": ("results", "harbour-rubric", ("5.1",)),
}


def model() -> str:
    """Return the model: levels of `maturity`, percents of `holistic` for customers, a rubric in words of our own."""
    parts = [
        'id = "harbour-2026"\nfamily = "harbour"\nedition = "2026"\nscheme = "maturity"\n',
        'title = { zh = "海港集团质量模型", en = "Harbour Group model" }\n',
        '[[schemes]]\nname = "harbour-rubric"\nlike = "rubric"\ntitle = { zh = "海港量规", en = "Harbour rubric" }\n',
    ]
    for code, (theme, scheme, items) in ITEMS.items():
        named = f'scheme = "{scheme}"\n' if scheme else ""
        parts.append(
            f'[[categories]]\ncode = "{code}"\ntheme = "{theme}"\n{named}title = {{ zh = "类{code}", en = "C{code}"}}\n'
        )
        kind = "result" if code == "5" else "process"
        parts += [
            f'[[categories.items]]\ncode = "{item}"\nkind = "{kind}"\ntitle = {{ zh = "款{item}", en = "I{item}" }}\n'
            for item in items
        ]
    return "".join(parts)


def sheet(**said: str) -> str:
    """Return the team's rating sheet: `_1_1="level = 3"`."""
    rows = (f'[[ratings]]\nitem = "{key[1:].replace("_", ".")}"\n{value}\n' for key, value in said.items())
    return 'assessor = "Team"\nstage = "consensus"\n' + "".join(rows)


CONFIG = """
criteria = "harbour-2026"
[criteria]
files = ["harbour.toml"]
[improvement]
targets = { "1.1" = 4, "2.1" = 60, "3.1" = "mature" }
"""
FIRST = sheet(
    _1_1='level = 3\nstrengths = [{ text = "Aims are written" }]\nimprovements = [{ text = "Nobody reviews them" }]',
    _1_2='level = "2"',
    _2_1="percent = 55",
    _2_2="percent = 30",
    _2_3="percent = 40",
    _3_1='marks = { regular = "mature" }',
    _4_1='level = "linked"',
)
ACTIONS = """
[[actions]]
id = "review"
item = "1.1"
text = "Review the aims every year"
owner = "QM"
due = 2026-06-30
effort = 2
status = "running"
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> ProjectKit:
    files = {"harbour.toml": model(), "ratings/team.toml": FIRST, "actions.toml": ACTIONS}
    kit = project(tmp_path_factory.mktemp("harbour"), CONFIG, files, PLUGINS)
    kit.run("assess").assert_success()
    kit.run("cycle", "close", "2025", "--draft", "--by", "Wang").assert_success()
    config = (kit.root / "zhuoyue.toml").read_text("utf-8").replace("2025-12-31", "2026-12-31")
    now = FIRST.replace("level = 3", "level = 4").replace("percent = 30", "percent = 40")
    kit.write({"zhuoyue.toml": config, "ratings/team.toml": now})
    return kit


@pytest.fixture(scope="module")
def ran(made: ProjectKit) -> Outcome:
    return made.run("run").assert_success()


def test_each_scheme_scores_its_items(ran: Outcome) -> None:
    found = ran.assessment
    assert list(found.schemes) == ["maturity", "holistic", "harbour-rubric"]
    figures = {item.code: found.figure(item).en for item in found.criteria.items}
    assert (figures["1.1"], figures["1.2"], figures["2.1"], figures["4.1"]) == ("level 4", "level 2", "55 %", "level 4")
    categories = {one.code: (found.figure(one).en, found.figure(one).zh) for one in found.criteria.categories}
    assert categories["1"] == ("level 3", "等级 3")  # the mean of 4 and 2
    assert categories["2"] == ("45 %", "45 %")  # mean of 55, 40 and 40
    assert categories["4"] == ("2 – 4.5",) * 2  # 4.2 may be 0 to 5
    assert found.scheme_of("harbour-2026:3.1").title.en == "Harbour rubric"


def test_there_is_no_total_anywhere(made: ProjectKit, ran: Outcome) -> None:
    written = json.loads((made.root / "assessment.json").read_text("utf-8"))
    assert written["total"] is None
    assert written["criteria"]["total"] is None
    assert "points" not in json.dumps([one["score"]["steps"] for one in written["results"]])
    assert "items rated; the model has no total" in ran.err
    assert (
        "模型不设总分" in made.run("assess", language="zh").err or "不设总分" in made.run("assess", language="zh").err
    )


ALLOWED = re.compile(
    r"the model has no total|no total; |there is no total|not turned into points|no percent and no total|"
    r"turns the total|Item score = points|every percent and its points|data points|in points|The model has no total"
)
"""What pages say of points where they explain schemes: that there are none, or the percents' own rule."""


def text_of(page: Path) -> str:
    body = re.sub(r"(?s)<(script|style)\b.*?</\1>|<head>.*?</head>", " ", page.read_text("utf-8"))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_no_page_speaks_of_points(made: ProjectKit, ran: Outcome) -> None:
    site = made.root / "site"
    pages = [one for one in site.glob("en/**/*.html") if one.name not in {"glossary.html", "method.html"}]
    assert len(pages) > 20
    for page in pages:
        said = re.findall(r".{0,40}\b[Pp]oints?\b.{0,30}", ALLOWED.sub("", text_of(page)))
        assert said == [], page
    for page in site.glob("zh/**/*.html"):
        if page.name not in {"glossary.html", "method.html"}:
            assert re.findall(r".{0,20}(?:分值|总分\d|\d分).{0,20}", text_of(page).replace("模型不设总分", "")) == [], (
                page
            )
    assert not (site / "en/improvement/what-if.html").exists()


def test_pages_show_levels_and_percents(made: ProjectKit, ran: Outcome) -> None:
    site = made.root / "site/en"
    summary, card = text_of(site / "index.html"), text_of(site / "scorecard.html")
    assert "items rated; the model has no total" in summary
    assert "Items entered from memory and not checked" in summary
    assert "60 %" not in summary.replace("65 %", "")  # the place of level 3 on its scale: nobody's percent
    assert "level 4" in card
    assert "45 %" in card
    assert "Harbour rubric" in text_of(site / "method.html")
    improvement = text_of(site / "improvement/index.html")
    assert "Targets" in improvement
    assert "stake" not in improvement
    assert "Review the aims every year" in improvement
    assert "3.1 I3.1" in improvement


def test_the_years_are_compared_without_points(made: ProjectKit, ran: Outcome) -> None:
    comparison = ran.assessment.comparison
    assert comparison is not None
    moved = {one.subject: (one.before, one.after, one.delta, one.kind.value) for one in comparison.changes}
    assert moved["harbour-2026:1.1"] == ("3", "4", None, "risen")
    assert moved["harbour-2026:2.2"] == ("30 %", "40 %", None, "risen")
    assert moved["1"] == ("2.5", "3", None, "risen")
    assert moved["2"][:2] == ("41.67 %", "45 %")  # 125 / 3
    assert "total" not in moved
    page = text_of(made.root / "site/en/history/index.html")
    assert "level 3" in page
    assert "Result of each year" in page
    changes = text_of(made.root / "site/en/history/changes.html")
    assert "3 → 4" in changes
    assert "Points gained" not in changes


def test_the_documents_are_compared_without_points(made: ProjectKit, ran: Outcome) -> None:
    before = store.read(made.root / "history/2025/assessment.json")
    rows = {one.subject: (one.before, one.after, one.delta) for one in store.diff(before, ran.assessment)}
    assert rows["1.1"] == ("3", "4", None)
    assert rows["2.2"] == ("30 %", "40 %", None)
    assert "total" not in rows


@pytest.fixture(scope="module")
def exported(made: ProjectKit, ran: Outcome) -> Path:
    for form, name in (("scoresheet", "s.csv"), ("workbook", "s.xlsx"), ("word", "f.docx")):
        language = "zh" if name == "s.csv" else "en"
        made.run("export", "--to", form, "--output", str(made.root / "out" / name), language=language).assert_success()
    return made.root / "out"


def test_the_score_sheet_has_figures_and_no_points(exported: Path) -> None:
    rows = list(csv.reader(io.StringIO((exported / "s.csv").read_text("utf-8-sig"))))
    assert rows[0] == ["条款", "名称", "结果", "范围", "状态", "优势", "改进机会"]
    assert [[*row[:3], row[4]] for row in rows[1:4]] == [
        ["1", "类1", "均值 3 · 最低 等级 2", "rated"],  # of 4 and 2
        ["1.1", "款1.1", "4", "rated"],
        ["1.2", "款1.2", "2", "rated"],
    ]
    assert rows[-1][0] == "5.1"


def test_workbook_and_word_have_no_points_either(exported: Path) -> None:
    for name in ("s.xlsx", "f.docx"):
        with zipfile.ZipFile(exported / name) as packed:
            inside = [one for one in packed.namelist() if re.search(r"sharedStrings|sheet\d+\.xml|word/document", one)]
            text = " ".join(re.sub(r"<[^>]+>", " ", packed.read(one).decode("utf-8")) for one in inside)
        assert "I1.1" in text or "款1.1" in text
        assert re.findall(r"(?i).{0,30}(?:\bpoints\b|\btotal\b).{0,30}", ALLOWED.sub("", text)) == []


def test_explain_ends_with_the_figure(made: ProjectKit, ran: Outcome) -> None:
    said = made.run("explain", "1.1").assert_success().out
    assert "Rated level 4 by Team" in said
    assert "80" not in said
    assert "points" not in said.replace("points from memory", "")
    assert "Rated 55 % by Team" in made.run("explain", "2.1").assert_success().out


@pytest.mark.parametrize(
    ("targets", "en", "zh"),
    [
        ('"1.1" = 60', "1.1 has no level 60", "1.1 没有等级 60"),
        ('"2.1" = "mature"', "'mature' is no percent", "'mature' 不是百分比"),
        ('"2.1" = 62', "62 % is not a multiple of 5", "62 % 不是"),
        ('"3.1" = "matur"', "did you mean 'mature'?", "是否应为 'mature'"),
    ],
)
def test_targets_are_levels_where_items_have_levels(tmp_path: Path, targets: str, en: str, zh: str) -> None:
    config = CONFIG.replace('"1.1" = 4, "2.1" = 60, "3.1" = "mature"', targets)
    kit = project(tmp_path, config, {"harbour.toml": model()}, PLUGINS)
    english, chinese = kit.run("check"), kit.run("check", language="zh")
    assert english.code == ExitCode.USAGE
    assert en in english.err
    assert zh in chinese.err
    assert "zhuoyue.toml:" in english.err


def test_targets_reach_the_document(ran: Outcome) -> None:
    aims = {key.rpartition(":")[2]: value for key, value in ran.assessment.targets.items()}
    assert (aims["1.1"], aims["2.1"], aims["3.1"]) == (Decimal(80), Decimal(60), Decimal(75))
    assert set(aims) == {"1.1", "2.1", "3.1"}  # without points nobody wants more than is written
