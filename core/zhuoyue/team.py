"""What the team accepts: first into the ledger, then into the team's rating sheets.

The ledger leads. A crash between the two leaves a sheet behind it, which `recover` mends: where a row says what it
said before the last acceptance, it is brought up to it. A row changed by hand to something that was never accepted is
left as it is, and `zhuoyue verify` reports it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhuoyue import ledger
from zhuoyue.atomic import write_text
from zhuoyue.errors import Fault, InputError
from zhuoyue.ledger import Entry
from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Criteria, Item
from zhuoyue.model.rating import Dissent, Method, Stage
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.scheme_data import Scale
from zhuoyue.model.text import Text
from zhuoyue.ratings import contradictions
from zhuoyue.team_sheet import TeamSheet, read_sheet, rivals

SHEETS = {Stage.CONSENSUS: "ratings/consensus.toml", Stage.SITE_VISIT: "ratings/site-visit.toml"}
"""The team's sheet by stage. Its findings and key themes are edited by hand; the rest follows the ledger."""

Value = Mapping[str, Any]
"""What was accepted for an item, as JSON: percent, not_applicable, reason, method, dissent, moved_by; or a level."""
VALUE = ("percent", "not_applicable", "reason", "method", "dissent", "moved_by")
"""Keys of every Value; one of an item that is rated by level has `level` too."""
_LITTER = ".*.part"
"""What a writer that was killed leaves beside the file it wrote."""


@dataclass(frozen=True)
class Decision:
    """A value the team accepts."""

    stage: Stage
    """Consensus or site visit."""
    item: str
    """Full id of the item."""
    by: str
    """Who enters it."""
    percent: Decimal | None = None
    """Percent on the scheme's grid, or the level's position; None when not applicable."""
    not_applicable: bool = False
    """The item does not apply; needs a reason."""
    reason: Text | None = None
    """Why."""
    method: Method = Method.DISCUSSED
    """How the team came to it."""
    dissent: tuple[Dissent, ...] = ()
    """Who does not share it."""
    moved_by: str = ""
    """Site visit: id of what moved the value."""


@dataclass(frozen=True)
class Departure:
    """A row of the team's sheet that does not say what the ledger does."""

    stage: Stage
    """Consensus or site visit."""
    item: Item
    """The item."""
    entry: Entry
    """What was accepted last."""
    row: Value | None
    """What the sheet says; None without a row."""
    behind: bool
    """Whether the sheet says what was there before that: a crash came between, `recover` mends it."""
    where: str
    """File and line."""

    @property
    def keys(self) -> tuple[str, ...]:
        """What differs, by key."""
        keys = (*VALUE, "level") if "level" in {*self.entry.data, *(self.row or ())} else VALUE
        return tuple(key for key in keys if self.row is None or self.row.get(key) != self.entry.data.get(key))


def accept(
    root: Path, criteria: Criteria, schemes: Mapping[str, Scheme], decision: Decision, at: datetime | None = None
) -> Entry:
    """Accept a value: once this returns it is on disk, in the ledger and in the team's sheet.

    Raises:
        InputError: the value is not allowed, or the ledger or sheet is damaged; nothing is written.
        OSError: the disk is full or the folder cannot be written; if the ledger has the value already, `recover`
            brings the sheet up to it.
    """
    with ledger.writing(root, "zhuoyue: accepting a value"):
        entries, sheets = _read(root, criteria)
        faults = list(_faults(root, criteria, schemes, decision, entries, sheets))
        if faults:
            raise InputError(*faults)
        _recover(root, entries, sheets)
        item = criteria.resolve(decision.item)
        when = at or ledger.now()
        data = _data(item, schemes[item.scheme], decision, when)
        before = sheets[decision.stage].value(item)
        if before is not None and before not in [_value(one) for one in _of(entries, decision.stage, item)]:
            data["replaced"] = before
        sheets[decision.stage].put(item, data, decision.by)
        text = sheets[decision.stage].text  # whatever is wrong with it shows before anything is written
        entry = ledger.append(root, decision.stage.value, decision.by, data, when)
        write_text(root / SHEETS[decision.stage], text)
    return entry


def recover(root: Path, criteria: Criteria, schemes: Mapping[str, Scheme]) -> tuple[str, ...]:
    """Bring the team's sheets up to the ledger after a crash between the two; return the items mended.

    Where there is nothing to mend nothing is written, nor locked: a project that cannot be written stays readable.
    """
    folder = (root / ledger.LEDGER).parent
    if not any(one.behind for one in departures(root, criteria)) and not any(folder.glob(_LITTER)):
        return ()
    with ledger.writing(root, "zhuoyue: bringing sheets up to the ledger"):
        for litter in folder.glob(_LITTER):
            litter.unlink()  # half-written by a writer that died: the lock says that no other writes now
        return _recover(root, *_read(root, criteria))


def departures(root: Path, criteria: Criteria) -> tuple[Departure, ...]:
    """Return where the team's sheets do not say what was accepted last; reads only.

    Raises:
        InputError: the ledger or a sheet is damaged.
    """
    return tuple(_departures(*_read(root, criteria)))


def accepted(entries: Iterable[Entry]) -> dict[tuple[Stage, str], Entry]:
    """Return what was accepted last, by stage and full item id.

    Args:
        entries: those of one cycle, `Ledger.of_cycle`.
    """
    stages = {stage.value: stage for stage in SHEETS}
    return {(stages[one.kind], str(one.data["item"])): one for one in entries if one.kind in stages}


def _read(root: Path, criteria: Criteria) -> tuple[tuple[Entry, ...], dict[Stage, TeamSheet]]:
    """Return the ledger of this cycle and the team's sheets; the ledger last, for it leads."""
    sheets = {stage: read_sheet(root, path, stage, criteria) for stage, path in SHEETS.items()}
    return ledger.load(root).of_cycle, sheets


def _recover(root: Path, entries: Iterable[Entry], sheets: Mapping[Stage, TeamSheet]) -> tuple[str, ...]:
    behind = [one for one in _departures(entries, sheets) if one.behind]
    for one in behind:
        sheets[one.stage].put(one.item, one.entry.data, one.entry.by)
    for stage in {one.stage for one in behind}:
        write_text(root / SHEETS[stage], sheets[stage].text)
    return tuple(dict.fromkeys(one.item.id for one in behind))


def _departures(entries: Iterable[Entry], sheets: Mapping[Stage, TeamSheet]) -> Iterator[Departure]:
    entries = tuple(entries)
    for (stage, item_id), last in accepted(entries).items():
        sheet = sheets[stage]
        item = sheet.criteria.resolve(item_id)
        row = sheet.value(item)
        if row == _value(last):
            continue
        earlier = [_value(one) for one in _of(entries, stage, item)]
        earlier += [one.data["replaced"] for one in _of(entries, stage, item) if "replaced" in one.data]
        yield Departure(stage, item, last, row, row is None or row in earlier, sheet.where(item))


def _of(entries: Iterable[Entry], stage: Stage, item: Item) -> list[Entry]:
    return [one for one in entries if one.kind == stage.value and one.data["item"] == item.id]


def _value(entry: Entry) -> Value:
    return {key: entry.data[key] for key in (*VALUE, "level") if key in entry.data}


def _level(scheme: Scheme, percent: Decimal | None) -> str:
    """Return the key of the level at a position; nothing where items are rated by percent."""
    band = scheme.data.band(percent) if percent is not None and scheme.data.scale is Scale.LEVEL else None
    return band.label if band else ""


def _data(item: Item, scheme: Scheme, decision: Decision, when: datetime) -> dict[str, Any]:
    percent, level = decision.percent, _level(scheme, decision.percent)
    return {
        "item": item.id,
        **({"level": level} if level else {}),
        "percent": None if percent is None or level else plain(percent),
        "not_applicable": decision.not_applicable,
        "reason": decision.reason.model_dump() if decision.reason else None,
        "method": decision.method.value,
        "dissent": [one.model_dump() for one in decision.dissent],
        "moved_by": decision.moved_by,
        "rated_on": _day(when).isoformat(),
    }


def _day(when: datetime) -> date:
    """Return the day as people there call it; a time given in UTC by a reproducible run stays in UTC."""
    return (when.astimezone(UTC) if "SOURCE_DATE_EPOCH" in os.environ else when.astimezone()).date()


def _faults(
    root: Path,
    criteria: Criteria,
    schemes: Mapping[str, Scheme],
    decision: Decision,
    entries: Iterable[Entry],
    sheets: Mapping[Stage, TeamSheet],
) -> Iterator[Fault]:
    """Yield everything that speaks against a decision."""
    if decision.stage not in SHEETS:
        yield Fault("a team decides at the consensus or the site visit", "团队只在合议或现场评审阶段作出决定", "stage")
        return
    try:
        item = criteria.resolve(decision.item)
    except InputError as error:
        yield from (Fault(fault.en, fault.zh, "item") for fault in error.faults)
        return
    if not decision.by.strip():
        yield Fault("who enters the value?", "缺少记录人", "by")
    scheme = schemes[item.scheme]
    wrong = list(_percent_faults(scheme, item, decision))
    yield from wrong or _against_marks(scheme, item, decision, sheets[decision.stage])
    if decision.stage is Stage.SITE_VISIT:
        yield from _visit_faults(root, criteria, item, decision, entries, sheets)
    elif decision.moved_by:
        yield Fault("only a site visit has what moved the value", "只有现场评审才有调整依据", "moved_by")
    level = _level(scheme, decision.percent)
    told = (None if level else decision.percent, level, decision.not_applicable)
    for where, other in rivals(root, set(SHEETS.values()), decision.stage, item, criteria):
        if other != told:
            en = f"{item.code} is decided there too, at this stage; take the percent out of that sheet first"
            yield Fault(en, f"该评分表已给出 {item.code} 同一阶段的结果；请先从中删除该百分比", where)


def _percent_faults(scheme: Scheme, item: Item, decision: Decision) -> Iterator[Fault]:
    percent = decision.percent
    if decision.not_applicable:
        if percent is not None:
            yield Fault("an item that is not applicable has no percent", "不适用的条款不能有百分比", "percent")
        if decision.reason is None:
            yield Fault("not applicable needs a reason", "不适用须说明理由", "reason")
    elif percent is None:
        en, zh = ("level", "请选择等级") if scheme.data.scale is Scale.LEVEL else ("percent", "请填写百分比")
        yield Fault(f"a {en}, or not applicable with a reason", f"{zh}，或填写不适用及理由", "percent")
    elif not percent.is_finite() or not 0 <= percent <= 100:
        en, zh = f"a percent lies between 0 and 100, not {percent}", f"百分比应在 0 到 100 之间（现为 {percent}）"
        yield Fault(en, zh, "percent")
    elif fault := scheme.check(item, percent):
        yield Fault(fault.en, fault.zh, fault.where or "percent")


def _against_marks(scheme: Scheme, item: Item, decision: Decision, sheet: TeamSheet) -> Iterator[Fault]:
    """Yield what speaks against a value beside the marks that the team's sheet has for the item."""
    row = sheet.row(item)
    if row is None or not row.marks:
        return
    if decision.not_applicable:
        yield Fault(
            f"the sheet has marks for {item.code}; take them out first",
            f"评分表中有 {item.code} 的分项评定；请先删除",
            sheet.where(item),
        )
        return
    level = _level(scheme, decision.percent)
    figure = {"level": level, "percent": None} if level else {"percent": decision.percent, "level": ""}
    said = row.model_copy(update={**figure, "reason": decision.reason, "recorded_by": decision.by})
    for fault in contradictions(said, item, scheme):
        yield Fault(fault.en, fault.zh, sheet.where(item))


def _visit_faults(
    root: Path,
    criteria: Criteria,
    item: Item,
    decision: Decision,
    entries: Iterable[Entry],
    sheets: Mapping[Stage, TeamSheet],
) -> Iterator[Fault]:
    if not decision.moved_by.strip():
        en, zh = "what moved the value? Name the evidence or finding", "请注明调整依据（证据或发现的编号）"
        yield Fault(en, zh, "moved_by")
    if decision.reason is None:
        yield Fault("a change on the site visit needs a reason", "现场评审的调整须说明理由", "reason")
    agreed = sheets[Stage.CONSENSUS].value(item) is not None or (Stage.CONSENSUS, item.id) in accepted(entries)
    if not agreed and not list(rivals(root, set(SHEETS.values()), Stage.CONSENSUS, item, criteria)):
        en = f"{item.code} has no consensus yet; agree on a value before the site visit moves it"
        yield Fault(en, f"{item.code} 尚未合议；请先形成合议结果，再由现场评审调整", "stage")
