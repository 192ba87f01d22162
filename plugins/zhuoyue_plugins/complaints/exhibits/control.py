"""A control chart as an exhibit: the table behind it, how it was computed and what its reader must know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from zhuoyue import Column, Exhibit, Text, Visibility, same
from zhuoyue_plugins.complaints.exhibits.sheet import numbers, words
from zhuoyue_plugins.complaints.statistics.control import (
    Charted,
    ChartKind,
    ControlSettings,
    Limits,
    Month,
    chart,
    kept,
)
from zhuoyue_plugins.complaints.statistics.control_rules import selected

KIND = "complaints.control"
RULE = "Rule "
"""How a note begins, in English, that says a rule in force; there are none without limits."""
BASELINE = Text(zh="基线", en="baseline")
WATCHED = Text(zh="监控", en="watched")
UNLIMITED = Text(zh="无控制限", en="no limits")
CHARTS = {
    "individuals": Text(zh="单值图", en="individuals chart"),
    "p": Text(zh="p 图", en="p chart"),
    "u": Text(zh="u 图", en="u chart"),
}
_METHODS = {
    "individuals": Text(
        zh="单值控制图（XmR）：中心线为基线均值，控制限为中心线 ± 3 × 平均移动极差 ÷ 1.128",
        en="Individuals chart (XmR): the centre is the mean of the baseline, the limits are the centre ± 3 × mean "
        "moving range / 1.128",
    ),
    "p": Text(
        zh="p 控制图：中心线 p̄ 为基线合计比例，各月控制限为 p̄ ± 3 × √(p̄(1 − p̄) ÷ n)，n 为该月件数",
        en="p chart: the centre p̄ is the share of the whole baseline, each month's limits are p̄ ± 3 × √(p̄(1 − p̄) / n) "
        "with n cases in the month",
    ),
    "u": Text(
        zh="u 控制图：中心线 ū 为基线合计比率，各月控制限为 ū ± 3 × √(ū ÷ n)，n 为该月基数",
        en="u chart: the centre ū is the rate of the whole baseline, each month's limits are ū ± 3 × √(ū / n) "
        "with n the month's base",
    ),
}
_SOURCE = Text(
    zh="（Shewhart 1931；NIST/SEMATECH 统计方法手册 6.3.2.2、6.3.3）。",
    en=" (Shewhart 1931; NIST/SEMATECH e-Handbook of Statistical Methods 6.3.2.2, 6.3.3).",
)


def control_exhibit(
    source: str,
    word: str,
    kind: ChartKind,
    title: Text,
    months: Sequence[Month],
    settings: ControlSettings,
    *,
    unit: Text | None = None,
    scale: int = 1,
    decimals: int = 1,
    notes: Sequence[Text] = (),
    visibility: Visibility = Visibility.INTERNAL,
    items: tuple[str, ...] = (),
    evidence: tuple[str, ...] = (),
) -> Exhibit:
    """Return the exhibit `SOURCE-control-WORD` of kind `complaints.control`.

    Args:
        source: name of the source.
        word: what is watched: `volume`, `promise`, `rate`.
        kind: individuals, p or u.
        title: name of what is watched.
        months: every month from the first to the last, in order; a gap has the value None.
        settings: baseline and rules.
        unit: of the values.
        scale: 100 for a share in percent, 1000 for cases per 1 000; 1 for individuals.
        decimals: shown.
        notes: more that the reader must know, put first.
        visibility: of the records.
        items: that it supports.
        evidence: ids it was computed from.
    """
    made = chart(months, kind, settings, scale=scale)
    return Exhibit(
        id=f"{source}-control-{word}",
        kind=KIND,
        title=title,
        source=source,
        method=Text(zh=_METHODS[kind].zh + _SOURCE.zh, en=_METHODS[kind].en + _SOURCE.en),
        columns=tuple(_columns(months, made, kind, unit, decimals)),
        notes=(*notes, *_notes(made, settings), *_rules(made, settings)),
        visibility=visibility,
        items=items,
        evidence=evidence,
    )


def _columns(
    months: Sequence[Month], made: Charted, kind: ChartKind, unit: Text | None, decimals: int
) -> Iterator[Column]:
    def line(key: str) -> list[Decimal | None]:
        return [None if one is None else kept(getattr(one, key)) for one in made.limits]

    yield words("period", "月份", "Month", [same(one) for one in made.periods])
    yield numbers("value", "数值", "Value", [kept(one) for one in made.values], unit=unit, decimals=decimals)
    if kind != "individuals":
        yield numbers("count", "件数", "Cases", [_decimal(one.value) for one in months])
        yield numbers("size", "基数 n", "Base n", [_decimal(one.size) for one in months])
    for key, zh, en in (
        ("lower", "下控制限", "Lower limit"),
        ("centre", "中心线", "Centre"),
        ("upper", "上控制限", "Upper limit"),
    ):
        yield numbers(key, zh, en, line(key), unit=unit, decimals=decimals)
    yield words("signals", "信号", "Signals", [same(", ".join(signs)) if signs else None for signs in made.signals])
    yield words("phase", "阶段", "Phase", [_phase(place, one, made) for place, one in enumerate(made.limits)])
    yield words("chart", "图种", "Chart", [CHARTS[kind]] * len(months))


def _decimal(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _phase(place: int, limits: Limits | None, made: Charted) -> Text:
    if limits is None:
        return UNLIMITED
    return BASELINE if place in made.baseline else WATCHED


def _notes(made: Charted, settings: ControlSettings) -> Iterator[Text]:
    known = sum(value is not None for value in made.values)
    if not made.baseline:
        yield _unlimited(known, settings)
    else:
        yield from _limited(made, known)
    gaps = [period for period, value in zip(made.periods, made.values, strict=True) if value is None]
    if gaps:
        yield Text(
            zh=f"{len(gaps)} 个月没有数值（{_list(gaps, '、')}），连续性判定在此中断。",
            en=f"{len(gaps)} month(s) have no value ({_list(gaps, ', ')}); no run of points goes across them.",
        )
    if made.spread is not None:
        yield from _dispersion(made, made.spread)


def _unlimited(known: int, settings: ControlSettings) -> Text:
    return Text(
        zh=f"基线内有数值的月份不足 {settings.minimum} 个（共 {known} 个月有数值），不计算控制限，也不判定信号。",
        en=f"Limits need {settings.minimum} months with a value in the baseline; {known} month(s) have one in all. "
        "No limits are drawn and no signals read.",
    )


def _limited(made: Charted, known: int) -> Iterator[Text]:
    first, last, count = made.periods[made.baseline[0]], made.periods[made.baseline[-1]], len(made.baseline)
    if count == known:
        yield Text(
            zh=f"控制限由全部 {count} 个月（{first} 至 {last}）计算，信号是对这些月份的回顾，尚无独立的监控期。",
            en=f"The limits come from all {count} months ({first} to {last}): signals look back at the months that "
            "made them; there is no separate period under watch yet.",
        )
    else:
        yield Text(
            zh=f"控制限由基线 {first} 至 {last}（{count} 个月）计算，其余月份按此监控。",
            en=f"The limits come from the baseline {first} to {last} ({count} months); the other months are held "
            "against them.",
        )
    own = [made.periods[place] for place in made.baseline if made.signals[place]]
    if own:
        yield Text(
            zh=f"基线内有 {len(own)} 个月带有信号（{_list(own, '、')}），控制限仅供参考：查明原因后应调整基线。",
            en=f"{len(own)} month(s) of the baseline signal themselves ({_list(own, ', ')}): the limits are "
            "preliminary; find the causes, then settle the baseline.",
        )


def _dispersion(made: Charted, spread: Decimal) -> Iterator[Text]:
    shown = spread.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if made.widened:
        yield Text(
            zh=f"月间波动为纯随机波动的 {shown} 倍，控制限已按 Laney（2002）方法相应加宽。",
            en=f"Months differ {shown} times as much as chance alone explains; the limits are widened by that much "
            "(Laney 2002).",
        )
    elif spread > 1:
        yield Text(
            zh=f"月间波动为纯随机波动的 {shown} 倍，控制限未作加宽，信号可能偏多。",
            en=f"Months differ {shown} times as much as chance alone explains and the limits are not widened: expect "
            "too many signals.",
        )


def _rules(made: Charted, settings: ControlSettings) -> Iterator[Text]:
    if not made.baseline:
        return
    for rule in selected(settings.rules):
        yield Text(zh=f"判定规则 {rule.sign}：{rule.words.zh}。", en=f"{RULE}{rule.sign}: {rule.words.en}.")


def _list(names: Sequence[str], comma: str, most: int = 6) -> str:
    return comma.join(names[:most]) + ("…" if len(names) > most else "")
