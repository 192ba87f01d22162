"""The dirty log cleaned by queries that know every kind of its dirt beforehand."""

from __future__ import annotations

from pathlib import Path

from log import OTHERS, TEXTS, TIMES

KEEP_DIRTY = """
CREATE TABLE kept.log AS SELECT * EXCLUDE (bad_mark), bad_mark AS 坏分 FROM (
    SELECT nr, {texts}, {times}, 满意度 IS NOT NULL AND mark IS NULL AS bad_mark, mark AS 满意度, 转办::INTEGER AS 转办,
        升级 = '是' AS 升级, 重开 = '是' AS 重开, 受理 - INTERVAL 0 HOUR AS 当地
    FROM (SELECT * REPLACE ({parsed}), try_cast(满意度 AS DECIMAL(18, 9)) AS mark, {bad}
          FROM (SELECT row_number() OVER () AS nr, {trimmed} FROM {scan})))
"""
TWICE = "SELECT 编号 FROM kept.log GROUP BY 1 HAVING count(*) > 1"
REPEATS = """
CREATE TEMP TABLE repeats AS SELECT nr, content = first_content AS same FROM (
    SELECT nr, hash(*COLUMNS(* EXCLUDE nr)) AS content, first_value(content) OVER ids AS first_content,
        row_number() OVER ids AS nth FROM kept.log WHERE 编号 IN (SELECT 编号 FROM twice)
    WINDOW ids AS (PARTITION BY 编号 ORDER BY nr)) WHERE nth > 1
"""


def keep_dirty(path: Path) -> str:
    """Return the statement that cleans the cells of the dirty log."""
    parsed = ", ".join(
        f"coalesce(try_cast({t} AS TIMESTAMP), try_strptime({t}, ['%Y/%-m/%-d %H:%M', '%Y年%-m月%-d日 %H:%M'])) AS {t}"
        for t in TIMES
    )
    trimmed = ", ".join(f"nullif(trim({c}, ' \u3000'), '-') AS {c}" for c in (*TEXTS, *TIMES, *OTHERS))
    bad = ", ".join(f"{t} AS raw_{t}" for t in TIMES)
    times = ", ".join(f"{t} - INTERVAL 8 HOUR AS {t}, raw_{t} IS NOT NULL AND {t} IS NULL AS 坏{t}" for t in TIMES)
    scan = f"read_csv('{path}', header = true, all_varchar = true, delim = ',', quote = '\"')"
    return KEEP_DIRTY.format(texts=", ".join(TEXTS), times=times, parsed=parsed, bad=bad, trimmed=trimmed, scan=scan)
