"""What every chart of the pages comes with: the exhibit that explains it, and what its reader must know."""

from __future__ import annotations

from dataclasses import dataclass

from zhuoyue import Exhibit, Text
from zhuoyue.charts import Chart
from zhuoyue_plugins.complaints.exhibits.logbook import NOT_RECORDED, Row, text
from zhuoyue_plugins.complaints.pages.words import WORDS


@dataclass(frozen=True)
class Signal:
    """Months in a row that signal on one side of the centre line."""

    first: str
    last: str
    above: bool
    extreme: str
    """The value furthest from the centre."""
    when: str
    """Its month."""
    limit: str
    """The limit of that month on this side."""
    outside: bool
    """Whether it is beyond the limit."""
    recent: bool = False
    """Whether it reaches into the last twelve months."""
    season: bool = False
    """Whether these months are so every year."""


@dataclass(frozen=True)
class Figure:
    """A chart with the exhibit that explains it."""

    chart: Chart
    exhibit: Exhibit
    signals: tuple[Signal, ...] = ()
    """Stretches of months that signal, the latest first; only of control charts."""
    remarks: tuple[Text, ...] = ()
    """What its reader must know."""
    watched: bool = False
    """Whether it is a control chart with limits."""


def word(key: str, language: str, **values: object) -> str:
    """Return a title of the pages."""
    return WORDS[key].get(language).format(**values)


def said(row: Row, key: str, language: str) -> str:
    """Return a word of a row in a language."""
    return (text(row, key) or NOT_RECORDED).get(language)
