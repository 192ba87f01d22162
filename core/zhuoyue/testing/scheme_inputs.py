"""What the properties of a scheme are tried on: items, figures, marks, drawn by hypothesis or all there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Set
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, ClassVar

from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Item, ItemKind, Theme
from zhuoyue.model.rating import Rating, Stage
from zhuoyue.model.scheme import Derived, Scheme
from zhuoyue.model.scheme_data import MarkKind, Scale
from zhuoyue.model.score import Score, Step
from zhuoyue.model.text import Text, same
from zhuoyue.scoring import score_item
from zhuoyue.testing.arithmetic import last_figures, wrong_sides

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject

INSTALL = "SchemeProperties needs hypothesis: pip install hypothesis"
_HAN = re.compile(r"[\u3400-\u9fff]")
_INSTANCES = 5
"""Most instances that a drawn item has."""


def require(condition: bool, text: str) -> None:
    """Fail with `text` unless `condition`; an `assert` that `python -O` keeps."""
    __tracebackhide__ = True  # pytest shows the property that failed, not this line
    if not condition:
        raise AssertionError(text)


def strategies() -> ModuleType:
    """Return hypothesis.strategies, or say in one line how to install it."""
    try:
        from hypothesis import strategies as module
    except ModuleNotFoundError:
        raise ModuleNotFoundError(INSTALL) from None
    return module


def above(place: Decimal | None, other: Decimal | None) -> bool:
    """Tell whether both are places and the first is the higher one."""
    return place is not None and other is not None and place > other


def shown(derived: Derived) -> str:
    """Return a figure with its range."""
    return f"{derived.percent} ({derived.low}…{derived.high})"


def figures_of(derived: Derived) -> tuple[Decimal | None, Decimal, Decimal]:
    """Return the figure and the ends of its range, without the steps."""
    return derived.percent, derived.low, derived.high


def lacking(text: Text) -> str:
    """Return the language that a text lacks: empty, or Chinese without a Han character."""
    if not text.en.strip():
        return "en"
    return "" if _HAN.search(text.zh) or (text.zh == text.en and not re.search("[A-Za-z]{4}", text.zh)) else "zh"


class SchemeInputs:
    """What a test class of schemes sets, and what is drawn from it."""

    scheme: ClassVar[Scheme]
    """The scheme under test."""
    items: ClassVar[tuple[Item, ...]] = ()
    """Items to try it on; without, one of each kind that it has dimensions for, the first worth 7.5 points."""
    tries: ClassVar[int] = 40
    """Random inputs for each property that cannot be tried out in full."""

    @property
    def _name(self) -> str:
        return f"scheme {self.scheme.name}"

    def _at(self, item: Item) -> str:
        return f"{self._name}, {item.kind} item {item.code}"

    # -------- items, figures and scores --------

    def _items(self) -> tuple[Item, ...]:
        kinds = [kind for kind in ItemKind if self.scheme.data.of_kind(kind)] or list(ItemKind)
        return self.items or tuple(self._item(kind, number) for number, kind in enumerate(kinds, 1))

    def _item(self, kind: ItemKind, number: int) -> Item:
        theme = Theme.RESULTS if kind is ItemKind.RESULT else Theme.PROCESS
        return Item(
            id=f"kit:1.{number}",
            code=f"1.{number}",
            title=same(f"1.{number}"),
            kind=kind,
            theme=theme,
            points=Decimal("7.5") if number == 1 else Decimal(80),
            scheme=self.scheme.name,
        )

    def _grid(self, item: Item) -> list[Decimal]:
        return [percent for percent in self.scheme.data.grid() if self.scheme.check(item, percent) is None]

    def _figures(self) -> Iterator[tuple[Item, Decimal]]:
        return ((item, percent) for item in self._items() for percent in self._grid(item))

    def _scored(self, item: Item, percent: Decimal | None) -> Score:
        rating = Rating(
            item=item.id,
            assessor="kit",
            stage=Stage.CONSENSUS,
            percent=percent,
            not_applicable=percent is None,
            reason=same("–"),
        )
        return score_item(self.scheme, item, rating)

    # -------- marks --------

    def _keys(self, item: Item) -> list[str]:
        if self.scheme.data.instances:
            return [f"instance {number}" for number in range(1, _INSTANCES + 1)]
        return [dimension.key for dimension in self.scheme.data.of_kind(item.kind)]

    @cached_property
    def _known_marks(self) -> dict[tuple[str, str], list[str]]:
        """Marks that may stand under a key of an item, lowest first; asked for once, for `check_mark` may be slow."""
        return {(item.id, key): self._allowed(item, key) for item in self._items() for key in self._keys(item)}

    def _allowed(self, item: Item, key: str) -> list[str]:
        match self.scheme.data.marks:
            case MarkKind.PERCENT:
                candidates = [plain(Decimal(half) / 2) for half in range(201)]
            case MarkKind.LEVEL:
                candidates = [band.label for band in self.scheme.data.bands]
            case MarkKind.YES_NO:
                candidates = ["false", "true"]
            case MarkKind.NONE:
                candidates = []
        allowed = [mark for mark in candidates if self.scheme.check_mark(item, key, mark) is None]
        return sorted(allowed, key=lambda mark: self.scheme.position(mark) or Decimal(0))

    def _filled(self, item: Item, marks: Mapping[str, str], known: Set[str], end: int) -> Derived:
        """Return what marks lead to if those that are not known turn out lowest (0) or highest (-1)."""
        return self._derived(
            item,
            {key: mark if key in known else self._known_marks[item.id, key][end] for key, mark in marks.items()},
        )

    def _derived(self, item: Item, marks: Mapping[str, str]) -> Derived:
        return self.scheme.derive(item, MappingProxyType(dict(marks)))

    # -------- drawing --------

    def _tried(self, holds: Callable[[DataObject], None]) -> None:
        """Run a property on what hypothesis draws."""
        drawn = strategies()
        from hypothesis import given, settings

        @settings(max_examples=self.tries, deadline=None)
        @given(drawn.data())
        def every(data: DataObject) -> None:
            holds(data)

        every()

    def _marked(self, holds: Callable[[Item, Mapping[str, str], DataObject], None]) -> None:
        """Run a property on complete marks, if the scheme takes any."""

        def on_marks(data: DataObject) -> None:
            item = self._draw_item(data)
            keys = self._keys(item)
            if self.scheme.data.instances:
                keys = keys[: data.draw(strategies().integers(1, _INSTANCES), label="instances")]
            one = {key: strategies().sampled_from(self._known_marks[item.id, key]) for key in keys}
            holds(item, data.draw(strategies().fixed_dictionaries(one), label="marks"), data)

        if self.scheme.data.marks is not MarkKind.NONE:
            self._tried(on_marks)

    def _draw_item(self, data: DataObject) -> Item:
        known = {item.code: item for item in self._items()}
        return known[data.draw(strategies().sampled_from(list(known)), label="item")]

    # -------- steps and texts --------

    def _right(self, at: str, steps: tuple[Step, ...]) -> None:
        """Require that the arithmetic of every step is right and ends in its value."""
        for step in steps:
            wrong = wrong_sides(step.expression)
            require(not wrong, f"{at}: a step says {wrong}")
            ends = last_figures(step.expression)
            agrees = step.value is None or not ends or step.value in ends
            require(agrees, f"{at}: {step.expression!r} does not end in its value {step.value}")
            missing = lacking(step.text)
            require(not missing, f"{at}: the text {step.text} of a step lacks {missing}")

    def _on_grid(self, at: str, derived: Derived, grid: list[Decimal]) -> None:
        off = [plain(one) for one in figures_of(derived) if one is not None and one not in grid]
        require(not off, f"{at}: off the grid: {', '.join(off)}")

    def _ends_in(self, at: str, derived: Derived) -> None:
        """Require that the last value of the steps is the figure; levels are written by name and need none."""
        if derived.percent is None:
            return
        values = [step.value for step in derived.steps if step.value is not None]
        require(
            bool(values) or self.scheme.data.scale is Scale.LEVEL, f"{at}: no step ends in the figure {derived.percent}"
        )
        ends = not values or values[-1] == derived.percent
        require(ends, f"{at}: the steps end in {values[-1:]}, the figure is {derived.percent}")

    def _named(self, message: str, percent: Decimal) -> bool:
        """Tell whether a message names a figure: its number, or the label of its level."""
        band = self.scheme.data.band(percent) if self.scheme.data.scale is Scale.LEVEL else None
        label = band.label if band else plain(percent)
        return re.search(rf"(?<![\w.]){re.escape(label)}(?!\w|\.\d)", message) is not None

    def _texts(self) -> Iterator[tuple[str, Text]]:
        data = self.scheme.data
        yield from (("title", data.title), ("rule", data.rule))
        yield from (("source", data.source),) if data.source else ()
        yield from (("marks_rule", data.marks_rule),) if data.marks_rule else ()
        for one in data.dimensions:
            yield f"title of dimension {one.key}", one.title
            if one.text:
                yield f"text of dimension {one.key}", one.text
        for band in data.bands:
            yield f"title of band {band.label}", band.title
            if band.text:
                yield f"text of band {band.label}", band.text
            for texts in (band.process, band.result):
                yield from ((f"description {key} of band {band.label}", text) for key, text in texts.items())
