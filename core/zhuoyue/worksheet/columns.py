"""The columns of a scoring sheet: what each holds, how it is headed and which of them an assessor fills in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhuoyue.model.scheme_data import MarkKind, Scale, SchemeData

DIMENSION = "dimensions."
"""What the key of a dimension's column begins with."""
MARK = "marks."
"""What the key of a mark's column begins with."""
INSTANCES = "marks"
"""Key of the column that holds all marks of an item, where they are keyed by the organisation's instances."""


@dataclass(frozen=True)
class Column:
    """One column."""

    key: str
    """Key of the cell: a field of `RatingRow`, `dimensions.A` or `marks.sound`."""
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
POINTS = Column("points", "分值", "Points", 7, given=True)
_BEFORE = (
    CODE,
    Column("title", "名称", "Name", 17, given=True),
    Column("kind", "类型", "Kind", 8, given=True),
    POINTS,
    Column("topics", "要点（自拟文字）", "What is asked (own words)", 50, given=True),
    Column("facts", "证据与指标", "Evidence and measures", 32, given=True),
)
_FIGURES = {
    Scale.PERCENT: Column("percent", "百分比", "Percent", 9),
    Scale.LEVEL: Column("level", "等级", "Level", 11),
}
_BAND = Column("band", "分数段", "Band", 12, given=True, before=("档位",))
_NAMED = Column("band", "等级名称", "Name of the level", 14, given=True)
_DECISION = (
    Column("not_applicable", "不适用", "Not applicable", 10),
    Column("reason", "理由", "Reason", 38),
)
_AFTER = (
    Column("strengths", "优势", "Strengths", 46),
    Column("improvements", "改进机会", "Improvements", 46),
    Column("questions", "现场评审问题", "Site-visit questions", 36, before=("现场查验问题",)),
)
REEVALUATE = Column("reevaluate", "待复评", "To be re-evaluated", 11)


def columns(schemes: Sequence[SchemeData], *, carried: bool, pointed: bool = True) -> tuple[Column, ...]:
    """Return the columns in order.

    Args:
        schemes: those of the model; each of their dimensions has a column, one that several share has one.
        carried: whether a row was carried over from the last cycle and needs a column to say so.
        pointed: whether the model gives points.
    """
    scales = [scale for scale in _FIGURES if any(one.scale is scale for one in schemes)]
    return (
        *(one for one in _BEFORE if pointed or one is not POINTS),
        *((REEVALUATE,) if carried else ()),
        *(_FIGURES[scale] for scale in scales),
        _NAMED if scales == [Scale.LEVEL] else _BAND,
        *_marks(schemes),
        *_DECISION,
        *_dimensions(schemes),
        *_AFTER,
    )


def _marks(schemes: Sequence[SchemeData]) -> Iterator[Column]:
    marked = [one for one in schemes if one.marks is not MarkKind.NONE]
    for key, zh, en in _titles([one for one in marked if not one.instances]):
        yield Column(f"{MARK}{key}", f"评定 {key} {zh}", f"Mark {key} {en}", 11)
    if any(one.instances for one in marked):
        yield Column(INSTANCES, "各实例的判定", "Marks by instance", 30)


def _dimensions(schemes: Sequence[SchemeData]) -> Iterator[Column]:
    for key, zh, en in _titles(schemes):
        yield Column(f"{DIMENSION}{key}", f"{key} {zh}", f"{key} {en}", 21)


def _titles(schemes: Sequence[SchemeData]) -> Iterator[tuple[str, str, str]]:
    """Yield keys of dimensions with their titles; one that schemes call by different names has them all."""
    found: dict[str, list[tuple[str, str]]] = {}
    for scheme in schemes:
        for key, dimension in {one.key: one for one in reversed(scheme.dimensions)}.items():
            found.setdefault(key, []).append((dimension.title.get("zh"), dimension.title.get("en")))
    keys = dict.fromkeys(dimension.key for scheme in schemes for dimension in scheme.dimensions)
    for key in keys:
        zh, en = (" / ".join(dict.fromkeys(one)) for one in zip(*found[key], strict=True))
        yield key, zh, en


def heading_of(text: str, known: tuple[Column, ...]) -> Column | None:
    """Return the column that is headed `text`, in either language."""
    wanted = _folded(text)
    return next((column for column in known if wanted in map(_folded, (column.zh, column.en, *column.before))), None)


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
