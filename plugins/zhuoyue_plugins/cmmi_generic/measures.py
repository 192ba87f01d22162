"""How institutionalisation went over the years: shares of practices and of processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from zhuoyue import Measure, Point, Source, Text
from zhuoyue_plugins.cmmi_generic.appraisal import Appraisal
from zhuoyue_plugins.cmmi_generic.exhibits import PERCENT, share
from zhuoyue_plugins.cmmi_generic.marks import DONE
from zhuoyue_plugins.cmmi_generic.practices import by_code

Value = Callable[[Appraisal], tuple[Decimal | None, int]]


def measures(source: Source, appraisals: Sequence[Appraisal], evidence: tuple[str, ...]) -> tuple[Measure, ...]:
    """Return shares by year; nothing where the records tell no years."""
    dated = [one for one in appraisals if one.year]
    if not dated:
        return ()
    return (
        _measure(
            source,
            evidence,
            "practices-done",
            Text(zh="通用实践达到 FI 或 LI 的比例", en="Generic practices that are FI or LI"),
            Text(
                zh="FI 或 LI 的格（过程 × 实践）÷ 全部格；待定和未判定的不算作 FI 或 LI",
                en="cells (process × practice) that are FI or LI, percent of all cells; what is open or not "
                "characterised is not counted as FI or LI",
            ),
            [(one.year or "", *_done(one)) for one in dated],
        ),
        _measure(
            source,
            evidence,
            "managed",
            Text(zh="各实践允许 GG2 的过程比例", en="Processes whose practices allow GG2"),
            Text(
                zh="GG2 的十项实践均为 FI 或 LI 的过程 ÷ 全部过程（尚待人员确认的计入，特定目标是否达成不计入）",
                en="processes of which all ten practices of GG2 are FI or LI, percent of all processes; confirmation "
                "by a person and the specific goals left aside",
            ),
            [(one.year or "", *_managed(one)) for one in dated],
        ),
    )


def _done(one: Appraisal) -> tuple[Decimal | None, int]:
    cells = list(one.cells)
    return share(sum(cell.value in DONE for cell in cells), len(cells)), len(cells)


def _managed(one: Appraisal) -> tuple[Decimal | None, int]:
    codes = [practice.code for practice in by_code().values() if practice.goal == "GG2"]
    reached = sum(all(process.cells[code].value in DONE for code in codes) for process in one.processes)
    return share(reached, len(one.processes)), len(one.processes)


def _measure(
    source: Source,
    evidence: tuple[str, ...],
    word: str,
    title: Text,
    method: Text,
    values: Sequence[tuple[str, Decimal | None, int]],
) -> Measure:
    return Measure(
        id=f"{source.name}-{word}",
        title=title,
        unit=PERCENT,
        decimals=1,
        source=source.name,
        method=method,
        visibility=source.visibility,
        items=source.items,
        evidence=evidence,
        points=tuple(Point(period=year, value=value, count=count) for year, value, count in values),
    )
