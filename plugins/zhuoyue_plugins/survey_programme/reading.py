"""From rows to surveys; what is skipped, out of order or unknown is named with its row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from zhuoyue import Problem, Severity, Text, did_you_mean
from zhuoyue.records import Row, advised
from zhuoyue_plugins.survey_programme.loop import STAGES, Stage, Standing, Survey, standing
from zhuoyue_plugins.survey_programme.settings import SurveyProgrammeSettings

_YEAR = re.compile(r"((?:19|20)\d{2})(?!\d)")
_DAY = re.compile(r"\d{4}\D\d{1,2}\D\d{1,2}日?|\d{8}")
_SHOWN = 3


def read_surveys(
    rows: Sequence[Row], settings: SurveyProgrammeSettings, day: dt.date
) -> tuple[tuple[Standing, ...], list[Problem]]:
    """Return where each survey stands on a day, in the register's order, and what is wrong with the register."""
    problems: list[Problem] = []
    surveys: dict[str, Survey] = {}
    first: dict[str, Row] = {}
    for row in rows:
        name = row.word("survey")
        if name is None:
            problems.append(_nameless(row, settings))
        elif name in first:
            problems.append(_repeated(row, first[name], settings))
        else:
            first[name] = row
            surveys[name] = _survey(name, row)
            problems += [] if surveys[name].year else [_no_year(row)]
    not_asked = list(_not_asked(surveys, first))
    surveys |= {name: replace(surveys[name], resurvey=None) for name, _ in not_asked}
    loop = tuple(settings.fields.stages.named())
    standings = tuple(standing(one, loop, settings.limits.by_stage(), day) for one in surveys.values())
    problems += [*_skipped(standings, first), *_disorder(standings, first), *(problem for _, problem in not_asked)]
    return standings, problems


def _survey(name: str, row: Row) -> Survey:
    days = {Stage(key.removeprefix("day_")): day for key, day in row.days.items() if day}
    roles = {Stage(key.removeprefix("role_")): word for key, word in row.words.items() if key.startswith("role_")}
    return Survey(
        name=name,
        days=days,
        roles=roles,
        title=row.word("title"),
        segment=row.word("segment"),
        year=_year(row, days),
        resurvey=row.word("resurvey"),
        stopped=row.word("stopped"),
        where=row.where("survey"),
    )


def _year(row: Row, days: Mapping[Stage, dt.date]) -> str | None:
    if "year" in row.columns:
        match = _YEAR.match(row.word("year") or "")
        return match[1] if match else None
    day = days.get(Stage.RUN) or min(days.values(), default=None)
    return f"{day.year:04d}" if day else None


def _nameless(row: Row, settings: SurveyProgrammeSettings) -> Problem:
    text = Text(en="the row names no survey and was left out", zh="该行没有调查编号，已剔除")
    return advised(_problem("survey-programme-no-name", Severity.ERROR, text, row.where("survey")), settings)


def _repeated(row: Row, first: Row, settings: SurveyProgrammeSettings) -> Problem:
    differs = row.words != first.words
    name = _cut(row.word("survey") or "")
    text = Text(
        en=f"survey {name!r} stands in row {first.number} already, with {'other' if differs else 'the same'} content; "
        "that row counts",
        zh=f"调查 {name!r} 已见于第 {first.number} 行，内容{'不同' if differs else '相同'}；以该行为准",
    )
    return advised(_problem("survey-programme-repeated", Severity.ERROR, text, row.where("survey")), settings)


def _no_year(row: Row) -> Problem:
    word = row.word("year")
    said_en, said_zh = (f"{word!r} is no year", f"{word!r} 不是年份") if word else ("no year", "没有年份")
    text = Text(
        en=f"{said_en}; expected 2025 or a day, and the survey is in no measure by year",
        zh=f"{said_zh}，应为 2025 或日期；该调查不计入按年的指标",
    )
    where = row.where("year") if "year" in row.columns else row.where("survey")
    return _problem("survey-programme-no-year", Severity.WARNING, text, where)


def _skipped(standings: Sequence[Standing], rows: Mapping[str, Row]) -> Iterator[Problem]:
    """Name the surveys that skipped a stage, stage by stage."""
    for stage in Stage:
        found = [one for one in standings if stage in one.skipped]
        if found:
            names_en, names_zh = _rows_of(found, rows)
            text = Text(
                en=f"{_surveys(len(found))} went on without a day for {STAGES[stage].en!r}: {names_en}",
                zh=f"有 {len(found)} 项调查没有“{STAGES[stage].zh}”的日期就进入了后面的阶段：{names_zh}",
            )
            where = rows[found[0].survey.name].where(f"day_{stage}")
            yield _problem("survey-programme-skipped", Severity.WARNING, text, where)


def _disorder(standings: Sequence[Standing], rows: Mapping[str, Row]) -> Iterator[Problem]:
    for one in standings:
        for early, late in one.disorder:
            days = one.survey.days
            text = Text(
                en=f"survey {_cut(one.survey.name)!r}: {STAGES[late].en!r} on {days[late]} is before "
                f"{STAGES[early].en!r} on {days[early]}",
                zh=f"调查 {_cut(one.survey.name)!r}：“{STAGES[late].zh}”（{days[late]}）"
                f"早于“{STAGES[early].zh}”（{days[early]}）",
            )
            where = rows[one.survey.name].where(f"day_{late}")
            yield _problem("survey-programme-order", Severity.WARNING, text, where)


def _not_asked(surveys: Mapping[str, Survey], rows: Mapping[str, Row]) -> Iterator[tuple[str, Problem]]:
    """Yield the surveys whose improvement was not followed up by what the register says, and why not."""
    for one in surveys.values():
        if one.resurvey is None or (_DAY.match(one.resurvey) and one.resurvey not in surveys):
            continue
        text = _no_resurvey(one, one.resurvey, surveys)
        if text:
            where = rows[one.name].where("resurvey")
            yield one.name, _problem("survey-programme-resurvey", Severity.WARNING, text, where)


def _no_resurvey(one: Survey, again: str, surveys: Mapping[str, Survey]) -> Text | None:
    """Say why a survey did not ask again about the improvement of another; None if it did."""
    if again not in surveys:
        en, zh = did_you_mean(again, surveys)
        return Text(
            en=f"{_cut(again)!r} is neither a survey of the register nor a day{en}",
            zh=f"{_cut(again)!r} 既不是登记表中的调查，也不是日期{zh}",
        )
    if again == one.name:
        return Text(
            en=f"survey {_cut(again)!r} cannot ask again about itself; its improvement stays an open end",
            zh=f"调查 {_cut(again)!r} 不能作为自身的再次调查；其措施仍列为未了事项",
        )
    made, asked = one.days.get(Stage.ACTION), _asked(surveys[again])
    if made is None or (asked is not None and asked >= made):
        return None
    day_en, day_zh = (f"on {asked}, ", f"（{asked}）") if asked else ("", "")
    return Text(
        en=f"survey {_cut(again)!r} was {'carried out ' + day_en if asked else 'not carried out '}"
        f"{'before' if asked else 'after'} the improvement of {_cut(one.name)!r} on {made}; it stays an open end",
        zh=f"调查 {_cut(again)!r}{day_zh}未在 {_cut(one.name)!r} 的措施（{made}）之后开展；仍列为未了事项",
    )


def _asked(survey: Survey) -> dt.date | None:
    """Return the day on which a survey asked; where it has not yet, the day on which it was requested."""
    stages = (Stage.RUN, Stage.FEEDBACK, Stage.APPROVED, Stage.REQUESTED)
    return next((survey.days[stage] for stage in stages if stage in survey.days), None)


def _rows_of(found: Sequence[Standing], rows: Mapping[str, Row]) -> tuple[str, str]:
    shown = [(rows[one.survey.name].number, _cut(one.survey.name)) for one in found[:_SHOWN]]
    more_en, more_zh = (", …", "……") if len(found) > _SHOWN else ("", "")
    en = ", ".join(f"row {number} {name!r}" for number, name in shown) + more_en
    return en, "、".join(f"第 {number} 行 {name!r}" for number, name in shown) + more_zh


def _surveys(count: int) -> str:
    return "1 survey" if count == 1 else f"{count} surveys"


def _problem(code: str, severity: Severity, text: Text, where: str) -> Problem:
    return Problem(code=code, severity=severity, text=text, where=where)


def _cut(word: str) -> str:
    return word if len(word) <= 60 else f"{word[:60]}…"
