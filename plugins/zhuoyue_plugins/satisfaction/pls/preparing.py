"""From answers to a sample the model can be estimated on: what is left out, what is refused, what to warn of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from zhuoyue import Fault, InputError, did_you_mean
from zhuoyue_plugins.satisfaction.pls.checking import model_faults
from zhuoyue_plugins.satisfaction.pls.design import Design, design
from zhuoyue_plugins.satisfaction.pls.model import PathModel
from zhuoyue_plugins.satisfaction.pls.moments import Flags, Floats
from zhuoyue_plugins.satisfaction.pls.options import Missing, Options
from zhuoyue_plugins.satisfaction.pls.result import Answers, Note
from zhuoyue_plugins.satisfaction.pls.sample_size import fewest, size_notes
from zhuoyue_plugins.satisfaction.pls.screening import out_of_scale, screening_notes


@dataclass(frozen=True)
class Sample:
    """What the model is estimated on."""

    model: PathModel
    """Without items that had to be left out."""
    design: Design
    """The same as arrays."""
    values: Floats
    """Rows used × items of the model; `nan` for missing."""
    used: Flags
    """Which rows of the answers were used."""
    missing: tuple[int, ...]
    """Missing answers of each item among all rows."""
    scales: tuple[tuple[float, float] | None, ...]
    """Lowest and highest answer of each item."""
    groups: tuple[str | None, ...]
    """Group of each row used; empty without groups."""
    notes: tuple[Note, ...]
    """What the reader should know."""


def prepare(model: PathModel, answers: Answers, options: Options, where: str = "") -> Sample:
    """Return the sample. Raises InputError with every fault that forbids the model."""
    faults = [*model_faults(model, where), *_unknown(model, answers, where)]
    if faults:
        raise InputError(*faults)
    values = answers.values[:, [answers.items.index(item) for item in model.items]]
    values, notes = out_of_scale(model.items, values, answers)
    keep, used = _sound(values, options.missing)
    reduced = _without(model, {item for item, kept in zip(model.items, keep, strict=True) if not kept})
    # Where nobody is left, no item varies either; that is not worth saying of each construct.
    faults = [*_too_few(reduced, int(used.sum()), options, where)] or [*_emptied(model, reduced, where)]
    if faults:
        raise InputError(*faults)
    notes += screening_notes(model, values, keep, used, answers, options)
    return Sample(
        model=reduced,
        design=design(reduced),
        values=values[used][:, keep],
        used=used,
        missing=tuple(int(count) for count in np.isnan(values[:, keep]).sum(axis=0)),
        scales=tuple(answers.scales.get(item) for item in reduced.items),
        groups=tuple(group for group, use in zip(answers.groups, used, strict=True) if use) if answers.groups else (),
        notes=(*notes, *size_notes(reduced, int(used.sum()), options)),
    )


def _unknown(model: PathModel, answers: Answers, where: str) -> Iterator[Fault]:
    for construct in model.constructs:
        for item in construct.items:
            if item not in answers.items:
                en, zh = did_you_mean(item, answers.items)
                yield Fault(
                    f"construct {construct.name!r}: there is no item {item!r}{en}",
                    f"构念 {construct.name!r}：没有题项 {item!r}{zh}",
                    where,
                )


def _sound(values: Floats, missing: Missing) -> tuple[Flags, Flags]:
    """Return which items and which rows can be used; leaving rows out may make a further item constant."""
    known = ~np.isnan(values)
    keep: Flags = np.asarray(known.any(axis=0))
    while True:
        answered = known[:, keep]
        used: Flags = np.asarray(answered.all(axis=1) if missing is Missing.CASEWISE else answered.any(axis=1))
        varied = keep & np.array([len(np.unique(column[~np.isnan(column)])) > 1 for column in values[used].T])
        if not used.any() or (varied == keep).all():
            return keep, used
        keep = varied


def _without(model: PathModel, items: set[str]) -> PathModel:
    """Return the model without some items."""
    constructs = tuple(
        one.model_copy(update={"items": tuple(item for item in one.items if item not in items)})
        for one in model.constructs
    )
    return model.model_copy(update={"constructs": constructs})


def _emptied(model: PathModel, reduced: PathModel, where: str) -> Iterator[Fault]:
    """Complain of constructs that lost every item."""
    for before, after in zip(model.constructs, reduced.constructs, strict=True):
        if not after.items:
            shown = ", ".join(before.items)
            yield Fault(
                f"construct {before.name!r} has no usable item left: every one of {shown} is constant or unanswered",
                f"构念 {before.name!r} 没有可用的题项：{shown} 均为常数或无人作答",
                where,
            )


def _too_few(model: PathModel, n: int, options: Options, where: str) -> Iterator[Fault]:
    """Refuse samples smaller than the setting, or smaller than a regression of the model needs."""
    need = max(options.least_answers, fewest(model))
    if n < need:
        yield Fault(
            f"the path model needs {need} usable answers at least, there are {n}; everything else goes on without it",
            f"路径模型至少需要 {need} 份可用答卷，现有 {n} 份；其余分析不受影响",
            where,
        )
