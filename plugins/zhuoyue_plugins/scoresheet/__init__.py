"""The score sheet of Chinese practice as CSV and Excel workbook: 条款, 分值, 百分比, 得分, 优势, 改进机会."""

from __future__ import annotations

from collections.abc import Iterable

from zhuoyue import Exporter, Text, hookimpl


@hookimpl
def register_exporters() -> Iterable[Exporter]:
    """`zhuoyue export --to scoresheet` and `zhuoyue export --to workbook`."""
    from zhuoyue_plugins.scoresheet import workbook
    from zhuoyue_plugins.scoresheet.write import write

    return (
        Exporter("scoresheet", Text(zh="评分表（CSV）", en="score sheet (CSV)"), ".csv", write),
        Exporter(
            "workbook", Text(zh="评分表（Excel）", en="score sheet (Excel)"), ".xlsx", workbook.write, "scoresheet"
        ),
    )
