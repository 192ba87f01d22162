"""Columns of exhibits, titled in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from zhuoyue import Column, Text
from zhuoyue.records import number_column, word_column


def number(
    key: str, en: str, zh: str, values: Iterable[Decimal | int | None], decimals: int = 0, unit: Text | None = None
) -> Column:
    """Return a column of numbers."""
    return number_column(key, Text(zh=zh, en=en), values, unit=unit, decimals=decimals)


def words(key: str, en: str, zh: str, values: Iterable[Text | None]) -> Column:
    """Return a column of words."""
    return word_column(key, Text(zh=zh, en=en), values)


def yes(flag: bool) -> Text:
    """Return yes or no."""
    return Text(zh="是", en="yes") if flag else Text(zh="否", en="no")
