"""The rules of the plugin `lint`: code, name, what each asks for, and why an examiner cares."""

from __future__ import annotations

from zhuoyue import Rule, Severity, Text
from zhuoyue_plugins.lint import changes, evidence, findings, texts

RULES = (
    Rule(
        "ZY101",
        "score-without-evidence",
        Text(zh="评分高于 0 % 的条款应有证据或指标", en="A score above 0 % rests on evidence or measures"),
        Text(
            zh="没有证据的分数只是意见：现场评审无从核实，组织也无法从中学到什么。",
            en="A score without evidence is an opinion: nobody can verify it on site, and nobody can learn from it.",
        ),
        evidence.score_without_evidence,
    ),
    Rule(
        "ZY102",
        "evidence-expired",
        Text(zh="证据在评价日应当有效", en="Evidence is valid on the assessment's day"),
        Text(
            zh="过期的程序或证书不能说明现在的做法；续期或换用现行版本，否则应作为改进机会指出。",
            en="An expired procedure or certificate does not show how things are done now. Renew it, file the one in "
            "force, or name it as an improvement.",
        ),
        evidence.evidence_expired,
    ),
    Rule(
        "ZY103",
        "evidence-after-period",
        Text(zh="证据应属于评价期或更早", en="Evidence is from the period or before"),
        Text(
            zh="评价期结束后的事实属于下一轮；算进本轮，年度之间就不再可比。",
            en="What happened after the period belongs to the next cycle; counted now, years are no longer comparable.",
        ),
        evidence.evidence_after_period,
    ),
    Rule(
        "ZY104",
        "result-without-trend-or-comparison",
        Text(zh="50 % 及以上的结果条款应有趋势和对比", en="A result of 50 % or more has a trend and a comparison"),
        Text(
            zh="达到中档以上的结果，应当看得出改进趋势，也应当知道与其他组织相比处于什么水平；缺少这些，分数无从谈起。",
            en="A result in the upper half says that things got better and are good beside others. Without earlier "
            "periods and other organisations' values nobody can tell.",
        ),
        evidence.result_without_trend_or_comparison,
    ),
    Rule(
        "ZY105",
        "process-without-deployment",
        Text(zh="50 % 及以上的过程条款应有展开证据", en="A process of 50 % or more has evidence of deployment"),
        Text(
            zh="写下来的方法只说明意图；50 % 以上的分数意味着方法已在各部门实施。",
            en="A written method shows intent; a score in the upper half says that it is carried out.",
        ),
        evidence.process_without_deployment,
    ),
    Rule(
        "ZY106",
        "text-contradicts-score-high",
        Text(zh="70 % 及以上时改进机会不多于优势", en="At 70 % or more there are no more improvements than strengths"),
        Text(
            zh="读者看到高分和一长串不足，会怀疑其中之一有误。",
            en="A reader who sees a high score beside a long list of gaps will doubt one of them.",
        ),
        findings.text_contradicts_score_high,
    ),
    Rule(
        "ZY107",
        "text-contradicts-score-low",
        Text(zh="25 % 及以下时优势不多于改进机会", en="At 25 % or less there are no more strengths than improvements"),
        Text(
            zh="低分却以优势为主，组织无法知道该改进什么。",
            en="A low score beside mostly praise does not tell the organisation what to improve.",
        ),
        findings.text_contradicts_score_low,
    ),
    Rule(
        "ZY108",
        "number-of-findings",
        Text(zh="每个条款有 3～5 条优势、3～5 条改进机会", en="Each item has 3 to 5 strengths and 3 to 5 improvements"),
        Text(
            zh="太少不足以支持分数，太多则淹没重点。",
            en="Fewer do not carry the score; more bury what matters.",
        ),
        findings.number_of_findings,
        Severity.INFO,
    ),
    Rule(
        "ZY109",
        "band-jump",
        Text(zh="没有新证据，分数段不应跳变", en="Without new evidence an item does not jump bands"),
        Text(
            zh="管理水平很少在一年内跨越两个分数段；证据没有变化时，变的多半是评审员的尺度。",
            en="An organisation rarely moves two bands in a cycle. Where the evidence is the same, it was the "
            "yardstick that moved.",
        ),
        changes.band_jump,
    ),
    Rule(
        "ZY110",
        "repeated-sentence",
        Text(zh="不同条款不应出现相同的句子", en="Two items do not share a sentence"),
        Text(
            zh="照抄的句子没有针对条款；反馈报告的读者会认为评审并未深入。",
            en="A copied sentence is about no item in particular, and readers of a feedback report notice.",
        ),
        texts.repeated_sentence,
    ),
    Rule(
        "ZY111",
        "improvement-without-action",
        Text(zh="重点改进机会应有措施", en="A bold improvement has an action"),
        Text(
            zh="没有措施、责任人和期限，改进机会下一轮还会原样出现。",
            en="Without action, owner and date it will be found again next time.",
        ),
        findings.improvement_without_action,
    ),
    Rule(
        "ZY112",
        "not-applicable-without-reason",
        Text(zh="不适用应说明理由", en="Not applicable has a reason"),
        Text(
            zh="不适用的条款不计入分母，会改变总分的含义；读者应知道为什么。",
            en="An item left out changes what the total means; a reader must be able to see why.",
        ),
        changes.not_applicable_without_reason,
    ),
    Rule(
        "ZY113",
        "unknown-measure-named",
        Text(zh="文字提到的指标应存在", en="Measures that a text names exist"),
        Text(
            zh="数据中没有的指标无法核实，常见原因是编号写错或指标已取消。",
            en="What is not in the data cannot be verified: a slip of the pen, or a measure that was dropped.",
        ),
        texts.unknown_measure_named,
    ),
    Rule(
        "ZY114",
        "missing-translation",
        Text(zh="以两种语言发布的报告，文字应有两种语言", en="Texts of a report in two languages are in both"),
        Text(
            zh="缺少译文的地方，另一种语言的读者会看到外文。",
            en="Where one is missing, readers of that language meet the other.",
        ),
        texts.missing_translation,
        Severity.INFO,
    ),
    Rule(
        "ZY115",
        "action-overdue",
        Text(zh="措施应按期完成", en="Actions are done when they are due"),
        Text(
            zh="逾期的措施需要新的期限或决定，否则计划失去意义。",
            en="An overdue action needs a new date or a decision, or the plan stops meaning anything.",
        ),
        findings.action_overdue,
    ),
    Rule(
        "ZY116",
        "open-site-visit-question",
        Text(zh="现场评审问题应有答复", en="Questions for the site visit have answers"),
        Text(
            zh="未答复的问题说明合议结果仍有待核实；现场评审后应记录看到了什么。",
            en="An open question says that the agreed value still awaits verification; after the visit, write down "
            "what was found.",
        ),
        changes.open_site_visit_question,
        Severity.INFO,
    ),
    Rule(
        "ZY117",
        "carried-texts",
        Text(zh="沿用上一轮的文字应经复核", en="Texts carried over from the last cycle are read again"),
        Text(
            zh="分数是今年的，文字却是去年的：读者会把去年的优势和改进机会当作今年的结论。",
            en="A new percent beside last year's texts: readers take what was found then for what was found now.",
        ),
        changes.carried_texts,
    ),
)
"""Codes are stable: one that is given up is not given again."""
