"""Needs as exhibits: the quadrant of each need of each segment, and needs ranked over all segments."""

from __future__ import annotations

from zhuoyue import Column, Exhibit, Text, plain
from zhuoyue.records import number_column, word_column
from zhuoyue_plugins.customer_knowledge.customers import QUADRANTS, Cut, Need, Quadrant, mean, middle, once
from zhuoyue_plugins.customer_knowledge.desk import SEGMENT, Desk
from zhuoyue_plugins.customer_knowledge.settings import FixedCut


class Quadrants:
    """Where the needs stand."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._needs = desk.customers.needs
        self._cuts = self._by_segment()

    def stands(self, need: Need) -> Quadrant:
        """Return the quadrant of a need."""
        return self._cuts[need.segment].quadrant(need)

    def concentrate(self, segment: str) -> int:
        """Count the needs of a segment to concentrate on."""
        return sum(self.stands(one) is Quadrant.CONCENTRATE for one in self._desk.customers.needs_of(segment))

    def exhibits(self) -> tuple[Exhibit, ...]:
        """Return the quadrants and the ranking; nothing without needs."""
        return (self._quadrants(), self._ranking()) if self._needs else ()

    def _by_segment(self) -> dict[str, Cut]:
        needs, cut = self._needs, self._desk.settings.cut
        segments = once(one.segment for one in needs)
        if isinstance(cut, FixedCut):
            return dict.fromkeys(segments, Cut(cut.importance, cut.performance))
        if cut == "mean":
            return dict.fromkeys(segments, middle(needs)) if needs else {}
        return {segment: middle(self._desk.customers.needs_of(segment)) for segment in segments}

    def _quadrants(self) -> Exhibit:
        needs, name = self._needs, self._desk.name
        cuts = [self._cuts[one.segment] for one in needs]
        at_importance, at_performance = Text(zh="重要度分界", en="Cut"), Text(zh="表现分界", en="Cut")
        columns: list[Column] = [
            word_column("segment", SEGMENT, (name(one.segment) for one in needs)),
            word_column("need", Text(zh="需求", en="Need"), (name(one.name) for one in needs)),
            number_column(
                "importance", Text(zh="重要度", en="Importance"), (one.importance for one in needs), decimals=1
            ),
            number_column("importance-cut", at_importance, (one.importance for one in cuts), decimals=2),
            number_column(
                "performance", Text(zh="表现", en="Performance"), (one.performance for one in needs), decimals=1
            ),
            number_column("performance-cut", at_performance, (one.performance for one in cuts), decimals=2),
            number_column(
                "competitor", Text(zh="竞争对手", en="Competitor"), (one.competitor for one in needs), decimals=1
            ),
            word_column("quadrant", Text(zh="象限", en="Quadrant"), (QUADRANTS[self.stands(one)] for one in needs)),
        ]
        title = Text(zh="重要度—表现象限", en="Importance and performance")
        return self._desk.exhibit("quadrants", title, self._method(), columns, ("needs",))

    def _method(self) -> Text:
        cut = self._desk.settings.cut
        if isinstance(cut, FixedCut):
            zh = f"分界为设定值：重要度 {plain(cut.importance)}，表现 {plain(cut.performance)}"
            en = f"The cuts are set: importance {plain(cut.importance)}, performance {plain(cut.performance)}"
        elif cut == "mean":
            zh, en = "分界为所有客户群全部需求的平均值", "The cuts are the means of all needs of all segments"
        else:
            zh, en = "分界为各客户群自身需求的平均值", "The cuts are the means of each segment's own needs"
        return Text(
            zh=f"{zh}；达到分界即为高。重要而表现低的为重点改进（Martilla 与 James，1977）",
            en=f"{en}; a value at the cut is high. What matters much and is met less well is to concentrate on "
            "(Martilla and James, 1977)",
        )

    def _ranking(self) -> Exhibit:
        """Rank needs by mean importance over the segments that state them."""
        name = self._desk.name
        groups = {word: [one for one in self._needs if one.name == word] for word in once(o.name for o in self._needs)}
        ranked = sorted(groups.items(), key=lambda entry: -mean([one.importance for one in entry[1]]))
        weakest = [min(group, key=lambda one: one.performance) for _, group in ranked]
        important = [mean([one.importance for one in group]) for _, group in ranked]
        met = [mean([one.performance for one in group]) for _, group in ranked]
        gaps = [one - other for one, other in zip(important, met, strict=True)]
        columns: list[Column] = [
            word_column("need", Text(zh="需求", en="Need"), (name(word) for word, _ in ranked)),
            number_column("importance", Text(zh="重要度", en="Importance"), important, decimals=2),
            number_column("performance", Text(zh="表现", en="Performance"), met, decimals=2),
            number_column("gap", Text(zh="差距", en="Gap"), gaps, decimals=2),
            word_column(
                "weakest", Text(zh="表现最低的客户群", en="Weakest segment"), (name(one.segment) for one in weakest)
            ),
            number_column("lowest", Text(zh="最低", en="Lowest"), (one.performance for one in weakest), decimals=1),
            number_column("segments", Text(zh="客户群数", en="Segments"), (len(group) for _, group in ranked)),
        ]
        method = Text(
            zh="重要度和表现为各客户群的简单平均，按重要度由高到低；差距 = 重要度 − 表现；最低为最弱客户群的表现",
            en="Importance and performance are simple means over segments, the most important first; gap = importance "
            "− performance; lowest is the performance of the weakest segment",
        )
        return self._desk.exhibit(
            "needs", Text(zh="需求排序", en="Needs ranked by importance"), method, columns, ("needs",)
        )
