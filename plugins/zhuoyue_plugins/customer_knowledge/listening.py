"""Listening methods as exhibits: the coverage matrix of segments and methods, and the register with its state."""

from __future__ import annotations

from zhuoyue import Column, Exhibit, Text, same
from zhuoyue.records import number_column, word_column
from zhuoyue_plugins.customer_knowledge.customers import FRESHNESS, Listening, once
from zhuoyue_plugins.customer_knowledge.desk import OWNER, SEGMENT, Desk


def listening(desk: Desk) -> tuple[Exhibit, ...]:
    """Return the matrix and the register; nothing without methods."""
    return (_coverage(desk), _methods(desk)) if desk.customers.methods else ()


def _coverage(desk: Desk) -> Exhibit:
    customers = desk.customers
    by = {(one.segment, one.method): one for one in customers.methods}
    columns: list[Column] = [word_column("segment", SEGMENT, (desk.name(one.name) for one in customers.segments))]
    for number, method in enumerate(once(one.method for one in customers.methods), 1):
        cells = [by.get((segment.name, method)) for segment in customers.segments]
        title = desk.name(method) or same(method)
        columns.append(word_column(f"method-{number}", title, (_cell(desk, one) if one else None for one in cells)))
    title = Text(zh="客户群与倾听方法", en="Segments and listening methods")
    return desk.exhibit("coverage", title, _rule(desk), columns, ("methods", "segments"))


def _cell(desk: Desk, one: Listening) -> Text:
    state = FRESHNESS[desk.fresh(one)]
    day = f" {one.reviewed.isoformat()}" if one.reviewed else ""
    return Text(zh=f"{state.zh}{day}", en=f"{state.en}{day}")


def _rule(desk: Desk) -> Text:
    months, day = desk.settings.stale_months, desk.source.as_of.isoformat()
    return Text(
        zh=f"有效：方法本身的最近评审在 {day} 之前 {months} 个月以内；更早为过期，没有评审日期为从未评审",
        en=f"Current: the method itself was last reviewed within {months} months before {day}; earlier is stale, "
        "without a day it was never reviewed",
    )


def _methods(desk: Desk) -> Exhibit:
    methods, name = desk.customers.methods, desk.name
    days = (same(one.reviewed.isoformat()) if one.reviewed else None for one in methods)
    columns: list[Column] = [
        word_column("segment", SEGMENT, (name(one.segment) for one in methods)),
        word_column("method", Text(zh="方法", en="Method"), (name(one.method) for one in methods)),
        word_column("frequency", Text(zh="频次", en="Frequency"), (name(one.frequency) for one in methods)),
        word_column("owner", OWNER, (name(one.owner) for one in methods)),
        word_column("reviewed", Text(zh="最近评审", en="Last review"), days),
        number_column("months", Text(zh="距今月数", en="Months ago"), (one.age(desk.source.as_of) for one in methods)),
        word_column("state", Text(zh="状态", en="State"), (FRESHNESS[desk.fresh(one)] for one in methods)),
    ]
    title = Text(zh="倾听方法登记", en="Listening methods")
    return desk.exhibit("methods", title, _rule(desk), columns, ("methods",))
