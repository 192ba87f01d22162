"""A project with one contact matrix: read by the collector alone, which is quick, or through the commands."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from typing import Any, cast

import pytest

from zhuoyue import (
    Collected,
    Dossier,
    Exhibit,
    Finding,
    InputError,
    Item,
    SchemeData,
    Source,
    Span,
    Suggestion,
    Visibility,
)
from zhuoyue_plugins.contact_matrix.collector import ContactMatrix
from zhuoyue_plugins.contact_matrix.judge import judge
from zhuoyue_plugins.contact_matrix.settings import ContactMatrixSettings, Settings

TABLE = """\
Information,Phone,Web,Fax
Prices,office,always,none
Invoices,office,×,—
Complaints,24h,○,无
Allocation,none,none,none
"""
Collect = Callable[..., Collected]


@pytest.fixture(scope="session")
def collect(tmp_path_factory: pytest.TempPathFactory) -> Collect:
    """Read a table with some settings, by the collector alone."""

    def collect(table: str | bytes = TABLE, more: str = "", name: str = "matrix.csv") -> Collected:
        tmp_path = tmp_path_factory.mktemp("project")
        (tmp_path / "records").mkdir(exist_ok=True)
        (tmp_path / "records" / name).write_bytes(table if isinstance(table, bytes) else table.encode())
        settings = tomllib.loads(more)
        place = {} if settings.keys() & {"matrix", "path"} else {"path": f"records/{name}"}
        source = Source(
            name="contact",
            settings=ContactMatrixSettings.model_validate({**place, **settings}),
            root=tmp_path,
            items=("4.3.3",),
            visibility=Visibility.INTERNAL,
            period=Span(start=dt.date(2023, 1, 1), end=dt.date(2025, 12, 31)),
            as_of=dt.date(2025, 12, 31),
            instant=dt.datetime(2025, 12, 31, tzinfo=dt.UTC),
            criteria=cast("Any", None),
            secret=str,
        )
        files = ContactMatrix().inputs(source)
        assert files is not None
        assert all(path.is_file() for path in files)
        return ContactMatrix().collect(source)

    known: dict[str, Collected] = {}

    def cached(*arguments: Any, **more: Any) -> Collected:
        key = repr((arguments, more))
        if key not in known:
            known[key] = collect(*arguments, **more)
        return known[key]

    return cached


@pytest.fixture
def fault(collect: Collect) -> Callable[..., str]:
    """Read a table, expect it to be refused, and return why, in both languages."""

    def fault(*arguments: Any, **more: Any) -> str:
        with pytest.raises(InputError) as caught:
            collect(*arguments, **more)
        return caught.value.text("en") + "\n" + caught.value.text("zh")

    return fault


def exhibit(of: Collected, word: str) -> Exhibit:
    """Return the exhibit of a word."""
    (one,) = [one for one in of.exhibits if one.kind == f"contact-matrix.{word}"]
    return one


def judged(collected: Collected, settings: Settings | None = None, *, withheld: bool = False) -> list[Any]:
    """Judge a process item by what was collected."""
    dimensions = [{"key": key, "kind": "process", "title": key} for key in ("A", "D", "L", "I")]
    bands = [{"number": 1, "low": 0, "high": 100, "title": "1"}]
    item = {"id": "c:1.1", "code": "1.1", "title": "Relations", "kind": "process", "theme": "customers", "points": 1}
    dossier = Dossier(
        evidence=(),
        measures=collected.measures,
        narratives=(),
        scheme=SchemeData.model_validate(
            {"name": "s", "title": "S", "rule": "R", "step": 5, "dimensions": dimensions, "bands": bands}
        ),
        period=Span(start=dt.date(2023, 1, 1), end=dt.date(2025, 12, 31)),
        as_of=dt.date(2025, 12, 31),
        withheld=withheld,
        exhibits=collected.exhibits,
        settings=settings or Settings(),
    )
    return list(judge(Item.model_validate(item), dossier))


def findings(judgement: list[Any]) -> list[Finding]:
    """Return the findings of a judgement."""
    return [one for one in judgement if isinstance(one, Finding)]


def suggestion(judgement: list[Any]) -> Suggestion:
    """Return the suggestion of a judgement."""
    (one,) = [one for one in judgement if isinstance(one, Suggestion)]
    return one


def words(one: Exhibit, key: str, language: str = "en") -> list[str | None]:
    """Return a column of words in a language."""
    return [text.get(language) if text else None for text in one.texts(key)]
