"""In words: every kind of dirt in a complaint log, what was done about it, and why."""

from __future__ import annotations

from zhuoyue import Text

_TEXTS = {
    "read": ("读取的行", "rows read", "见以下各行，合计与此相等", "the rows below add up to this"),
    "repeated-equal": (
        "重复编号，内容与首行相同",
        "repeats of an earlier number, same content",
        "不计入，同一投诉只计一次",
        "not counted: a case counts once",
    ),
    "repeated-contradicting": (
        "重复编号，内容与首行不同",
        "repeats of an earlier number, other content",
        "不计入，以首行为准；哪一行正确须由记录人核对",
        "not counted, the first row stands; its keeper must say which is right",
    ),
    "opened-blank": (
        "没有受理时间",
        "without a time of receipt",
        "不计入，无法归入任何期间",
        "not counted: they belong to no period",
    ),
    "opened-unreadable": (
        "受理时间无法读取",
        "time of receipt cannot be read",
        "不计入，无法归入任何期间",
        "not counted: they belong to no period",
    ),
    "opened-later": (
        "受理时间晚于评价日",
        "received after the day judged",
        "不计入，不属于所评价的时间或日期有误",
        "not counted: they lie after the time assessed, or the date is wrong",
    ),
    "counted": ("计入的投诉", "cases that count", "所有指标以此为基础", "all figures rest on these"),
    "closed": ("有可用的关闭时间", "with a usable time of closing", "计算关闭时长", "hours to close are computed"),
    "closed-before-opened": (
        "关闭早于受理",
        "closed before received",
        "计件，但不计关闭时长和时限，也不算未关闭；时间相互矛盾",
        "counted as cases, left out of hours and promise, not open: the times contradict",
    ),
    "closed-unreadable": (
        "关闭时间无法读取",
        "time of closing cannot be read",
        "计件，但不计关闭时长和时限，也不算未关闭",
        "counted as cases, left out of hours and promise, not open",
    ),
    "never-closed": (
        "没有关闭时间",
        "without a time of closing",
        "视为未关闭；已超过时限的计为未达到，未到时限的暂不判定",
        "taken as open; older than the promise they are misses, younger ones are undecided",
    ),
    "replied": ("有可用的首次答复时间", "with a usable time of reply", "计算答复时长", "hours to reply are computed"),
    "replied-before-opened": (
        "首次答复早于受理",
        "replied before received",
        "计件，但不计答复时长和时限",
        "counted as cases, left out of hours and promise of the reply",
    ),
    "reply-unreadable": (
        "首次答复时间无法读取",
        "time of reply cannot be read",
        "计件，但不计答复时长和时限",
        "counted as cases, left out of hours and promise of the reply",
    ),
    "reply-not-recorded": (
        "已关闭但没有首次答复时间",
        "closed without a time of reply",
        "计件，但不计答复时长和时限；何时答复没有记录",
        "counted as cases, left out of hours and promise of the reply: nobody wrote down when",
    ),
    "not-replied": (
        "未关闭且没有首次答复",
        "open and without a reply",
        "视为未答复；已超过时限的计为未达到，未到时限的暂不判定",
        "taken as unanswered; older than the promise they are misses, younger ones are undecided",
    ),
    "ids-blank": ("没有编号", "without a number", "每行按一件计", "each row counts as a case"),
    "day-only": (
        "受理时间恰为零点，多半只有日期没有时刻",
        "received exactly at midnight: most likely a day without a time",
        "按零点计算，时长可能有一天之内的误差",
        "taken as midnight; hours may be off by up to a day",
    ),
    "unknown-channel": (
        "渠道不在 channels 之列",
        "channel is not among channels",
        "按记录原样计入并列出",
        "counted and listed as recorded",
    ),
    "unknown-severity": (
        "严重程度不在 severities 之列",
        "severity is not among severities",
        "按记录原样计入，排在所列各项之后",
        "counted as recorded, and shown after those listed",
    ),
    "reopened": ("重新打开过", "opened again", "计入重开率", "counted in the reopen rate"),
    "closed-later": (
        "关闭晚于评价日",
        "closed after the day judged",
        "时长照记录计算；在评价日仍算未关闭",
        "hours as recorded; open on the day judged",
    ),
    "replied-after-closed": (
        "首次答复晚于关闭",
        "replied after closing",
        "两个时长都照记录计算",
        "both durations as recorded",
    ),
    "mark-outside-scale": (
        "处理满意度超出量表",
        "mark outside the scale",
        "该评分不计入",
        "the mark is left out",
    ),
    "ambiguous-time": (
        "时间落在时钟回拨的重复时段且未注明时差",
        "time falls into the hour that occurs twice, without an offset",
        "受理时间按第一次计，答复和关闭时间按第二次计：存疑时不作有利于本组织的解释",
        "receipt is the first one, reply and closing the second: doubt is never resolved in the organisation's favour",
    ),
    "nonexistent-time": (
        "时间落在时钟拨快时跳过的时段",
        "time falls into the hour that the clocks skip",
        "按拨快后的时间计（顺延）",
        "taken as moved on by the change",
    ),
    "follow-up-rows": ("后续处理台账的行", "rows of the second register", "按编号与投诉关联", "joined by number"),
    "follow-up-repeated-equal": (
        "后续台账重复记录同一投诉，内容相同",
        "rows of the second register that repeat a case, same content",
        "只计首行",
        "the first row counts",
    ),
    "follow-up-repeated-contradicting": (
        "后续台账重复记录同一投诉，内容不同",
        "rows of the second register that repeat a case, other content",
        "以首行为准",
        "the first row stands",
    ),
    "follow-up-nameless": (
        "后续台账没有编号的行",
        "rows of the second register without a number",
        "不计入，无法关联",
        "not counted: they cannot be joined",
    ),
    "follow-up-orphan": (
        "后续台账的编号在计入的投诉中找不到",
        "numbers of the second register that are no case that counts",
        "不计入",
        "not counted",
    ),
    "follow-up-joined": (
        "与后续台账关联的投诉",
        "cases joined with the second register",
        "并入该投诉",
        "taken together",
    ),
}
FINDINGS = {key: Text(zh=zh, en=en) for key, (zh, en, _, _) in _TEXTS.items()}
"""What was found, by key."""
HANDLING = {key: Text(zh=zh, en=en) for key, (_, _, zh, en) in _TEXTS.items()}
"""What was done and why, by key."""
