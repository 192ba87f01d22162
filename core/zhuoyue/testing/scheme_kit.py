"""The properties that every scheme must have, for a plugin author to run on their own in five lines."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from zhuoyue.model.criteria import Item, ItemKind, RollUp
from zhuoyue.model.scheme_data import MarkKind
from zhuoyue.model.text import Text
from zhuoyue.scoring import add_up
from zhuoyue.testing.arithmetic import is_equation
from zhuoyue.testing.scheme_inputs import SchemeInputs, above, figures_of, lacking, require, shown, strategies

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject


class SchemeProperties(SchemeInputs):
    """Inherit in a test class, set `scheme`, and pytest runs every property on it. Needs hypothesis.

    ```python
    class TestMine(SchemeProperties):
        scheme = MyScheme()
    ```

    Set `items` if the scheme looks at more of an item than its kind and points.
    """

    # -------- the figure of an item, and its points --------

    def test_points_stay_between_zero_and_those_of_the_item(self) -> None:
        """0 ≤ points ≤ points of the item, and exact."""
        for item, percent in self._figures():
            points, _ = self.scheme.points(item, percent)
            require(isinstance(points, Decimal), f"{self._at(item)}: points are no Decimal but {points!r}")
            require(0 <= points <= item.points, f"{self._at(item)}: {percent} % gives {points} points")

    def test_points_rise_with_the_figure(self) -> None:
        """A higher percent or level never gives fewer points."""
        for item in self._items():
            points = [self.scheme.points(item, percent)[0] for percent in self._grid(item)]
            require(points == sorted(points), f"{self._at(item)}: points do not rise with the figure: {points}")

    def test_steps_lead_to_the_points(self) -> None:
        """The steps' arithmetic is right, and the last one ends in the points."""
        for item, percent in self._figures():
            points, steps = self.scheme.points(item, percent)
            at = f"{self._at(item)}, {percent} %"
            require(bool(steps), f"{at}: no step explains the points")
            self._right(at, steps)
            require(steps[-1].value == points, f"{at}: the last step says {steps[-1].value}, the points are {points}")
            require(is_equation(steps[-1].expression), f"{at}: {steps[-1].expression!r} is no arithmetic")

    def test_the_same_input_gives_the_same_answer(self) -> None:
        """No state, no chance, no clock."""
        for item, percent in [*self._figures(), *reversed(list(self._figures()))]:
            once, again = (self.scheme.points(item, percent) for _ in range(2))
            require(once == again, f"{self._at(item)}: {percent} % gives {once[0]}, then {again[0]}")

        def holds(item: Item, marks: Mapping[str, str], data: DataObject) -> None:
            once, again = (self._derived(item, marks) for _ in range(2))
            require(once == again, f"{self._at(item)}: {marks} gives {shown(once)}, then {shown(again)}")

        self._marked(holds)

    # -------- what is allowed --------

    def test_every_place_of_the_grid_has_one_band(self) -> None:
        """Bands rise, do not overlap, and leave no allowed figure out."""
        bands = self.scheme.data.bands
        for before, after in pairwise(bands):
            rises = before.low <= before.high < after.low and before.number < after.number
            require(rises, f"{self._name}: band {after.label} does not lie above band {before.label}")
        for item in self._items():
            grid = self._grid(item)
            require(len(grid) > 1, f"{self._at(item)}: `check` allows hardly any figure: {grid}")
            for percent in grid if bands else ():
                require(self.scheme.data.band(percent) is not None, f"{self._at(item)}: no band holds {percent} %")

    def test_a_figure_off_the_grid_is_refused(self) -> None:
        """`check` says so in both languages and names the nearest figures that are allowed."""

        def holds(data: DataObject) -> None:
            item = self._draw_item(data)
            grid = self._grid(item)
            percent = Decimal(data.draw(strategies().integers(-5000, 15000), label="hundredths of a percent")) / 100
            fault = self.scheme.check(item, percent)
            if percent in grid:
                return
            require(fault is not None, f"{self._at(item)}: {percent} % is off the grid and not refused")
            near = [*[one for one in grid if one < percent][-1:], *[one for one in grid if one > percent][:1]]
            for language, message in (("en", fault.en), ("zh", fault.zh)) if fault else ():
                unnamed = [str(one) for one in near if not self._named(message, one)]
                require(not unnamed, f"{self._at(item)}: {language} message {message!r} does not name {unnamed}")

        self._tried(holds)

    def test_a_wrong_mark_is_refused(self) -> None:
        """`check_mark` says so in both languages; an unknown key is wrong too, unless instances are the keys."""
        data = self.scheme.data
        for item in self._items():
            keys = self._keys(item)
            wrong = [(keys[0] if keys else "x", "no such mark")]
            if data.marks is MarkKind.NONE or not data.instances:
                wrong.append(("no such key", "no such mark"))
            for key, mark in wrong:
                fault = self.scheme.check_mark(item, key, mark)
                require(fault is not None, f"{self._at(item)}: {key} = {mark!r} is not refused")
                missing = lacking(Text(en=fault.en, zh=fault.zh)) if fault else ""
                require(not missing, f"{self._at(item)}: the message about {mark!r} lacks {missing}")

    # -------- marks --------

    def test_a_better_mark_never_gives_less(self) -> None:
        """Raising one mark lowers neither the figure nor the ends of its range."""

        def holds(item: Item, marks: Mapping[str, str], data: DataObject) -> None:
            key = data.draw(strategies().sampled_from(sorted(marks)), label="key")
            place = self.scheme.position(marks[key])
            higher = [one for one in self._known_marks[item.id, key] if above(self.scheme.position(one), place)]
            for better in higher:
                before, after = self._derived(item, marks), self._derived(item, {**marks, key: better})
                text = f"{self._at(item)}: {dict(marks)} gives {shown(before)}; {key} = {better} gives {shown(after)}"
                require(before.low <= after.low and before.high <= after.high, text)
                known = before.percent is not None and after.percent is not None
                require(not known or before.low <= after.low, text)

        self._marked(holds)

    def test_marks_count_in_any_order(self) -> None:
        """Neither the order of the marks nor, for instances, which one has which mark makes a difference."""

        def holds(item: Item, marks: Mapping[str, str], data: DataObject) -> None:
            shuffled = data.draw(strategies().permutations(sorted(marks.items())), label="order")
            others = [dict(shuffled)]
            if self.scheme.data.instances:
                others.append(dict(zip(marks, (mark for _, mark in shuffled), strict=True)))
            for other in others:
                before, after = self._derived(item, marks), self._derived(item, other)
                equal = figures_of(before) == figures_of(after)
                require(equal, f"{self._at(item)}: {marks} gives {shown(before)}, {other} gives {shown(after)}")

        self._marked(holds)

    def test_the_range_contains_every_completion(self) -> None:
        """low ≤ value ≤ high whatever the missing marks turn out to be: what is unknown is not zero."""

        def holds(item: Item, marks: Mapping[str, str], data: DataObject) -> None:
            known = data.draw(strategies().sets(strategies().sampled_from(sorted(marks)), min_size=1), label="known")
            partial = self._derived(item, {key: mark for key, mark in marks.items() if key in known})
            worst, best = (self._filled(item, marks, known, end) for end in (0, -1))
            for whole in (self._derived(item, marks), worst, best):
                text = f"{self._at(item)}: {shown(partial)} with {sorted(known)} of {marks} becomes {shown(whole)}"
                require(partial.low <= whole.low and whole.high <= partial.high, text)
                require(partial.percent is None or partial.percent == whole.percent, text)
            self._on_grid(f"{self._at(item)}, {sorted(known)} of {marks}", partial, self._grid(item))

        if not self.scheme.data.instances:
            self._marked(holds)

    def test_what_marks_lead_to_stays_on_the_grid(self) -> None:
        """Figure and range are allowed figures, exact, in order; steps explain them."""

        def holds(item: Item, marks: Mapping[str, str], data: DataObject) -> None:
            derived, grid = self._derived(item, marks), self._grid(item)
            at = f"{self._at(item)}, {dict(marks)}"
            inside = derived.low <= (derived.low if derived.percent is None else derived.percent) <= derived.high
            require(inside, f"{at}: {shown(derived)} is in no order")
            self._on_grid(at, derived, grid)
            require(bool(derived.steps), f"{at}: no step explains the figure")
            self._right(at, derived.steps)
            self._ends_in(at, derived)

        self._marked(holds)

    # -------- what does not apply --------

    def test_not_applicable_is_neutral(self) -> None:
        """An item that is not applicable changes no sum, and a neutral mark no figure."""

        def sums(data: DataObject) -> None:
            item = self._draw_item(data)
            drawn = data.draw(strategies().lists(strategies().sampled_from(self._grid(item)), min_size=1, max_size=4))
            rated = [(str(place), self._scored(item, percent)) for place, percent in enumerate(drawn)]
            out = ("n/a", self._scored(item, None))
            place = data.draw(strategies().integers(0, len(rated)), label="place")
            for how in RollUp:
                without, among = add_up(rated, how), add_up([*rated[:place], out, *rated[place:]], how)
                text = f"{self._at(item)}: {how} of {drawn} is {without.value}, with one not applicable {among.value}"
                require(without == among, text)

        def marks_too(item: Item, marks: Mapping[str, str], data: DataObject) -> None:
            for neutral in self.scheme.data.neutral:
                without, among = self._derived(item, marks), self._derived(item, {**marks, "one more": neutral})
                text = f"{self._at(item)}: {marks} gives {shown(without)}, with {neutral!r} added {shown(among)}"
                require(figures_of(without) == figures_of(among), text)

        self._tried(sums)
        if self.scheme.data.instances:
            self._marked(marks_too)

    # -------- what readers see --------

    def test_every_text_is_there_in_both_languages(self) -> None:
        """Title, rule, dimensions, bands and their descriptions; the last only of dimensions that exist."""
        for where, text in self._texts():
            missing = lacking(text)
            require(not missing, f"{self._name}: {where} lacks {missing}")
        for band in self.scheme.data.bands:
            for kind, texts in ((ItemKind.PROCESS, band.process), (ItemKind.RESULT, band.result)):
                known = {one.key for one in self.scheme.data.of_kind(kind)}
                strange = set(texts) - known
                require(not strange, f"{self._name}: band {band.label} describes unknown dimensions {sorted(strange)}")

    def test_other_data_leave_the_scheme_as_it_is(self) -> None:
        """`like` gives the same rules under another name and changes nothing in the scheme itself."""
        data = self.scheme.data
        other = self.scheme.like(data.model_copy(update={"name": f"{data.name}-too"}))
        require(other.name == f"{data.name}-too", f"{self._name}: `like` ignores the data it is given")
        require(self.scheme.data == data, f"{self._name}: `like` changes the scheme itself")
        for item, percent in self._figures():
            equal = other.points(item, percent) == self.scheme.points(item, percent)
            require(equal, f"{self._at(item)}: `like` gives other points")
