"""Exhibit of the stages of complaints handling (ISO 10002, GB/T 19012): of which does the log hold a trace?"""

# ruff: noqa: S608 - names in this SQL are our own

from __future__ import annotations

from zhuoyue import Exhibit, Text
from zhuoyue_plugins.complaints.columns import ROLES_OF_YES, TIMES, trace_columns
from zhuoyue_plugins.complaints.counting.catalogue import PERCENT
from zhuoyue_plugins.complaints.counting.figures import percent
from zhuoyue_plugins.complaints.counting.grouped import Grouped
from zhuoyue_plugins.complaints.exhibits.accounting import count_of
from zhuoyue_plugins.complaints.exhibits.sheet import CASES, Column, names, numbers, sheet, words
from zhuoyue_plugins.complaints.reading.log import Log
from zhuoyue_plugins.complaints.stage_names import STAGES


def stages(log: Log, found: Grouped) -> Exhibit:
    """Return the exhibit."""
    total = found.total
    traces = {stage: _traces(log, stage) for stage in STAGES}
    seen = {stage: " OR ".join(tests.values()) for stage, tests in traces.items() if tests}
    counts = ", ".join(f'{count_of(test)} AS "{stage}"' for stage, test in seen.items())
    (row,) = log.run(f"SELECT {counts} FROM cases")
    traced = [row.get(stage) for stage in STAGES]
    shown = ["、".join(columns) or None for columns in traces.values()]
    parts = {"case": Text(zh="个案处理", en="case"), "system": Text(zh="过程保持与改进", en="system")}
    columns: list[Column] = [
        names("stage", "阶段", "stage", STAGES),
        words("title", "内容", "what is done", [stage.title for stage in STAGES.values()]),
        words("part", "部分", "part", [parts[stage.part] for stage in STAGES.values()]),
        words("columns", "台账中的痕迹", "shown by", shown),
        numbers("traced", "有痕迹件数", "with a trace", traced, unit=CASES),
        numbers("cases", "件数", "cases", [total for _ in STAGES], unit=CASES),
        numbers(
            "percent",
            "占比",
            "share",
            [None if count is None else percent(count, total) for count in traced],
            unit=PERCENT,
            decimals=1,
        ),
    ]
    method = Text(
        zh=(
            "阶段参照 ISO 10002:2018（GB/T 19012-2019），用语为自拟。每个阶段列出台账中能够留下痕迹的列，"
            "以及这些列有内容的投诉数；"
            "没有对应列的阶段，台账无法说明，并不表示没有开展"
        ),
        en=(
            "Stages after ISO 10002:2018 (GB/T 19012-2019), in own words. Each is shown with the columns in which it"
            " leaves a trace and the cases where one of them is filled. Where there is no column the log cannot tell;"
            " it does not say that the stage is missing"
        ),
    )
    title = Text(zh="投诉处理阶段在台账中的痕迹", en="Stages of complaints handling of which the log holds a trace")
    return sheet(log, "stages", title, method, columns, notes=[found.span])


def _traces(log: Log, stage: str) -> dict[str, str]:
    """Return the tests of a trace, by the name of the column in the records."""
    settings = log.settings
    tests = {}
    for role in STAGES[stage].roles:
        if not settings.has(role):
            continue
        second = settings.follow_up.fields if settings.follow_up else None
        column = getattr(settings.fields, role) or getattr(second, role)
        if role in ROLES_OF_YES:
            tests[column] = f"is_{role}"
        else:
            bad = f" OR {role}_bad" if role in TIMES else ""
            tests[column] = f"({role} IS NOT NULL{bad})"
    for column in settings.stages.get(stage, ()):
        tests[column] = f"({trace_columns(settings)[column]} IS NOT NULL)"
    return tests
