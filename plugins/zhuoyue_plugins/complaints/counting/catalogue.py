"""Every figure of the handling of complaints: its name, unit and direction, and how it comes from the sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhuoyue import Direction, Text, plain
from zhuoyue_plugins.complaints.counting.figures import between, hours, mean, percent
from zhuoyue_plugins.complaints.reading.log import Log

Row = Mapping[str, Any]
Value = tuple[Decimal | None, int]
"""A value, and the number of cases behind it."""
PERCENT = Text(zh="%", en="%")
HOURS = Text(zh="小时", en="h")


@dataclass(frozen=True)
class Figure:
    """One figure."""

    key: str
    """Its name in ids and, with underscores, in columns."""
    title: Text
    """Its name on the pages."""
    unit: Text | None
    """Its unit."""
    direction: Direction
    """Which way is better."""
    decimals: int
    """Decimals shown."""
    method: Text
    """How it is computed."""
    value: Callable[[Row], Value]
    """The value of a group."""

    @property
    def column(self) -> str:
        """Its name as a column of an exhibit."""
        return self.key.replace("-", "_")


def _share(yes: str, known: str) -> Callable[[Row], Value]:
    return lambda row: (percent(row[yes], row[known]), row[known])


def decided(row: Row, what: str) -> int:
    """Return the cases of which one can say whether the promise was kept."""
    return int(row[f"{what}_in_time"] + row[f"{what}_late"] + row[f"{what}_late_open"])


def _promise(what: str) -> Callable[[Row], Value]:
    return lambda row: (percent(row[f"{what}_in_time"], decided(row, what)), decided(row, what))


def _quantile(what: str, tenths: int) -> Callable[[Row], Value]:
    def value(row: Row) -> Value:
        values = row[f"{what}_values"]
        return hours(between(values, tenths)), int(values["total"])

    return value


def catalogue(log: Log) -> Iterator[Figure]:
    """Yield the figures for which the records have columns."""
    yield _cases()
    yield from _times(log)
    yield from _shares(log)
    yield from _hand_overs(log)
    yield from _satisfaction(log)


def _cases() -> Figure:
    return Figure(
        "cases",
        Text(zh="投诉件数", en="Complaints received"),
        Text(zh="件", en="cases"),
        Direction.LOWER,
        0,
        Text(
            zh="在该期间受理的投诉件数，重复行只计一次", en="Cases received in the period; a repeated row counts once"
        ),
        lambda row: (Decimal(row["n"]), row["n"]),
    )


def clock_words(log: Log) -> Text:
    """Return in words by which clock hours are counted."""
    if log.settings.calendar:
        return Text(zh="按工作日历计时", en="counted in working hours of the calendar")
    return Text(zh="按自然时间计时", en="counted by the clock")


def _times(log: Log) -> Iterator[Figure]:
    settings, clock = log.settings, clock_words(log)
    names = {
        "reply": ("first_reply", "answered", "首次答复", "first reply", "答复", "answered"),
        "close": ("closed", "closed", "关闭", "closing", "关闭", "closed"),
    }
    for what, (role, key, zh, en, zh_done, en_done) in names.items():
        if not settings.has(role):
            continue
        promise = settings.promise_hours if what == "close" else settings.reply_promise_hours or settings.promise_hours
        limit = plain(promise)
        yield Figure(
            f"{key}-in-promise",
            Text(zh=f"{limit} 小时内{zh_done}率", en=f"{en_done.capitalize()} within {limit} h"),
            PERCENT,
            Direction.HIGHER,
            1,
            Text(
                zh=(
                    f"承诺时限 {limit} 小时，{clock.zh}。分子为时限内{zh}的投诉；分母为已有结论的投诉：时限内、超时，"
                    f"以及截至 {log.day} 仍未{zh}且已超过时限的（计为未达到）。未到时限的未决投诉和时间无法判断的不计入"
                ),
                en=(
                    f"Promise {limit} h, {clock.en}. Cases with {en} within it, in percent of those decided: in time,"
                    f" late, and those without {en} that were older than the promise at the end of {log.day} (a miss)."
                    " Younger ones are undecided and left out, as are cases whose times cannot be judged"
                ),
            ),
            _promise(what),
        )
        for tenths, word, zh_word, en_word in (
            (5, "median", "中位数", "median"),
            (9, "p90", "90 分位数", "90th percentile"),
        ):
            yield Figure(
                f"{what}-{word}-hours",
                Text(zh=f"{zh}时长{zh_word}", en=f"Hours to {en}, {en_word}"),
                HOURS,
                Direction.LOWER,
                1,
                Text(
                    zh=(
                        f"受理到{zh}的小时数，{clock.zh}；精确{zh_word}，相邻值间线性内插"
                        f"（Hyndman–Fan 第 7 型，即 Excel 的 PERCENTILE.INC）；未{zh}的不计入"
                    ),
                    en=(
                        f"Hours from receipt to {en}, {clock.en}; exact {en_word}, linear between neighbours (Hyndman"
                        f" and Fan type 7, as Excel's PERCENTILE.INC); cases without {en} are not in it"
                    ),
                ),
                _quantile(what, tenths),
            )


_OF_KNOWN = Text(zh="；未记录的不计入分母", en="; cases of which the records do not tell are left out")


def _figure_of_role(role: str, key: str, zh: str, en: str, direction: Direction, how: Text) -> Figure:
    method = Text(zh=how.zh + _OF_KNOWN.zh, en=how.en + _OF_KNOWN.en)
    value = _share(f"{role}_yes", f"{role}_known")
    return Figure(key, Text(zh=zh, en=en), PERCENT, direction, 1, method, value)


def _shares(log: Log) -> Iterator[Figure]:
    higher, lower = Direction.HIGHER, Direction.LOWER
    has = log.settings.has
    if has("reopened"):
        how = Text(zh="重新打开过的投诉占比", en="Share of cases that were opened again")
        yield _figure_of_role("reopened", "reopened", "投诉重开率", "Reopened", lower, how)
    if has("first_contact"):
        how = Text(zh="首位受理人即解决的投诉占比", en="Share of cases that the first person asked settled")
        yield _figure_of_role("first_contact", "first-contact", "首问解决率", "Settled at first contact", higher, how)
    elif has("hand_overs") and has("closed"):
        zh_again, en_again = ("且未重开", ", not opened again") if has("reopened") else ("", "")
        method = Text(
            zh=f"记录中没有首问解决一栏，按转办次数推算：已关闭、转办 0 次{zh_again}的投诉，占已关闭且有转办次数的投诉",
            en=(
                f"No column says so; derived from hand-overs: closed cases never handed over{en_again}, in"
                " percent of closed cases whose hand-overs are known"
            ),
        )
        title = Text(zh="首问解决率（推算）", en="Settled at first contact (derived)")
        value = _share("derived_yes", "derived_known")
        yield Figure("first-contact", title, PERCENT, higher, 1, method, value)
    if has("escalated"):
        how = Text(zh="升级处理的投诉占比", en="Share of cases taken up the line")
        yield _figure_of_role("escalated", "escalated", "投诉升级率", "Escalated", lower, how)
    if has("improvement"):
        how = Text(zh="引出改进措施的投诉占比", en="Share of cases that led to an improvement action")
        yield _figure_of_role("improvement", "improvement", "引出改进的投诉占比", "Led to an improvement", higher, how)
    if has("verified"):
        base = Text(zh="引出改进的投诉", en="cases that led to an improvement")
        base = base if has("improvement") else Text(zh="已关闭的投诉", en="closed cases")
        method = Text(
            zh=f"效果经顾客确认的投诉占{base.zh}的百分比{_OF_KNOWN.zh}",
            en=f"Cases whose effect was verified with the customer, in percent of {base.en}{_OF_KNOWN.en}",
        )
        title = Text(zh="效果经顾客确认率", en="Effect verified with the customer")
        yield Figure("verified", title, PERCENT, higher, 1, method, _share("checked_yes", "checked_known"))


def _hand_overs(log: Log) -> Iterator[Figure]:
    if log.settings.has("hand_overs"):
        yield Figure(
            "hand-overs",
            Text(zh="平均转办次数", en="Hand-overs a case"),
            Text(zh="次", en="times"),
            Direction.LOWER,
            2,
            Text(zh=f"转办次数的平均值{_OF_KNOWN.zh}", en=f"Mean number of hand-overs{_OF_KNOWN.en}"),
            lambda row: (mean(Fraction(row["hand_overs_sum"]), row["hand_overs_known"]), row["hand_overs_known"]),
        )


def _satisfaction(log: Log) -> Iterator[Figure]:
    if not log.settings.has("satisfaction"):
        return
    low, high = (plain(edge) for edge in log.settings.satisfaction_scale)
    yield Figure(
        "handling-satisfaction",
        Text(zh=f"处理满意度（{low}–{high} 分）", en=f"Satisfaction with the handling ({low} to {high})"),
        Text(zh="分", en="points"),
        Direction.HIGHER,
        2,
        Text(
            zh="评分的平均值；未评分和超出量表的不计入",
            en="Mean mark; cases without one or with one outside the scale are left out",
        ),
        lambda row: (mean(Fraction(row["marks_sum"]), row["marks"]), row["marks"]),
    )
    from_ = log.settings.satisfied_from
    if from_ is not None:
        yield Figure(
            "handling-satisfied",
            Text(
                zh=f"处理满意率（{plain(from_)} 分及以上）",
                en=f"Satisfied with the handling ({plain(from_)} or better)",
            ),
            PERCENT,
            Direction.HIGHER,
            1,
            Text(zh=f"评分不低于 {plain(from_)} 的占比", en=f"Share of marks of {plain(from_)} or better"),
            _share("satisfied", "marks"),
        )
