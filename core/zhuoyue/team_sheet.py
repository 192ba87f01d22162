"""The team's sheet, changed in place: what people wrote into it by hand, comments too, stays."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Collection, Iterator, Mapping, MutableMapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli

from zhuoyue.checking import checked
from zhuoyue.errors import Fault, InputError
from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Criteria, Item
from zhuoyue.model.rating import Stage
from zhuoyue.rating_sheet import RatingRow, RatingSheet
from zhuoyue.toml import TomlFile, read_toml

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_HEADER = """\
# {zh}：百分比、理由、方式与异议在合议页面录入，并记入 ratings/ledger.jsonl；
# 优势、改进机会与关键主题在此编辑。
# {en}: percents, reasons, methods and dissent are entered on the meeting's page, and stand in
# ratings/ledger.jsonl too; strengths, improvements and key themes are edited here.
assessor = "team"
stage = "{stage}"
"""
_TITLES = {
    Stage.CONSENSUS: ("合议结果", "The team's consensus"),
    Stage.SITE_VISIT: ("现场评审调整", "What the site visit changed"),
}
_STAGED = re.compile(rb"stage[\"']?\s*=\s*[\"'](consensus|site_visit)[\"']")


class TeamSheet:
    """One team sheet: read, asked, changed, turned back into text."""

    def __init__(self, criteria: Criteria, file: TomlFile, sheet: RatingSheet, source: str) -> None:
        self.criteria = criteria
        self._file = file
        self._source = source
        self._data: dict[str, Any] = copy.deepcopy(file.data)
        self._document: TOMLDocument | None = None
        self._rows = {criteria.resolve(row.item).id: index for index, row in enumerate(sheet.ratings)}
        self._values = {criteria.resolve(row.item).id: _value(row) for row in sheet.ratings}

    def value(self, item: Item) -> Mapping[str, Any] | None:
        """Return what the sheet says of an item in the ledger's terms; None if it decides nothing."""
        return self._values.get(item.id)

    def row(self, item: Item) -> RatingRow | None:
        """Return an item's row as it is written; None without one."""
        index = self._rows.get(item.id)
        return None if index is None else RatingRow.model_validate(self._data["ratings"][index])

    def where(self, item: Item) -> str:
        """Return file and line of an item's row; the file alone without one."""
        index = self._rows.get(item.id)
        return self._file.name if index is None else self._file.where(("ratings", index, "item")).split(": ")[0]

    def put(self, item: Item, accepted: Mapping[str, Any], by: str) -> None:
        """Write an accepted value into the item's row, or into a new one.

        Args:
            item: the item.
            accepted: the ledger's data.
            by: who entered it.
        """
        import tomlkit

        if self._document is None:
            self._document = tomlkit.parse(self._source)
        index = self._rows.setdefault(item.id, len(self._rows))
        if not self._data.get("ratings"):
            self._document["ratings"] = tomlkit.aot()
            self._data["ratings"] = []
        written: Any = self._document["ratings"]
        plain_rows: list[dict[str, Any]] = self._data["ratings"]
        if index == len(plain_rows):
            written.append(_new_row(item.code, written))
            plain_rows.append({"item": item.code})
        _fill(written[index], accepted, by, _inline)
        _fill(plain_rows[index], accepted, by, lambda value: value)
        self._values[item.id] = _value(RatingRow.model_validate(self._data["ratings"][index]))

    @property
    def text(self) -> str:
        """The sheet as TOML.

        Raises:
            InputError: its tables stand in an order in which it cannot be changed without rewriting it.
        """
        if self._document is None:
            return self._source
        text = self._document.as_string()
        try:
            same = tomli.loads(text) == self._data
        except tomli.TOMLDecodeError:
            same = False
        if same:
            return text
        raise InputError(
            Fault(
                "the tables of this sheet are mixed up, so that no value can be put in without touching others; "
                "let each [[ratings]] be followed by its own tables only",
                "该评分表中各表的次序混乱，无法只写入一个值而不影响其他内容；"
                "请使每个 [[ratings]] 之后只跟随其自身的子表",
                self._file.name,
            )
        )


def read_sheet(root: Path, name: str, stage: Stage, criteria: Criteria) -> TeamSheet:
    """Read a team sheet; a missing one is empty, with a header.

    Args:
        root: the project folder.
        name: path of the sheet in the project.
        stage: the stage it must be of.
        criteria: what its item codes refer to.

    Raises:
        InputError: it is damaged; every fault found.
    """
    path = root / name
    if not path.exists():
        zh, en = _TITLES[stage]
        source = _HEADER.format(zh=zh, en=en, stage=stage.value)
        file = TomlFile(name, tomli.loads(source))
    else:
        file = read_toml(path, name)
        source = path.read_bytes().decode("utf-8-sig")  # line ends as they are
    sheet, wrong = checked(RatingSheet, file.data, file)
    faults = list(wrong)
    if sheet is not None:
        faults.extend(_faults(sheet, file, stage, criteria))
    if faults or sheet is None:
        raise InputError(*faults)
    return TeamSheet(criteria, file, sheet, source)


def rivals(
    root: Path, own: Collection[str], stage: Stage, item: Item, criteria: Criteria
) -> Iterator[tuple[str, tuple[Decimal | None, str, bool]]]:
    """Yield place, percent, level and not-applicable of other sheets in `ratings/` that decide an item at a stage.

    A sheet that cannot be read is none of ours: whoever assesses will hear of it.
    """
    for path in sorted((root / "ratings").glob("*.toml")):
        name = path.relative_to(root).as_posix()
        if name in own or not _STAGED.search(path.read_bytes()):  # assessors' sheets, of which there may be many
            continue
        try:
            sheet = read_sheet(root, name, stage, criteria)
        except InputError:
            continue
        value = sheet.value(item)
        if value is not None:
            percent = None if value["percent"] is None else Decimal(value["percent"])
            yield sheet.where(item), (percent, value.get("level", ""), value["not_applicable"])


def _faults(sheet: RatingSheet, file: TomlFile, stage: Stage, criteria: Criteria) -> Iterator[Fault]:
    if sheet.stage is not stage:
        yield Fault(
            f'should be of stage = "{stage.value}", not "{sheet.stage.value}"',
            f'应为 stage = "{stage.value}"（现为 "{sheet.stage.value}"）',
            file.where(("stage",)),
        )
    seen: set[str] = set()
    for index, row in enumerate(sheet.ratings):
        where = file.where(("ratings", index, "item"))
        try:
            item = criteria.resolve(row.item)
        except InputError as error:
            yield from (Fault(fault.en, fault.zh, where) for fault in error.faults)
            continue
        if item.id in seen:
            yield Fault(f"{row.item} is rated twice", f"{row.item} 重复评分", where)
        seen.add(item.id)


def _value(row: RatingRow) -> dict[str, Any] | None:
    """Return a row in the ledger's terms."""
    if not row.decides:
        return None
    level = {"level": row.level} if row.level else {}
    return level | {
        "percent": None if row.percent is None else plain(row.percent),
        "not_applicable": row.not_applicable,
        "reason": row.reason.model_dump() if row.reason else None,
        "method": row.method.value if row.method else None,
        "dissent": [one.model_dump() for one in row.dissent],
        "moved_by": row.moved_by,
    }


def _fill(row: MutableMapping[str, Any], accepted: Mapping[str, Any], by: str, wrap: Callable[[Any], Any]) -> None:
    """Write an accepted value into a row; keys that are the same stay untouched, comments and all."""
    percent = None if accepted["percent"] is None else Decimal(accepted["percent"])
    number = percent if percent is None else int(percent) if percent == percent.to_integral_value() else float(percent)
    values: dict[str, Any] = {
        "percent": number,
        "level": accepted.get("level"),
        "not_applicable": accepted["not_applicable"] or None,
        "reason": _told(accepted["reason"]),
        "rated_on": date.fromisoformat(accepted["rated_on"]),
        "method": accepted["method"],
        "recorded_by": by,
        "moved_by": accepted["moved_by"] or None,
        "dissent": [{**one, "text": _told(one["text"])} for one in accepted["dissent"]] or None,
        "reevaluate": None,
        # Whoever accepts a percent has not thereby read last year's texts.
        "carried_texts": True if row.get("carried_texts") or (row.get("reevaluate") and _texts(row)) else None,
    }
    for key, value in values.items():
        if value is None:
            _remove(row, key)
        elif key not in row or row[key] != value:
            if key == "dissent":
                _remove(row, key)  # tables of their own become one line
            row[key] = wrap(value)


def _texts(row: Mapping[str, Any]) -> bool:
    return any(row.get(key) for key in ("dimensions", "strengths", "improvements", "questions"))


def _remove(row: MutableMapping[str, Any], key: str) -> None:
    """Take a key out of a row. Comment lines in and behind its tables stay: the last ones speak of what follows."""
    from tomlkit.items import AoT, Comment, Table, Whitespace

    gone = row.pop(key, None)
    if not isinstance(gone, AoT) or not isinstance(row, Table):
        return
    kept: list[tuple[Any, Any]] = [
        (name, item) for table in gone for name, item in table.value.body if isinstance(item, Comment)
    ]
    _, end = gone[-1].value.body[-1]
    if isinstance(end, Whitespace):  # an empty line before what follows
        kept.append((None, end))
    _last(row).value.body.extend(kept)


def _last(table: Any) -> Any:
    """Return the table that is written last of a table and those inside it."""
    from tomlkit.items import AoT, Table

    for name, item in reversed(table.value.body):
        if name is not None:
            if isinstance(item, AoT):
                return _last(item[-1])
            return _last(item) if isinstance(item, Table) else table
    return table


def _told(text: Mapping[str, str] | None) -> dict[str, str] | None:
    """Return a text without the language it does not have."""
    return {language: words for language, words in text.items() if words} if text else None


def _new_row(code: str, rows: Any) -> Any:
    """Return a row to append: a table after a blank line, or one on a line where the others are."""
    import tomlkit

    if isinstance(rows, tomlkit.items.Array):
        return _inline({"item": code})
    table = tomlkit.table()
    table.trivia.indent = "\n"
    table.add("item", code)
    return table


def _inline(value: Any) -> Any:
    """Return a value as TOML on one line."""
    import tomlkit

    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        inline.update({key: _inline(one) for key, one in value.items()})
        return inline
    if isinstance(value, list):
        array = tomlkit.array()
        array.extend([_inline(one) for one in value])
        return array
    return value
