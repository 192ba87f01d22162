"""The log of complaints that every way reads: its columns, and how it is written, clean or dirty."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

MAKE = """
COPY (
    SELECT 'TS' || lpad(i::VARCHAR, 8, '0') AS 编号, {opened} AS 受理,
        {replied} AS 答复, CASE WHEN hash(i * 17) % 200 > 0 THEN {closed} END AS 关闭,
        {pad}['400热线', '邮件', '经销商转达', '微信服务号', '客户门户', '走访'][(hash(i * 3) % 6)::INTEGER + 1] AS
            渠道,
        ['产品质量', '交付', '技术支持', '服务', '单据与价格'][(hash(i * 19) % 5)::INTEGER + 1] AS 类别,
        '原因' || ((hash(i * 23) + other) % 25) AS 原因,
        ['一般', '较重', '严重'][(hash(i * 29) % 3)::INTEGER + 1] AS 程度,
        ['液压件', '精密轴', '导轨', '传感组件'][(hash(i * 5) % 4)::INTEGER + 1] AS 产品,
        ['工程机械主机厂', '机床厂', '自动化集成商', '经销商', '维修市场'][(hash(i * 31) % 5)::INTEGER + 1] AS 客户群,
        {mark} AS 满意度, (hash(i * 41) % 4)::INTEGER AS 转办,
        ['是', '否'][(hash(i * 43) % 2)::INTEGER + 1] AS 升级, ['是', '否'][(hash(i * 47) % 9 > 0)::INTEGER + 1] AS 重开
    FROM (SELECT *, opened_ + to_minutes(exp(5 + 1.2 * ((hash(i * 13) % 2000) / 1000.0 - 1))::INTEGER) AS replied_,
            opened_ + to_minutes(exp(7 + 1.5 * ((hash(i * 7) % 100000) / 50000.0 - 1))::INTEGER) AS closed_
          FROM (SELECT i, other, TIMESTAMP '2023-01-01' + to_minutes((i * 1576800.0 / {rows})::INTEGER) AS opened_
                FROM {numbers}))
) TO '{path}' ({options})
"""
FIELDS = {
    "id": "编号", "opened": "受理", "first_reply": "答复", "closed": "关闭", "channel": "渠道", "category": "类别",
    "cause": "原因", "severity": "程度", "product": "产品", "segment": "客户群", "satisfaction": "满意度",
    "hand_overs": "转办", "escalated": "升级", "reopened": "重开",
}  # fmt: skip
PLAIN = {
    "pad": "",
    "mark": "(hash(i * 37) % 5 + 1)::INTEGER",
    "numbers": "(SELECT i, 0 AS other FROM range({rows}) AS n(i))",
}
DIRTY = {
    "pad": "CASE WHEN i % 211 = 0 THEN ' ' ELSE '' END || ",
    "mark": "CASE WHEN i % 307 = 0 THEN '不详' WHEN i % 311 = 0 THEN '-' WHEN i % 313 = 0 THEN '9'"
    " ELSE (hash(i * 37) % 5 + 1)::VARCHAR END",
    "numbers": "(SELECT i, 0 AS other FROM range({rows}) AS n(i) UNION ALL SELECT i * 97, 0 FROM range({rows} // 97) AS"
    " n(i) UNION ALL SELECT i * 89, 1 FROM range({rows} // 89) AS n(i))",
}
DIRTY_TIME = """CASE WHEN i % 101 = {0} THEN strftime({1}_, '%Y/%-m/%-d %H:%M') WHEN i % 103 = {0} THEN
    strftime({1}_, '%Y年%-m月%-d日 %H:%M') WHEN i % 1009 = {0} THEN '待定' ELSE strftime({1}_, '%Y-%m-%d %H:%M') END"""
TIMES, OTHERS = ("受理", "答复", "关闭"), ("满意度", "转办", "升级", "重开")
TEXTS = ("编号", "渠道", "类别", "原因", "程度", "产品", "客户群")
CELL = ("渠道", "客户群", "程度")
AGES = ("up to 1 d", "1 to 3 d", "3 to 7 d", "7 to 30 d", "30 to 90 d", "over 90 d")
Figures = dict[str, float]
"""Every figure by its name."""


def make(path: Path, rows: int, *, dirty: bool = False) -> None:
    """Write the log: in text as a program would, or as people would, in Parquet with the types that belong to it."""
    import duckdb

    text = path.suffix == ".csv"
    roles = ("opened", "replied", "closed")
    times = {role: f"strftime({role}_, '%Y-%m-%d %H:%M')" if text else f"{role}_" for role in roles}
    if dirty:
        times = {role: DIRTY_TIME.format(place, role) for place, role in enumerate(roles)}
    cells = {key: value.replace("{rows}", str(rows)) for key, value in (DIRTY if dirty else PLAIN).items()}
    options = "HEADER" if text else "FORMAT parquet"
    connection = duckdb.connect()
    connection.execute("SET memory_limit = '4GB'")
    connection.execute(MAKE.format(rows=rows, path=path, options=options, **times, **cells))


def say(found: Figures, place: str, figures: Mapping[str, Any]) -> None:
    for key, value in figures.items():
        found[f"{place}|{key}"] = value
