"""A project with one contact matrix: read by the collector alone, which is quick, or through the commands."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from zhuoyue import Collected, Exhibit
from zhuoyue_plugins.contact_matrix.collector import ContactMatrix
from zhuoyue_plugins.contact_matrix.judge import judge
from zhuoyue_plugins.contact_matrix.settings import Settings

from ..registers import Collect, collected_by, exhibit_of, judged_by, once, refused

TABLE = """\
Information,Phone,Web,Fax
Prices,office,always,none
Invoices,office,×,—
Complaints,24h,○,无
Allocation,none,none,none
"""


@pytest.fixture(scope="session")
def collect(tmp_path_factory: pytest.TempPathFactory) -> Collect:
    """Read a table with some settings, by the collector alone."""

    def collect(table: str | bytes = TABLE, more: str = "", name: str = "matrix.csv") -> Collected:
        tmp_path = tmp_path_factory.mktemp("project")
        (tmp_path / "records").mkdir(exist_ok=True)
        (tmp_path / "records" / name).write_bytes(table if isinstance(table, bytes) else table.encode())
        settings = tomllib.loads(more)
        place = {} if settings.keys() & {"matrix", "path"} else {"path": f"records/{name}"}
        return collected_by(ContactMatrix(), "contact", "4.3.3", {**place, **settings}, tmp_path)

    return once(collect)


@pytest.fixture
def fault(collect: Collect) -> Callable[..., str]:
    """Read a table, expect it to be refused, and return why, in both languages."""
    return refused(collect)


def exhibit(of: Collected, word: str) -> Exhibit:
    """Return the exhibit of a word."""
    return exhibit_of(of, f"contact-matrix.{word}")


def judged(collected: Collected, settings: Settings | None = None, *, withheld: bool = False) -> list[Any]:
    """Judge a process item by what was collected."""
    return judged_by(judge, collected, settings or Settings(), withheld=withheld)
