"""The columns of a scoring sheet: what each holds, how it is headed and which of them an assessor fills in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhuoyue.model.scheme import SchemeData

DIMENSION = "dimensions."
"""What the key of a dimension's column begins with."""


@dataclass(frozen=True)
class Column:
    """One column."""

    key: str
    """Key of the cell: a field of `RatingRow`, or `dimensions.A`."""
    zh: str
    en: str
    width: float
    """In characters."""
    given: bool = False
    """Whether it is ours: shown, not to be written to."""
    before: tuple[str, ...] = ()
    """Headings of earlier versions: sheets that were handed out then still come back."""

    def head(self, language: str) -> str:
        """Return the heading."""
        return self.zh if language == "zh" else self.en


CODE = Column("item", "条款", "Item", 9, given=True)
_BEFORE = (
    CODE,
    Column("title", "名称", "Name", 17, given=True),
    Column("kind", "类型", "Kind", 8, given=True),
    Column("points", "分值", "Points", 7, given=True),
    Column("topics", "要点（自拟文字）", "What is asked (own words)", 50, given=True),
    Column("facts", "证据与指标", "Evidence and measures", 32, given=True),
)
_DECISION = (
    Column("percent", "百分比", "Percent", 9),
    Column("band", "分数段", "Band", 12, given=True, before=("档位",)),
    Column("not_applicable", "不适用", "Not applicable", 10),
    Column("reason", "理由", "Reason", 38),
)
_AFTER = (
    Column("strengths", "优势", "Strengths", 46),
    Column("improvements", "改进机会", "Improvements", 46),
    Column("questions", "现场评审问题", "Site-visit questions", 36, before=("现场查验问题",)),
)
REEVALUATE = Column("reevaluate", "待复评", "To be re-evaluated", 11)


def columns(scheme: SchemeData, *, carried: bool) -> tuple[Column, ...]:
    """Return the columns in order.

    Args:
        scheme: its dimensions have a column each; one that processes and results share has one.
        carried: whether a row was carried over from the last cycle and needs a column to say so.
    """
    return (*_BEFORE, *((REEVALUATE,) if carried else ()), *_DECISION, *_dimensions(scheme), *_AFTER)


def _dimensions(scheme: SchemeData) -> Iterator[Column]:
    seen: set[str] = set()
    for dimension in scheme.dimensions:
        if dimension.key not in seen:
            seen.add(dimension.key)
            key = dimension.key
            yield Column(
                f"{DIMENSION}{key}", f"{key} {dimension.title.get('zh')}", f"{key} {dimension.title.get('en')}", 21
            )


def heading_of(text: str, known: tuple[Column, ...]) -> Column | None:
    """Return the column that is headed `text`, in either language."""
    wanted = _folded(text)
    return next((column for column in known if wanted in map(_folded, (column.zh, column.en, *column.before))), None)


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
