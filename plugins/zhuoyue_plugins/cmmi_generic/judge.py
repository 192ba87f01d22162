"""Judges an item by how far practices are part of the organisation's processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from zhuoyue import Dossier, Exhibit, Finding, FindingKind, Item, ItemKind, Reading, Suggestion, Text, Verdict, Weight
from zhuoyue_plugins.cmmi_generic.one_practice import judge_practice
from zhuoyue_plugins.cmmi_generic.practices import FAMILY, by_code, practices
from zhuoyue_plugins.cmmi_generic.settings import Settings
from zhuoyue_plugins.cmmi_generic.spoken import named, plural
from zhuoyue_plugins.cmmi_generic.words import TAKEN

_DEPLOYMENT, _LEARNING = "D", "L"
_LEARN = ("GP2.9", "GP2.10", "GP3.2")
"""Practices by which a process is checked, reviewed and learnt from."""


def judge(item: Item, dossier: Dossier) -> Iterator[Finding | Suggestion]:
    """Yield what characterisations say of an item: of one practice where the item is that practice, else of all."""
    settings = dossier.settings if isinstance(dossier.settings, Settings) else Settings()
    if item.id.startswith(f"{FAMILY}-"):
        practice = by_code().get(item.code)
        if practice:
            yield from judge_practice(practice, dossier, settings)
        return
    readings: list[Reading] = []
    for table in dossier.exhibits_of("cmmi-generic.practices"):
        yield from _strengths(table, dossier, settings)
        if not dossier.withheld:  # what is above the tier may say otherwise
            yield from _blockers(_of(dossier, table, "blockers"), _of(dossier, table, "levels"), settings)
            yield from _open(_of(dossier, table, "open"), settings)
            yield from _bare(_of(dossier, table, "coverage"))
        readings += _readings(table, settings, withheld=dossier.withheld)
    known = {dimension.key for dimension in dossier.scheme.of_kind(ItemKind.PROCESS)}
    told = tuple(one for one in readings if one.dimension in known)
    if told and item.kind is ItemKind.PROCESS:
        yield Suggestion(readings=told)


def _of(dossier: Dossier, table: Exhibit, word: str) -> Exhibit | None:
    found = dossier.exhibits_of(f"cmmi-generic.{word}")
    return next((one for one in found if one.source == table.source), None)


def _strengths(table: Exhibit, dossier: Dossier, settings: Settings) -> Iterator[Finding]:
    full = [one for one, share in zip(practices(), table.numbers("share"), strict=True) if share == 100]
    if full:
        en, zh = named([one.label for one in full], settings.max_named)
        processes = _processes(table)
        text = Text(
            en=f"{plural(len(full), 'generic practice')} {'is' if len(full) == 1 else 'are'} fully or largely "
            f"implemented in all {plural(processes, 'process', 'processes')}: {en}.",
            zh=f"{len(full)} 项通用实践在全部 {processes} 个过程中均为 FI 或 LI：{zh}。",
        )
        yield _finding(FindingKind.STRENGTH, text, table)
    levels = _of(dossier, table, "levels")
    if levels is None:
        return
    best = [row for row in levels.rows() if row["low"] == 3]
    if best:
        en, zh = named([row["process"] for row in best if isinstance(row["process"], Text)], settings.max_named)
        assumed = any(row["performed"] == TAKEN for row in best)
        count = plural(len(best), "process", "processes")
        but_en, but_zh = (
            (", their specific goals taken as satisfied where nobody looked", "（其中未查看特定目标的，假定已达成）")
            if assumed
            else ("", "")
        )
        text = Text(
            en=f"The practices of {count} allow capability level 3: {en}{but_en}.",
            zh=f"{len(best)} 个过程的实践允许达到能力等级 3：{zh}{but_zh}。",
        )
        yield _finding(FindingKind.STRENGTH, text, levels)


def _processes(table: Exhibit) -> int:
    """Return how many processes a row of the practices counts."""
    return sum(
        int(column[0] or 0) for column in (table.numbers(key) for key in ("fi", "li", "open", "pi", "ni", "unrated"))
    )


def _blockers(blockers: Exhibit | None, levels: Exhibit | None, settings: Settings) -> Iterator[Finding]:
    if blockers is None or levels is None:
        return
    short = [high is not None and high < 2 for high in levels.numbers("high")]
    if any(short):
        rows = [row for row in blockers.rows() if row["level"] == 2 and _lacks(row)]
        count = Counter(row["practice"] for row in rows if isinstance(row["practice"], Text))
        most = max(count.values(), default=0)
        worst = [
            Text(en=f"{name.get('en')} ({number})", zh=f"{name.get('zh')}（{number}）")
            for name, number in count.most_common()
            if number > 1 or most == 1  # where some recur, those that do not are left out
        ]
        en, zh = named(worst, settings.max_named)
        most_en = f" Most often lacking, with the number of processes: {en}." if worst else ""
        most_zh = f"最常欠缺的实践（过程数）：{zh}。" if worst else ""
        text = Text(
            en=f"{sum(short)} of {len(short)} processes cannot reach capability level 2.{most_en}",
            zh=f"{len(short)} 个过程中有 {sum(short)} 个不能达到能力等级 2。{most_zh}",
        )
        yield _finding(FindingKind.IMPROVEMENT, text, blockers, Weight.BOLD)


def _lacks(row: Mapping[str, object]) -> bool:
    value = row["value"]
    return isinstance(value, Text) and (" PI" in value.zh or " NI" in value.zh)


def _open(table: Exhibit | None, settings: Settings) -> Iterator[Finding]:
    if table is None or not table.count:
        return
    about = [
        Text(en=f"{one.get('en')} – {other.get('en')}", zh=f"{one.get('zh')}：{other.get('zh')}")
        for one, other in zip(table.texts("process"), table.texts("practice"), strict=True)
        if one and other
    ]
    en, zh = named(about, settings.max_named)
    verb = "waits" if table.count == 1 else "wait"
    text = Text(
        en=f"{plural(table.count, 'characterisation')} still {verb} for the team's decision between LI and PI: {en}.",
        zh=f"有 {table.count} 项判定尚待评价组在 LI 与 PI 之间决定：{zh}。",
    )
    yield _finding(FindingKind.IMPROVEMENT, text, table)


def _bare(table: Exhibit | None) -> Iterator[Finding]:
    if table is None:
        return
    bare = sum(int(one or 0) for one in table.numbers("bare"))
    if bare:
        marks = sum(int(one or 0) for one in table.numbers("marks"))
        text = Text(
            en=f"{bare} of {marks} marks say FI or LI but name no artefact: so far they are claims.",
            zh=f"{marks} 项判定中有 {bare} 项判为 FI 或 LI，却没有写明客观证据，目前只是说法。",
        )
        yield _finding(FindingKind.IMPROVEMENT, text, table)


def _readings(table: Exhibit, settings: Settings, *, withheld: bool) -> Iterator[Reading]:
    every = [one.code for one in practices()]
    for dimension, codes, what in (
        (_DEPLOYMENT, every, Text(zh="通用实践", en="generic practices")),
        (_LEARNING, _LEARN, Text(zh="检查、评审和经验收集的实践", en="practices of checking, reviewing and learning")),
    ):
        places = [every.index(code) for code in codes]

        def total(*keys: str, at: Sequence[int] = places) -> int:
            return sum(int(table.numbers(key)[place] or 0) for key in keys for place in at)

        done, unsure = total("fi", "li"), total("open", "unrated")
        whole = done + unsure + total("pi", "ni")
        verdict = _verdict(done, unsure, whole, settings, withheld=withheld)
        text = Text(
            en=f"{done} of {whole} {what.en}, counted by process, are FI or LI"
            + (f", {unsure} are not settled" if unsure else ""),
            zh=f"{what.zh}（按过程计）{whole} 项中有 {done} 项为 FI 或 LI" + (f"，{unsure} 项未定" if unsure else ""),
        )
        yield Reading(dimension=dimension, verdict=verdict, reason=text)


def _verdict(done: int, unsure: int, whole: int, settings: Settings, *, withheld: bool) -> Verdict:
    """Judge a share; unknown where what is not settled could lift it to another verdict."""

    def of(count: int) -> Verdict:
        share = Decimal(count) / whole
        if share >= settings.good_share:
            return Verdict.GOOD
        return Verdict.MIXED if share >= settings.mixed_share else Verdict.POOR

    sure = of(done)
    if sure is not Verdict.GOOD and (withheld or of(done + unsure) is not sure):
        return Verdict.UNKNOWN
    return sure


def _finding(kind: FindingKind, text: Text, rests: Exhibit, weight: Weight = Weight.NORMAL) -> Finding:
    return Finding(kind=kind, text=text, weight=weight, evidence=(rests.id,), visibility=rests.visibility)
