"""The few words that stand in charts, in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from zhuoyue.model.text import Text


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


_WORDS = {
    "data": _text("数据", "Data"),
    "stop": _text("。", "."),
    "pause": _text("；", "; "),
    "comma": _text("、", ", "),
    "category": _text("条款", "Item"),
    "percent": _text("百分比", "Percent"),
    "points": _text("得分", "Points"),
    "value": _text("得分", "Value"),
    "low": _text("最低可能", "Lowest possible"),
    "high": _text("最高可能", "Highest possible"),
    "maximum": _text("满分", "Maximum"),
    "range": _text("可能范围", "Possible range"),
    "state": _text("状态", "State"),
    "threshold": _text("门槛", "Threshold"),
    "band": _text("分数段", "Band"),
    "unknown": _text("未知", "unknown"),
    "unknown_range": _text("在 {range} 之间", "between {range}"),
    "unknown_list": _text("未知：{names}", "unknown: {names}"),
    "value_range": _text("（可能 {range}）", " (possible {range})"),
    "range_clause": _text("可能范围 {range}", "possible range {range}"),
    "panel": _text("评审组差异区间", "Interval from assessors"),
    "panel_clause": _text("换一组评审员可能在 {range} 之间", "with another panel of assessors between {range}"),
    "of": _text("{value}（满分 {maximum}）", "{value} of {maximum}"),
    "in_band": _text("处于“{band}”", "in the band “{band}”"),
    "below": _text("低于{name} {value}", "below {name} {value}"),
    "reaches": _text("达到{name} {value}", "reaches {name} {value}"),
    "open_threshold": _text("能否达到{name} {value} 尚不确定", "whether it reaches {name} {value} is open"),
    "highest": _text("最高：{name} {value}", "highest: {name}, {value}"),
    "lowest": _text("最低：{name} {value}", "lowest: {name}, {value}"),
    "all_equal": _text("各项均为 {value}", "all at {value}"),
    "nothing_known": _text("尚无已知数值", "no value is known yet"),
    "rated": _text("已评分", "rated"),
    "suggested": _text("建议分，未确认", "suggested, not confirmed"),
    "partial": _text("部分未评分", "partly not rated"),
    "not_applicable": _text("不适用", "not applicable"),
    "not_agreed": _text("待合议", "not agreed"),
    "not_rated": _text("未评分", "not rated"),
    "no_evidence": _text("无证据", "no evidence"),
    "failed": _text("评价失败", "failed"),
    "lost": _text("失分", "Lost"),
    "loss_unknown": _text("未知", "unknown"),
    "remaining": _text("剩余", "Remaining"),
    "result": _text("得分", "Score"),
    "most_lost": _text("失分最多：{names}", "most points lost: {names}"),
    "from_to": _text("满分 {maximum}，得 {value}", "{value} of {maximum} points"),
    "nothing_lost": _text("没有失分", "no points lost"),
    "actual": _text("实际值", "Actual"),
    "target": _text("目标", "Target"),
    "competitor": _text("竞争对手", "Competitor"),
    "benchmark": _text("标杆", "Benchmark"),
    "average": _text("行业平均", "Average"),
    "trend": _text("趋势（Theil–Sen）", "Trend (Theil–Sen)"),
    "letter_target": _text("目", "T"),
    "letter_competitor": _text("竞", "C"),
    "letter_benchmark": _text("标", "B"),
    "letter_average": _text("均", "A"),
    "period": _text("期间", "Period"),
    "series": _text("系列", "Series"),
    "unit": _text("单位：{unit}", "Unit: {unit}"),
    "better_higher": _text("越高越好 ↑", "Higher is better ↑"),
    "better_lower": _text("越低越好 ↓", "Lower is better ↓"),
    "no_values": _text("无数据", "No values"),
    "went": _text("从 {first}（{start}）到 {last}（{end}）", "From {first} ({start}) to {last} ({end})"),
    "single": _text("{start} 为 {first}", "{first} in {start}"),
    "improved": _text("改善", "better"),
    "worsened": _text("变差", "worse"),
    "unchanged": _text("不变", "unchanged"),
    "target_met": _text("达到 {period} 目标 {value}", "target of {value} met in {period}"),
    "target_missed": _text("未达 {period} 目标 {value}", "target of {value} missed in {period}"),
    "ahead": _text("优于{name}（{value}）", "ahead of {name} ({value})"),
    "behind": _text("落后于{name}（{value}）", "behind {name} ({value})"),
    "level": _text("与{name}持平（{value}）", "level with {name} ({value})"),
    "missing_one": _text("缺 1 期数据", "1 period without a value"),
    "missing": _text("缺 {count} 期数据", "{count} periods without a value"),
    "known": _text("已确认", "confirmed"),
    "share": _text("占比", "Share"),
    "part": _text("部分", "Part"),
    "no_points": _text("没有可计的分", "No points to count"),
    "dimension": _text("维度", "Dimension"),
    "verdict": _text("判断", "Verdict"),
    "said": _text("{name}：{verdict}", "{name}: {verdict}"),
    "multiples": _text(
        "各部分（蓝）与整体（灰），刻度同上", "Each part (blue) against the whole (grey), on the scale above"
    ),
    "reason": _text("理由", "Reason"),
    "good": _text("良好", "good"),
    "mixed": _text("参差", "mixed"),
    "poor": _text("不足", "poor"),
    "assessor": _text("评审员", "Assessor"),
    "remark": _text("备注", "Remark"),
    "median": _text("中位数", "median"),
    "agreed": _text("合议", "agreed"),
    "visited": _text("现场评审后", "after the site visit"),
    "outlier": _text("与他人相差较大", "far from the others"),
    "far_off": _text("与他人相差较大：{names}", "far from the others: {names}"),
    "rater": _text("{count} 位", "{count} assessor"),
    "bias": _text("偏差", "Bias"),
    "scatter": _text("离散（标准差）", "Scatter (SD)"),
    "items": _text("条款数", "Items"),
    "stricter": _text("← 偏严", "← stricter"),
    "more_lenient": _text("偏宽 →", "more lenient →"),
    "most_lenient": _text("最宽：{name}（{value} 个百分点）", "most lenient: {name}, {value} points of percent"),
    "strictest": _text("最严：{name}（{value} 个百分点）", "strictest: {name}, {value}"),
    "raters": _text("{count} 位", "{count} assessors"),
    "gave": _text("{count} 位评审员评分 {range}", "{count} assessors between {range}"),
    "one_gave": _text("1 位评审员评分 {range}", "one assessor at {range}"),
    "all_gave": _text("{count} 位评审员均评 {range}", "all {count} assessors at {range}"),
}


def word(key: str, language: str, **parts: str) -> str:
    """Return the word or sentence `key` in `language`, its gaps filled with `parts`."""
    return _WORDS[key].get(language).format(**parts)


def listing(names: Iterable[str], language: str) -> str:
    """Join names as the language does: `甲、乙` or `a, b`."""
    return word("comma", language).join(names)


def sentence(parts: Iterable[str], language: str) -> str:
    """Join clauses to one sentence with its full stop; begins with a capital."""
    text = word("pause", language).join(part for part in parts if part)
    return text[:1].upper() + text[1:] + ("" if text.endswith("…") else word("stop", language))
