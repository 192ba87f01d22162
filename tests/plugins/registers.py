"""What tests of small registers share: a collector run alone, which is quick, and what a plugin makes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from zhuoyue import (
    Collected,
    Collector,
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

Collect = Callable[..., Collected]
PERIOD = Span(start=dt.date(2023, 1, 1), end=dt.date(2025, 12, 31))


def collected_by(collector: Collector, name: str, item: str, settings: Mapping[str, Any], root: Path) -> Collected:
    """Run a collector on a source that supports one item, as of the end of 2025."""
    source = Source(
        name=name,
        settings=collector.settings.model_validate(settings),
        root=root,
        items=(item,),
        visibility=Visibility.INTERNAL,
        period=PERIOD,
        as_of=PERIOD.end,
        instant=dt.datetime(2025, 12, 31, tzinfo=dt.UTC),
        criteria=cast("Any", None),
        secret=str,
    )
    files = collector.inputs(source)
    assert files is not None
    assert all(path.is_file() for path in files)
    return collector.collect(source)


def once(collect: Collect) -> Collect:
    """Return what collects the same only once."""
    known: dict[str, Collected] = {}

    def cached(*arguments: Any, **more: Any) -> Collected:
        key = repr((arguments, more))
        if key not in known:
            known[key] = collect(*arguments, **more)
        return known[key]

    return cached


def refused(collect: Collect) -> Callable[..., str]:
    """Return what collects, expects to be refused, and returns why, in both languages."""

    def fault(*arguments: Any, **more: Any) -> str:
        with pytest.raises(InputError) as caught:
            collect(*arguments, **more)
        return caught.value.text("en") + "\n" + caught.value.text("zh")

    return fault


def exhibit_of(of: Collected, kind: str) -> Exhibit:
    """Return the one exhibit of a kind."""
    (one,) = [one for one in of.exhibits if one.kind == kind]
    return one


def words(one: Exhibit, key: str, language: str = "en") -> list[str | None]:
    """Return a column of words in a language."""
    return [text.get(language) if text else None for text in one.texts(key)]


def judged_by(judge: Callable[..., Any], collected: Collected, settings: Any, *, withheld: bool = False) -> list[Any]:
    """Judge a process item by what was collected."""
    dimensions = [{"key": key, "kind": "process", "title": key} for key in ("A", "D", "L", "I")]
    bands = [{"number": 1, "low": 0, "high": 100, "title": "1"}]
    item = {"id": "c:1.1", "code": "1.1", "title": "Item", "kind": "process", "theme": "customers", "points": 1}
    dossier = Dossier(
        evidence=(),
        measures=collected.measures,
        narratives=(),
        scheme=SchemeData.model_validate(
            {"name": "s", "title": "S", "rule": "R", "step": 5, "dimensions": dimensions, "bands": bands}
        ),
        period=PERIOD,
        as_of=PERIOD.end,
        withheld=withheld,
        exhibits=collected.exhibits,
        settings=settings,
    )
    return list(judge(Item.model_validate(item), dossier))


def findings(judgement: list[Any]) -> list[Finding]:
    """Return the findings of a judgement."""
    return [one for one in judgement if isinstance(one, Finding)]


def suggestion(judgement: list[Any]) -> Suggestion:
    """Return the suggestion of a judgement."""
    (one,) = [one for one in judgement if isinstance(one, Suggestion)]
    return one
