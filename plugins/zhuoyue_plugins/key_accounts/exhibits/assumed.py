"""What the source documents claim of key accounts, as assumptions: shown beside what the records show, never mixed."""

from __future__ import annotations

from decimal import Decimal

from zhuoyue import Assumption, Exhibit
from zhuoyue_plugins.key_accounts.exhibits.author import PERCENT, Author, both, number, words

DEFAULTS = {"top_share": Decimal(80), "new_loss": Decimal(30)}
_TITLES = {
    "top_share": both("share that the top 20 % of the accounts bring", "前 20 % 客户的贡献占比"),
    "new_loss": both("churn of new dedicated-line accounts, at least", "新增专线客户流失率（不低于）"),
}
_ORIGIN = {
    "top_share": both("rule of thumb, after Pareto", "经验法则（帕累托）"),
    "new_loss": both("a service department's own statement in the source documents", "源文件中服务部门的自述"),
}


def assumed_exhibit(author: Author) -> Exhibit:
    """Return the assumptions with the organisation's own figures in place of the defaults."""
    own = author.settings.assumptions
    values = {key: getattr(own, key) for key in DEFAULTS}
    assumptions = tuple(
        Assumption(
            key=key,
            title=_TITLES[key],
            value=DEFAULTS[key] if value is None else value,
            unit=PERCENT,
            origin=_ORIGIN[key] if value is None else both("the organisation's own figure", "组织自有数据"),
            own=value is not None,
        )
        for key, value in values.items()
    )
    return author.exhibit(
        "assumed",
        both("What is commonly assumed of key accounts", "关于大客户的常见假设"),
        both(
            "Not observed here: figures that documents claim, for comparison with what the records show. An "
            "organisation replaces them by its own.",
            "并非本组织的观测值：文献中的说法，用于与记录对照。组织可用自有数据替换。",
        ),
        (
            words("figure", "Figure", "指标", [one.title for one in assumptions]),
            number("value", "Assumed", "假设值", [one.value for one in assumptions], PERCENT),
        ),
        assumptions=assumptions,
    ).model_copy(update={"evidence": ()})
