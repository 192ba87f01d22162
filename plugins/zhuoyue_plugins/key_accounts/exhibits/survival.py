"""Exhibits of lifetimes: survival curves of all accounts and of groups, and whether the groups differ."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue import Exhibit, Text
from zhuoyue_plugins.key_accounts.counting.lifetimes import Excluded, Lifetime
from zhuoyue_plugins.key_accounts.counting.survival import Curve, LogRank, Step, log_rank, survival
from zhuoyue_plugins.key_accounts.exhibits.author import PERCENT, Author, both, number, words
from zhuoyue_plugins.key_accounts.exhibits.loyalty import definition, left_out, watched
from zhuoyue_plugins.key_accounts.exhibits.tiers import title
from zhuoyue_plugins.key_accounts.reading.ledger import Ledger
from zhuoyue_plugins.key_accounts.reading.months import month_text

GRID = 6
"""Months between the rows that tell how many accounts are at risk."""
ALL = both("all", "全部")
LEVEL = Decimal("0.05")
"""Chance of a difference by accident that is accepted, for all tests together."""
DIFFERENT = both("differ", "有差异")
ALIKE = both("no difference shown", "未显示差异")
DIMENSIONS = {
    "all": both("all", "全部"),
    "cohort": both("year of start", "开始年度"),
    "tier": both("first tier", "初始等级"),
    "segment": both("customer group", "客户群"),
    "line": both("first product line", "初始产品线"),
}


@dataclass(frozen=True)
class _Group:
    dimension: str
    name: Text
    curve: Curve


def survival_exhibits(author: Author, ledger: Ledger, lives: Sequence[Lifetime], excluded: Excluded) -> list[Exhibit]:
    """Return the exhibits `survival`, `lifetimes` and, where groups can be compared, `log-rank`."""
    if not any(one.lost for one in lives):
        return []
    ways: dict[str, Callable[[Lifetime], Hashable]] = {
        "cohort": lambda one: one.began // 12,
        "tier": lambda one: one.tier,
        "segment": lambda one: one.segment,
        "line": lambda one: one.line,
    }
    # Older accounts would put a handful of the oldest at the root of a group's whole curve.
    young = [one for one in lives if one.began >= ledger.first]
    groups = [_Group("all", ALL, survival(lives))]
    tests: dict[str, LogRank] = {}
    for dimension, way in ways.items():
        parts = _large_enough(author, young, way)
        if len(parts) < 2:
            continue
        groups += [_Group(dimension, _name(author, dimension, key), survival(part)) for key, part in parts]
        test = log_rank([one for _, part in parts for one in part], way)
        if test:
            tests[dimension] = test
    cut = month_text(ledger.last - author.settings.lost_after_months)
    notes = [
        *watched(cut, author.settings.lost_after_months),
        both(
            f"Groups hold the accounts that started within the records, from {month_text(ledger.first)} on; the curve "
            "of all accounts holds older ones too.",
            f"各分组只含记录期间内（{month_text(ledger.first)} 起）开始合作的客户；全部客户的曲线还包括更早的客户。",
        ),
        *left_out(excluded),
    ]
    made = [
        *author.guarded(lambda guard: _curves(author, groups, notes, guard)),
        *author.guarded(lambda guard: _lifetimes(author, groups, notes, guard)),
    ]
    return [*made, _tests(author, tests)] if tests else made


def _large_enough(
    author: Author, lives: Sequence[Lifetime], way: Callable[[Lifetime], Hashable]
) -> list[tuple[Hashable, list[Lifetime]]]:
    """Return the groups with enough accounts, in order; accounts of no group stand in none."""
    least = max(author.settings.smallest_curve, author.settings.smallest_group)
    keys = sorted({way(one) for one in lives if way(one) is not None}, key=lambda key: (isinstance(key, str), key))
    parts = [(key, [one for one in lives if way(one) == key]) for key in keys]
    return [(key, part) for key, part in parts if sum(one.accounts for one in part) >= least]


def _name(author: Author, dimension: str, key: Hashable) -> Text:
    if dimension == "tier" and isinstance(key, int):
        return title(author, key)
    if dimension == "cohort" and isinstance(key, int):
        return both(f"started {key:04d}", f"{key:04d} 年开始")
    return Text.model_validate(str(key))


def _rows(curve: Curve) -> Iterator[Step]:
    """Yield the steps, and between them a row every half year for the accounts at risk."""
    steps = {step.month: step for step in curve.steps}
    for month in sorted({*steps, *range(0, curve.end + 1, GRID)}):
        if month in steps:
            yield steps[month]
        else:
            at = curve.at(month)
            yield Step(month, at.share, at.low, at.high, curve.at_risk(month), 0)


def _curves(author: Author, groups: Sequence[_Group], notes: Sequence[Text], guard: bool) -> tuple[Exhibit, bool]:
    rows = [(group, step) for group in groups for step in _rows(group.curve)]
    few = [guard and step.at_risk < author.settings.smallest_group and step.month > 0 for _, step in rows]

    def unless(values: Sequence[Decimal | int | None]) -> list[Decimal | int | None]:
        return [None if away else value for away, value in zip(few, values, strict=True)]

    words_of = definition(author)
    exhibit = author.exhibit(
        "survival",
        both("Survival curves of accounts", "客户留存曲线"),
        both(
            f"{words_of.en} Lifetime: months from the start to the last month with revenue. Share still with us by "
            "Kaplan and Meier, who let an account count among those at risk only while it was watched: accounts that "
            "are still customers are censored, accounts that started before the records enter when the records "
            "begin to show them. Interval: 95 %, point by point (log-log of Greenwood's standard error).",
            f"{words_of.zh}留存时间：从开始到最后一个有收入月份的月数。留存比例用 Kaplan–Meier 法估计，客户只在被"
            "观察期间计入在观察数：仍在合作的客户为右删失；记录开始前已建立合作的客户，自首次出现在记录中起计入"
            "（左截断）。区间：逐点 95 %（Greenwood 标准误的双对数变换）。",
        ),
        (
            words("dimension", "By", "分组方式", [DIMENSIONS[group.dimension] for group, _ in rows]),
            words("group", "Group", "分组", [group.name for group, _ in rows]),
            number("month", "Months since the start", "开始后月数", [step.month for _, step in rows]),
            number("share", "Still with us", "留存比例", unless([step.share for _, step in rows]), PERCENT, 1),
            number("low", "from", "下限", unless([step.low for _, step in rows]), PERCENT, 1),
            number("high", "to", "上限", unless([step.high for _, step in rows]), PERCENT, 1),
            number("at_risk", "Under observation", "在观察数", unless([step.at_risk for _, step in rows])),
            number("lost", "Lost", "流失数", unless([step.lost for _, step in rows])),
        ),
        notes=notes,
    )
    return exhibit, any(few)


def _lifetimes(author: Author, groups: Sequence[_Group], notes: Sequence[Text], guard: bool) -> tuple[Exhibit, bool]:
    """Return the curves in a few figures: shares after one to five years, and the median."""
    smallest = author.settings.smallest_group
    missing = False

    def share(group: _Group, month: int) -> Decimal | None:
        nonlocal missing
        curve = group.curve
        if curve.end < month:
            return None
        if guard and curve.at_risk(month) < smallest:
            missing = True
            return None
        return curve.at(month).share

    years = [year for year in (1, 2, 3, 5, 10) if any(group.curve.end >= 12 * year for group in groups)]
    shares = [
        number(
            f"after_{year}",
            f"After {year} year{'s' * (year > 1)}",
            f"{year} 年后留存",
            [share(group, 12 * year) for group in groups],
            PERCENT,
            1,
        )
        for year in years
    ]
    exhibit = author.exhibit(
        "lifetimes",
        both("How long accounts stay", "客户留存时间"),
        both(
            "Read off the survival curves: the share still with us after whole years, and the first month by which "
            "half were lost. Unknown: nobody was watched so long, or half were not lost.",
            "由留存曲线读出：满若干年的留存比例，以及流失过半的首个月份。未知：没有客户被观察这么久，或流失未过半。",
        ),
        (
            words("dimension", "By", "分组方式", [DIMENSIONS[group.dimension] for group in groups]),
            words("group", "Group", "分组", [group.name for group in groups]),
            number("accounts", "Accounts", "客户数", [group.curve.accounts for group in groups]),
            number("lost", "Lost", "流失数", [group.curve.lost for group in groups]),
            *shares,
            number("median", "Median", "中位数", [group.curve.median for group in groups], both("months", "个月")),
        ),
        notes=notes,
    )
    return exhibit, missing


def _tests(author: Author, tests: dict[str, LogRank]) -> Exhibit:
    level = (LEVEL / len(tests)).quantize(Decimal("0.0001"))
    verdicts = [DIFFERENT if one.probability < LEVEL / len(tests) else ALIKE for one in tests.values()]
    return author.exhibit(
        "log-rank",
        both("Do the groups differ in how long accounts stay?", "各组留存时间是否有差异？"),
        both(
            "Log-rank test (Mantel 1966) over the groups with enough accounts; chi-squared with one degree of freedom "
            "less than groups. A single probability below 0.05 is usually read as a difference; as one of twenty falls "
            "below by chance, the level is shared out among the tests (Bonferroni). Above it the records show no "
            "difference, which does not prove that there is none.",
            "对客户数足够的各组做对数秩检验（Mantel 1966），卡方分布，自由度为组数减一。"
            "单项检验通常以 p < 0.05 视为有差异；"
            "由于每二十项约有一项会偶然低于 0.05，显著性水平由各项检验均分（Bonferroni）。"
            "未低于该水平表示记录未显示差异，并不证明没有差异。",
        ),
        (
            words("dimension", "By", "分组方式", [DIMENSIONS[key] for key in tests]),
            number("groups", "Groups", "组数", [one.groups for one in tests.values()]),
            number("accounts", "Accounts", "客户数", [one.accounts for one in tests.values()]),
            number("statistic", "Chi-squared", "卡方值", [one.statistic for one in tests.values()], decimals=2),
            number("probability", "p", "p 值", [one.probability for one in tests.values()], decimals=4),
            number("level", "Level", "显著性水平", [level] * len(tests), decimals=4),
            words("verdict", "Verdict", "结论", verdicts),
        ),
    )
