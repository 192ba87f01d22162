"""Measures of a survey: numbers over time, with their segments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from zhuoyue import Comparison, Direction, Exhibit, Measure, Point, Segment, Text
from zhuoyue_plugins.satisfaction.figures import Figure, exact
from zhuoyue_plugins.satisfaction.index_tables import index_method
from zhuoyue_plugins.satisfaction.item_tables import PERCENT
from zhuoyue_plugins.satisfaction.questionnaire import Block
from zhuoyue_plugins.satisfaction.sheet import POINTS, Sheet, named
from zhuoyue_plugins.satisfaction.totals import Group, Totals
from zhuoyue_plugins.satisfaction.voices import ALL, has_score

_SCORE = Text(
    en="NPS: percentage of answers 9–10 minus percentage of answers up to 6, among the answers.",
    zh="NPS：回答者中 9–10 分的比例减去 6 分及以下的比例。",
)
_TOP = Text(
    en="Percentage of the two best answers to the first question of the CSI, among the answers.",
    zh="CSI 首个题项的答案中，最好两档所占的百分比。",
)
_COMPLAINED = Text(
    en="Percentage of respondents who say to have complained, among those who answered the question.",
    zh="回答该题的受访者中，自述有过抱怨者的百分比。",
)
_RATE = Text(en="Answered divided by asked, from the register of waves.", zh="回收数 ÷ 发放数，来自调查登记表。")


def measures(sheet: Sheet, totals: Totals) -> Iterator[Measure]:
    """Yield a measure for each construct's index, the top-2-box of the first CSI question, the NPS, and complaints."""
    for block in sheet.survey.questions.blocks:
        yield _index(sheet, totals, block)
    csi = sheet.survey.questions.csi
    if csi and csi.questions[0].top_two is not None:
        first = csi.questions[0]
        title = Text(zh=f"前两档比例：{first.title.get('zh')}", en=f"Top-2-box: {first.title.get('en')}")
        yield _measure(sheet, totals, "top-two", title, _TOP, lambda group: totals.top_two(group, first), PERCENT)
    if has_score(sheet):
        title = Text(zh="净推荐值（NPS）", en="Net promoter score (NPS)")
        yield _measure(sheet, totals, "nps", title, _SCORE, totals.promoters, None)
    if sheet.survey.settings.fields.complained:
        title = Text(zh="有过抱怨的顾客比例", en="Customers who have complained")
        made = _measure(sheet, totals, "complained", title, _COMPLAINED, totals.complained, PERCENT)
        yield made.model_copy(update={"direction": Direction.LOWER})


def response_measure(sheet: Sheet, table: Exhibit) -> Measure:
    """Return the response rate as a measure, from its table."""
    whole: list[Point] = []
    parts: dict[str, list[Point]] = {}
    names: dict[str, Text] = {}
    for row in table.rows():
        group, period, rate, sent = row["group"], row["period"], row["rate"], row["sent"]
        point = Point(
            period=str(period),
            value=rate if isinstance(rate, Decimal) else None,
            count=int(sent) if isinstance(sent, Decimal) else None,
        )
        if group == ALL:
            whole.append(point)
        elif isinstance(group, Text):
            names[str(group)] = group
            parts.setdefault(str(group), []).append(point)
    return Measure(
        id=f"{sheet.source.name}-response-rate",
        title=Text(zh="调查回收率", en="Survey response rate"),
        unit=PERCENT,
        decimals=1,
        source=sheet.source.name,
        method=_RATE,
        visibility=sheet.source.visibility,
        items=sheet.source.items,
        evidence=table.evidence,
        points=tuple(whole),
        segments=tuple(Segment(name=names[name], points=tuple(points)) for name, points in sorted(parts.items())),
    )


def _index(sheet: Sheet, totals: Totals, block: Block) -> Measure:
    figure = sheet.figure_of(block)
    mark = f" ({figure.en})" if figure else ""
    title = Text(
        zh=f"{block.title.get('zh')}指数{mark.replace('(', '（').replace(')', '）').strip()}",
        en=f"{block.title.get('en')}: index{mark}",
    )
    made = _measure(
        sheet, totals, block.name, title, index_method(sheet), lambda group: totals.index(group, block), POINTS
    )
    return made.model_copy(
        update={
            "direction": block.setting.direction,
            "targets": _targets(block, made.points),
            "comparisons": tuple(_comparisons(block)),
        }
    )


def _measure(
    sheet: Sheet,
    totals: Totals,
    word: str,
    title: Text,
    method: Text,
    value: Callable[[Group], Figure],
    unit: Text | None,
) -> Measure:
    parts: dict[str, list[Group]] = {}
    for group in totals.of("segment"):
        if group.name:
            parts.setdefault(group.name, []).append(group)
    return Measure(
        id=f"{sheet.source.name}-{word}",
        title=title,
        unit=unit,
        decimals=1,
        source=sheet.source.name,
        method=method,
        visibility=sheet.source.visibility,
        items=sheet.source.items,
        evidence=sheet.survey.dataset.evidence,
        points=tuple(_point(group, value) for group in totals.of("whole")),
        segments=tuple(
            Segment(name=named(sheet.survey, name), points=tuple(_point(group, value) for group in groups))
            for name, groups in sorted(parts.items())
        ),
    )


def _point(group: Group, value: Callable[[Group], Figure]) -> Point:
    made = value(group)
    return Point(period=group.period, value=made.value, count=made.n)


def _targets(block: Block, points: tuple[Point, ...]) -> tuple[Point, ...]:
    target = block.setting.target
    if isinstance(target, Mapping):
        return tuple(Point(period=period, value=exact(value)) for period, value in sorted(target.items()))
    return tuple(Point(period=point.period, value=exact(target)) for point in points) if target is not None else ()


def _comparisons(block: Block) -> Iterator[Comparison]:
    for other in block.setting.comparisons:
        points = tuple(Point(period=period, value=exact(value)) for period, value in sorted(other.values.items()))
        yield Comparison(kind=other.kind, name=other.name, points=points)
