"""Rules about what is written: ZY110, ZY113 and ZY114."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from zhuoyue import Assessment, Examined, Finding, Item, ItemResult, Text, Violation
from zhuoyue_plugins.lint import sentences
from zhuoyue_plugins.lint.facts import findings, results
from zhuoyue_plugins.lint.settings import of

_ID = re.compile(
    r"(?<![A-Za-z0-9_/.#-])(?P<head>[A-Za-z]{2,}[A-Za-z0-9]*(?:[-_][A-Za-z]+)*[-_])(?P<tail>[A-Za-z]*[0-9]+)"
    r"(?![A-Za-z0-9_-]|[./][A-Za-z0-9])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class _Written:
    """One text of an item."""

    text: str
    where: str


def _written(assessment: Assessment, result: ItemResult) -> Iterator[_Written]:
    """Yield the narratives and the assessors' findings of an item, in each language."""
    for narrative in assessment.narratives:
        if narrative.code == result.item:
            yield _Written(narrative.markdown, narrative.locator)
    for finding in findings(assessment, result):
        for text in _texts(finding):
            yield from (_Written(one, "") for one in (text.zh, text.en) if one)


def _texts(finding: Finding) -> Iterator[Text]:
    yield finding.text
    yield from finding.examples
    if finding.relevance is not None:
        yield finding.relevance


def repeated_sentence(examined: Examined) -> Iterator[Violation]:
    """The same sentence stands in the texts or findings of two items.

    Narratives and assessors' findings are compared, sentence by sentence, whatever the case, width, spaces and
    punctuation. Headings and tables are not looked at, nor are sentences shorter than `sentence_length`: Han
    characters, a word of another script counting as two. The message is for the later item and names the first.
    """
    least = of(examined).sentence_length
    first: dict[str, Item] = {}
    for item, result in results(examined.assessment):
        shared: dict[str, list[tuple[str, str]]] = defaultdict(list)
        own: set[str] = set()
        for written in _written(examined.assessment, result):
            for sentence in sentences.sentences(written.text):
                key = sentences.same(sentence)
                if key in own or sentences.length(sentence) < least:
                    continue
                own.add(key)
                other = first.setdefault(key, item)
                if other is not item:
                    shared[other.code].append((sentence, written.where))
        for code, found in shared.items():
            sentence, where = found[0]
            more_en, more_zh = (
                (f" (and {len(found) - 1} more)", f"（另有 {len(found) - 1} 句）") if found[1:] else ("", "")
            )
            yield Violation(
                Text(
                    en=f"{item.code} repeats a sentence of {code}: {_short(sentence)}{more_en}",
                    zh=f"{item.code} 与 {code} 有相同的句子：{_short(sentence)}{more_zh}",
                ),
                item.id,
                where,
            )


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 80 else sentence[:79] + "…"


def unknown_measure_named(examined: Examined) -> Iterator[Violation]:
    """A text names a measure by an id that the data do not have.

    A name is taken for an id if it looks like two or more measures that exist: the same letters before the last hyphen
    or underscore, and as many letters and digits after it. With KPI-C01 and KPI-P05 on file KPI-C99 is one; ISO-9001
    is none. References in double brackets that lead nowhere have a code of their own, `unresolved-reference`.
    """
    assessment = examined.assessment
    known = {one.id.casefold() for one in assessment.facts}
    shapes = Counter(shape for one in assessment.measure_by_id if (shape := _shape(one)))
    for item, result in results(assessment):
        named: dict[str, str] = {}
        for written in _written(assessment, result):
            for match in _ID.finditer(sentences.prose(written.text)):
                if match[0].casefold() not in known and shapes[_shape(match[0])] > 1:
                    named.setdefault(match[0], written.where)
        for name, where in named.items():
            yield Violation(
                Text(
                    en=f"{item.code} names {name}, but there is no such measure",
                    zh=f"{item.code} 提到 {name}，但没有这个指标",
                ),
                item.id,
                where,
            )


def _shape(name: str) -> str:
    """Return the beginning of an id and the pattern of its end: `kpi-a99` for KPI-C01; nothing for other names."""
    match = _ID.fullmatch(name)
    if match is None or _YEAR.fullmatch(match["tail"]):
        return ""
    return match["head"].casefold() + re.sub(r"[A-Za-z]", "a", re.sub(r"\d", "9", match["tail"]))


def missing_translation(examined: Examined) -> Iterator[Violation]:
    """The report is published in Chinese and English, and a text of an item is there in one of them only.

    Narratives count, and once a rating is in force its reason and the assessors' findings, as far as the published tier
    shows them. Where no text at all is in one of the languages, one message says so: then the report is better
    published in the other alone.
    """
    assessment = examined.assessment
    if len(set(assessment.languages)) < 2:  # one language needs no translation
        return
    lacking = [(item, _lacking(assessment, result)) for item, result in results(assessment)]
    spoken = {language for _, (_, languages) in lacking for language in languages}
    if len(spoken) == 1:
        (language,) = spoken
        absent_en, absent_zh = ("English", "英文") if language == "zh" else ("Chinese", "中文")
        en = f"the report is published in Chinese and English, but no text is in {absent_en}; set `languages`"
        yield Violation(Text(en=en, zh=f"报告以中英文发布，但没有任何{absent_zh}文本；请调整 languages"))
        return
    for item, (missing, _) in lacking:
        for language, counts in missing.items():
            name_en, name_zh = ("Chinese", "中文") if language == "zh" else ("English", "英文")
            en = ", ".join(f"{_count_en(noun, count)}" for noun, count in counts.items())
            zh = "、".join(f"{_NOUNS[noun]} {count} 处" for noun, count in counts.items())
            yield Violation(
                Text(en=f"{item.code} has no {name_en} for {en}", zh=f"{item.code} 缺少{name_zh}：{zh}"), item.id
            )


_NOUNS = {"narrative": "自评文字", "finding": "优势与改进机会", "reason": "评分理由"}


def _count_en(noun: str, count: int) -> str:
    return f"{count} {noun}s" if count > 1 else f"1 {noun}"


def _lacking(assessment: Assessment, result: ItemResult) -> tuple[dict[str, Counter[str]], set[str]]:
    """Return how many texts of which sort lack a language, and the languages that there are."""
    tier = assessment.visibility
    missing: dict[str, Counter[str]] = defaultdict(Counter)
    spoken: set[str] = set()

    def note(noun: str, complete: set[str], present: set[str]) -> None:
        spoken.update(present)
        for language in {"zh", "en"} - complete if present else set():
            missing[language][noun] += 1

    own = {one.language for one in assessment.narratives if one.code == result.item and tier.shows(one.visibility)}
    note("narrative", {*own}, {*own})
    if result.rating is None:  # assessors' notes for their own meeting
        return missing, spoken
    for finding in findings(assessment, result):
        if tier.shows(finding.visibility):
            parts = [_languages(text) for text in _texts(finding)]
            note("finding", set.intersection(*parts), set.union(*parts))
    reason = result.rating.reason
    if reason is not None and tier.shows(result.rating.visibility):
        note("reason", _languages(reason), _languages(reason))
    return missing, spoken


def _languages(text: Text) -> set[str]:
    return {language for language, value in (("zh", text.zh), ("en", text.en)) if value.strip()}
