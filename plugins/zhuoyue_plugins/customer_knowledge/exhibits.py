"""What the registers show: segments, quadrants, ranked needs, the coverage matrix, the methods, gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zhuoyue import Column, Exhibit, Source, Text
from zhuoyue.records import number_column, word_column
from zhuoyue_plugins.customer_knowledge.customers import KINDS, Customers, Freshness, Kind
from zhuoyue_plugins.customer_knowledge.desk import OWNER, SEGMENT, Desk
from zhuoyue_plugins.customer_knowledge.listening import listening
from zhuoyue_plugins.customer_knowledge.quadrants import Quadrants
from zhuoyue_plugins.customer_knowledge.reading import EVERYBODY

NO_METHOD = Text(zh="没有倾听方法", en="no listening method")
ONLY_STALE = Text(zh="没有在评审期内的方法", en="no method that was reviewed in time")
NO_KIND = Text(zh="没有登记此类顾客", en="no such customers registered")
_UNREGISTERED = Text(zh="未登记", en="not registered")


def exhibits(source: Source, customers: Customers, proofs: Mapping[str, tuple[str, ...]]) -> tuple[Exhibit, ...]:
    """Return all that the registers show.

    Args:
        source: the configured source.
        customers: what was read.
        proofs: ids of the evidence by register.
    """
    desk = Desk(source, customers, proofs)
    quadrants = Quadrants(desk)
    return (_segments(desk, quadrants), *quadrants.exhibits(), *listening(desk), _gaps(desk))


def _segments(desk: Desk, quadrants: Quadrants) -> Exhibit:
    customers, segments, name = desk.customers, desk.customers.segments, desk.name
    methods = [customers.methods_of(one.name) for one in segments]
    current = [sum(desk.fresh(method) is Freshness.CURRENT for method in group) for group in methods]
    listened = customers.has_methods
    columns: list[Column] = [
        word_column("segment", SEGMENT, (name(one.name) for one in segments)),
        word_column("kind", Text(zh="类型", en="Kind"), (KINDS[one.kind] if one.kind else None for one in segments)),
        number_column("size", Text(zh="规模", en="Size"), (one.size for one in segments)),
        word_column("owner", OWNER, (name(one.owner) for one in segments)),
        number_column(
            "methods", Text(zh="倾听方法", en="Methods"), (len(one) if listened else None for one in methods)
        ),
        number_column("current", Text(zh="其中有效", en="Current"), (one if listened else None for one in current)),
        number_column("needs", Text(zh="需求", en="Needs"), (len(customers.needs_of(one.name)) for one in segments)),
        number_column(
            "concentrate", Text(zh="重点改进", en="Concentrate"), (quadrants.concentrate(one.name) for one in segments)
        ),
        word_column(
            "registered", Text(zh="登记", en="Register"), (None if o.registered else _UNREGISTERED for o in segments)
        ),
    ]
    method = Text(
        zh="按登记表逐行列出；方法、有效方法、需求和重点改进的需求由各登记表按客户群计数",
        en="The register row by row; methods, current methods, needs, and those to concentrate on, counted by segment",
    )
    rests = ("segments", "needs", "methods")
    return desk.exhibit("segments", Text(zh="客户群一览", en="Segments"), method, columns, rests)


def _gaps(desk: Desk) -> Exhibit:
    gaps = list(_found(desk))
    columns: list[Column] = [
        word_column("about", Text(zh="对象", en="About"), (about for about, _ in gaps)),
        word_column("gap", Text(zh="缺口", en="Gap"), (gap for _, gap in gaps)),
    ]
    method = Text(
        zh="没有方法或没有有效方法的客户群；登记表未涉及的顾客类型（仅当登记表注明类型时判断）",
        en="Segments without a method, or without a current one; kinds of customers that the register lacks, if it "
        "states kinds at all",
    )
    title = Text(zh="顾客了解的缺口", en="Gaps in what is known of customers")
    return desk.exhibit("gaps", title, method, columns, ("segments", "methods"))


def _found(desk: Desk) -> Iterator[tuple[Text | None, Text]]:
    customers = desk.customers
    for segment in customers.segments if customers.has_methods else ():
        states = {desk.fresh(one) for one in customers.methods_of(segment.name)}
        if segment.name == EVERYBODY:
            continue
        if not states:
            yield desk.name(segment.name), NO_METHOD
        elif not states & {Freshness.CURRENT, Freshness.LATER}:
            yield desk.name(segment.name), ONLY_STALE
    stated = {one.kind for one in customers.segments if one.kind}
    for kind in Kind if customers.has_register and stated else ():
        if kind not in stated:
            yield KINDS[kind], NO_KIND
