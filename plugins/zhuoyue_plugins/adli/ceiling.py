"""The highest percent that the evidence carries."""

from __future__ import annotations

from decimal import Decimal

from zhuoyue import Text, plain
from zhuoyue_plugins.adli.facts import Facts
from zhuoyue_plugins.adli.settings import Settings


def ceiling(facts: Facts, step: Decimal, settings: Settings) -> tuple[Decimal | None, tuple[Text, ...]]:
    """Return the lowest ceiling that applies, on the scheme's grid, with a reason for each; None if none applies."""
    table = settings.ceilings
    rules = (
        (not (facts.dated or facts.undated), table.no_method, "no documented method in force", "没有有效的方法文件"),
        (not facts.deployed, table.no_deployment, "no evidence of deployment", "没有有效的展开证据"),
        (not facts.reviews, table.no_review, "no review in the period", "评价期内没有评审"),
        (not (facts.links or facts.filed), table.no_link, "no link to a measure", "未关联效果指标"),
    )
    limits: list[Decimal] = []
    reasons: list[Text] = []
    for applies, percent, en, zh in rules:
        if applies:
            limit = percent // step * step
            limits.append(limit)
            reasons.append(Text(en=f"{en}: at most {plain(limit)} %", zh=f"{zh}：最高 {plain(limit)} %"))
    if not limits:
        en = "method, deployment, review and link to results are on file: no ceiling"
        return None, (Text(en=en, zh="方法、展开、评审及与结果的关联均有证据：不设上限"),)
    lowest = plain(min(limits))
    summary = Text(en=f"the evidence carries at most {lowest} %", zh=f"证据最高可支撑 {lowest} %")
    return min(limits), (*reasons, summary)
