"""Verifying: does what lies in the project still say what was accepted, submitted, filed and signed?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from zhuoyue import history, ledger, pipeline, ratings, seal, sign_off, store, team
from zhuoyue.errors import Fault, InputError
from zhuoyue.ledger import LEDGER, Entry, Ledger
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.rating import Stage
from zhuoyue.model.sign_off import SignOff
from zhuoyue.project import Project
from zhuoyue.rating_sheet import RatingSheet


@dataclass(frozen=True)
class Verification:
    """What verifying found."""

    ledger: Ledger
    """The ledger; its chain holds."""
    signatures: tuple[SignOff, ...]
    """Signatures, oldest first; valid are those for what the records say now."""
    findings: tuple[Fault, ...]
    """What does not agree; nothing when all is well."""
    notes: tuple[Fault, ...] = ()
    """What could not be compared, because it is not there; no reason to worry by itself."""


def verify(project: Project, *, use_cache: bool = True) -> Verification:
    """Recompute the ledger's chain and compare everything that refers to it. Writes nothing of the project.

    Raises:
        InputError: the ledger's chain is broken, or a rating sheet or source cannot be read.
    """
    log = ledger.load(project.root)
    findings = [*_torn(log), *_team(project, log), *_submitted(project, log)]
    filed = history.verify(project.root, project.config.history)
    findings += filed
    try:
        fresh = pipeline.assess(project, use_cache=use_cache, keep_going=True)
    except InputError as error:
        if not set(error.faults) <= set(filed):
            raise
        return Verification(log, (), tuple(findings), (_not_assessed(),))
    # The assessment's own ones have no names at the public tier.
    signed = sign_off.signatures(log.of_cycle, fresh.decision)
    findings += [*_document(project.root / store.ASSESSMENT, fresh), *_stale(signed)]
    return Verification(log, signed, tuple(findings), tuple(_notes(project)))


def agree(stored: Assessment, fresh: Assessment) -> bool:
    """Tell whether a document says what assessing now would, but for who has signed it."""
    nobody: dict[str, tuple[SignOff, ...]] = {"sign_offs": ()}
    return _said(stored.model_copy(update=nobody)) == _said(fresh.model_copy(update=nobody))


def _not_assessed() -> Fault:
    return Fault(
        "signatures and assessment.json were not compared: nothing can be assessed while a closed cycle is damaged",
        "未核对签署和 assessment.json：有已结束的一轮受损，暂时无法重新评价",
    )


def _notes(project: Project) -> Iterator[Fault]:
    if not (project.root / store.ASSESSMENT).is_file():
        yield Fault(
            "there is none, so it was not compared; `zhuoyue assess` makes it",
            "不存在，未作核对；运行 `zhuoyue assess` 生成",
            store.ASSESSMENT,
        )


def _torn(log: Ledger) -> Iterator[Fault]:
    if log.torn:
        yield Fault(
            f"an unfinished line of {len(log.torn)} bytes stands behind the last entry, left by a crash: it was never "
            "accepted, and the next entry takes its place. If there should be more entries than these, take the ledger "
            "from a backup first",
            f"最后一条记录之后有 {len(log.torn)} 字节的未完成行，系崩溃所留：从未被确认，写入下一条时即被取代。"
            "若记录少于应有数目，请先从备份恢复台账",
            f"{LEDGER}:{len(log.entries) + 1}",
        )


def _team(project: Project, log: Ledger) -> Iterator[Fault]:
    """Compare the team's sheets with what was accepted last."""
    for one in team.departures(project.root, project.criteria):
        code, number = one.item.code, one.entry.number
        keys = ", ".join(one.keys)
        if one.behind:
            yield Fault(
                f"{code} is behind entry {number} of the ledger ({keys}): a crash came between; "
                "`zhuoyue sign-off` and `zhuoyue meeting` bring it up to it",
                f"{code} 落后于台账第 {number} 条（{keys}）：写入时发生过崩溃；"
                "运行 `zhuoyue sign-off` 或 `zhuoyue meeting` 会自动补齐",
                one.where,
            )
        else:
            yield Fault(
                f"{code} says what is not in the ledger ({keys}); entry {number} was accepted last. Accept the new "
                "value in the meeting, or put the old one back",
                f"{code} 的内容不在台账中（{keys}）；最后确认的是第 {number} 条。请在合议页面确认新值，或改回原值",
                one.where,
            )
    yield from _unheard(project, log)


def _unheard(project: Project, log: Ledger) -> Iterator[Fault]:
    """Yield the team's decisions that are not in the ledger, once it keeps one: then they say who recorded them."""
    accepted = team.accepted(log.of_cycle)
    read = ratings.read(project.root, project.config.ratings.files, project.criteria, project.schemes)
    decided = [one for one in read.ratings if one.decides and one.stage is not Stage.INDEPENDENT]
    if not accepted and not any(one.recorded_by for one in decided):
        return
    for one in decided:
        if (one.stage, one.item) not in accepted:
            code = one.item.rpartition(":")[2]
            yield Fault(
                f"{code} was decided by hand and is not in the ledger; accept it in the meeting",
                f"{code} 的结果为手工填写，不在台账中；请在合议页面确认",
                one.where,
            )


def _submitted(project: Project, log: Ledger) -> Iterator[Fault]:
    """Compare the sheets that were submitted with their hashes."""
    read = ratings.read(project.root, project.config.ratings.files, project.criteria, project.schemes)
    sheets = {sheet.path: sheet.sheet for sheet in read.sheets}
    for name, entry in seal.submissions(log.of_cycle).items():
        plain, hidden = project.root / seal.sheet_name(name), project.root / seal.sealed_name(name)
        recorded = seal.known_hash(log.of_cycle, name)
        if plain.is_file():
            yield from _plain(seal.sheet_name(name), sheets.get(plain.resolve()), recorded, entry)
        elif not hidden.is_file():
            yield Fault(
                f"is gone; it was submitted on {entry.at:%Y-%m-%d} (entry {entry.number})",
                f"文件已不存在；该表于 {entry.at:%Y-%m-%d} 提交（第 {entry.number} 条）",
                seal.sheet_name(name),
            )
        sealed = entry.data.get("sealed_sha256")
        if sealed and hidden.is_file() and hashlib.sha256(hidden.read_bytes()).hexdigest() != sealed:
            yield Fault(
                f"is not the file that was sealed on {entry.at:%Y-%m-%d} (entry {entry.number})",
                f"不是 {entry.at:%Y-%m-%d} 封存的文件（第 {entry.number} 条）",
                seal.sealed_name(name),
            )


def _plain(where: str, sheet: RatingSheet | None, recorded: str | None, entry: Entry) -> Iterator[Fault]:
    if recorded is None:
        yield Fault(
            f"lies open beside the sheet sealed as entry {entry.number}, and nobody opened that: sealing was "
            "interrupted; `zhuoyue ratings seal --replace` finishes it",
            f"与已封存（第 {entry.number} 条）的评分表并存，而封存件尚未解封：上次封存被中断；"
            "运行 `zhuoyue ratings seal --replace` 完成封存",
            where,
        )
    elif sheet is None or seal.canonical(sheet) != recorded:
        yield Fault(
            f"was changed since it was submitted on {entry.at:%Y-%m-%d} (entry {entry.number})",
            f"在 {entry.at:%Y-%m-%d} 提交（第 {entry.number} 条）后被改动过",
            where,
        )


def _document(path: Path, fresh: Assessment) -> Iterator[Fault]:
    """Compare the result document with the records."""
    if not path.is_file():
        return
    try:
        stored = store.read(path)
    except InputError as error:
        yield from (Fault(fault.en, fault.zh, store.ASSESSMENT) for fault in error.faults)
        return
    if _said(stored) != _said(fresh):
        yield Fault(
            "does not say what the records do now; `zhuoyue assess` makes it anew",
            "与现有记录不一致；请运行 `zhuoyue assess` 重新生成",
            store.ASSESSMENT,
        )


def _said(assessment: Assessment) -> object:
    """Return all that a document says, findings and texts too, but for when and by which version it was made."""
    said = assessment.model_dump(mode="json", exclude={"provenance": {"instant", "version"}})
    for one in said["evidence"]:
        del one["collected_at"]
    return said


def _stale(signed: Iterable[SignOff]) -> Iterator[Fault]:
    """Yield a finding for each level whose signatures all stand for other decisions."""
    every = tuple(signed)
    last = {one.level: one for one in every}
    valid = {one.level for one in every if one.valid}
    for level, one in last.items():
        if level not in valid:
            title, when = sign_off.TITLES[level], f"{one.at:%Y-%m-%d}"
            yield Fault(
                f"the {title.en} of {one.by} ({when}) is stale: it was given for other decisions than these",
                f"{one.by} 于 {when} 的{title.zh}已失效：所签署的不是现在的结论",
                LEDGER,
            )
