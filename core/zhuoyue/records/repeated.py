"""Records that occur more than once: each counts once, and those that contradict themselves are named."""

# ruff: noqa: S608 - names and texts in this SQL go through sql.name and sql.quote

from __future__ import annotations

from typing import TYPE_CHECKING

from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.text import Text
from zhuoyue.records.severity import advised
from zhuoyue.records.sql import name, quote
from zhuoyue.records.table import FILE, ROW

if TYPE_CHECKING:
    from zhuoyue.records.dataset import Dataset

_SHOWN = 3


def leave_out_repeated(dataset: Dataset, column: str) -> list[Problem]:
    """Keep the first row of each record. Only the repeated ones are materialised, so large files stay on disk."""
    key = f"as_text({name(column)})"
    dataset.run(
        f"CREATE TEMP TABLE repeated AS SELECT {key} AS key, count(*) AS n FROM {dataset.united(False)} "
        f"WHERE {key} IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
    )
    total = dataset.run("SELECT count(*) AS records, coalesce(sum(n), 0) AS rows FROM repeated")[0]
    # A row without the key counts as it is; no repeated key is empty. NOT EXISTS would compare row by row.
    once = f"coalesce({key}, '') NOT IN (SELECT key FROM repeated)"
    dataset.run(
        f"CREATE TEMP TABLE firsts AS SELECT * FROM {dataset.united(True)} "
        f"WHERE {key} IN (SELECT key FROM repeated) "
        f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {FILE}, {ROW}) = 1"
        if total["records"]
        else f"CREATE TEMP TABLE firsts AS SELECT * FROM {dataset.united(True)} LIMIT 0"
    )
    for suffix, numbered in (("", False), ("_numbered", True)):
        rest = f"SELECT * FROM {dataset.united(numbered)} {f'WHERE {once}' if total['records'] else ''}"
        firsts = "SELECT * FROM firsts" if numbered else f"SELECT * EXCLUDE ({ROW}) FROM firsts"
        both = f"{rest} UNION ALL {firsts}" if total["records"] else rest
        dataset.run(f"CREATE TEMP VIEW once{suffix} AS {both}")
    if not total["records"]:
        return []
    return [_repeated(dataset, column, int(total["rows"]) - total["records"], total["records"]), *_conflicts(dataset)]


def _repeated(dataset: Dataset, column: str, dropped: int, records: int) -> Problem:
    some = dataset.run(f"SELECT key FROM repeated ORDER BY key LIMIT {_SHOWN}")
    shown = ", ".join(row["key"] for row in some)
    return Problem(
        code="tables-repeated-rows",
        severity=Severity.INFO,
        text=Text(
            en=f"{dropped} rows repeat {records} records of column {column!r} and were not counted: {shown}"
            + (", …" if records > _SHOWN else ""),
            zh=f"有 {dropped} 行与列 {column!r} 中的 {records} 条记录重复，未计入：{shown}"
            + ("……" if records > _SHOWN else ""),
        ),
        where=f"{dataset.place}: column {column}",
    )


def _conflicts(dataset: Dataset) -> list[Problem]:
    """Return a problem if rows of one record differ, in the columns read, in more than the way they are written."""
    column = str(dataset.settings.unique)
    key = f"as_text({name(column)})"
    said = [_content(other, kinds) for other, kinds in dataset.settings.kinds().items() if other != column]
    if not said:
        return []
    content = f"hash({', '.join(said)})"
    dataset.run(
        f"CREATE TEMP TABLE conflicts AS SELECT {key} AS key FROM {dataset.united(False)} "
        f"WHERE {key} IN (SELECT key FROM repeated) GROUP BY 1 HAVING min({content}) <> max({content})"
    )
    records = int(dataset.run("SELECT count(*) AS n FROM conflicts")[0]["n"])
    if not records:
        return []
    keys = [row["key"] for row in dataset.run(f"SELECT key FROM conflicts ORDER BY key LIMIT {_SHOWN}")]
    return [advised(_conflicting(dataset, column, records, keys), dataset.settings)]


def _content(column: str, kinds: frozenset[str]) -> str:
    """Return what a cell says: the same for `1000` and `1,000.0` in a column of numbers."""
    cell = name(column)
    ways = [f"as_{kind}({cell})::VARCHAR" for kind in ("instant", "period", "number", "flag") if kind in kinds]
    return f"coalesce({', '.join([*ways, f'as_text({cell})', quote('')])})"


def _conflicting(dataset: Dataset, column: str, records: int, keys: list[str]) -> Problem:
    found = [(key, *_places(dataset, column, key)) for key in keys]
    more_en, more_zh = ("; …", "……") if records > _SHOWN else ("", "")
    en = "; ".join(f"{key} in {rows}" for key, rows, _ in found)
    zh = "；".join(f"{key}（{rows}）" for key, _, rows in found)
    repeat = "1 record is" if records == 1 else f"{records} records are"
    return Problem(
        code="tables-conflicting-rows",
        severity=Severity.ERROR,
        text=Text(
            en=f"{repeat} repeated with different content, and the first row was counted: {en}{more_en}",
            zh=f"有 {records} 条记录重复但内容不同，按第一行计入：{zh}{more_zh}",
        ),
        where=f"{dataset.place}: column {column}",
    )


def _places(dataset: Dataset, column: str, key: str) -> tuple[str, str]:
    """Return where the first rows of a record stand, in both languages."""
    rows = dataset.run(
        f"SELECT {FILE}, {ROW} FROM {dataset.united(True)} WHERE as_text({name(column)}) = {quote(key)} "
        f"ORDER BY {FILE}, {ROW} LIMIT {_SHOWN}"
    )
    placed = [(row[FILE], dataset.rows_shown(row[FILE], [row[ROW]]).get(row[ROW], row[ROW])) for row in rows]
    if len({file for file, _ in placed}) == 1:
        numbers = [str(line) for _, line in placed]
        return f"rows {', '.join(numbers)}", f"第 {'、'.join(numbers)} 行"
    en = ", ".join(f"{dataset.places[file]}:row {line}" for file, line in placed)
    return en, "、".join(f"{dataset.places[file]} 第 {line} 行" for file, line in placed)
