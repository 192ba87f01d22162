"""What `zhuoyue consensus` prints: items, coefficients, pairs and leniency as aligned columns."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from zhuoyue.cli.columns import aligned
from zhuoyue.cli.console import Console

if TYPE_CHECKING:
    from zhuoyue.cli.consensus import Round
    from zhuoyue.model.agreement import Agreement, Coefficient, ItemAgreement, PairAgreement
    from zhuoyue.model.rating import Rating
    from zhuoyue.model.scheme_data import SchemeData

_FEW = 8
"""Assessors up to which every pair is shown as a matrix."""
_WEAKEST = 10
"""Pairs shown of more assessors."""


def lines(this: Round, console: Console, *, every: bool) -> Iterator[str]:
    """Yield the text.

    Args:
        this: the round; it has an agreement.
        console: for its language.
        every: items that need no discussion, and all pairs, too.
    """
    agreement = this.agreement
    assert agreement is not None  # noqa: S101  the command says so itself when there is none
    yield from _items(this, console, every=every)
    yield ""
    yield from _coefficients(agreement, console)
    yield ""
    yield from _leniency(agreement, console)
    yield ""
    yield from _pairs(agreement, console, every=every)


def _items(this: Round, console: Console, *, every: bool) -> Iterator[str]:
    say, shown = console.say, this.ordered if every else [one for one in this.ordered if one.discuss]
    discuss = sum(bool(one.discuss) for one in this.ordered)
    yield say(
        f"{len(this.ordered)} items rated by two or more; to discuss: {discuss}, not agreed yet: {len(this.remaining)}",
        f"两人以上评过的条款 {len(this.ordered)} 个；须讨论 {discuss} 个，其中未合议 {len(this.remaining)} 个",
    )
    if not shown:
        return
    levels = _all_levels(this)
    heads = (
        ("", ""),
        ("item", "条款"),
        ("at stake", "争议分值"),
        ("levels", "等级") if levels else ("percents", "百分比"),
        ("bands", "分数段"),
        ("median", "中位数"),
        ("mean", "均值"),
        ("agreed", "合议"),
        ("far off", "离群"),
        ("title", "名称"),
        ("why", "讨论原因"),
    )
    rows = [[say(*head) for head in heads], *(_item(this, one, console) for one in shown)]
    # Without points nothing is at stake; the number of a level says no more than its name.
    out = {2} if this.project.criteria.total is None else set()
    out |= {4} if levels else set()
    rows = [[cell for place, cell in enumerate(row) if place not in out] for row in rows]
    yield from aligned(rows, right={place - sum(one < place for one in out) for place in {2, 5, 6, 7} - out})
    if not every and len(shown) < len(this.ordered):
        rest = len(this.ordered) - len(shown)
        yield say(f"{rest} more need no discussion; --all shows them", f"另有 {rest} 个条款无须讨论；--all 可全部列出")


def _all_levels(this: Round) -> bool:
    """Tell whether every item is rated by level."""
    from zhuoyue.model.scheme_data import Scale

    return all(scheme.scale is Scale.LEVEL for scheme in this.project.scheme_data.values())


def _item(this: Round, one: ItemAgreement, console: Console) -> list[str]:
    from zhuoyue.model.base import plain

    item, rating = this.project.criteria.by_id[one.item], this.agreed.get(one.item)
    scheme = this.project.scheme_of(item).data
    why = console.say("; ", "；").join(reason.get(console.language) for reason in one.discuss)
    bands = one.bands
    return [
        "!" if one.discuss and rating is None else " ",
        item.code,
        plain(one.stake),
        _given(one.low, scheme) if one.low == one.high else f"{_given(one.low, scheme)}–{_given(one.high, scheme)}",
        "–" if bands is None else str(bands[0]) if bands[0] == bands[1] else f"{bands[0]}–{bands[1]}",
        _given(one.median, scheme),
        _given(one.mean, scheme),
        _agreed(rating, scheme, console),
        ", ".join(one.outliers) or "–",
        item.title.get(console.language),
        why,
    ]


def _agreed(rating: Rating | None, scheme: SchemeData, console: Console) -> str:
    if rating is not None and rating.not_applicable:
        return console.say("n/a", "不适用")
    return "–" if rating is None or rating.percent is None else _given(rating.percent, scheme)


def _given(percent: Decimal, scheme: SchemeData) -> str:
    """Write a figure: a percent without its sign, the key of a level, or what lies between two."""
    from zhuoyue.model.base import plain
    from zhuoyue.model.scheme_data import Scale

    if scheme.scale is Scale.PERCENT:
        return plain(percent)
    level = scheme.band(percent)
    return level.label if level else scheme.shown_mean(percent).en


def _coefficients(agreement: Agreement, console: Console) -> Iterator[str]:
    say = console.say
    heads = [say("agreement", "一致性"), say("value", "数值"), say("interval", "区间"), say("rests on", "依据")]
    rows = [[*heads, say("customary reading", "习惯解读")]]
    rows += [_coefficient(one, console) for one in agreement.coefficients]
    yield from aligned(rows, right={1})
    yield say(
        "The readings are customary, no standard sets them: ICC .50 .75 .90, alpha .667 .80.",
        "解读标准为习惯做法，并非标准规定：ICC 以 .50、.75、.90 为界，α 以 .667、.80 为界。",
    )


def _coefficient(one: Coefficient, console: Console) -> list[str]:
    from zhuoyue.agreement.reading import reading

    said = reading(one.key, one.value)
    interval = "–" if one.low is None or one.high is None else f"{_three(one.low)} … {_three(one.high)}"
    size = console.say(f"{one.items} items × {one.raters}", f"{one.items} 条款 × {one.raters} 人")
    # A coefficient that cannot be had says why in the place of its reading.
    text = (
        said.get(console.language)
        if said
        else one.note.get(console.language)
        if one.value is None and one.note
        else "–"
    )
    return [one.title.get(console.language), _three(one.value), interval, size, text]


def _leniency(agreement: Agreement, console: Console) -> Iterator[str]:
    say = console.say
    rows = [[say("assessor", "评审员"), say("items", "条款"), say("bias", "偏差"), say("scatter", "离散")]]
    rows += [
        [one.assessor, str(one.items), _signed(one.bias), "–" if one.scatter is None else f"{one.scatter:f}"]
        for one in agreement.leniency
    ]
    yield say(
        "Leniency: mean difference to the others on the same items, in points of percent; + is lenient",
        "宽严：与其他人同一条款评分的平均差（百分点）；正值偏宽",
    )
    yield from aligned(rows, right={1, 2, 3})


def _pairs(agreement: Agreement, console: Console, *, every: bool) -> Iterator[str]:
    say = console.say
    yield say("Pairs: quadratic-weighted kappa of the bands", "两两一致：分数段的二次加权 κ")
    if len(agreement.assessors) <= _FEW:
        yield from _matrix(agreement)
        return
    known = sorted((one for one in agreement.pairs if one.kappa is not None), key=_kappa)
    shown = agreement.pairs if every else known[:_WEAKEST]
    yield from aligned([[one.first, one.second, _three(one.kappa), str(one.items)] for one in shown], right={2, 3})
    if len(shown) < len(agreement.pairs):
        count = len(agreement.pairs)
        yield say(
            f"the {len(shown)} weakest of {count}; --all shows them all",
            f"共 {count} 组，此处为最低的 {len(shown)} 组；--all 可全部列出",
        )


def _kappa(pair: PairAgreement) -> Decimal:
    return pair.kappa or Decimal(0)


def _matrix(agreement: Agreement) -> Iterator[str]:
    names = agreement.assessors
    kappa = {frozenset((one.first, one.second)): one.kappa for one in agreement.pairs}
    rows = [["", *names]]
    rows += [
        [name, *("" if name == other else _three(kappa[frozenset((name, other))]) for other in names)] for name in names
    ]
    yield from aligned(rows, right=range(1, len(names) + 1))


def _three(value: Decimal | None) -> str:
    """Write a coefficient to three decimals; a dash when there is none."""
    text = "–" if value is None else f"{value.quantize(Decimal('0.001'), ROUND_HALF_UP):f}"
    return text.replace("-", "\u2212")


def _signed(value: Decimal) -> str:
    return (f"{value:+f}" if value else f"{value:f}").replace("-", "\u2212")
