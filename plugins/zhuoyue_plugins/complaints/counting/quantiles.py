"""Exact medians and 90th percentiles of tables larger than memory: values are counted first, then ranked."""

# ruff: noqa: S608 - names in this SQL are our own

from __future__ import annotations

from collections.abc import Mapping, Sequence


def counted(table: str, keys: Mapping[str, str], value: str, condition: str = "true") -> str:
    """Return the statement that counts the cases of each value: what the quantiles of coarser groups are made of.

    A quantile function would hold every case in memory; counts of values spill to disk.

    Args:
        table: name of the table to make.
        keys: what the cases are grouped by, by its name in the table.
        value: the value to count.
        condition: of the cases wanted.
    """
    group = "".join(f"{sql} AS {key}, " for key, sql in keys.items())
    return (
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {group}{value} AS value, count(*) AS n FROM cases "
        f"WHERE {value} IS NOT NULL AND {condition} GROUP BY ALL"
    )


def ranked(table: str, keys: Sequence[str]) -> str:
    """Return the SELECT of each group's `total` and the values around the ranks of its median and 90th percentile."""
    group = "".join(f"{key}, " for key in keys)
    window = f"PARTITION BY {', '.join(keys)}" if keys else ""
    ranks = ", ".join(
        f"min(value) FILTER (WHERE upto > (total - 1) * {p} // 10) AS low{p}, "
        f"min(value) FILTER (WHERE upto > ((total - 1) * {p} + 9) // 10) AS high{p}"
        for p in (5, 9)
    )
    return (
        f"SELECT {group}any_value(total) AS total, {ranks} FROM (SELECT *, "
        f"sum(n) OVER ({window} ORDER BY value)::BIGINT AS upto, sum(n) OVER ({window})::BIGINT AS total "
        f"FROM (SELECT {group}value, sum(n) AS n FROM {table} GROUP BY ALL)) GROUP BY ALL"
    )
