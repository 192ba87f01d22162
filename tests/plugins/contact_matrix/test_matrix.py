"""A matrix through the public door: cells, counts, gaps, findings. Counted by hand."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from zhuoyue import FindingKind, Verdict, Weight
from zhuoyue_plugins.contact_matrix.availability import Availability, Speller

from ..registers import Collect, findings, suggestion, words
from .conftest import exhibit, judged


def test_cells_and_counts(collect: Collect) -> None:
    collected = collect()
    matrix = exhibit(collected, "matrix")
    assert [column.title.en for column in matrix.columns] == ["Kind of information", "Phone", "Web", "Fax"]
    assert words(matrix, "channel-1") == ["○ office hours", "○ office hours", "● 24 hours", "× not given"]
    assert words(matrix, "channel-3", "zh") == ["× 不提供"] * 4
    items = exhibit(collected, "items")
    assert items.numbers("given") == (2, 1, 2, 0)
    assert items.numbers("always") == (1, 0, 1, 0)
    assert items.numbers("office") == (1, 1, 1, 0)
    assert items.numbers("none") == (1, 2, 1, 3)
    assert items.numbers("share") == (
        Decimal("66.666666667"),
        Decimal("33.333333333"),
        Decimal("66.666666667"),
        Decimal(0),
    )
    assert words(items, "only") == [None, "Phone", None, None]
    channels = exhibit(collected, "channels")
    assert words(channels, "channel") == ["Phone", "Web", "Fax"]
    assert channels.numbers("given") == (3, 2, 0)
    assert channels.numbers("share") == (75, 50, 0)


def test_the_example_agrees_with_a_plain_recount(collect: Collect) -> None:
    table = (Path(__file__).parents[3] / "examples/huadong-precision/records/contact-matrix.csv").read_text("utf-8")
    collected = collect(table)
    header, *rows = csv.reader(table.splitlines())
    items, channels = exhibit(collected, "items"), exhibit(collected, "channels")
    assert items.numbers("given") == tuple(sum(cell != "none" for cell in row[1:]) for row in rows)
    assert items.numbers("always") == tuple(row[1:].count("always") for row in rows)
    assert channels.numbers("office") == tuple(
        sum(row[place] == "office" for row in rows) for place in range(1, len(header))
    )
    single = [row[0] for row in rows if sum(cell != "none" for cell in row[1:]) == 1]
    dark = [row[0] for row in rows if "always" not in row]
    gaps = [(str(row["information"]), str(row["gap"])) for row in exhibit(collected, "gaps").rows()]
    assert gaps == [
        *((name, "one channel only") for name in single),
        *((name, "not around the clock") for name in dark),
    ]


def test_gaps_and_findings(collect: Collect) -> None:
    collected = collect()
    gaps = [(str(row["information"]), str(row["gap"])) for row in exhibit(collected, "gaps").rows()]
    assert gaps == [
        ("Allocation", "no channel"),
        ("Invoices", "one channel only"),
        ("Invoices", "not around the clock"),
    ]
    judgement = judged(collected)
    found = findings(judgement)
    assert [(one.kind, one.weight) for one in found] == [
        (FindingKind.IMPROVEMENT, Weight.BOLD),
        (FindingKind.IMPROVEMENT, Weight.NORMAL),
        (FindingKind.IMPROVEMENT, Weight.NORMAL),
    ]
    assert found[0].text.en == "1 kind of information cannot be obtained by any channel: Allocation."
    assert found[1].text.zh == "4 个信息项中有 1 个只有一个查询渠道：Invoices（Phone）。"
    assert {one.evidence for one in found} == {("contact-gaps",)}
    (reading,) = suggestion(judgement).readings
    # two of four kinds by two channels or more: below 0.6
    assert (reading.dimension, reading.verdict) == ("D", Verdict.POOR)
    assert suggestion(judgement).percent is None


def test_nothing_around_the_clock_and_a_strength(collect: Collect) -> None:
    found = findings(judged(collect("Information,Phone,Web\nPrices,office,office\nInvoices,8:30-17:30,工作日\n")))
    assert [(one.kind, one.text.en) for one in found] == [
        (
            FindingKind.STRENGTH,
            (
                "2 of 2 kinds of information that customers ask for are given by two or more channels, "
                "0 are given around the clock."
            ),
        ),
        (
            FindingKind.IMPROVEMENT,
            "Nothing can be obtained around the clock: every kind of information is given in office hours only.",
        ),
    ]


def test_nothing_is_found_of_what_is_not_filled_in(collect: Collect) -> None:
    judgement = judged(collect("Information,Phone,Web\nPrices,office,\nInvoices,,\n"))
    assert findings(judgement) == []
    assert suggestion(judgement).readings[0].verdict is Verdict.UNKNOWN


def test_what_is_withheld_may_fill_a_gap(collect: Collect) -> None:
    judgement = judged(collect(), withheld=True)
    assert findings(judgement) == []
    assert suggestion(judgement).readings[0].verdict is Verdict.UNKNOWN


def test_a_finding_names_a_few_and_counts_the_others(collect: Collect) -> None:
    table = "Information,Phone,Web\n" + "".join(f"Kind {letter},no,no\n" for letter in "ABCDEF")
    text = findings(judged(collect(table)))[0].text
    assert text.en.endswith(": Kind A, Kind B, Kind C, Kind D and 2 more.")
    assert text.zh.endswith("：Kind A、Kind B、Kind C、Kind D等。")


def test_empty_cells_are_unknown_unless_told(collect: Collect) -> None:
    table = "Information,Phone,Web\nPrices,office,\nInvoices,,\n"
    collected = collect(table)
    assert exhibit(collected, "items").numbers("unknown") == (1, 2)
    assert exhibit(collected, "items").numbers("share") == (100, None)
    assert exhibit(collected, "gaps").count == 0
    (note,) = exhibit(collected, "matrix").notes
    assert note.en.startswith("3 of 4 cells are not filled in")


def test_empty_cells_may_mean_none(collect: Collect) -> None:
    table = "Information,Phone,Web\nPrices,office,\nInvoices,,\n"
    collected = collect(table, 'empty = "none"\n')
    assert exhibit(collected, "items").numbers("given") == (1, 0)


def test_the_long_form(collect: Collect) -> None:
    table = "什么,渠道,何时\n价格,电话,全天\n价格,网站,无\n发票,电话,工作时间\n"
    fields = 'fields = { information = "什么", channel = "渠道", availability = "何时" }\n'
    collected = collect(table, fields)
    items = exhibit(collected, "items")
    assert words(items, "information", "zh") == ["价格", "发票"]
    assert items.numbers("given") == (1, 1)
    assert items.numbers("unknown") == (0, 1)  # nobody said whether the web gives invoices
    assert words(items, "only", "zh") == ["电话", None]


def test_a_matrix_in_the_config(collect: Collect) -> None:
    collected = collect(
        more='[matrix]\n"订单进度" = { "电话" = "office", "门户" = "24h" }\n"价格" = { "电话" = "无" }\n'
    )
    assert exhibit(collected, "items").numbers("given") == (2, 0)
    assert exhibit(collected, "items").numbers("unknown") == (0, 1)
    assert exhibit(collected, "matrix").evidence == ()


def test_a_workbook_with_a_title_row(collect: Collect) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["查询方式", None, None], ["信息项", "电话", "网站"], ["价格", "●", "○"], ["发票", "○", "×"]):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    collected = collect(stream.getvalue(), "skip_rows = 1", name="matrix.xlsx")
    assert exhibit(collected, "items").numbers("given") == (2, 1)


def test_years_become_measures(collect: Collect) -> None:
    table = "年度,信息,电话,网站\n2024,价格,○,×\n2024,发票,×,×\n2025,价格,○,●\n2025,发票,○,\n"
    collected = collect(table, 'fields = { information = "信息", year = "年度" }\n')
    points = {
        name: {point.period: (point.value, point.count) for point in measure.points}
        for name, measure in ((one.id, one) for one in collected.measures)
    }
    assert points == {
        "contact-coverage": {"2024": (25, 4), "2025": (100, 3)},
        "contact-two-channels": {"2024": (0, 2), "2025": (50, 2)},
        "contact-around-the-clock": {"2024": (0, 2), "2025": (50, 2)},
    }
    assert exhibit(collected, "matrix").notes[0].en == "As registered for 2025."
    assert exhibit(collected, "items").numbers("given") == (2, 1)


def test_columns_are_chosen(collect: Collect) -> None:
    table = "Owner,What,Phone,Web,Note\nA,Prices,office,always,see list\n"
    fields = 'fields = { information = "What" }\n'
    chosen = collect(table, fields + 'channels = ["Web", "Phone"]\n')
    assert [column.title.en for column in exhibit(chosen, "matrix").columns[1:]] == ["Web", "Phone"]
    left = collect(table, fields + 'ignore = ["Owner", "Note"]\n')
    assert [column.title.en for column in exhibit(left, "matrix").columns[1:]] == ["Phone", "Web"]


def test_a_query_names_the_channels(collect: Collect) -> None:
    more = 'query = "SELECT Information, Phone, Web FROM data"\n'
    collected = collect(more=more)
    assert [column.title.en for column in exhibit(collected, "matrix").columns[1:]] == ["Phone", "Web"]


def test_a_file_may_fill_in_what_another_lacks(collect: Collect) -> None:
    collected = collect("What,Phone,Web\nPrices,○,\nPrices,,●\n")
    assert collected.problems == ()
    assert exhibit(collected, "items").numbers("given") == (2,)


def test_own_words_and_english_names(collect: Collect) -> None:
    more = 'spellings = { always = "三班" }\nenglish = { "价格" = "Prices", "电话" = "Phone" }\n'
    collected = collect("信息,电话\n价格,三班\n", more)
    assert words(exhibit(collected, "items"), "information") == ["Prices"]
    assert words(exhibit(collected, "items"), "only") == ["Phone"]
    assert exhibit(collected, "items").numbers("always") == (1,)


def test_kinds_of_the_starter_list(collect: Collect) -> None:
    table = "信息项,电话,网站\n销售价格,●,●\n开票,●,●\n"
    covers = '[covers]\n"购货发票出具" = "开票"\n'
    missing = exhibit(collect(table, covers), "missing")
    assert missing.count == 12
    assert not {"销售价格", "购货发票出具"} & set(words(missing, "kind", "zh"))
    assert "Complaints and how they are handled" in words(missing, "kind")


def test_a_matrix_of_other_names_is_not_compared(collect: Collect) -> None:
    assert "contact-matrix.missing" not in [one.kind for one in collect().exhibits]


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("●", "always"),
        ("7 × 24", "always"),
        ("２４小时", "always"),
        ("00:00-24:00", "always"),
        ("24/7", "always"),
        ("Around the Clock", "always"),
        ("○", "office"),
        ("工作时间", "office"),
        ("8:30–17:30", "office"),
        ("9点至18点", "office"),
        ("√", "some"),
        ("有", "some"),
        ("×", "none"),
        ("X", "none"),
        ("－", "none"),
        ("无", "none"),
        ("perhaps", None),
        ("25-26", None),
    ],
)
def test_spellings(word: str, state: str | None) -> None:
    assert Speller({}).read(word) == (Availability(state) if state else None)
