"""Reading a crosswalk from SSSOM TSV: whole, or with every fault by line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from zhuoyue.crosswalk.codes import unknown_code
from zhuoyue.crosswalk.sssom import BUILT_IN, COLUMNS, OWN, PREDICATES, REQUIRED, SKOS, code_of
from zhuoyue.errors import Fault, InputError, did_you_mean, short
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.crosswalk import Crosswalk, Link, Relation
from zhuoyue.model.text import Text

_BY_IRI = {f"{SKOS}{name}": relation for relation, name in PREDICATES.items()}
_NOTHING = "https://w3id.org/sssom/NoTermFound"
_READ = {*COLUMNS, "predicate_modifier", "confidence"}


@dataclass(frozen=True)
class Imported:
    """What a file holds."""

    crosswalk: Crosswalk
    ignored: tuple[str, ...]
    """Columns that a crosswalk has no place for."""


@dataclass
class _Reader:
    """A file on its way to becoming a crosswalk; collects every fault."""

    name: str
    criteria: Mapping[str, Criteria]
    prefixes: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    line: int = 0
    pair: tuple[str, str] | None = None
    unknown: set[str] = field(default_factory=set)
    """Models that are not known, each told once."""

    def fault(self, en: str, zh: str, column: str = "") -> None:
        place = f"{self.name}:{self.line}" if self.line else self.name
        self.faults.append(Fault(en, zh, f"{place}: {column}" if column else place))


def from_sssom(text: str, name: str, criteria: Mapping[str, Criteria]) -> Imported:
    """Read SSSOM TSV.

    Args:
        text: the file's text.
        name: how messages call the file.
        criteria: the known models by id, whose codes the file must use.

    Raises:
        InputError: every fault, each with line and column.
    """
    reader = _Reader(name, criteria)
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    size = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    head = _head("".join(line[1:] for line in lines[:size]), reader)
    reader.prefixes = BUILT_IN | _curie_map(head, reader)
    rows = list(_rows("".join(lines[size:]), size, reader))
    links = tuple(link for line, row in rows for link in _link(line, row, reader))
    reader.line = 0
    if reader.pair is None and not reader.faults:
        reader.fault("holds no mapping", "文件中没有任何对应关系")
    if reader.faults or reader.pair is None:
        raise InputError(*reader.faults)
    ignored = tuple(column for column in (rows[0][1] if rows else {}) if column and column not in _READ)
    source, target = reader.pair
    return Imported(Crosswalk(source=source, target=target, note=_note(head), links=links), ignored)


def _head(text: str, reader: _Reader) -> dict[str, Any]:
    import yaml

    try:
        head = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reader.line = mark.line + 1 if mark else 1
        why = str(getattr(error, "problem", error))
        reader.fault(f"the head (lines with #) is not YAML: {why}", f"文件头（以 # 开头的行）不是有效的 YAML：{why}")
        return {}
    if not isinstance(head, dict):
        reader.line = 1
        reader.fault("the head (lines with #) is no list of `key: value`", "文件头（以 # 开头的行）应为“键: 值”")
        return {}
    return head


def _curie_map(head: dict[str, Any], reader: _Reader) -> dict[str, str]:
    found = head.get("curie_map") or {}
    if isinstance(found, dict):
        return {str(prefix): str(address) for prefix, address in found.items()}
    reader.line = 1
    reader.fault("curie_map is no list of `prefix: address`", "curie_map 应为“前缀: 地址”")
    return {}


def _note(head: dict[str, Any]) -> Text | None:
    en, zh = (str(head.get(key) or "").strip() for key in ("mapping_set_description", "description_zh"))
    return Text(en=en, zh=zh) if en or zh else None


def _rows(text: str, before: int, reader: _Reader) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield rows with their lines; a table without the columns that a mapping needs is a fault."""
    table = csv.reader(io.StringIO(text), delimiter="\t")
    columns = [one.strip() for one in next(table, [])]
    reader.line = before + 1
    if not columns:
        reader.fault("holds no table", "文件中没有表格")
        return
    for column in REQUIRED:
        if column not in columns:
            en, zh = did_you_mean(column, columns)
            reader.fault(f"no column {column!r}{en}", f"缺少列 {column!r}{zh}")
    if reader.faults:
        return
    for cells in table:
        reader.line = before + table.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns):
            reader.fault(
                f"{len(cells)} cells, but {len(columns)} columns", f"有 {len(cells)} 格，而表头只有 {len(columns)} 列"
            )
            continue
        yield reader.line, dict(zip(columns, (*cells, *[""] * (len(columns) - len(cells))), strict=True))


def _link(line: int, row: dict[str, str], reader: _Reader) -> Iterator[Link]:
    """Yield the link of a row; none where it says that there is nothing to link, or is wrong."""
    reader.line = line
    before = len(reader.faults)
    if _expanded(row["object_id"].strip(), reader) == _NOTHING or _expanded(row["subject_id"], reader) == _NOTHING:
        return
    if row.get("predicate_modifier", "").strip():
        reader.fault(
            "says that two items do NOT relate, which a crosswalk cannot hold; remove the row",
            "表示两者“不”对应，对应关系文件无法表达；请删除此行",
            "predicate_modifier",
        )
    source, target = _end(row, "subject_id", reader), _end(row, "object_id", reader)
    relation = _relation(row["predicate_id"].strip(), reader)
    strength = _strength(row, reader)
    if source and target:
        _same_pair((source[0], target[0]), reader)
    if len(reader.faults) > before or not source or not target or relation is None:
        return
    note = {"en": row.get("comment", "").strip(), "zh": row.get("comment_zh", "").strip()}
    text = Text(**note) if any(note.values()) else None
    yield Link(source=source[1], target=target[1], relation=relation, strength=strength, note=text)


def _same_pair(pair: tuple[str, str], reader: _Reader) -> None:
    reader.pair = reader.pair or pair
    if pair != reader.pair:
        first, now = " > ".join(reader.pair), " > ".join(pair)
        reader.fault(
            f"leads {now}, the rows above {first}; write one file for each pair",
            f"本行为 {now}，以上各行为 {first}；每对准则请单独成文件",
        )


def _expanded(curie: str, reader: _Reader) -> str:
    prefix, colon, rest = curie.partition(":")
    return f"{reader.prefixes[prefix]}{rest}" if colon and prefix in reader.prefixes else curie


def _end(row: dict[str, str], column: str, reader: _Reader) -> tuple[str, str] | None:
    """Return criteria and code that a CURIE names."""
    curie = row[column].strip()
    prefix, colon, rest = curie.partition(":")
    if not colon or not rest or not prefix:
        reader.fault(
            f"{short(curie)!r} is no CURIE; expected criteria and code, e.g. efqm-2025:1.4",
            f"{short(curie)!r} 不是 CURIE，应写准则与条款代码，如 efqm-2025:1.4",
            column,
        )
        return None
    address = reader.prefixes.get(prefix, "")
    if address.startswith(OWN) and address.endswith("/"):
        prefix = address[len(OWN) : -1]
    if prefix not in reader.criteria:
        if prefix in reader.unknown:  # said once; every row would say it again
            return None
        reader.unknown.add(prefix)
        en, zh = did_you_mean(prefix, reader.criteria)
        reader.fault(f"no criteria {prefix!r}{en}", f"没有准则 {prefix!r}{zh}", column)
        return None
    code = code_of(rest)
    fault = unknown_code(code, reader.criteria[prefix])
    if fault:
        reader.fault(fault.en, fault.zh, column)
        return None
    return prefix, code


def _relation(curie: str, reader: _Reader) -> Relation | None:
    relation = _BY_IRI.get(_expanded(curie, reader))
    if relation is None:
        en, zh = did_you_mean(curie, [f"skos:{name}" for name in PREDICATES.values()])
        said = short(curie)
        reader.fault(f"no relation {said!r}{en}", f"无法识别的关系 {said!r}{zh}", "predicate_id")
    return relation


def _strength(row: dict[str, str], reader: _Reader) -> Decimal | None:
    """Return how much two items have in common; a file that has only its author's confidence gives that."""
    column = "similarity_score" if "similarity_score" in row else "confidence"
    said = row.get(column, "").strip()
    if not said:
        return None
    try:
        strength = Decimal(said)
    except InvalidOperation:
        strength = Decimal(-1)
    if not 0 <= strength <= 1:
        reader.fault(f"{short(said)!r} is no number from 0 to 1", f"{short(said)!r} 不是 0 到 1 的数字", column)
        return None
    return strength
