"""What a complaint log says, worked out row by row with the standard library alone: no code of the plugin is used."""

# ruff: noqa: DTZ001 - cells hold local times
from __future__ import annotations

import csv
import datetime as dt
import re
import zoneinfo
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

NULLS = {"", "-", "—", "N/A", "n/a", "NULL", "无"}
YES = {"是", "true", "t", "yes", "y", "1", "√", "✓"}
NO = {"否", "false", "f", "no", "n", "0", "×", "✗"}
BAD = object()


def nine(value: Fraction | None) -> Decimal | None:
    """Nine decimals, half up, as exact numbers."""
    if value is None:
        return None
    scaled = value * 10**9
    return Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).scaleb(-9)


def share(part: int, whole: int) -> Decimal | None:
    return nine(Fraction(100 * part, whole)) if whole else None


def quantile(values: Iterable[Fraction], p: Fraction) -> Fraction | None:
    """Numpy's and Excel's usual one: linear between the neighbours of rank (n - 1) p."""
    ranked = sorted(values)
    if not ranked:
        return None
    rank = (len(ranked) - 1) * p
    low = ranked[int(rank)]
    high = ranked[min(int(rank) + 1, len(ranked) - 1)]
    return low + (rank - int(rank)) * (high - low)


_SHAPES = (
    r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?(Z|[+-]\d\d:\d\d)?",
    r"(\d{4})/(\d\d?)/(\d\d?) (\d\d?):(\d\d)",
    r"(\d{4})年(\d\d?)月(\d\d?)日 (\d\d?):(\d\d)",
    r"(\d{4})-(\d\d)-(\d\d)",
    r"(\d{4})(\d\d)(\d\d)",
)


@dataclass(frozen=True)
class Time:
    """A time: as a local clock shows it, in UTC, and whether the cell stated an offset."""

    local: dt.datetime
    utc: dt.datetime
    stated: bool = field(compare=False)


def read_time(cell: str, zone: zoneinfo.ZoneInfo, role: str) -> object:
    for shape in _SHAPES:
        found = re.fullmatch(shape, cell)
        if not found:
            continue
        parts = list(found.groups())
        offset = parts[6] if len(parts) > 6 else None
        naive = dt.datetime(*(int(part) for part in parts[:6] if part))
        if offset:
            utc = dt.datetime.fromisoformat(f"{naive.isoformat()}{offset.replace('Z', '+00:00')}").astimezone(dt.UTC)
            return Time(utc.astimezone(zone).replace(tzinfo=None), utc.replace(tzinfo=None), stated=True)
        # Of two times what makes the case last longer; a time that does not exist an hour later.
        fold = 0 if role == "opened" or missing(naive, zone) else 1
        utc = naive.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC)
        return Time(naive, utc.replace(tzinfo=None), stated=False)
    return BAD


def missing(naive: dt.datetime, zone: zoneinfo.ZoneInfo) -> bool:
    return naive.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != naive


def twice(naive: dt.datetime, zone: zoneinfo.ZoneInfo) -> bool:
    offsets = {naive.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
    return len(offsets) == 2 and not missing(naive, zone)


def read_flag(cell: str) -> object:
    return True if cell.lower() in YES else False if cell.lower() in NO else BAD


def read_number(cell: str) -> object:
    return Fraction(Decimal(cell)) if re.fullmatch(r"-?\d+(\.\d+)?", cell) else BAD


@dataclass
class Oracle:
    """A log with its settings, and what it shows."""

    zone: zoneinfo.ZoneInfo
    times: Mapping[str, str]
    words: Mapping[str, str]
    numbers: Mapping[str, str]
    flags: Mapping[str, str]
    yes_words: Mapping[str, Sequence[str]]
    day: dt.date
    promise: Fraction
    channels: Sequence[str]
    split: str
    period: Callable[[dt.datetime], str]
    scale: tuple[int, int] = (1, 5)
    satisfied: int = 4
    worked: Callable[[dt.datetime, dt.datetime], Fraction] | None = None
    texts_mean_yes: Sequence[str] = ("improvement",)
    rows: list[dict[str, object]] = field(default_factory=list)
    sorted: tuple[Counter[str], list[dict[str, object]]] | None = None

    def read(self, path: Path, encoding: str = "utf-8", rename: Mapping[str, str] | None = None) -> None:
        with path.open(encoding=encoding, newline="") as file:
            for raw in csv.DictReader(file):
                cells = {(rename or {}).get(key, key): value.strip() for key, value in raw.items()}
                self.rows.append(self._typed(cells))

    def _typed(self, cells: Mapping[str, str]) -> dict[str, object]:
        readers: list[tuple[Mapping[str, str], Callable[[str, str], object]]] = [
            (self.times, lambda cell, role: read_time(cell, self.zone, role)),
            (self.words, lambda cell, _: cell),
            (self.numbers, lambda cell, _: read_number(cell)),
            (self.flags, lambda cell, _: read_flag(cell)),
        ]
        row: dict[str, object] = {}
        for columns, reader in readers:
            for role, column in columns.items():
                row[role] = None if cells[column] in NULLS else reader(cells[column], role)
        return row

    # ---- what becomes of the rows

    @property
    def end(self) -> dt.datetime:
        after = self.day + dt.timedelta(days=1)
        local = dt.datetime(after.year, after.month, after.day, tzinfo=self.zone)
        return local.astimezone(dt.UTC).replace(tzinfo=None)

    def sort_rows(self) -> tuple[Counter[str], list[dict[str, object]]]:
        if self.sorted is None:
            self.sorted = self._sort_rows()
        return Counter(self.sorted[0]), self.sorted[1]

    def _sort_rows(self) -> tuple[Counter[str], list[dict[str, object]]]:
        first: dict[object, dict[str, object]] = {}
        fate: Counter[str] = Counter(read=len(self.rows))
        cases = []
        for row in self.rows:
            number, opened = row.get("id"), row["opened"]
            if number is not None and number in first:
                # A cell that cannot be read says nothing, as an empty one.
                same = all(clear(row[key]) == clear(first[number][key]) for key in row if isinstance(key, str))
                fate["repeated-equal" if same else "repeated-contradicting"] += 1
                continue
            first[number] = row
            if opened is None or opened is BAD:
                fate["opened-blank" if opened is None else "opened-unreadable"] += 1
            elif opened.utc >= self.end:
                fate["opened-later"] += 1
            else:
                cases.append(row)
        fate["counted"] = len(cases)
        return fate, cases

    def accounts(self) -> Counter[str]:
        fate, cases = self.sort_rows()
        for row in self.rows:
            known = [row[role] for role in self.times if isinstance(row[role], Time) and not row[role].stated]
            fate["ambiguous-time"] += any(twice(one.local, self.zone) for one in known)
            fate["nonexistent-time"] += any(missing(one.local, self.zone) for one in known)
            fate["ids-blank"] += row.get("id") is None
        for row in cases:
            opened, closed, reply = row["opened"], row.get("closed"), row.get("first_reply")
            fate[
                "never-closed" if closed is None
                else "closed-unreadable" if closed is BAD
                else "closed" if closed.utc >= opened.utc else "closed-before-opened"
            ] += 1  # fmt: skip
            fate[
                ("not-replied" if closed is None else "reply-not-recorded") if reply is None
                else "reply-unreadable" if reply is BAD
                else "replied" if reply.utc >= opened.utc else "replied-before-opened"
            ] += 1  # fmt: skip
            fate["closed-later"] += isinstance(closed, Time) and closed.utc >= self.end
            both = isinstance(closed, Time) and isinstance(reply, Time)
            fate["replied-after-closed"] += both and reply.utc > closed.utc >= opened.utc
            fate["unknown-channel"] += row["channel"] is not None and row["channel"] not in self.channels
            fate["reopened"] += self.truth(row, "reopened") is True
            fate["day-only"] += opened.local.time() == dt.time()
            mark = row["satisfaction"]
            fate["mark-outside-scale"] += isinstance(mark, Fraction) and not self.scale[0] <= mark <= self.scale[1]
        return fate

    # ---- single cases

    def truth(self, row: Mapping[str, object], role: str) -> bool | None:
        value = row.get(role)
        if role in self.yes_words:
            return None if value is None else value in self.yes_words[role]
        if role in self.texts_mean_yes:
            return value is not None
        return None if value is BAD else value

    def hours(self, start: Time, end: dt.datetime, clock: bool = False) -> Fraction:
        if self.worked and not clock:
            return self.worked(start.utc, end)
        return Fraction((end - start.utc) // dt.timedelta(microseconds=1), 3_600_000_000)

    def duration(self, row: Mapping[str, object], role: str, clock: bool = False) -> Fraction | None:
        known = (role, clock, self.worked is None)
        if known not in row:
            row[known] = self._duration(row, role, clock)
        return row[known]

    def _duration(self, row: Mapping[str, object], role: str, clock: bool) -> Fraction | None:
        value = row[role]
        usable = isinstance(value, Time) and value.utc >= row["opened"].utc
        return self.hours(row["opened"], value.utc, clock) if usable else None

    def state(self, row: Mapping[str, object], role: str) -> str:
        hours = self.duration(row, role)
        if hours is not None:
            return "in_time" if hours <= self.promise else "late"
        if row[role] is not None or (role == "first_reply" and row["closed"] is not None):
            return "unknown"
        return "late_open" if self.hours(row["opened"], self.end) > self.promise else "undecided"

    # ---- groups

    def figures(self, cases: Sequence[Mapping[str, object]]) -> dict[str, tuple[Decimal | None, int]]:
        """Value and number of cases behind it, by the ending of the measure's id."""
        found: dict[str, tuple[Decimal | None, int]] = {"cases": (Decimal(len(cases)), len(cases))}
        for role, kept, what in (
            ("closed", "closed-in-promise", "close"),
            ("first_reply", "answered-in-promise", "reply"),
        ):
            states = Counter(self.state(row, role) for row in cases)
            decided = states["in_time"] + states["late"] + states["late_open"]
            found[kept] = (share(states["in_time"], decided), decided)
            hours = [one for row in cases if (one := self.duration(row, role)) is not None]
            found[f"{what}-median-hours"] = (nine(quantile(hours, Fraction(1, 2))), len(hours))
            found[f"{what}-p90-hours"] = (nine(quantile(hours, Fraction(9, 10))), len(hours))
        for role in ("reopened", "first_contact", "escalated", "improvement"):
            known = [truth for row in cases if role in row and (truth := self.truth(row, role)) is not None]
            found[role.replace("_", "-")] = (share(sum(known), len(known)), len(known))
        improved = [row for row in cases if self.truth(row, "improvement")]
        known = [truth for row in improved if (truth := self.truth(row, "verified")) is not None]
        found["verified"] = (share(sum(known), len(known)), len(known))
        numbers = [row["hand_overs"] for row in cases if isinstance(row.get("hand_overs"), Fraction)]
        found["hand-overs"] = (nine(sum(numbers, Fraction()) / len(numbers)) if numbers else None, len(numbers))
        low, high = self.scale
        marks = [m for row in cases if isinstance(m := row["satisfaction"], Fraction) and low <= m <= high]
        found["handling-satisfaction"] = (nine(sum(marks, Fraction()) / len(marks)) if marks else None, len(marks))
        found["handling-satisfied"] = (share(sum(m >= self.satisfied for m in marks), len(marks)), len(marks))
        return found

    def grouped(self, key: Callable[[Mapping[str, object]], object]) -> dict[object, list[Mapping[str, object]]]:
        groups: dict[object, list[Mapping[str, object]]] = defaultdict(list)
        for row in self.sort_rows()[1]:
            groups[key(row)].append(row)
        return groups

    def decisions(self, cases: Sequence[Mapping[str, object]]) -> tuple[int, int, int]:
        states = Counter(self.state(row, "closed") for row in cases)
        return len(cases), states["in_time"] + states["late"] + states["late_open"], states["in_time"]


def clear(value: object) -> object:
    return None if value is BAD else value
