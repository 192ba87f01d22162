"""The form of an item: what was typed, as it was typed, and the decision it stands for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from zhuoyue.errors import Fault, InputError, did_you_mean, nearest
from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Item
from zhuoyue.model.rating import Dissent, Method, Rating, Stage
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.scheme_data import Scale, SchemeData
from zhuoyue.model.text import Text
from zhuoyue.team import Decision

_Choice = TypeVar("_Choice", Method, Stage)
NOT_APPLICABLE = "na"
"""What the form sends instead of a percent."""
_NUMBER = re.compile(r"[+-]?\d{1,9}(\.\d{1,9})?")  # what Decimal takes beyond that, 1e999999999 say, nobody means
_SHOWN = 40
DISSENT = "dissent:"
"""Beginning of the names of the fields that hold a dissenting assessor's reason."""


@dataclass(frozen=True)
class Entered:
    """What stands in the form's fields, right or wrong."""

    percent: str = ""
    """A percent, the key of a level, `na`, or empty."""
    method: str = Method.DISCUSSED
    stage: str = Stage.CONSENSUS
    reason: str = ""
    moved_by: str = ""
    by: str = ""
    base: str = ""
    """What the item rested on when the form was loaded."""
    dissent: Mapping[str, str] = field(default_factory=dict)
    """Reason by assessor, those that are not empty."""

    def on(self, base: str) -> Entered:
        """Return the same words, resting on something newer: saving them again is meant."""
        return replace(self, base=base)


def entered(fields: Mapping[str, str]) -> Entered:
    """Return what a browser sent; unknown fields are left out."""
    texts = {key: value.strip() for key, value in fields.items()}
    dissent = {key.removeprefix(DISSENT): text for key, text in texts.items() if key.startswith(DISSENT) and text}
    names = ("percent", "method", "stage", "reason", "moved_by", "by", "base")
    return Entered(dissent=dissent, **{name: texts[name] for name in names if name in texts})


def typed(scheme: SchemeData, percent: Decimal | None) -> str:
    """Return a figure as the form sends it: a percent, or the key of a level."""
    if percent is None:
        return ""
    level = scheme.band(percent) if scheme.scale is Scale.LEVEL else None
    return level.label if level else plain(percent)


def of_rating(rating: Rating | None, by: str, base: str, language: str, scheme: SchemeData) -> Entered:
    """Return the form that says what the team agreed so far."""
    if rating is None:
        return Entered(by=by, base=base)
    return Entered(
        percent=NOT_APPLICABLE if rating.not_applicable else typed(scheme, rating.percent),
        method=rating.method or Method.DISCUSSED,
        stage=rating.stage,
        reason=rating.reason.get(language) if rating.reason else "",
        moved_by=rating.moved_by,
        by=by,
        base=base,
        dissent={one.assessor: one.text.get(language) for one in rating.dissent},
    )


def decision(
    form: Entered,
    item: Item,
    scheme: Scheme,
    *,
    before: Rating | None,
    proposals: Mapping[Method, Decimal],
    known: Collection[str] | None,
    people: Collection[str] | None = None,
) -> Decision:
    """Return the decision a form stands for.

    Args:
        form: what was typed.
        item: the item it is about.
        scheme: whose grid the percent must lie on.
        before: what the team agreed before; a text left as it was keeps its other language.
        proposals: median and mean on the grid, where there are any.
        known: ids that may have moved a value on the site visit; None when nobody knows them.
        people: who may dissent; None when nobody knows them.

    Raises:
        InputError: what cannot be understood; `where` is the name of the field. Whether the rest is allowed is for
            `team.accept` to say.
    """
    faults: list[Fault] = []
    method = _choice(Method, form.method, "method", faults)
    percent = _percent(form.percent, item, scheme, faults)
    if not form.percent and method is not None:
        percent = proposals.get(method)  # whoever chooses the median need not look it up
    stage = _choice(Stage, form.stage, "stage", faults)
    faults.extend(_faults(form, scheme.data, percent, method, stage, proposals, known))
    faults.extend(_strangers(form, people))
    if faults or method is None or stage is None:
        raise InputError(*faults)
    return Decision(
        stage=stage,
        item=item.id,
        by=form.by,
        percent=percent,
        not_applicable=form.percent == NOT_APPLICABLE,
        reason=_text(form.reason, before.reason if before else None),
        method=method,
        dissent=tuple(_dissent(form.dissent, before)),
        moved_by=form.moved_by if stage is Stage.SITE_VISIT else "",
    )


def _percent(typed: str, item: Item, scheme: Scheme, faults: list[Fault]) -> Decimal | None:
    if typed in ("", NOT_APPLICABLE):
        return None
    if scheme.data.scale is Scale.LEVEL:
        return _level(typed, item, scheme.data, faults)
    number = typed.rstrip("%％ ")
    if not _NUMBER.fullmatch(number):
        shown = typed[:_SHOWN]
        faults.append(Fault(f"{shown!r} is not a number from 0 to 100", f"“{shown}”不是 0 到 100 的数字", "percent"))
        return None
    percent = Decimal(number)
    if fault := scheme.check(item, percent):
        faults.append(Fault(fault.en, fault.zh, "percent"))
    return percent


def _level(typed: str, item: Item, scheme: SchemeData, faults: list[Fault]) -> Decimal | None:
    level = scheme.level(typed)
    if level is not None:
        return level.low
    known, said = [band.label for band in scheme.bands], repr(typed[:_SHOWN])
    en, zh = did_you_mean(typed, known) if nearest(typed, known) else ("", "")
    names = ", ".join(known)
    faults.append(
        Fault(
            f"{item.code}: {said} is no level – expected one of: {names}{en}",
            f"{item.code}：{said} 不是有效等级，可选 {names.replace(', ', '、')}{zh}",
            "percent",
        )
    )
    return None


def _choice(kind: type[_Choice], typed: str, name: str, faults: list[Fault]) -> _Choice | None:
    try:
        return kind(typed)
    except ValueError:
        en, zh = did_you_mean(typed, [one.value for one in kind])
        faults.append(Fault(f"no {name} {typed!r}{en}", f"没有“{typed}”这一选项{zh}", name))
        return None


def _faults(
    form: Entered,
    scheme: SchemeData,
    percent: Decimal | None,
    method: Method | None,
    stage: Stage | None,
    proposals: Mapping[Method, Decimal],
    known: Collection[str] | None,
) -> Iterator[Fault]:
    proposed = proposals.get(method) if method else None
    if proposed is not None and percent is not None and percent != proposed:
        shown = scheme.shown(proposed)
        en = f"the {method} is {shown.en}; another value is one that was discussed"
        yield Fault(en, f"所选方法的结果为 {shown.zh}；采用其他数值时请选择“讨论”", "method")
    if stage is Stage.SITE_VISIT and form.moved_by and known is not None and form.moved_by not in known:
        en, zh = did_you_mean(form.moved_by, known)
        yield Fault(f"no evidence, measure or finding {form.moved_by!r}{en}", f"没有“{form.moved_by}”{zh}", "moved_by")


def _strangers(form: Entered, people: Collection[str] | None) -> Iterator[Fault]:
    """Yield a fault for each dissenter who is no assessor: not in the team table, and without a sheet."""
    for name in form.dissent:
        if people is not None and name not in people:
            shown = name[:_SHOWN]
            en, zh = did_you_mean(shown, people)
            yield Fault(f"no assessor {shown!r}{en}", f"没有评审员“{shown}”{zh}", f"{DISSENT}{shown}")


def _text(typed: str, before: Text | None) -> Text | None:
    """Return a text; one that was not changed keeps what it says in the other language."""
    if before is not None and typed and typed in (before.zh.strip(), before.en.strip()):
        return before
    return Text.model_validate(typed) if typed else None


def _dissent(typed: Mapping[str, str], before: Rating | None) -> Iterator[Dissent]:
    texts = {one.assessor: one.text for one in before.dissent} if before else {}
    for assessor, words in typed.items():
        text = _text(words, texts.get(assessor))
        if text is not None:
            yield Dissent(assessor=assessor, text=text)
