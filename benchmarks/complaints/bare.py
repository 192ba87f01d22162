"""Every figure in bare DuckDB queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cleaning import REPEATS, TWICE, keep_dirty
from log import AGES, CELL, FIELDS, Figures, say

Ask = Callable[[str], list[dict[str, Any]]]
"""Runs a statement and returns its rows."""

MEMORY = "1GB"
END = "TIMESTAMP '2025-12-31 16:00'"  # the end of the year in Shanghai, as UTC
SCAN = {
    ".csv": (
        "read_csv('{path}', header = true, auto_detect = false, quote = '\"', escape = '\"', "
        "timestampformat = '%Y-%m-%d %H:%M', columns = {{'编号': 'VARCHAR', '受理': 'TIMESTAMP', '答复': 'TIMESTAMP', "
        "'关闭': 'TIMESTAMP', '渠道': 'VARCHAR', '类别': 'VARCHAR', '原因': 'VARCHAR', '程度': 'VARCHAR', '产品':"
        " 'VARCHAR', "
        "'客户群': 'VARCHAR', '满意度': 'INTEGER', '转办': 'INTEGER', '升级': 'VARCHAR', '重开': 'VARCHAR'}})"
    ),
    ".parquet": "read_parquet('{path}')",
}
KEEP = """
CREATE TABLE kept.log AS SELECT * REPLACE (受理 - INTERVAL 8 HOUR AS 受理, 答复 - INTERVAL 8 HOUR AS 答复,
    关闭 - INTERVAL 8 HOUR AS 关闭, 升级 = '是' AS 升级, 重开 = '是' AS 重开), 受理 AS 当地 FROM {scan}
"""
CASES = f"""
CREATE TEMP VIEW cases AS SELECT *, CASE WHEN close_us <= 86400000000 THEN 1 WHEN close_us IS NOT NULL THEN 2
        WHEN 关闭 IS NOT NULL OR 坏关闭 THEN 5 WHEN open_us > 86400000000 THEN 3 ELSE 4 END AS closing,
    CASE WHEN reply_us <= 86400000000 THEN 1 WHEN reply_us IS NOT NULL THEN 2
        WHEN 答复 IS NOT NULL OR 坏答复 OR 关闭 IS NOT NULL OR 坏关闭 THEN 5 WHEN open_us > 86400000000 THEN 3
        ELSE 4 END AS replying
FROM (SELECT *, year(当地) AS y, year(当地) * 10 + quarter(当地) AS q, year(当地) * 100 + month(当地) AS m,
        CASE WHEN 关闭 >= 受理 THEN epoch_us(关闭) - epoch_us(受理) END AS close_us,
        CASE WHEN 答复 >= 受理 THEN epoch_us(答复) - epoch_us(受理) END AS reply_us,
        epoch_us({END}) - epoch_us(受理) AS open_us
      FROM counted WHERE 受理 < {END})
"""
ROWS = f"""
SELECT count(*) AS read, count(*) FILTER (WHERE 受理 IS NULL AND NOT 坏受理 AND NOT 重复) AS opened_blank,
    count(*) FILTER (WHERE 坏受理 AND NOT 重复) AS opened_unreadable,
    count(*) FILTER (WHERE 受理 >= {END} AND NOT 重复) AS opened_later, count(*) - count(编号) AS ids_blank,
    {{filled}}, {{bad}}
FROM every
"""
NOTES = f"""
SELECT count(*) AS counted, count(*) FILTER (WHERE 关闭 >= 受理) AS closed, count(*) FILTER (WHERE 关闭 < 受理) AS
        closed_before_opened, count(*) FILTER (WHERE 坏关闭) AS closed_unreadable,
    count(*) FILTER (WHERE 关闭 IS NULL AND NOT 坏关闭) AS never_closed,
    count(*) FILTER (WHERE 答复 >= 受理) AS replied, count(*) FILTER (WHERE 答复 < 受理) AS replied_before_opened,
    count(*) FILTER (WHERE 坏答复) AS reply_unreadable,
    count(*) FILTER (WHERE 答复 IS NULL AND NOT 坏答复 AND (关闭 IS NOT NULL OR 坏关闭)) AS reply_not_recorded,
    count(*) FILTER (WHERE 答复 IS NULL AND NOT 坏答复 AND 关闭 IS NULL AND NOT 坏关闭) AS not_replied,
    count(*) FILTER (WHERE 当地 = date_trunc('day', 当地)) AS day_only, count(*) FILTER (WHERE 重开) AS reopened,
    count(*) FILTER (WHERE 关闭 >= {END}) AS closed_later,
    count(*) FILTER (WHERE 答复 > 关闭 AND 关闭 >= 受理) AS replied_after_closed,
    count(*) FILTER (WHERE 满意度 NOT BETWEEN 1 AND 5) AS mark_outside_scale
FROM cases
"""
STAGES = """
SELECT count(*) AS receive, count(编号) AS track, count(*) FILTER (WHERE 答复 IS NOT NULL OR 坏答复) AS acknowledge,
    count(程度) AS assess, count(原因) AS investigate, count(*) FILTER (WHERE 关闭 IS NOT NULL OR 坏关闭) AS close,
    count(类别) AS collect, count(*) FILTER (WHERE 类别 IS NOT NULL OR 原因 IS NOT NULL) AS analyse,
    count(满意度) AS satisfaction FROM cases
"""
MONTHLY = """
CREATE TEMP TABLE monthly AS SELECT y, q, m, 产品, count(*) AS n, {states}, count(升级) AS up_known,
    count(*) FILTER (WHERE 升级) AS up, count(重开) AS again_known, count(*) FILTER (WHERE 重开) AS again,
    count(转办) AS handed_known, sum(转办) AS handed, count(*) FILTER (WHERE 关闭 IS NOT NULL AND 转办 IS NOT NULL) AS
        first_known, count(*) FILTER (WHERE 关闭 IS NOT NULL AND 转办 = 0 AND 重开 IS DISTINCT FROM true) AS first,
    count(*) FILTER (WHERE 满意度 BETWEEN 1 AND 5) AS marks,
    coalesce(sum(满意度) FILTER (WHERE 满意度 BETWEEN 1 AND 5), 0) AS mark,
    count(*) FILTER (WHERE 满意度 BETWEEN 4 AND 5) AS satisfied
FROM cases GROUP BY ALL
"""
STATES = ", ".join(
    f"count(*) FILTER (WHERE {what} = {n}) AS {what}_{n}" for what in ("closing", "replying") for n in range(1, 6)
)
KEYED = """
SELECT 渠道, 客户群, 程度, 类别, 原因, 产品, 转办, grouping(渠道, 类别, 转办) AS which, count(*) AS cases,
    count(*) FILTER (WHERE closing IN (1, 2, 3)) AS decided, count(*) FILTER (WHERE closing = 1) AS in_time
FROM cases GROUP BY GROUPING SETS ((渠道, 客户群, 程度), (类别, 原因, 产品), (转办))
"""
VALUES = """
CREATE TEMP TABLE {name} AS SELECT {keys}, {value} AS v, count(*) AS n FROM cases WHERE {value} IS NOT NULL GROUP BY ALL
"""
RANKED = """
SELECT {keys}, min(v) FILTER (WHERE upto > (total - 1) * 5 // 10) AS low5,
    min(v) FILTER (WHERE upto > ((total - 1) * 5 + 9) // 10) AS high5,
    min(v) FILTER (WHERE upto > (total - 1) * 9 // 10) AS low9,
    min(v) FILTER (WHERE upto > ((total - 1) * 9 + 9) // 10) AS high9, any_value(total) AS total
FROM (SELECT *, sum(n) OVER (PARTITION BY {keys} ORDER BY v) AS upto, sum(n) OVER (PARTITION BY {keys}) AS total
      FROM (SELECT {keys}, v, sum(n) AS n FROM {name} GROUP BY ALL)) GROUP BY ALL
"""
STILL = f"((关闭 IS NULL AND NOT 坏关闭) OR 关闭 >= {END})"
BACKLOG = f"""
SELECT 程度, CASE WHEN d <= 1 THEN 0 WHEN d <= 3 THEN 1 WHEN d <= 7 THEN 2 WHEN d <= 30 THEN 3 WHEN d <= 90 THEN 4
    ELSE 5 END AS age, count(*) AS cases FROM (SELECT *, open_us / 86400000000.0 AS d FROM cases WHERE {STILL})
GROUP BY ALL
"""
OLDEST = f"SELECT 编号, open_us / 86400000000.0 AS days FROM cases WHERE {STILL} ORDER BY 受理, {{nr}} LIMIT 10"
LOSS = f"""
SELECT y, count(*) AS cases, count(*) FILTER (WHERE d > 0) AS late, sum(d) AS delay_days, sum(least(1, 0.1 * d)) AS
    linear, sum(1 - pow(0.9, d)) AS compound FROM (
    SELECT y, greatest(0, coalesce(epoch_us(关闭), epoch_us({END})) - epoch_us(受理) - 86400000000) / 86400000000.0 AS d
    FROM cases WHERE 关闭 >= 受理 OR (关闭 IS NULL AND NOT 坏关闭)) GROUP BY 1
"""


def run_bare(path: Path, folder: Path) -> Figures:
    """Run the queries by hand."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute(f"SET temp_directory = '{folder / 'spill'}'")
    connection.execute(f"ATTACH '{folder / 'kept.db'}' AS kept")

    def ask(sql: str) -> list[dict[str, Any]]:
        rows = connection.execute(sql).fetchall()
        names = [column[0] for column in connection.description or ()]
        return [dict(zip(names, row, strict=True)) for row in rows]

    dirty = path.stem == "dirty"
    ask(keep_dirty(path) if dirty else KEEP.format(scan=SCAN[path.suffix].format(path=path)))
    equal, other = _open_cases(ask, dirty=dirty)
    found: Figures = {}
    of_rows, notes = _accounting(ask)
    say(found, "records", {**of_rows, **notes, "repeated_equal": equal, "repeated_contradicting": other})
    ask(MONTHLY.format(states=STATES))
    _periods(ask, found)
    _keyed(ask, found)
    say(found, "stages", ask(STAGES)[0])
    for row in ask(BACKLOG):
        found[f"backlog-severity|{AGES[row['age']]}|{row['程度']}|cases"] = row["cases"]
    for row in ask(OLDEST.format(nr="nr" if dirty else "rowid")):
        found[f"oldest|{row['编号']}|age_days"] = row["days"]
    for row in ask(LOSS):
        say(found, f"loss|{row.pop('y')}", row)
    return {key: float(value) for key, value in found.items()}


def _open_cases(ask: Ask, *, dirty: bool) -> tuple[int, int]:
    """Define the rows and the cases; return the repeated rows with the same and with other content."""
    none = ", ".join(f"false AS 坏{column}" for column in ("受理", "答复", "关闭", "分"))
    twice = ask(f"CREATE TEMP TABLE twice AS {TWICE}") and ask("SELECT count(*) AS n FROM twice")[0]["n"]
    if not dirty:
        assert not twice
        ask(f"CREATE TEMP VIEW every AS SELECT *, rowid, false AS 重复, {none} FROM kept.log")
        ask("CREATE TEMP VIEW counted AS SELECT * FROM every")
        ask(CASES)
        return 0, 0
    ask(REPEATS)
    ask("CREATE TEMP VIEW every AS SELECT l.*, r.nr IS NOT NULL AS 重复 FROM kept.log l LEFT JOIN repeats r USING (nr)")
    ask("CREATE TEMP VIEW counted AS SELECT * FROM every WHERE NOT 重复")
    ask(CASES)
    (row,) = ask("SELECT count(*) FILTER (WHERE same) AS equal, count(*) FILTER (WHERE NOT same) AS other FROM repeats")
    return row["equal"], row["other"]


def _accounting(ask: Ask) -> tuple[Figures, Figures]:
    filled = ", ".join(f"count({column}) AS filled_{role}" for role, column in FIELDS.items())
    marks = {"opened": "受理", "first_reply": "答复", "closed": "关闭", "satisfaction": "分"}
    bad = ", ".join(
        f"count(*) FILTER (WHERE 坏{marks[role]}) AS bad_{role}" if role in marks else f"0 AS bad_{role}"
        for role in FIELDS
    )
    (rows,) = ask(ROWS.format(filled=filled, bad=bad))
    (notes,) = ask(NOTES)
    return rows, notes


def _periods(ask: Ask, found: Figures) -> None:
    """Add the figures by year, quarter, month and part."""
    for what, value in (("close", "close_us"), ("reply", "reply_us")):
        ask(VALUES.format(name=what, keys="y, q, 产品", value=value))
    for keys in (["y"], ["q"], ["m"], ["q", "产品"], ["m", "产品"]):
        by = ", ".join(keys)
        rows = ask(f"SELECT {by}, sum(COLUMNS(* EXCLUDE (y, q, m, 产品))) FROM monthly GROUP BY ALL")
        times: dict[tuple[Any, ...], dict[str, Any]] = {}
        for what in ("close", "reply") if "m" not in keys else ():
            for row in ask(RANKED.format(name=what, keys=by)):
                times.setdefault(tuple(row[key] for key in keys), {})[what] = row
        for row in rows:
            at = tuple(row[key] for key in keys)
            place = "|".join(["-".join(keys).replace("产品", "part"), *map(str, at)])
            say(found, place, _of_month(row) if "m" in keys else _of_period(row, times[at]))


def _of_month(row: Mapping[str, Any]) -> dict[str, Any]:
    decided = row["closing_1"] + row["closing_2"] + row["closing_3"]
    return {"cases": row["n"], "decided": decided, "in_time": row["closing_1"]}


def _of_period(row: Mapping[str, Any], times: Mapping[str, Any]) -> dict[str, Any]:
    def share(part: str, whole: str) -> float:
        return 100 * float(row[part]) / float(row[whole])

    figures: dict[str, Any] = {"cases": row["n"]}
    for what, key, state in (("close", "closed", "closing"), ("reply", "answered", "replying")):
        kept = float(row[f"{state}_1"])
        figures[f"{key}_in_promise"] = 100 * kept / float(kept + row[f"{state}_2"] + row[f"{state}_3"])
        figures[f"{what}_median_hours"] = _between(times[what], 5)
        figures[f"{what}_p90_hours"] = _between(times[what], 9)
    return {
        **figures,
        "reopened": share("again", "again_known"),
        "first_contact": share("first", "first_known"),
        "escalated": share("up", "up_known"),
        "hand_overs": float(row["handed"]) / float(row["handed_known"]),
        "handling_satisfaction": float(row["mark"]) / float(row["marks"]),
        "handling_satisfied": share("satisfied", "marks"),
    }


def _keyed(ask: Ask, found: Figures) -> None:
    """Add the figures by channel, customer group and severity, by cause, and by hand-overs."""
    kinds = {0b011: ("cells", CELL), 0b101: ("drilldown", ("类别", "原因", "产品")), 0b110: ("hand-overs", ("转办",))}
    for row in ask(KEYED):
        kind, keys = kinds[row["which"]]
        place = "|".join([kind, *(str(row[key]) for key in keys)])
        say(found, place, {key: row[key] for key in ("cases", "decided", "in_time")})
    ask(VALUES.format(name="cells", keys=", ".join(CELL), value="close_us"))
    for row in ask(RANKED.format(name="cells", keys=", ".join(CELL))):
        found["|".join(["cells", *(row[key] for key in CELL), "median_hours"])] = _between(row, 5)


def _between(row: Mapping[str, Any], tenths: int) -> float:
    low, high = row[f"low{tenths}"], row[f"high{tenths}"]
    return float(low + (high - low) * ((int(row["total"]) - 1) * tenths % 10) / 10) / 3.6e9
