"""Judges an item by its survey programmes: whether loops are closed, and whether every dissatisfied answer counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from zhuoyue import (
    Dossier,
    Exhibit,
    Finding,
    FindingKind,
    Item,
    ItemKind,
    Measure,
    Reading,
    Suggestion,
    Text,
    Verdict,
    Visibility,
    Weight,
    plain,
)
from zhuoyue_plugins.survey_programme.ends import DISORDER, DUE, NOBODY, NOT_ASKED, SKIPPED
from zhuoyue_plugins.survey_programme.settings import Settings

_LEARNING = "L"
_TENTH = Decimal("0.1")


def judge(item: Item, dossier: Dossier) -> Iterator[Finding | Suggestion]:
    """Yield findings from each programme of the item, and a reading of learning."""
    settings = dossier.settings if isinstance(dossier.settings, Settings) else Settings()
    readings: list[Reading] = []
    for board in dossier.exhibits_of("survey-programme.board"):
        closed = dossier.measure(f"{board.source}-loops-closed")
        yield from _answers(_of(dossier, board, "answers"), settings)
        yield from _overdue(board, _of(dossier, board, "waiting"), settings)
        if not dossier.withheld:  # what is above the tier may say who, when and what came of it
            yield from _breaks(_of(dossier, board, "breaks"), settings)
            yield from _not_asked(_of(dossier, board, "ends"), settings)
        if closed and closed.latest:
            readings.append(_reading(closed, settings))
            yield from _strength(closed, board, settings)
    known = {dimension.key for dimension in dossier.scheme.of_kind(ItemKind.PROCESS)}
    if readings and item.kind is ItemKind.PROCESS and _LEARNING in known:
        yield Suggestion(readings=tuple(readings))


def _of(dossier: Dossier, board: Exhibit, word: str) -> Exhibit | None:
    found = dossier.exhibits_of(f"survey-programme.{word}")
    return next((one for one in found if one.source == board.source), None)


def _share(closed: Measure) -> tuple[str, Decimal]:
    """Return the last year and its rate in percent."""
    point = closed.known[-1]
    return point.period, point.value or Decimal(0)


def _reading(closed: Measure, settings: Settings) -> Reading:
    year, rate = _share(closed)
    verdict = Verdict.POOR
    if rate >= 100 * settings.mixed_share:
        verdict = Verdict.MIXED
    if rate >= 100 * settings.good_share:
        verdict = Verdict.GOOD
    shown = plain(rate.quantize(_TENTH))
    reason = Text(
        en=f"of the survey loops closed in {year} or overdue at its end, {shown} % were closed",
        zh=f"{year} 年内闭环及年末超期的调查中，{shown}% 已闭环",
    )
    return Reading(dimension=_LEARNING, measure=closed.id, verdict=verdict, reason=reason)


def _strength(closed: Measure, board: Exhibit, settings: Settings) -> Iterator[Finding]:
    year, rate = _share(closed)
    late = sum(one or Decimal(0) for one in board.numbers("late"))
    if rate >= 100 * settings.good_share and not late:
        shown = plain(rate.quantize(_TENTH))
        text = Text(
            en=f"Surveys are followed through to the verified effect: {shown} % of the loops due in {year} are closed, "
            "and none is overdue.",
            zh=f"调查坚持做到效果验证：{year} 年应闭环的调查闭环率为 {shown}%，没有超期。",
        )
        yield _finding(FindingKind.STRENGTH, text, (closed, board))


def _answers(answers: Exhibit | None, settings: Settings) -> Iterator[Finding]:
    if answers is None or not answers.count:
        return
    if _sum(answers, "neither"):
        yield _finding(FindingKind.IMPROVEMENT, _forgotten(answers, settings), (answers,), Weight.BOLD)
    else:
        total = _sum(answers, "total")
        text = Text(
            en=f"Each of {total} dissatisfied answers led to an action or has a reason on record.",
            zh=f"{total} 份不满意答卷均已转为措施或注明理由。",
        )
        yield _finding(FindingKind.STRENGTH, text, (answers,))
    due = [row for row in answers.rows() if row["due"] == DUE]
    verified, unverified = (sum(int(str(row[key] or 0)) for row in due) for key in ("verified", "unverified"))
    if unverified:
        text = Text(
            en=f"After {unverified} of {unverified + verified} actions on dissatisfied answers the customer was not "
            "asked again, though the survey's loop is closed or overdue.",
            zh=f"在应闭环的调查中，针对不满意答卷的 {unverified + verified} 项措施有 {unverified} 项未向顾客回访效果。",
        )
        yield _finding(FindingKind.IMPROVEMENT, text, (answers,))


def _forgotten(answers: Exhibit, settings: Settings) -> Text:
    """Say how many answers led nowhere, and in which surveys most did."""
    rows = [row for row in answers.rows() if row["neither"]]
    rows.sort(key=lambda row: row["neither"] if isinstance(row["neither"], Decimal) else Decimal(0), reverse=True)
    en, zh = _named([_counted(row["survey"], row["neither"]) for row in rows], settings.max_named)
    total, neither = _sum(answers, "total"), _sum(answers, "neither")
    return Text(
        en=f"{neither} of {total} dissatisfied answers led neither to an action nor to a reason on record: {en}.",
        zh=f"{total} 份不满意答卷中有 {neither} 份既未转为措施，也未注明理由：{zh}。",
    )


def _overdue(board: Exhibit, waiting: Exhibit | None, settings: Settings) -> Iterator[Finding]:
    rows = [] if waiting is None else [row for row in waiting.rows() if row["late"]]
    if waiting is None or not rows:
        return
    names = [
        Text(
            zh=f"{_said(row['survey']).get('zh')}（{_said(row['stage']).get('zh')}，超期 {_whole(row['late'])} 天）",
            en=f"{_said(row['survey']).get('en')} ({_said(row['stage']).get('en')}, {_whole(row['late'])} days over)",
        )
        for row in rows
    ]
    en, zh = _named(names, settings.max_named)
    verb = "has" if len(rows) == 1 else "have"
    text = Text(
        en=f"{len(rows)} of {waiting.count} surveys on their way {verb} outstayed the limit of their stage: {en}.",
        zh=f"{waiting.count} 项未完成的调查中有 {len(rows)} 项超过所处阶段的期限：{zh}。",
    )
    yield _finding(FindingKind.IMPROVEMENT, text, (board, waiting))


def _breaks(breaks: Exhibit | None, settings: Settings) -> Iterator[Finding]:
    rows = [] if breaks is None else list(breaks.rows())
    if breaks is None:
        return
    for what, en_what, zh_what in (
        (SKIPPED, "skipped a stage of the loop", "跳过了闭环中的阶段"),
        (DISORDER, "record a stage before the one that precedes it", "的阶段日期先后颠倒"),
        (NOBODY, "have stages that nobody is responsible for", "有阶段没有责任人"),
    ):
        found = [row for row in rows if row["what"] == what]
        surveys = len({_said(row["survey"]) for row in found})
        if found:
            en, zh = _named([_at(row["survey"], row["stage"]) for row in found], settings.max_named)
            text = Text(
                en=f"{surveys} survey{'' if surveys == 1 else 's'} {_verb(en_what, surveys)}: {en}.",
                zh=f"有 {surveys} 项调查{zh_what}：{zh}。",
            )
            yield _finding(FindingKind.IMPROVEMENT, text, (breaks,))


def _verb(words: str, count: int) -> str:
    """Return a phrase as it goes with a number."""
    if count != 1:
        return words
    verb, _, rest = words.partition(" ")
    return f"{ {'record': 'records', 'have': 'has'}.get(verb, verb) } {rest}"


def _not_asked(ends: Exhibit | None, settings: Settings) -> Iterator[Finding]:
    names = [] if ends is None else [_said(row["survey"]) for row in ends.rows() if row["what"] == NOT_ASKED]
    if ends is None or not names:
        return
    en, zh = _named(names, settings.max_named)
    text = Text(
        en=f"After {len(names)} survey{'' if len(names) == 1 else 's'} nobody asked if the improvement helped: {en}.",
        zh=f"有 {len(names)} 项调查的改进措施实施后没有再次调查：{zh}。",
    )
    yield _finding(FindingKind.IMPROVEMENT, text, (ends,))


def _finding(
    kind: FindingKind, text: Text, rests: Sequence[Exhibit | Measure], weight: Weight = Weight.NORMAL
) -> Finding:
    tier = max((one.visibility for one in rests), key=lambda one: one.level, default=Visibility.INTERNAL)
    return Finding(kind=kind, text=text, weight=weight, evidence=tuple(one.id for one in rests), visibility=tier)


def _sum(table: Exhibit, key: str) -> int:
    return sum(int(one or 0) for one in table.numbers(key))


def _said(cell: object) -> Text:
    return cell if isinstance(cell, Text) else Text(zh="未注明", en="not stated")


def _whole(cell: object) -> str:
    return plain(cell) if isinstance(cell, Decimal) else "–"


def _counted(name: object, count: object) -> Text:
    return Text(
        zh=f"{_said(name).get('zh')} {_whole(count)} 份",
        en=f"{_said(name).get('en')} {_whole(count)}",
    )


def _at(name: object, stage: object) -> Text:
    return Text(
        zh=f"{_said(name).get('zh')}（{_said(stage).get('zh')}）",
        en=f"{_said(name).get('en')} ({_said(stage).get('en')})",
    )


def _named(names: Sequence[Text], most: int) -> tuple[str, str]:
    """Return the first names in English and Chinese, and that there are more."""
    more_en, more_zh = (f" and {len(names) - most} more", "等") if len(names) > most else ("", "")
    shown = names[:most]
    return ", ".join(one.get("en") for one in shown) + more_en, "、".join(one.get("zh") for one in shown) + more_zh
