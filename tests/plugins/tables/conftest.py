"""A project folder with one source, and ways to read it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from zhuoyue import Collected, Fault, InputError, Measure, Point, Source, Span, Visibility
from zhuoyue_plugins.tables.collector import Tables
from zhuoyue_plugins.tables.settings import TablesSettings


@dataclass(frozen=True)
class Project:
    """A project whose one source is called `src`."""

    root: Path

    def write(self, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def source(self, **settings: Any) -> Source:
        def secret(reference: str) -> str:
            name = reference.removeprefix("env:")
            if name not in os.environ:
                raise InputError(Fault(f"{name} is not set", f"未设置 {name}"))
            return os.environ[name]

        return Source(
            name="src",
            settings=TablesSettings.model_validate(settings),
            root=self.root,
            items=("4.7.3",),
            visibility=Visibility.INTERNAL,
            period=Span(start=dt.date(2023, 1, 1), end=dt.date(2025, 12, 31)),
            as_of=dt.date(2025, 12, 31),
            instant=dt.datetime(2025, 12, 31, tzinfo=dt.UTC),
            criteria=cast("Any", None),
            secret=secret,
        )

    def collect(self, **settings: Any) -> Collected:
        source = self.source(**settings)
        inputs = Tables().inputs(source)
        assert inputs is None or all(path.is_file() for path in inputs)
        return Tables().collect(source)

    def fault(self, **settings: Any) -> str:
        """Collect, expect an InputError, and return its text in both languages."""
        with pytest.raises(InputError) as caught:
            self.collect(**settings)
        for fault in caught.value.faults:
            assert fault.zh
            assert fault.en
        return caught.value.text("en") + "\n" + caught.value.text("zh")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "project"
    root.mkdir()
    return Project(root)


def values(points: tuple[Point, ...]) -> dict[str, Decimal | None]:
    """Values by period."""
    return {point.period: point.value for point in points}


def counts(points: tuple[Point, ...]) -> dict[str, int | None]:
    """Counts by period."""
    return {point.period: point.count for point in points}


def by_id(collected: Collected) -> Mapping[str, Measure]:
    """Measures by id."""
    return {measure.id: measure for measure in collected.measures}


def codes(collected: Collected) -> list[str]:
    """Codes of the problems."""
    return [problem.code for problem in collected.problems]
