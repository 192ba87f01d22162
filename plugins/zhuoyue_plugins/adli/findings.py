"""What is missing, as opportunities for improvement; and a strength where nothing is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zhuoyue import Evidence, Finding, FindingKind, Reading, Text, Verdict, Visibility
from zhuoyue_plugins.adli.facts import Facts
from zhuoyue_plugins.adli.readings import missing_units
from zhuoyue_plugins.adli.settings import Settings


def findings(facts: Facts, read: Mapping[str, Reading], settings: Settings) -> Iterator[Finding]:
    """Yield one improvement for each missing thing, or one strength if all four readings are good."""
    if not facts.evidence:
        yield _improve(
            "There is no evidence of how this item is met: record the method, where it is used and its reviews.",
            "没有任何证据说明本条款如何落实：请记录方法、应用范围及其评审。",
        )
        return
    if all(reading.verdict is Verdict.GOOD for reading in read.values()):
        yield _strength(facts)
        return
    yield from _method(facts, settings)
    yield from _deployment(facts, settings)
    if not facts.reviews:
        en = "No review of the method is on record in the period: evaluate it and record the day and what changed."
        yield _improve(en, "评价期内没有方法的评审记录：请评价其有效性，并记录日期和改进内容。")
    if not (facts.links or facts.filed):
        en = "Neither evidence nor text says which measure shows the effect of the method: name it."
        yield _improve(en, "证据和文本均未说明用哪个指标衡量方法的效果：请予指明。")


def _method(facts: Facts, settings: Settings) -> Iterator[Finding]:
    if facts.dated or facts.undated:
        return
    if facts.lapsed:
        en = (
            f"{len(facts.lapsed)} documented method(s) have expired or were neither revised nor reviewed "
            f"for {settings.max_age_months} months: review and reissue them."
        )
        zh = (
            f"{len(facts.lapsed)} 份方法文件已失效，或超过 {settings.max_age_months} 个月"
            "未修订或评审：请评审后重新发布。"
        )
        yield _improve(en, zh, facts.lapsed)
        return
    en = "No documented method is on file: write down how the item is met, or mark the document as a method."
    yield _improve(en, "没有方法文件：请将做法形成文件，或将已有文件标注为“方法”。")


def _deployment(facts: Facts, settings: Settings) -> Iterator[Finding]:
    if not facts.deployed:
        en = "No evidence shows that the method is carried out: add records from the units that use it."
        yield _improve(en, "没有证据表明方法已得到实施：请补充各应用部门的记录。")
        return
    missing = missing_units(facts, settings)
    if missing:
        en = f"Nothing shows that the method is carried out in: {', '.join(missing)}."
        yield _improve(en, f"没有证据表明方法已在以下部门实施：{'、'.join(missing)}。", facts.deployed)


def _strength(facts: Facts) -> Finding:
    en = (
        f"The method is documented and in force, carried out in all units, reviewed {len(facts.reviews)} time(s) "
        f"in the period, and tied to {len(facts.links)} measure(s) of its effect."
    )
    zh = (
        f"方法已形成有效文件，并在各部门实施，评价期内评审 {len(facts.reviews)} 次，"
        f"且与 {len(facts.links)} 个效果指标关联。"
    )
    cited = (*facts.dated, *facts.deployed)
    return _finding(FindingKind.STRENGTH, en, zh, cited)


def _improve(en: str, zh: str, cited: Sequence[Evidence] = ()) -> Finding:
    return _finding(FindingKind.IMPROVEMENT, en, zh, cited)


def _finding(kind: FindingKind, en: str, zh: str, cited: Sequence[Evidence]) -> Finding:
    """Make a finding for those who may see all the evidence it rests on."""
    tiers = [Visibility.INTERNAL, *(one.visibility for one in cited)]
    visibility = max(tiers, key=lambda tier: list(Visibility).index(tier))
    ids = tuple(one.id for one in cited)
    return Finding(kind=kind, text=Text(zh=zh, en=en), evidence=ids, visibility=visibility)
