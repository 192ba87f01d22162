"""What a register row or a front matter says about one file, and how its cells are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from zhuoyue import Criteria, EvidenceRole, Fault, InputError, Text, Visibility, did_you_mean

FIELDS = (
    "file",
    "title_zh",
    "title_en",
    "items",
    "role",
    "units",
    "observed_on",
    "valid_until",
    "reviewed",
    "visibility",
    "id",
    "relates_to",
)
"""The columns of a register. A front matter has the same keys, with `title` instead of the first three."""

_ROLES = {role.value: role for role in EvidenceRole} | {
    "方法": EvidenceRole.METHOD,
    "展开": EvidenceRole.DEPLOYMENT,
    "部署": EvidenceRole.DEPLOYMENT,
    "评审": EvidenceRole.REVIEW,
    "学习": EvidenceRole.REVIEW,
    "结果": EvidenceRole.RESULT,
}
_TIERS = {tier.value: tier for tier in Visibility} | {
    "公开": Visibility.PUBLIC,
    "内部": Visibility.INTERNAL,
    "机密": Visibility.CONFIDENTIAL,
    "保密": Visibility.CONFIDENTIAL,
    "秘密": Visibility.CONFIDENTIAL,
}
_DAY = re.compile(r"(\d{4})([-/.年])(\d{1,2})(?:\2|月)(\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$")
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}$")
_LOOSE = re.compile(r"[;；,，、\n]")
_STRICT = re.compile(r"[;；\n]")


@dataclass(frozen=True)
class Details:
    """What is said about one file; a field that nobody stated is None."""

    title: Text | None = None
    items: tuple[str, ...] | None = None
    role: EvidenceRole | None = None
    units: tuple[str, ...] | None = None
    observed_on: date | None = None
    valid_until: date | None = None
    reviewed: tuple[date, ...] | None = None
    visibility: Visibility | None = None
    id: str | None = None
    relates_to: tuple[str, ...] | None = None


class Cells:
    """Turns the cells of one row (or the keys of one front matter) into `Details`, keeping every fault."""

    def __init__(self, cells: Mapping[str, str], where: Callable[[str], str], criteria: Criteria) -> None:
        self._cells = cells
        self._where = where
        self._criteria = criteria
        self.faults: list[Fault] = []

    def details(self, title: Text | None) -> Details:
        """Return what the cells say; a cell that cannot be read is left out and its fault kept."""
        return Details(
            title=title,
            items=self._items(),
            role=self._choice("role", _ROLES),
            units=self._list("units", _STRICT),
            observed_on=self._day("observed_on"),
            valid_until=self._day("valid_until"),
            reviewed=self._days("reviewed"),
            visibility=self._visibility(),
            id=self._id(),
            relates_to=self._slugs("relates_to"),
        )

    def _fault(self, key: str, en: str, zh: str) -> None:
        self.faults.append(Fault(en, zh, self._where(key)))

    def _cell(self, key: str) -> str:
        return self._cells.get(key, "").strip()

    def _list(self, key: str, separator: re.Pattern[str] = _LOOSE) -> tuple[str, ...] | None:
        parts = [part.strip() for part in separator.split(self._cell(key))]
        return tuple(dict.fromkeys(part for part in parts if part)) or None

    def _items(self) -> tuple[str, ...] | None:
        listed = self._list("items")
        if listed is None:
            return None
        good = []
        for code in listed:
            try:
                good.append(self._criteria.resolve(code).code)
            except InputError as error:
                for fault in error.faults:
                    self._fault("items", fault.en, fault.zh)
        return tuple(dict.fromkeys(good))

    def _choice(self, key: str, choices: Mapping[str, EvidenceRole]) -> EvidenceRole | None:
        word = self._cell(key)
        if not word:
            return None
        if word.casefold() not in choices:
            en, zh = did_you_mean(word, choices)
            self._fault(key, f"unknown role {word!r}{en}", f"未知的类型 {word!r}{zh}")
        return choices.get(word.casefold())

    def _visibility(self) -> Visibility | None:
        word = self._cell("visibility")
        if not word:
            return None
        if word.casefold() not in _TIERS:
            en, zh = did_you_mean(word, _TIERS)
            self._fault(
                "visibility",
                f"unknown visibility {word!r}{en}; the file is treated as confidential",
                f"未知的密级 {word!r}{zh}；该文件按机密处理",
            )
        # A misspelt tier must never publish what its owner wanted to hide.
        return _TIERS.get(word.casefold(), Visibility.CONFIDENTIAL)

    def _id(self) -> str | None:
        return (self._slugs("id") or (None,))[0]

    def _slugs(self, key: str) -> tuple[str, ...] | None:
        good = []
        for word in self._list(key) or ():
            if _SLUG.match(word):
                good.append(word)
                continue
            self._fault(
                key,
                f"{word!r} is no id; use letters, digits, dot, hyphen and underscore, 120 at most",
                f"{word!r} 不是有效的编号，只能使用字母、数字、点、连字符和下划线，最长 120 个字符",
            )
        return tuple(good) or None

    def _day(self, key: str) -> date | None:
        return (self._days(key, single=True) or (None,))[0]

    def _days(self, key: str, *, single: bool = False) -> tuple[date, ...] | None:
        listed = ((self._cell(key),) if self._cell(key) else ()) if single else self._list(key) or ()
        days = []
        for word in listed:
            day = read_day(word)
            if day is not None:
                days.append(day)
                continue
            self._fault(
                key,
                f"{word!r} is no day of the calendar; write 2025-03-31",
                f"{word!r} 不是有效日期，请写成 2025-03-31",
            )
        return tuple(sorted(set(days))) or None


def read_day(text: str) -> date | None:
    """Read `2025-03-31`, `2025/3/31`, `2025.3.31`, `2025年3月31日` or `20250331`, else None."""
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    match = _DAY.match(text)
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        return None
