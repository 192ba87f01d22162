"""Wrong input: what is wrong, where, what was expected; the rest is read."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from zhuoyue_plugins.contact_matrix import starter
from zhuoyue_plugins.contact_matrix.settings import ContactMatrixSettings

from ..registers import Collect
from .conftest import TABLE, exhibit

Fault = Callable[..., str]


def test_an_unknown_word_leaves_its_cell_unknown(collect: Collect) -> None:
    assert exhibit(collect(TABLE.replace("24h", "alwys")), "items").numbers("unknown") == (0, 0, 1, 0)


def test_an_unknown_word_that_is_accepted(collect: Collect) -> None:
    collected = collect(TABLE.replace("24h", "看情况"), 'on_bad_value = "report"\n')
    (problem,) = collected.problems
    assert (problem.code, problem.severity) == ("contact-matrix-unknown-word", "warning")
    assert "应为 全天、工作时间、无 之一" in problem.text.zh


def test_the_same_word_is_said_once(collect: Collect) -> None:
    collected = collect("I,A,B\nx,maybe,maybe\ny,maybe,●\n")
    (problem,) = collected.problems
    assert problem.where == "records/matrix.csv:row 2, column A"
    assert "also at records/matrix.csv:row 2, column B, records/matrix.csv:row 3, column A" in problem.text.en


def test_a_repeated_kind(collect: Collect) -> None:
    collected = collect("Information,Phone\nPrices,●\n\nPrices,×\n")
    (problem,) = collected.problems
    assert problem.code == "contact-matrix-repeated"
    assert problem.where == "records/matrix.csv:row 4, column Information"
    assert "stands in row 2 already, with other words" in problem.text.en
    assert exhibit(collected, "items").numbers("always") == (1,)


def test_rows_without_names(collect: Collect) -> None:
    collected = collect("Information,Phone\n,●\nPrices,×\n")
    (problem,) = collected.problems
    assert (problem.code, problem.where) == (
        "contact-matrix-no-name",
        "records/matrix.csv:row 2, column Information",
    )
    assert exhibit(collected, "items").count == 1


def test_names_that_cannot_be_seen_are_none(collect: Collect) -> None:
    collected = collect("Information,Phone,\x07\n\x07,●,●\nPrices,×,●\n")
    assert [one.code for one in collected.problems] == ["contact-matrix-no-name"]
    assert len(exhibit(collected, "matrix").columns) == 2


def test_rows_without_year(collect: Collect) -> None:
    table = "Y,Information,Phone\n2025,Prices,●\nsoon,Invoices,●\n,Fax,●\n"
    collected = collect(table, 'fields = { information = "Information", year = "Y" }\n')
    texts = [(one.where, one.text.en) for one in collected.problems]
    assert texts[0][0] == "records/matrix.csv:row 3, column Y"
    assert texts[0][1].startswith("'soon' is no year; expected 2025 or a day")
    assert texts[1][1].startswith("no year;")
    assert exhibit(collected, "items").count == 1


def test_a_missing_file_offers_the_starter_list(fault: Fault) -> None:
    said = fault(name="matrx.csv", more='path = "records/matrix.csv"')
    assert "did you mean 'matrx.csv'?" in said
    assert str(starter.path("en")) in said
    assert "起步清单" in said


def test_the_starter_list_itself_can_be_read(collect: Collect) -> None:
    for language in ("zh", "en"):
        collected = collect(starter.path(language).read_bytes())
        items = exhibit(collected, "items")
        assert (items.count, set(items.numbers("unknown"))) == (14, {6})
        assert exhibit(collected, "missing").count == 0
        assert collected.problems == ()


@pytest.mark.parametrize("table", ["Information,Phone\n", "Information,Phone\n,\n"])
def test_nothing_to_read(collect: Collect, table: str) -> None:
    collected = collect(table)
    assert "contact-matrix-empty" in [one.code for one in collected.problems]
    assert collected.exhibits == ()


def test_an_empty_file(fault: Fault) -> None:
    assert "is empty (0 bytes)" in fault(b"")


def test_a_database_names_no_channels(fault: Fault, collect: Collect) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE ways (what TEXT, phone TEXT, web TEXT)")
    connection.execute("INSERT INTO ways VALUES ('Prices', '○', '●')")
    connection.commit()
    data = connection.serialize()
    connection.close()
    assert "set channels = […] and fields.information" in fault(data, 'table = "ways"', name="ways.db")
    named = 'table = "ways"\nchannels = ["phone", "web"]\nfields = { information = "what" }'
    assert exhibit(collect(data, named, name="ways.db"), "items").numbers("given") == (2,)


def test_no_channel(fault: Fault) -> None:
    assert "has no column of a channel beside 'Information'" in fault("Information\nPrices\n")


def test_a_wrong_column_of_the_settings(fault: Fault) -> None:
    assert "did you mean 'Information'?" in fault(more='fields = { information = "Informaton" }')


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"fields": {"channel": "a"}}, "the long form needs both"),
        ({"fields": {"channel": "a", "availability": "b"}}, "needs fields.information too"),
        ({"covers": {"Sales price": "x"}}, "did you mean 'Sales prices'?"),
        ({"matrix": {"a": {"b": "c"}}}, "needs either path"),
        ({"emty": "none"}, "emty"),
    ],
)
def test_wrong_settings(more: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(message)):
        ContactMatrixSettings.model_validate({"path": "a.csv", **more})


def test_unknown_word_in_the_config(collect: Collect) -> None:
    (problem,) = collect(more='matrix = { A = { b = "soonish" } }').problems
    assert problem.where == "sources.contact: matrix.A.b"
    assert "'soonish' does not say when" in problem.text.en
