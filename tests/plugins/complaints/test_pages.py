"""The plugin's pages: what they show of exhibits, in both languages and for every tier."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sample import sample

from zhuoyue import (
    Assumption,
    Direction,
    Exhibit,
    Finding,
    FindingKind,
    Measure,
    NumberColumn,
    Point,
    Text,
    TextColumn,
    same,
)
from zhuoyue.report.edition import Edition
from zhuoyue.report.sheet import Book, Sheet
from zhuoyue.testing import project
from zhuoyue_plugins.complaints.exhibits.charted import charted
from zhuoyue_plugins.complaints.pages.declared import pages
from zhuoyue_plugins.complaints.statistics.control import ControlSettings

HOSTILE = '<script>alert("x")</script>[a](javascript:b)'
Rows = Sequence[Sequence[Any]]


def exhibit(kind: str, columns: str, rows: Rows, *, word: str = "", source: str = "log", **more: Any) -> Exhibit:
    """Return an exhibit with columns named in one text; numbers are numbers, all else is words."""
    made: list[NumberColumn | TextColumn] = []
    for place, key in enumerate(columns.split()):
        cells = [row[place] for row in rows]
        if all(cell is None or isinstance(cell, int) for cell in cells) and any(cell is not None for cell in cells):
            numbers = tuple(None if cell is None else Decimal(cell) for cell in cells)
            made.append(NumberColumn(key=key, title=same(key), values=numbers))
        else:
            texts = tuple(same(cell) if isinstance(cell, str) else cell for cell in cells)
            made.append(TextColumn(key=key, title=same(key), values=texts))
    return Exhibit(
        id=f"{source}-{word or kind}",
        kind=f"complaints.{kind}",
        title=Text(zh=f"展示 {word or kind}", en=f"Exhibit {word or kind}"),
        source=source,
        method=same("method"),
        columns=tuple(made),
        **more,
    )


def assumed(key: str, value: int, *, own: bool = False) -> Assumption:
    """Return an assumption."""
    return Assumption(key=key, title=same(key), value=Decimal(value), origin=same("a deck"), own=own)


def months(source: str) -> list[Exhibit]:
    """Return three years of months, with a peak in August 2025, and what is drawn from them."""
    rows = []
    for place in range(36):
        month, cases = f"{2023 + place // 12}-{place % 12 + 1:02}", 100 + 3 * (place % 4) + 80 * (place == 31)
        rows.append((month, cases, cases, 70 + place % 5, 31))
    counted = exhibit("months", "month cases decided in_time days", rows, source=source)
    split = [("pumps", row[0], row[1] // 2, row[2], row[3]) for row in rows]
    parts = exhibit("months-split", "split month cases decided in_time", split, source=source)
    return [counted, parts, *charted([counted, parts], ControlSettings())]


@cache
def log(source: str = "log", extra: str = "") -> tuple[Exhibit, ...]:
    """Return every kind of exhibit that a log gives; `extra` stands in whatever records can say."""
    mail, phone, leak, noise, pumps = (f"{name}{extra}" for name in ("mail", "phone", "leak", "noise", "pumps"))
    cells = [
        (mail, "A", "grave", 60, 50, 20),
        (phone, "A", "grave", 90, 80, 70),
        (mail, "B", "light", 60, 50, 25),
        (phone, "B", "light", 90, 8, 8),
        (None, "B", "light", 3, 2, 1),
    ]
    drilled = [("quality", leak, pumps, 70, 60, 30), ("quality", noise, pumps, 30, 20, 10), (None, None, None, 4, 3, 2)]
    stages = [
        ("receive", Text(zh="受理", en="receive it"), "case", "opened", 90, 100, 90),
        ("audit", Text(zh="审核", en="audit the process"), "system", None, None, 100, None),
    ]
    records = [
        ("read", "rows", "rows read", 103, "all of them"),
        ("repeated-equal", "rows", "rows repeated", 3, "counted once"),
        ("counted", "rows", "cases that count", 100, "kept"),
        ("closed", "closing", "with a closing time", 75, "used"),
        ("never-closed", "closing", "never closed", 25, "open"),
        ("unknown-channel", "notes", f"channel nobody knows{extra}", 7, "kept"),
        ("ids-blank", "notes", "without a number", 0, "kept"),
    ]
    shares = (assumed("complain_formally", 5), assumed("say_so_elsewhere", 35, own=True))

    def of(kind: str, columns: str, rows: Rows, **more: Any) -> Exhibit:
        return exhibit(kind, columns, rows, source=source, **more)

    decided = "in_time late late_open percent"
    return (
        of("promise", f"period what {decided}", [("2025", "close", 60, 30, 10, 60)], word="promise-close"),
        of("promise", f"period what {decided}", [("2025", "reply", 95, 5, 0, 95)], word="promise-reply"),
        of("cells", "channel segment severity cases decided in_time", cells),
        of("causes", "category cause cases", [("quality", leak, 70), ("quality", noise, 30), (None, None, 4)]),
        of("drilldown", "category cause product cases decided in_time", drilled),
        of("backlog", "bucket from_days to_days cases", [("0–30 days", 0, 30, 11), ("over 30 days", 30, None, 4)]),
        of("backlog-severity", "bucket severity cases", [("0–30 days", "grave", 11), ("over 30 days", "light", 4)]),
        of("oldest", "id opened age_days", [(f"C-7{extra}", "2024-01-01", 730)]),
        of("hand-overs", "hand_overs cases decided in_time", [(0, 50, 40, 30), (2, 9, 8, 2)]),
        of(
            "years",
            "year cases reopened first_contact improvement verified",
            [("2024", 90, 4, 60, 8, None), ("2025", 100, 6, 66, 12, 31)],
        ),
        of("records", "key group finding rows handling", records, notes=(same(f"deals are not set{extra}"),)),
        of("fields", "field column filled blank unreadable", [("cause", f"Grund{extra}", 96, 7, 0)]),
        of("stages", "stage title part columns traced cases percent", stages),
        of(
            "iceberg", "year formal elsewhere silent dissatisfied", [("2025", 100, 700, 1200, 2000)], assumptions=shares
        ),
        of("loss", "year cases late linear compound", [("2025", 99, 40, 23, 21)], assumptions=(assumed("lost", 10),)),
        of(
            "returning",
            "year outcome outcome_title cases percent returning",
            [("2025", "resolved", "settled", 80, 60, 48)],
            assumptions=(assumed("return_resolved", 60),),
        ),
        of("organisations", "rank organisation cases", [("worst", f"Branch 9{extra}", 12)]),
        of("organisation-spread", "figure title organisations median", [("percent", "kept", 5, 61)]),
        *months(source),
    )


def measures(source: str = "log", extra: str = "") -> tuple[Measure, ...]:
    """Return two measures: one better than the year before, one worse and below its target."""

    def of(word: str, title: str, direction: Direction, target: int | None, *values: int) -> Measure:
        points = tuple(
            Point(period=period, value=Decimal(value))
            for period, value in zip(("2024-Q4", "2025-Q3", "2025-Q4"), values, strict=True)
        )
        return Measure(
            id=f"{source}-{word}",
            title=same(title + extra),
            unit=same("%"),
            decimals=1,
            direction=direction,
            source=source,
            points=points,
            targets=(Point(period="2025-Q4", value=Decimal(target)),) if target else (),
        )

    return (
        of("closed-in-promise", "Closed in promise", Direction.HIGHER, 90, 66, 50, 60),
        of("reopened", "Reopened", Direction.LOWER, None, 6, 9, 4),
    )


class Alone(Book):
    """A book without the report's own pages: rendering ninety of them for each of these would take minutes."""

    def __iter__(self) -> Iterator[Sheet]:
        """Yield nothing."""
        return iter(())


BASE = sample()


def rendered(language: str, exhibits: Sequence[Exhibit], known: Sequence[Measure] = (), **more: Any) -> dict[str, str]:
    """Return the plugin's pages by name."""
    changes = {"exhibits": tuple(exhibits), "measures": (*BASE.measures, *known), **more}
    assessment = BASE.model_copy(update=changes)
    edition = Edition(assessment, language, pages=list(pages()))
    edition.book = Alone(assessment, language, edition.glossary, edition.gettext)
    return {leaf.path: leaf.text for leaf in edition.leaves()}


def plain(page: str) -> str:
    """Return the words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.fixture(scope="module", params=["en", "zh"])
def book(request: pytest.FixtureRequest) -> tuple[str, dict[str, str]]:
    """Return a language and the pages of a log in it."""
    return request.param, rendered(request.param, log(), measures())


def test_there_are_three_pages_and_none_failed(book: tuple[str, dict[str, str]]) -> None:
    _, found = book
    assert sorted(found) == ["complaints-estimates.md", "complaints-records.md", "complaints.md"]
    assert not [name for name, text in found.items() if "Error" in text]
    assert not [name for name, text in found.items() if "zy-ref--missing" in text]


def test_every_exhibit_shown_leads_to_its_explanation(book: tuple[str, dict[str, str]]) -> None:
    _, found = book
    overview, estimates, records = (found[f"complaints{name}.md"] for name in ("", "-estimates", "-records"))
    charts = ("control-volume", "control-promise", "trend", "season")
    shown = (*charts, "promise-close", "promise-reply", "cells", "causes", "drilldown", "backlog", "backlog-severity")
    for word in (*shown, "oldest", "hand-overs", "years", "organisations", "organisation-spread"):
        assert re.search(rf'class="zy-why" href="[^"]*log[^"]*#[^"]*log-{word}"', overview), word
    for word in ("iceberg", "loss", "returning"):
        assert re.search(rf'class="zy-why" href="[^"]*#[^"]*log-{word}"', estimates), word
    for word in ("records", "fields", "stages"):
        assert re.search(rf'class="zy-why" href="[^"]*#[^"]*log-{word}"', records), word
    assert "#m-log-closed-in-promise" in overview


def test_tiles_show_value_change_and_target() -> None:
    said = plain(rendered("en", log(), measures())["complaints.md"])
    assert "60.0 % Closed in promise 2025-Q4 · −6.0 worse than 2024-Q4 target 90.0 ✗ missed" in said
    assert "4.0 % Reopened 2025-Q4 · −2.0 better than 2024-Q4" in said


def test_a_percent_that_is_not_quite_100_is_not_shown_as_100() -> None:
    almost = measures()[0].model_copy(
        update={
            "points": (
                Point(period="2024", value=Decimal("99.98")),
                Point(period="2025", value=Decimal("99.96")),
            )
        }
    )
    said = plain(rendered("en", log(), [almost])["complaints.md"])
    assert "&gt; 99.9 % Closed in promise 2025 · unchanged from 2024" in said


def test_signals_are_said_in_words() -> None:
    said = plain(rendered("en", log())["complaints.md"])
    peak = 100 + 3 * 3 + 80
    assert f"2025-08 above the centre line, highest {peak} in 2025-08 (beyond the limit" in said


def test_causes_lead_to_where_they_occur() -> None:
    page = rendered("en", log())["complaints.md"]
    assert 'href="#log-cause-1"' in page
    (drilled,) = re.findall(r'<details class="zy-data zy-complaints__drill" id="log-cause-1">.*?</details>', page, re.S)
    assert "70 complaints" in plain(drilled)
    assert "pumps 70 100 % 50 %" in plain(drilled)


def test_cells_of_few_cases_show_no_percent() -> None:
    page = rendered("en", log())["complaints.md"]
    (drawn,) = re.findall(r'<figure class="zy-figure zy-figure-heat".*?</figure>', page, re.S)[:1]
    assert re.search(r"phone.*?\b88\b", plain(drawn))
    assert not re.search(r"phone.*?\b100\b", plain(drawn))  # 8 of 8 say little


def test_the_way_from_complaint_to_proof_has_its_gaps_named() -> None:
    said = plain(rendered("en", log())["complaints.md"])
    assert "100 complaints in 2025 12.0 % led to an improvement 31.0 % of these verified with the customer" in said
    bare = [exhibit("years", "year cases", [("2025", 100)])]
    said = plain(rendered("en", bare)["complaints.md"])
    assert "– led to an improvement not recorded in the log" in said


def test_estimates_are_called_assumed_and_say_how_to_replace_them(book: tuple[str, dict[str, str]]) -> None:
    language, found = book
    page = found["complaints-estimates.md"]
    assert page.count("zy-tag--model") >= 3 * 2
    assert "complain_formally = { value = …" in page
    assert "say_so_elsewhere = {" not in page  # the organisation's own figure already
    said = plain(page)
    wanted = {
        "en": "100 formal complaints in 2025 would stand for about 2000 dissatisfied customers.",
        "zh": "2025 年的 100 件正式投诉，按假设约对应 2000 位不满意顾客。",
    }
    assert wanted[language] in said


def test_no_estimate_on_the_other_pages(book: tuple[str, dict[str, str]]) -> None:
    _, found = book
    for name in ("complaints.md", "complaints-records.md"):
        assert "zy-tag--model" not in found[name]


def test_records_account_for_every_row_and_name_stages_without_a_trace() -> None:
    said = plain(rendered("en", log())["complaints-records.md"])
    assert "rows read 103 100 % all of them rows repeated 3 2.91 % counted once cases that count 100 97.09 %" in said
    assert "never closed 25 25 % open" in said
    assert "channel nobody knows 7 kept" in said
    assert "without a number" not in said  # nothing was found, nothing is said
    assert "1 of 2 stages leave a trace in the log" in said
    assert "audit the process – not in the log" in said
    assert "deals are not set" in said


def test_findings_stand_on_the_overview_once_key_ones_first() -> None:
    texts = ["Second", "First"]
    made = [
        Finding(
            kind=FindingKind.IMPROVEMENT,
            text=same(f"{text} thing to improve"),
            item=BASE.results[0].item,
            source="complaints",
            weight="bold" if text == "First" else "normal",  # type: ignore[arg-type]
            evidence=("log-causes",),
        )
        for text in texts
    ]
    other = made[0].model_copy(update={"source": "chen-lan", "text": same("What an assessor thinks")})
    results = [
        result.model_copy(update={"findings": (*result.findings, *made, other)}) if place < 2 else result
        for place, result in enumerate(BASE.results)
    ]
    said = plain(rendered("en", log(), results=tuple(results))["complaints.md"])
    assert said.count("thing to improve") == 2
    assert said.index("First thing") < said.index("Second thing")
    assert "What an assessor thinks" not in said


def test_several_logs_have_a_section_each() -> None:
    found = rendered("en", [*log(), *log("second")], (*measures(), *measures("second")))
    for page in found.values():
        assert "\n## log { #log }" in page
        assert "\n## second { #second }" in page
        anchors = re.findall(r"\{ #([^ }]+) \}", page) + re.findall(r' id="([^"]+)"', page)
        assert len(anchors) == len(set(anchors))


def test_no_page_without_exhibits() -> None:
    assert rendered("en", []) == {}
    strange = exhibit("years", "year cases", [("2025", 1)]).model_copy(update={"kind": "satisfaction.years"})
    assert rendered("en", [strange]) == {}
    only = exhibit("fields", "field column filled blank unreadable", [("cause", "Grund", 1, 0, 0)])
    assert sorted(rendered("en", [only])) == ["complaints-records.md", "complaints.md"]


KINDS = {one.kind: one for one in log()}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_exhibit_alone_makes_sound_pages(kind: str) -> None:
    for name, page in rendered("zh" if len(kind) % 2 else "en", [KINDS[kind]]).items():
        assert "Error" not in page, f"{name}: {plain(page)}"


def test_exhibits_without_rows_harm_no_page() -> None:
    empty = [
        one.model_copy(update={"columns": tuple(column.model_copy(update={"values": ()}) for column in one.columns)})
        for one in KINDS.values()
    ]
    for name, page in rendered("en", [*empty, exhibit("fields", "field", [("cause",)], source="other")]).items():
        assert "Error" not in page, f"{name}: {plain(page)}"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_hostile_words_stay_words(language: str) -> None:
    for page in rendered(language, log(extra=HOSTILE), measures(extra=HOSTILE)).values():
        assert "<script" not in page
        assert "](javascript" not in re.sub(r"<[^>]*>[^<]*", "", page)
        assert 'href="javascript' not in page


LOG = """
[assessment]
visibility = "{tier}"

[[sources]]
name = "tickets"
collector = "complaints"
path = "log.csv"
visibility = "confidential"
items = ["4.3.2"]
fields = {{ id = "id", opened = "opened", closed = "closed", channel = "channel", cause = "cause" }}
"""
CASES = "id,opened,closed,channel,cause\n" + "".join(
    f"C{n},2025-{n % 12 + 1:02}-03 09:00,2025-{n % 12 + 1:02}-0{4 + n % 3} 08:00,secret-{n % 2},leak\n"
    for n in range(48)
)


@pytest.mark.parametrize(("tier", "shown"), [("public", False), ("confidential", True)])
def test_what_is_above_the_tier_reaches_no_page(tmp_path: Path, tier: str, shown: bool) -> None:
    config = LOG.format(tier=tier).replace("[assessment]\n", "")
    kit = project(tmp_path, files={"log.csv": CASES}, plugins=("gbt19580", "holistic", "complaints"))
    text = (tmp_path / "zhuoyue.toml").read_text("utf-8")
    first, rest = config.lstrip().split("\n", 1)
    kit.write({"zhuoyue.toml": text.rstrip("\n") + f"\n{first}\n{rest}"})
    assessment = kit.run("assess").assert_success().assessment
    edition = Edition(assessment, "en", pages=list(pages()))
    texts = {leaf.path: leaf.text for leaf in edition.leaves()}
    assert ("complaints.md" in texts) is shown
    assert any("secret-1" in text for text in texts.values()) is shown
    if shown:
        assert "Closed within the promise" in texts["complaints.md"]


def test_months_that_are_low_every_year_are_called_the_season() -> None:
    rows = [
        (f"{2023 + place // 12}-{place % 12 + 1:02}", 60 if place % 12 == 1 else 100 + place % 3, 31)
        for place in range(36)
    ]
    counted = exhibit("months", "month cases days", rows)
    found = rendered("en", [counted, *charted([counted], ControlSettings())])["complaints.md"]
    said = plain(found)
    assert "2025-02 below the centre line, lowest 60 in 2025-02" in said
    assert "so every year: the season rather than a special cause" in said


def test_many_causes_are_merged_without_a_wrong_count_of_the_vital_few() -> None:
    rows = [(f"cause {place}", 100 - place) for place in range(60)]
    said = plain(rendered("en", [exhibit("causes", "cause cases", rows)])["complaints.md"])
    assert "21 other causes" in said
    assert "Most: cause 0, 100; 43 of 60 causes make up 80.3 %." in said  # 3339 of 4230 with 42, 3397 with 43
    assert "vital few" not in said
    all_of_them = plain(rendered("en", [exhibit("causes", "cause cases", rows[:40])])["complaints.md"])
    assert "it takes 31 of 40 to reach 80 %" in all_of_them  # 2565 of 3220 with 30, 2635 with 31


def test_no_signal_is_said_only_where_rules_were_in_force() -> None:
    calm = exhibit("months", "month cases days", [(f"2025-{month:02}", 100 + month % 2, 31) for month in range(1, 13)])
    for rules, said in ((("western-electric",), True), ((), False)):
        drawn = charted([calm], ControlSettings(rules=rules))
        page = plain(rendered("en", [calm, *drawn])["complaints.md"])
        assert ("No signal: the months differ by no more than chance explains." in page) is said
