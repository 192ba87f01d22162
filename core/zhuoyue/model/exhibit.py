"""What records show when they are looked at more closely: a titled table with its method and its assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from zhuoyue.model.base import Model, Number, Slug, Visibility
from zhuoyue.model.text import Text

Cell = Decimal | Text | None
"""What stands in a cell; None is unknown, never 0."""


class Assumption(Model):
    """A value that nobody observed: taken from a source document, or stated by the organisation."""

    key: Slug
    """Name in the settings, where the organisation replaces it."""
    title: Text
    """What is assumed."""
    value: Number
    """The value."""
    unit: Text | None = None
    """Its unit."""
    origin: Text
    """Where it is from."""
    own: bool = False
    """True for the organisation's own figure in place of the default."""


class NumberColumn(Model):
    """A column of numbers."""

    type: Literal["number"] = "number"
    """Tells the two kinds of column apart."""
    key: Slug
    """Stable name of the column."""
    title: Text
    """Its heading."""
    unit: Text | None = None
    """Unit of the numbers."""
    decimals: int = Field(default=0, ge=0, le=9)
    """Decimals shown; the values themselves are kept exact."""
    values: tuple[Number | None, ...]
    """One a row; None where unknown."""


class TextColumn(Model):
    """A column of words: names, periods, states."""

    type: Literal["text"] = "text"
    """Tells the two kinds of column apart."""
    key: Slug
    """Stable name of the column."""
    title: Text
    """Its heading."""
    values: tuple[Text | None, ...]
    """One a row; None where the records do not say."""


Column = Annotated[NumberColumn | TextColumn, Field(discriminator="type")]


class Exhibit(Model):
    """A titled table made from records: what a chart draws, with how it was computed and what it assumes.

    A measure is one number over time; an exhibit is everything else that records show: a ranking, a matrix, a curve,
    the paths of a model.
    """

    id: Slug
    """Stable id, unique in the assessment; begins with the source's name."""
    kind: Slug
    """What it shows, `complaints.causes`: the plugin's name and a word; how pages and other programs find it."""
    title: Text
    """Name shown on the pages."""
    source: Slug
    """Name of the configured source it came from."""
    method: Text
    """How it was computed from the records, with the source of any formula."""
    columns: tuple[Column, ...]
    """The table, column by column, all of one length."""
    notes: tuple[Text, ...] = ()
    """What its reader must know: rows left out and why, limits of the method, warnings."""
    assumptions: tuple[Assumption, ...] = ()
    """What it takes for granted; an exhibit with assumptions is a model's estimate, no observation."""
    visibility: Visibility = Visibility.INTERNAL
    """Who may see it."""
    items: tuple[str, ...] = ()
    """Items it supports: codes from the records; full ids in an assessment."""
    evidence: tuple[str, ...] = ()
    """Ids of the evidence it was computed from."""

    @model_validator(mode="after")
    def _even(self) -> Exhibit:
        keys = [column.key for column in self.columns]
        if len(set(keys)) != len(keys):
            raise ValueError("a column occurs twice")
        if len({len(column.values) for column in self.columns}) > 1:
            raise ValueError("its columns differ in length")
        return self

    @property
    def estimate(self) -> bool:
        """Whether it rests on something assumed."""
        return bool(self.assumptions)

    def of_kind(self, kind: str) -> bool:
        """Tell whether it is of a kind, `complaints.causes`, or of any of a plugin: `complaints.`."""
        return self.kind == kind or (kind.endswith(".") and self.kind.startswith(kind))

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self.columns[0].values) if self.columns else 0

    def column(self, key: str) -> NumberColumn | TextColumn | None:
        """Return a column by its key, or None."""
        return next((column for column in self.columns if column.key == key), None)

    def numbers(self, key: str) -> tuple[Decimal | None, ...]:
        """Return the values of a column of numbers.

        Raises:
            KeyError: there is no such column of numbers.
        """
        column = self.column(key)
        if not isinstance(column, NumberColumn):
            raise KeyError(key)
        return column.values

    def texts(self, key: str) -> tuple[Text | None, ...]:
        """Return the values of a column of words.

        Raises:
            KeyError: there is no such column of words.
        """
        column = self.column(key)
        if not isinstance(column, TextColumn):
            raise KeyError(key)
        return column.values

    def rows(self) -> Iterator[dict[str, Cell]]:
        """Yield each row by column key."""
        for number in range(self.count):
            yield {column.key: column.values[number] for column in self.columns}

    def pick(self, **words: str) -> dict[str, Cell] | None:
        """Return the first row whose columns of words say these words, in either language; None if there is none."""
        for row in self.rows():
            if all(word in _said(row[key]) for key, word in words.items()):
                return row
        return None


def _said(cell: Cell) -> tuple[str | None, ...]:
    return (cell.zh, cell.en) if isinstance(cell, Text) else ()
