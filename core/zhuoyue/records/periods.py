"""Periods in cells: how people write them, and the integers they are grouped by."""

from __future__ import annotations

from collections.abc import Mapping

from zhuoyue.records.sql import quote


def period_macros(narrow: str) -> Mapping[str, str]:
    """Return the bodies of the macros that read periods, by name and argument.

    Args:
        narrow: the expression of a cell `t` without blanks at its ends, with wide digits made narrow.
    """
    return {
        "_written_period(t)": f"upper(regexp_replace({narrow}, '[ 年度第期份]+', '年', 'g'))",
        "_matched_period(p)": _matched_period(),
        **_CODES,
    }


def _matched_period() -> str:
    """Return the CASE from a written period `p` (upper case, 年 after the year) to `2025`, `2025-Q1`, …."""
    numerals = "translate(x, '一二三四上下', '123412')"
    cases = (
        (r"(\d{4})年?", r"'\1'"),
        (r"(\d{4})[-/.年]*(?:Q([1-4])|([一二三四1-4])季度?年?)", "quarter"),
        (r"(\d{4})[-/.年]*(?:H([12])|([上下])半年)", "half"),
        (r"(\d{4})[-/.年]?(0?[1-9]|1[0-2])月?年?", "month"),
        (r"(\d{4})[-年]?W(\d{1,2})", "week"),
    )
    whens = []
    for bare, kind in cases:
        # A search would be content with the 1 of month 12.
        pattern = f"^(?:{bare})$"
        first = f"regexp_extract(p, {quote(pattern)}, 1)"
        rest = f"(regexp_extract(p, {quote(pattern)}, 2) || regexp_extract(p, {quote(pattern)}, 3))"
        digits = f"lpad(regexp_extract(p, {quote(pattern)}, 2), 2, '0')"
        whens.append(
            f"WHEN regexp_full_match(p, {quote(pattern)}) THEN "
            + {
                "quarter": f"{first} || '-Q' || {numerals.replace('x', rest)}",
                "half": f"{first} || '-H' || {numerals.replace('x', rest)}",
                "month": f"{first} || '-' || {digits}",
                "week": f"CASE WHEN {digits} BETWEEN '01' AND '53' THEN {first} || '-W' || {digits} END",
            }.get(kind, first)
        )
    return f"CASE {' '.join(whens)} END"


# Periods of a fixed length are grouped by an integer: texts would cost a large file a fifth of its time.
_CODES = {
    "_month_in(p)": "CASE WHEN p[6:6] IN ('0', '1') THEN try_cast(p[6:7] AS INTEGER) END",
    "_digit_in(p, letter)": "CASE WHEN p[6:6] = letter THEN try_cast(p[7:7] AS INTEGER) END",
    "_quarter_in(p)": "coalesce(_digit_in(p, 'Q'), (_month_in(p) + 2) // 3)",
    "_half_in(p)": "coalesce(_digit_in(p, 'H'), (_quarter_in(p) + 1) // 2)",
    "period_code_year(p)": "try_cast(left(p, 4) AS INTEGER)",
    "period_code_half(p)": "try_cast(left(p, 4) AS INTEGER) * 10 + _half_in(p)",
    "period_code_quarter(p)": "try_cast(left(p, 4) AS INTEGER) * 10 + _quarter_in(p)",
    "period_code_month(p)": "try_cast(left(p, 4) AS INTEGER) * 100 + _month_in(p)",
    "instant_code_year(i)": "year(i)",
    "instant_code_half(i)": "year(i) * 10 + (month(i) + 5) // 6",
    "instant_code_quarter(i)": "year(i) * 10 + quarter(i)",
    "instant_code_month(i)": "year(i) * 100 + month(i)",
}


def period_of(code: object, by: str | None) -> str:
    """Return the period that a grouping key stands for: 20243 by quarter is `2024-Q3`."""
    if by is None or not isinstance(code, int):
        return str(code)
    if by == "year":
        return f"{code:04d}"
    year, part = divmod(code, 100 if by == "month" else 10)
    return f"{year:04d}-" + {"half": f"H{part}", "quarter": f"Q{part}"}.get(by, f"{part:02d}")
