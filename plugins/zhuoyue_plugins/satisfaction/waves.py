"""The register of waves: how many were asked and answered, by period and segment."""

# ruff: noqa: S608 - column names and texts go through zhuoyue.records; aliases and numbers are our own

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhuoyue import Problem, Severity, Source, Text
from zhuoyue.records import Dataset, Field, Read, TypedRows, period_of, read_records, typed_rows
from zhuoyue_plugins.satisfaction.asking import WavesSetting
from zhuoyue_plugins.satisfaction.settings import SatisfactionSettings
from zhuoyue_plugins.satisfaction.survey import assessed_until

PART = "waves"
_ODD = {
    "period IS NULL": ("the period cannot be read", "期间无法读取"),
    "sent IS NULL": ("the number asked is missing or no number", "发放数缺失或不是数字"),
    "sent <= 0": ("the number asked is not above 0", "发放数不大于 0"),
    "returned < 0": ("fewer than 0 answered", "回收数小于 0"),
    "returned > sent": ("more answered than were asked", "回收数大于发放数"),
}
"""What may be wrong with a row; the same conditions leave it out."""


@dataclass(frozen=True)
class Wave:
    """How many were asked and answered, in one period and segment."""

    period: str
    segment: str | None
    sent: int
    returned: int | None
    """As the register says; None where it does not, or not in all rows of this period and segment."""


@dataclass(frozen=True)
class Waves:
    """The register of waves."""

    rows: tuple[Wave, ...]
    problems: tuple[Problem, ...]


def read_waves(source: Source) -> Read[Waves] | None:
    """Read the register of waves; None without one."""
    settings: SatisfactionSettings = source.settings
    waves = settings.waves
    if waves is None:
        return None
    return read_records(source, waves, lambda dataset: _waves(source, waves, dataset), PART)


def _waves(source: Source, waves: WavesSetting, dataset: Dataset) -> Waves:
    settings: SatisfactionSettings = source.settings
    rows = typed_rows(dataset, _fields(waves))
    code = f"period_code_{settings.period}(as_period(period))"
    odd = {condition.replace("period", code, 1): said for condition, said in _ODD.items()}
    sound = " AND ".join(f"({condition}) IS NOT TRUE" for condition in odd)
    later = f"{code} > {assessed_until(settings, source)}"
    found = dataset.run(
        f"SELECT {code} AS code, segment, sum(sent)::BIGINT AS sent, sum(returned)::BIGINT AS returned, "
        f"count(returned) = count(*) AS whole FROM {rows.relation} WHERE {sound} AND NOT {later} "
        "GROUP BY 1, 2 ORDER BY 1, 2"
    )
    register = tuple(
        Wave(
            period_of(row["code"], settings.period),
            row["segment"],
            row["sent"],
            row["returned"] if row["whole"] else None,
        )
        for row in found
    )
    return Waves(register, (*rows.problems, *_left_out(rows, dataset, odd, later)))


def _fields(waves: WavesSetting) -> list[Field]:
    named = waves.fields
    return [
        Field("period", named.period, "text"),
        Field("segment", named.segment, "text"),
        Field("sent", named.sent, "number"),
        Field("returned", named.returned, "number"),
    ]


def _left_out(rows: TypedRows, dataset: Dataset, odd: dict[str, tuple[str, str]], later: str) -> Iterator[Problem]:
    """Say which rows were left out, one problem for each reason; the rows are looked for only where there are some."""
    reasons = {**odd, later: ("their period is after the assessed time", "期间晚于评价期")}
    counts = ", ".join(f"count(*) FILTER (WHERE {one}) AS n{at}" for at, one in enumerate(reasons))
    found = dataset.run(f"SELECT {counts} FROM {rows.relation}")[0]
    for at, (condition, (en, zh)) in enumerate(reasons.items()):
        if not found[f"n{at}"]:
            continue
        named = rows.odd(condition, [])
        shown, more = ", ".join(f"{one.row}" for one in named), ", …" if found[f"n{at}"] > len(named) else ""
        yield Problem(
            code="satisfaction-later-wave" if condition == later else "satisfaction-bad-wave",
            severity=Severity.INFO if condition == later else Severity.WARNING,
            text=Text(
                en=f"rows of the register were left out, {en}: row {shown}{more}",
                zh=f"登记表中以下行已剔除，{zh}：第 {shown} 行{more}",
            ),
            where=f"{named[0].place}:row {named[0].row}",
        )
