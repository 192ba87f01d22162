"""Series of every KPI: some simulated from yearly levels, the others computed from the written records."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from generator import figures
from generator.common import QUARTERS, YEARS, quarter_of, rng_for, rounded
from generator.figures import Series
from generator.kpi_catalogue import KPIS, Kpi, Years

# (KPI, segment or '' for overall): quarters that were never reported.
UNREPORTED = {
    ("KPI-P05", ""): ("2023Q1",),
    ("KPI-P06", ""): ("2023Q1", "2023Q2"),
    ("KPI-O04", ""): ("2024Q3",),
    ("KPI-R05", ""): ("2025Q2",),
    ("KPI-L04", ""): ("2023Q4",),
    ("KPI-L03", "临溪工厂"): ("2023Q2", "2023Q3"),
}


def _quarters(rng: random.Random, kpi: Kpi, levels: Years) -> list[Decimal]:
    """Twelve quarters whose yearly mean (or sum, for a flow) is the given level."""
    known = [float(level or 0) for level in levels]
    values: list[Decimal] = []
    for year in range(3):
        if kpi.flow:
            parts = [known[year] * weight * (1 + rng.gauss(0, kpi.noise)) for weight in kpi.flow]
            exact = [rounded(part * known[year] / sum(parts), kpi.places) for part in parts]
            exact[3] += rounded(known[year], kpi.places) - sum(exact)
            values.extend(exact)
            continue
        slope = (known[min(year + 1, 2)] - known[max(year - 1, 0)]) / (1 if year in (0, 2) else 2)
        path = [slope * (quarter - 1.5) / 4 + rng.gauss(0, kpi.noise) for quarter in range(4)]
        mean = sum(path) / 4
        values.extend(rounded(known[year] + step - mean, kpi.places) for step in path)
    return values


def _simulated(kpi: Kpi, seed: int) -> Series:
    rng = rng_for(kpi.number, seed)
    periods = [str(year) for year in YEARS] if kpi.yearly else list(QUARTERS)
    series: Series = {}
    for segment, levels in kpi.levels.items():
        values = [rounded(level or 0, kpi.places) for level in levels] if kpi.yearly else _quarters(rng, kpi, levels)
        series |= {(period, segment): value for period, value in zip(periods, values, strict=True)}
    for period in periods if kpi.weights else ():
        if "sum" in kpi.weights:
            total = sum((series[period, segment] for segment in kpi.levels), Decimal(0))
        else:
            total = sum((series[period, s] * Decimal(str(w)) for s, w in kpi.weights.items()), Decimal(0))
        series[period, ""] = rounded(total, kpi.places)
    return series


def _from_csv(path: Path, segment: str, keep: Callable[[dict[str, str]], Decimal], places: int) -> Series:
    """Yearly mean of a value of each row, overall and per segment."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return figures.by_period(
        rows,
        lambda row: row["年度"],
        lambda row: row[segment],
        lambda group: rounded(sum((keep(row) for row in group), Decimal(0)) / len(group), places),
    )


def _retention(records: Path) -> Series:
    """Share of the accounts with revenue in a year that still have revenue in the next."""
    with (records / "key-accounts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    result: Series = {}
    for year in (2024, 2025):
        before = [row for row in rows if Decimal(row[f"{year - 1}收入_万元"]) > 0]
        kept = figures.share(Decimal(row[f"{year}收入_万元"]) > 0 for row in before)
        if kept is not None:
            result[str(year), ""] = kept
    return result


TRAINING = "SELECT held_on, plant, delivered_hours, planned_hours FROM training WHERE held_on IS NOT NULL"
LEAVING = "SELECT month, plant, leavers, headcount / {months}.0 FROM employees_month"
IDEAS = "SELECT made_on, plant, adopted, 1 FROM suggestions"


def from_records(records: Path, by_year: bool) -> dict[str, Series]:
    """Every KPI that the records yield, per quarter (or year) and segment."""
    cases, lines = figures.read_complaints(records), figures.read_deliveries(records)
    answers = figures.survey_rows(records)

    def people(query: str) -> Series:
        rows = figures.people_rows(records, query)
        period = (lambda row: row[0][:4]) if by_year else figures.day_quarter
        return figures.by_period(rows, period, lambda row: row[1], figures.ratio)

    def complaints(measure: Callable[[list[figures.Complaint]], Decimal | None]) -> Series:
        def period(case: figures.Complaint) -> str:
            return str(case.opened.year) if by_year else quarter_of(case.opened.date())

        series = figures.by_period(cases, period, lambda case: case.line or "-", measure)
        return {key: value for key, value in series.items() if key[1] != "-"}

    def deliveries(measure: Callable[[list[figures.Delivery]], Decimal | None]) -> Series:
        def period(line: figures.Delivery) -> str:
            return str(line.due.year) if by_year else quarter_of(line.due)

        return figures.by_period(lines, period, lambda line: line.line, measure)

    def survey(measure: Callable[[list[dict[str, object]]], Decimal | None]) -> Series:
        return figures.by_period(answers, lambda row: str(row["year"]), figures.survey_segment, measure)

    replies = complaints(figures.median_reply)
    return {
        "KPI-P02": deliveries(figures.defects_ppm),
        "KPI-C01": survey(figures.csi),
        "KPI-C02": survey(figures.nps),
        "KPI-C03": complaints(figures.closed_in_24h),
        "KPI-C04": complaints(lambda group: Decimal(len(group))),
        "KPI-C05": {key: value for key, value in replies.items() if not key[1]},
        "KPI-C07": _retention(records),
        "KPI-R01": people(LEAVING.format(months=12 if by_year else 3)),
        "KPI-R02": people(TRAINING),
        "KPI-R04": people(IDEAS),
        "KPI-R07": _from_csv(
            records / "competency.csv",
            "工厂",
            lambda row: Decimal(100 * (row["实际等级"] >= row["要求等级"])),
            1,
        ),
        "KPI-O01": deliveries(figures.on_time),
        "KPI-O06": _from_csv(records / "suppliers.csv", "类别", lambda row: Decimal(row["来料合格率_%"]), 2),
    }


def all_series(records: Path, seed: int) -> dict[str, Series]:
    """Every KPI's reported series, in the period of the workbook."""
    computed = from_records(records, by_year=False)
    result: dict[str, Series] = {}
    for kpi in KPIS:
        series = _simulated(kpi, seed) if kpi.levels else computed[kpi.number]
        result[kpi.number] = {
            key: value for key, value in series.items() if key[0] not in UNREPORTED.get((kpi.number, key[1]), ())
        }
    return result


def yearly_figures(records: Path, seed: int) -> dict[str, dict[str, dict[str, str]]]:
    """KPI > segment > year: from the records where possible, else mean (flow: sum) of the quarters."""
    computed = from_records(records, by_year=True)
    result: dict[str, dict[str, dict[str, str]]] = {}
    for kpi in KPIS:
        if not kpi.levels:
            series = computed[kpi.number]
        else:
            groups: dict[tuple[str, str], list[Decimal]] = {}
            for (period, segment), value in all_series_of(kpi, seed).items():
                groups.setdefault((period[:4], segment), []).append(value)
            series = {
                key: rounded(sum(values, Decimal(0)) / (1 if kpi.flow else len(values)), kpi.places)
                for key, values in groups.items()
            }
        table = result.setdefault(kpi.number, {})
        for (year, segment), value in sorted(series.items()):
            table.setdefault(segment, {})[year] = str(value)
    return result


def all_series_of(kpi: Kpi, seed: int) -> Series:
    """The reported series of one simulated KPI."""
    return {
        key: value
        for key, value in _simulated(kpi, seed).items()
        if key[0] not in UNREPORTED.get((kpi.number, key[1]), ())
    }
