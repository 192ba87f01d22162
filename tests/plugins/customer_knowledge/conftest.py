"""Registers read by the collector alone, which is quick, and judged."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Mapping
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
from zhuoyue_plugins.customer_knowledge.collector import CustomerKnowledge
from zhuoyue_plugins.customer_knowledge.judge import judge
from zhuoyue_plugins.customer_knowledge.settings import CustomerKnowledgeSettings, Settings

FIELDS = {
    "segments": {"segment": "Segment", "kind": "Kind", "size": "Size", "owner": "Owner"},
    "needs": {"segment": "Segment", "need": "Need", "importance": "Importance", "performance": "Performance"},
    "methods": {
        "segment": "Segment",
        "method": "Method",
        "frequency": "Frequency",
        "owner": "Owner",
        "reviewed": "Reviewed",
    },
}
SEGMENTS = """\
Segment,Kind,Size,Owner
Builders,direct,46,Sales
Dealers,间接,"1,061",Sales
Prospects,potential,,
"""
NEEDS = """\
Segment,Need,Importance,Performance
Builders,Time,9,6
Builders,Price,6,7
Dealers,Time,8,8
Dealers,Price,7,5
"""
METHODS = """\
Segment,Method,Frequency,Owner,Reviewed
Builders,Visits,monthly,Sales,2025-03-18
Builders,Survey,yearly,Quality,2022-06-15
Dealers,Survey,yearly,Sales,
"""
ALL = {"segments": SEGMENTS, "needs": NEEDS, "methods": METHODS}
Collect = Callable[..., Collected]


@pytest.fixture(scope="session")
def collect(tmp_path_factory: pytest.TempPathFactory) -> Collect:
    """Read registers, by part, with some settings."""

    def collect(registers: Mapping[str, str] = ALL, more: str = "") -> Collected:
        tmp_path = tmp_path_factory.mktemp("project")
        settings: dict[str, Any] = {}
        for part, table in registers.items():
            (tmp_path / f"{part}.csv").write_text(table, encoding="utf-8")
            header = table.split("\n", 1)[0].split(",")
            fields = {key: column for key, column in FIELDS[part].items() if column in header}
            settings[part] = {"path": f"{part}.csv", "fields": fields}
        for key, value in tomllib.loads(more).items():
            settings[key] = {**settings[key], **value} if key in registers else value
        source = Source(
            name="known",
            settings=CustomerKnowledgeSettings.model_validate(settings),
            root=tmp_path,
            items=("4.3.2",),
            visibility=Visibility.INTERNAL,
            period=Span(start=dt.date(2023, 1, 1), end=dt.date(2025, 12, 31)),
            as_of=dt.date(2025, 12, 31),
            instant=dt.datetime(2025, 12, 31, tzinfo=dt.UTC),
            criteria=cast("Any", None),
            secret=str,
        )
        files = CustomerKnowledge().inputs(source)
        assert files is not None
        assert all(path.is_file() for path in files)
        return CustomerKnowledge().collect(source)

    known: dict[str, Collected] = {}

    def cached(*arguments: Any, **more: Any) -> Collected:
        key = repr((arguments, more))
        if key not in known:
            known[key] = collect(*arguments, **more)
        return known[key]

    return cached


@pytest.fixture
def fault(collect: Collect) -> Callable[..., str]:
    """Read registers, expect them to be refused, and return why, in both languages."""

    def fault(*arguments: Any, **more: Any) -> str:
        with pytest.raises(InputError) as caught:
            collect(*arguments, **more)
        return caught.value.text("en") + "\n" + caught.value.text("zh")

    return fault


def exhibit(of: Collected, word: str) -> Exhibit:
    """Return the exhibit of a word."""
    (one,) = [one for one in of.exhibits if one.kind == f"customer-knowledge.{word}"]
    return one


def words(one: Exhibit, key: str, language: str = "en") -> list[str | None]:
    """Return a column of words in a language."""
    return [text.get(language) if text else None for text in one.texts(key)]


def judged(collected: Collected, settings: Settings | None = None, *, withheld: bool = False) -> list[Any]:
    """Judge a process item by what was collected."""
    dimensions = [{"key": key, "kind": "process", "title": key} for key in ("A", "D", "L", "I")]
    bands = [{"number": 1, "low": 0, "high": 100, "title": "1"}]
    item = {"id": "c:1.1", "code": "1.1", "title": "Knowledge", "kind": "process", "theme": "customers", "points": 1}
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
