"""Starting the next cycle. Each step can be repeated; the config comes last, so that no old percent counts as new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhuoyue import history, ledger
from zhuoyue import ratings as rating_sheets
from zhuoyue.atomic import write_bytes, write_text
from zhuoyue.cycle.carrying import carried_actions, carried_sheet
from zhuoyue.cycle.closing import rating_files, worksheet_files
from zhuoyue.errors import Fault, InputError
from zhuoyue.model.assessment import Span
from zhuoyue.model.collector import inside
from zhuoyue.model.rating import Stage
from zhuoyue.project import Project
from zhuoyue.team import SHEETS

ENTRY = "cycle"
"""Kind of the ledger's entry with which a cycle begins."""


@dataclass(frozen=True)
class Started:
    """What `start` did."""

    cycle: str
    """The closed cycle that was carried over."""
    sheet: str
    """Path of the carried sheet; empty when the cycle was already under way."""
    sheets: tuple[str, ...] = ()
    """Sheets of the closed cycle: in its folder, and no longer in the project."""
    worksheets: tuple[str, ...] = ()
    """Scoring sheets handed out for it, likewise."""
    left: tuple[str, ...] = ()
    """Scoring sheets that stay, for they are not filed as they stand."""


def start(project: Project, config: Path, period: Span, as_of: date, by: str) -> Started:
    """Start the next cycle: carry sheets and actions over, mark the ledger, set period and day in the config.

    Args:
        project: the project.
        config: its TOML file.
        period: the time the next assessment speaks of.
        as_of: its day.
        by: who starts it.

    Raises:
        InputError: the present cycle is not closed, something was changed since, or the period is no later one.
        OSError: disk full and the like; run it again.
    """
    with ledger.writing(project.root, "zhuoyue cycle new"):
        table = project.config.assessment
        filed = history.filed(project.root, project.config.history)
        if (table.period, table.as_of) == (period, as_of) and filed and filed[-1].manifest.period.end < period.end:
            return Started(filed[-1].manifest.name, "")
        closed = _closed(project, filed)
        _check_period(closed, period, as_of)
        plan = _Plan(project, closed)
        faults = list(plan.faults())
        if faults:
            raise InputError(*faults)
        worksheets, left = plan.worksheets()
        text = _dated(config.read_text("utf-8"), period, as_of)
        plan.carry_out(by)
        write_text(config, text)
    return Started(closed.manifest.name, SHEETS[Stage.CONSENSUS], plan.sheets, worksheets, left)


def _closed(project: Project, filed: tuple[history.Filed, ...]) -> history.Filed:
    """Return the closed cycle that is the present one."""
    table = project.config.assessment
    for one in reversed(filed):
        if (one.manifest.criteria, one.manifest.period) == (table.criteria, table.period):
            return one
    name = str(table.period.end.year)
    raise InputError(
        Fault(
            f"the present cycle ({table.period.start} – {table.period.end}) is not closed; "
            f"`zhuoyue cycle close {name}` closes it",
            f"当前一轮（{table.period.start} 至 {table.period.end}）尚未结束；请先运行 `zhuoyue cycle close {name}`",
            project.file.where(("assessment", "period")),
        )
    )


def _check_period(closed: history.Filed, period: Span, as_of: date) -> None:
    faults = []
    last = closed.manifest.period.end
    if period.end <= last:
        faults.append(
            Fault(
                f"ends {period.end}; expected a day after {last}, the end of the cycle {closed.manifest.name}",
                f"截止于 {period.end}；应晚于 {closed.manifest.name} 轮的截止日 {last}",
                "--period",
            )
        )
    if as_of < period.start:
        faults.append(
            Fault(
                f"{as_of} is before the period, which starts {period.start}",
                f"{as_of} 早于期间的开始日 {period.start}",
                "--as-of",
            )
        )
    if faults:
        raise InputError(*faults)


def _dated(text: str, period: Span, as_of: date) -> str:
    """Return the config with another period and day, everything else as it was."""
    import tomlkit

    document = tomlkit.parse(text)
    assessment = document["assessment"]
    assessment["period"]["start"] = period.start
    assessment["period"]["end"] = period.end
    assessment["as_of"] = as_of
    return tomlkit.dumps(document)


class _Plan:
    """What each file of the closed cycle becomes. Worked out from what was filed, so that repeating it is the same."""

    def __init__(self, project: Project, closed: history.Filed) -> None:
        self._project, self._root, self._closed = project, project.root, closed
        self._name = closed.manifest.name
        read = rating_sheets.read(closed.folder, project.config.ratings.files, project.criteria, project.schemes)
        self._targets = {SHEETS[Stage.CONSENSUS]: carried_sheet(self._name, read, project.criteria).encode()}
        actions = project.config.improvement.file
        if actions in closed.manifest.files:
            self._targets[actions] = carried_actions(self._name, closed.content(actions).decode()).encode()
        self.sheets = tuple(one for one in closed.manifest.files if self._is_sheet(one))

    def _is_sheet(self, name: str) -> bool:
        """Tell whether a filed file belongs to the round of rating, apart from the ledger, which goes on."""
        project = self._project
        other = {ledger.LEDGER, project.config.improvement.file, project.file.name}
        matched = {
            path.relative_to(self._closed.folder).as_posix()
            for pattern in project.config.ratings.files
            for path in self._closed.folder.glob(pattern)
        }
        return name not in other and (name in matched or name.startswith("ratings/"))

    def faults(self) -> Iterator[Fault]:
        """Yield a fault for everything that is neither as it was filed nor as this makes it."""
        yield from self._ledger_faults()
        present = {*rating_files(self._project), self._project.config.improvement.file}
        for name in sorted(present - {ledger.LEDGER}):
            path = inside(self._root, name)
            known = {self._targets.get(name)}
            if name in self._closed.manifest.files:
                known.add(self._closed.content(name))
            if path.is_file() and path.read_bytes() not in known:
                yield self._changed(name)

    def _changed(self, name: str) -> Fault:
        return Fault(
            f"is not in the closed cycle {self._name!r} as it stands here; close it again under another name, "
            "or take the change back",
            f"与已结束的 {self._name!r} 轮中的内容不同；请换一个名称重新结束本轮，或撤回改动",
            name,
        )

    def _ledger_faults(self) -> Iterator[Fault]:
        then = self._filed_ledger()
        path = self._root / ledger.LEDGER
        now = path.read_bytes() if path.is_file() else b""
        now = now[: now.rfind(b"\n") + 1]  # what a crash left behind the last newline was never accepted
        lines = now.removeprefix(then).splitlines() if now.startswith(then) else [b"", b""]
        if len(lines) > 1 or (lines and not self._begun()):
            yield self._changed(ledger.LEDGER)

    def _filed_ledger(self) -> bytes:
        return self._closed.content(ledger.LEDGER) if ledger.LEDGER in self._closed.manifest.files else b""

    def _begun(self) -> bool:
        """Tell whether the ledger already ends with the beginning of the next cycle."""
        last = ledger.read(self._root)[-1:]
        return any(entry.kind == ENTRY and entry.data.get("manifest") == self._closed.manifest.digest for entry in last)

    def worksheets(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the scoring sheets that are filed as they stand, and the others: changed since, or never filed."""
        filed: list[str] = []
        left: list[str] = []
        for name in worksheet_files(self._root):
            same = name in self._closed.manifest.files and inside(
                self._root, name
            ).read_bytes() == self._closed.content(name)
            (filed if same else left).append(name)
        return tuple(filed), tuple(left)

    def carry_out(self, by: str) -> None:
        """Carry it out, all but the config."""
        for name, data in self._targets.items():
            write_bytes(inside(self._root, name), data)
        for name in self.worksheets()[0]:
            inside(self._root, name).unlink(missing_ok=True)
        for name in self.sheets:
            if name not in self._targets:
                inside(self._root, name).unlink(missing_ok=True)
        if not self._begun():
            closed = {"name": self._name, "manifest": self._closed.manifest.digest}
            ledger.append(self._root, ENTRY, by, closed)
