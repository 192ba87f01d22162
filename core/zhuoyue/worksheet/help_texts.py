"""How to fill in a scoring sheet: what its last page says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhuoyue.model.scheme_data import MarkKind, Scale, SchemeData

Line = tuple[str, str]
HELP: dict[str, tuple[tuple[str, str], ...]] = {
    "zh": (
        ("怎样填写", ""),
        (
            "百分比",
            "从下拉列表中选择。先把条款作为一个整体，选定最贴近的分数段，再在段内确定百分比；旁边的“分数段”会自动显示。",
        ),
        ("不适用", "条款确实不适用于该组织时选“是”，百分比留空，并在“理由”中说明原因。"),
        ("理由", "用一两句话说明为什么是这个百分比。"),
        ("维度记录", "过程条款填 A、D、L、I，结果条款填 Le、T、C、I；深灰色的单元格不属于该条款。"),
        ("优势、改进机会", "一行一条（单元格内换行：Alt+Enter，Mac 为 Control+Option+Return）。可用的写法："),
        (
            "",
            (
                "**投诉 24 小时内答复，三年保持 95% 以上。** [KPI-C04, "
                "doc-complaint]\n  – 例证：2025 年答复及时率 97.2%\n  → 对组织的意义："
                "顾客把响应速度列为首要要求"
            ),
        ),
        ("  **…**", "前后各两个星号：分量重的发现。"),
        ("  [编号, 编号]", "行尾方括号：所依据的证据或指标的编号（见“证据与指标”一列）。"),
        ("  – …", "缩进一行，以“–”开头：例证，可写多条。"),
        ("  → …", "缩进一行，以“→”开头：为什么重要。"),
        ("  {#编号}", "行尾花括号：发现的编号；已有的请保留，改进措施靠它对应。"),
        ("现场评审问题", "一行一个；缩进一行以“→”开头写评审所见。"),
        ("普通文字里的星号、方括号", "如需按原样保留行首的 –、→ 或行尾的 ]、}，在它前面加一个反斜杠 \\。"),
        ("交回", ""),
        (
            "保存",
            (
                "存为 .xlsx 交给组长，文件名不限。可以调整行高列宽、筛选、用 LibreOffice 或 "
                "WPS 编辑；请勿删除“条款”一列。"
            ),
        ),
        (
            "再次交回",
            "改完可以再交。只有您改过的单元格会被导入；若项目中的同一处也被改过，会逐格列出供选择，不会互相覆盖。",
        ),
        ("保密", "本表含个人评分意见，请勿转发给其他评审员。"),
    ),
    "en": (
        ("How to fill in", ""),
        (
            "Percent",
            (
                "Choose from the list. Look at the item as a whole, settle on the band that describes it "
                "best, then on the percent inside it; the band is shown beside."
            ),
        ),
        (
            "Not applicable",
            (
                "Choose 'yes' only if the item does not apply to this organisation; leave the percent empty "
                "and say why under 'Reason'."
            ),
        ),
        ("Reason", "One or two sentences: why this percent."),
        (
            "Notes on dimensions",
            ("A, D, L, I for process items; Le, T, C, I for result items. Dark grey cells are not part of the item."),
        ),
        (
            "Strengths, improvements",
            ("One a line (line break inside a cell: Alt+Enter, on a Mac Control+Option+Return). Ways to write them:"),
        ),
        (
            "",
            (
                "**Complaints are answered within 24 hours.** [KPI-C04, doc-complaint]\n  – in 2025, 97.2 % "
                "of them\n  → customers name the speed of answers first"
            ),
        ),
        ("  **…**", "Two asterisks on either side: a finding of more weight."),
        (
            "  [id, id]",
            (
                "Brackets at the end of the line: ids of the evidence and measures it rests on (column "
                "'Evidence and measures')."
            ),
        ),
        ("  – …", ("An indented line that begins with –: an example; as many as you need.")),
        ("  → …", "An indented line that begins with →: why it matters."),
        (
            "  {#id}",
            (
                "Braces at the end of the line: the finding's id. Keep those that are there; improvement "
                "actions refer to them."
            ),
        ),
        ("Site-visit questions", ("One a line; an indented line that begins with → holds what was found.")),
        (
            "Brackets and dashes as such",
            (
                "To keep a – or → at the beginning, or a ] or } at the end of a line as it is, put a "
                "backslash \\ before it."
            ),
        ),
        ("Giving it back", ""),
        (
            "Save",
            (
                "Save as .xlsx under any name and give it to the team leader. Widths, heights and filters "
                "are yours, LibreOffice and WPS are fine; keep the column 'Item'."
            ),
        ),
        (
            "Again",
            (
                "You may give it back again. Only cells that you changed are taken; where the same cell was "
                "changed in the project too, both are listed and nothing is overwritten."
            ),
        ),
        ("Confidential", ("This sheet holds your own judgement; do not pass it on to other assessors.")),
    ),
}
"""By language: a heading without explanation, or a term and its explanation."""
_LEVEL: dict[str, Line] = {
    "zh": ("等级", "从下拉列表中选择。对照“等级说明”，选与实际情况最贴近的一级；旁边自动显示等级名称。"),
    "en": (
        "Level",
        "Choose from the list: the level whose description on the sheet of levels fits best; its name is shown beside.",
    ),
}
_LEVELLED: dict[str, dict[str, str]] = {
    "zh": {
        "不适用": "条款确实不适用于该组织时选“是”，等级留空，并在“理由”中说明原因。",
        "理由": "用一两句话说明为什么评定为这一级。",
    },
    "en": {
        "Not applicable": (
            "Choose 'yes' only if the item does not apply to this organisation; leave the level empty and say why "
            "under 'Reason'."
        ),
        "Reason": "One or two sentences: why this level.",
    },
}
"""What is said otherwise where every item is given a level."""
_MARKS: dict[MarkKind, dict[str, Line]] = {
    MarkKind.PERCENT: {
        "zh": (
            "评定 …",
            "为每个分项选一个百分比；条款的结果由此得出，“百分比”一列可以不填。缺少的分项使结果成为一个区间。",
        ),
        "en": (
            "Mark …",
            (
                "A percent for each attribute; the item's figure comes from them, so 'Percent' may stay empty. "
                "What is missing makes a range."
            ),
        ),
    },
    MarkKind.LEVEL: {
        "zh": (
            "评定 …",
            "为每个维度选一个等级；条款的等级由此得出，“等级”一列可以不填。缺少的维度使结果成为一个区间。",
        ),
        "en": (
            "Mark …",
            (
                "A level for each dimension; the item's level comes from them, so 'Level' may stay empty. "
                "What is missing makes a range."
            ),
        ),
    },
    MarkKind.YES_NO: {
        "zh": (
            "评定 …",
            "逐级回答“是”或“否”；条款的等级由此得出，“等级”一列可以不填。未回答与“否”不同：结果成为一个区间。",
        ),
        "en": (
            "Mark …",
            (
                "Answer yes or no for each level; the item's level comes from them, so 'Level' may stay empty. "
                "No answer differs from no: it makes a range."
            ),
        ),
    },
}
_INSTANCES: dict[str, Line] = {
    "zh": ("各实例的判定", "一行一个：实例名 = 判定，例如 订单处理/2025 = LI；名称中有分号或等号时加英文双引号。"),
    "en": (
        "Marks by instance",
        "One a line: name = mark, e.g. order handling/2025 = LI; a name with a semicolon or an equals sign in quotes.",
    ),
}
_NOTES: dict[str, Line] = {
    "zh": ("维度记录", "记下每个维度看到了什么；深灰色的单元格不属于该条款。"),
    "en": ("Notes on dimensions", "What was seen of each dimension. Dark grey cells are not part of the item."),
}
_NOTED = {"A", "D", "L", "I", "Le", "T", "C"}
"""Keys of the dimensions that the words above name."""


def help_lines(schemes: Sequence[SchemeData], language: str) -> tuple[Line, ...]:
    """Return how to fill in a sheet whose items are scored by these schemes."""
    head, percent, *between = HELP[language]
    place = next(number for number, (term, _) in enumerate(between) if term == _NOTES[language][0])
    if any({one.key for one in scheme.dimensions} != _NOTED for scheme in schemes):
        between[place] = _NOTES[language]
    scales = {scheme.scale for scheme in schemes}
    if scales == {Scale.LEVEL}:
        between = [(term, _LEVELLED[language].get(term, text)) for term, text in between]
    figures = [percent] if Scale.PERCENT in scales else []
    figures += [_LEVEL[language]] if Scale.LEVEL in scales else []
    return (head, *figures, *dict.fromkeys(_marks(schemes, language)), *between)


def _marks(schemes: Sequence[SchemeData], language: str) -> Iterator[Line]:
    for scheme in schemes:
        if scheme.marks is not MarkKind.NONE:
            yield (_INSTANCES if scheme.instances else _MARKS[scheme.marks])[language]
