"""Registers read by the collector alone, which is quick, and judged."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from zhuoyue import Collected, Exhibit
from zhuoyue_plugins.customer_knowledge.collector import CustomerKnowledge
from zhuoyue_plugins.customer_knowledge.judge import judge
from zhuoyue_plugins.customer_knowledge.settings import Settings

from ..registers import Collect, collected_by, exhibit_of, judged_by, once, refused

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
        return collected_by(CustomerKnowledge(), "known", "4.3.2", settings, tmp_path)

    return once(collect)


@pytest.fixture
def fault(collect: Collect) -> Callable[..., str]:
    """Read registers, expect them to be refused, and return why, in both languages."""
    return refused(collect)


def exhibit(of: Collected, word: str) -> Exhibit:
    """Return the exhibit of a word."""
    return exhibit_of(of, f"customer-knowledge.{word}")


def judged(collected: Collected, settings: Settings | None = None, *, withheld: bool = False) -> list[Any]:
    """Judge a process item by what was collected."""
    return judged_by(judge, collected, settings or Settings(), withheld=withheld)
