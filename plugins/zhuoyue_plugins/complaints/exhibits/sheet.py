"""Building exhibits: the frame that all of a source share, and columns of numbers and of words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from zhuoyue import Assumption, Exhibit, NumberColumn, Text, TextColumn, same
from zhuoyue.records import number_column, word_column
from zhuoyue_plugins.complaints.reading.log import Log

Column = NumberColumn | TextColumn
CASES = Text(zh="件", en="cases")


def numbers(
    key: str, zh: str, en: str, values: Iterable[Decimal | int | None], *, unit: Text | None = None, decimals: int = 0
) -> NumberColumn:
    """Return a column of numbers."""
    return number_column(key, Text(zh=zh, en=en), values, unit=unit, decimals=decimals)


def words(key: str, zh: str, en: str, values: Iterable[str | Text | None]) -> TextColumn:
    """Return a column of words; a plain one stands as it is in the records."""
    return word_column(key, Text(zh=zh, en=en), values)


def names(key: str, zh: str, en: str, values: Iterable[str]) -> TextColumn:
    """Return a column of stable names, the same in both languages."""
    return TextColumn(key=key, title=Text(zh=zh, en=en), values=tuple(same(value) for value in values))


def sheet(
    log: Log,
    kind: str,
    title: Text,
    method: Text,
    columns: Sequence[Column],
    *,
    suffix: str | None = None,
    notes: Iterable[Text] = (),
    assumptions: Sequence[Assumption] = (),
) -> Exhibit:
    """Return an exhibit of the source."""
    source = log.source
    return Exhibit(
        id=f"{source.name}-{suffix or kind}",
        kind=f"complaints.{kind}",
        title=title,
        source=source.name,
        method=method,
        columns=tuple(columns),
        notes=tuple(notes),
        assumptions=tuple(assumptions),
        visibility=source.visibility,
        items=source.items,
        evidence=log.evidence,
    )


ROLE_TITLES = {
    "opened": Text(zh="受理时间", en="received"),
    "id": Text(zh="编号", en="number"),
    "first_reply": Text(zh="首次答复时间", en="first reply"),
    "closed": Text(zh="关闭时间", en="closed"),
    "reopened": Text(zh="重开", en="reopened"),
    "channel": Text(zh="渠道", en="channel"),
    "category": Text(zh="类别", en="category"),
    "cause": Text(zh="原因", en="cause"),
    "severity": Text(zh="严重程度", en="severity"),
    "segment": Text(zh="顾客群", en="customer group"),
    "product": Text(zh="产品", en="product"),
    "outcome": Text(zh="处理结果", en="outcome"),
    "satisfaction": Text(zh="处理满意度", en="satisfaction with the handling"),
    "first_contact": Text(zh="首问解决", en="settled at first contact"),
    "hand_overs": Text(zh="转办次数", en="hand-overs"),
    "escalated": Text(zh="升级", en="escalated"),
    "improvement": Text(zh="改进措施", en="improvement"),
    "verified": Text(zh="顾客确认", en="verified"),
    "organisation": Text(zh="单位", en="organisation"),
    "deals": Text(zh="交易数", en="deals"),
}
"""What the fields are called in tables."""


def word_columns(roles: Iterable[str], rows: Sequence[object]) -> list[TextColumn]:
    """Return a column for each role, from rows by role."""
    return [
        words(role, ROLE_TITLES[role].zh, ROLE_TITLES[role].en, [row[role] for row in rows])  # type: ignore[index]
        for role in roles
    ]
