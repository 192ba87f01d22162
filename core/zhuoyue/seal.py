"""Sealing a rating sheet: its hash goes into the ledger, its text under lock if there are keys, until the round closes.

The order is what makes it safe: the encrypted file is on disk and the ledger knows its hash before the plain one goes.

The hash of an encrypted sheet is taken with random bytes that are encrypted with it: a sheet of a few percents has so
few possible contents that a bare hash would give them away to whoever tries them all.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

from zhuoyue import age, ledger, ratings
from zhuoyue.atomic import write_bytes
from zhuoyue.errors import Fault, InputError, did_you_mean
from zhuoyue.ledger import Entry
from zhuoyue.model.base import SLUG
from zhuoyue.model.criteria import Criteria, Item
from zhuoyue.model.rating import Stage
from zhuoyue.model.scheme import Scheme
from zhuoyue.rating_sheet import RatingSheet

SUBMITTED, OPENED = "submitted", "opened"
"""Kinds of the ledger's entries: a sheet was sealed; a sealed sheet was opened."""


@dataclass(frozen=True)
class Sealed:
    """What sealing a sheet came to."""

    entry: Entry
    """The ledger's entry."""
    file: str
    """The file that holds the sheet now, relative to the project."""
    encrypted: bool
    """Whether it needs a key to be read."""
    already: bool = False
    """Whether it was sealed as it is before; the entry is that one."""


def sheet_name(name: str) -> str:
    """Return the path of an assessor's sheet in the project.

    Raises:
        InputError: the name is none: it could leave the folder.
    """
    if not re.fullmatch(SLUG, name) or name.endswith("."):
        raise InputError(
            Fault(
                f"{name!r} is no assessor's short name: ASCII letters, digits, dot, hyphen and underscore",
                f"{name!r} 不是评审员短名：只能用英文字母、数字、点、连字符和下划线",
                "NAME",
            )
        )
    return f"ratings/{name}.toml"


def sealed_name(name: str) -> str:
    """Return the path of an assessor's encrypted sheet in the project; raises InputError as `sheet_name` does."""
    return f"{sheet_name(name)}.age"


def canonical(sheet: RatingSheet) -> str:
    """Return the SHA-256 of what a sheet says; comments, spaces and the order of keys are none of it."""
    said = sheet.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def known_hash(entries: Iterable[Entry], name: str) -> str | None:
    """Return the canonical hash of an assessor's sheet as submitted; None while it is sealed to keys.

    Args:
        entries: those of one cycle, `Ledger.of_cycle`.
        name: the assessor's short name.
    """
    found = None
    for one in entries:
        if one.kind in {SUBMITTED, OPENED} and one.data["assessor"] == name:
            found = None if "sealed_sha256" in one.data else str(one.data["sha256"])
    return found


def submissions(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Return each assessor's last submission, as long as no later import took the sheet up again.

    Args:
        entries: those of one cycle, `Ledger.of_cycle`.
    """
    found: dict[str, Entry] = {}
    for one in entries:
        if one.kind == SUBMITTED:
            found[str(one.data["assessor"])] = one
        elif one.kind == "imported" and one.data.get("reopened"):
            found.pop(str(one.data.get("assessor")), None)
    return found


def seal(
    root: Path,
    criteria: Criteria,
    schemes: Mapping[str, Scheme],
    name: str,
    items: Sequence[Item],
    keys: Sequence[str] = (),
    *,
    partial: bool = False,
    replace: bool = False,
) -> Sealed:
    """Seal an assessor's sheet.

    Args:
        root: the project folder.
        criteria: what the sheet rates.
        schemes: how, by name.
        name: the assessor's short name.
        items: what is assigned to them.
        keys: public age keys to encrypt to; without any the sheet stays readable.
        partial: seal although items are missing.
        replace: let an encrypted sheet sealed earlier go.

    Raises:
        InputError: there is no such sheet, it is invalid or incomplete, or a key is none; nothing is written.
    """
    recipients = age.recipients(keys, "ratings.seal_to")
    with ledger.writing(root, f"zhuoyue ratings seal {name}"):
        last = submissions(ledger.load(root).of_cycle).get(name)  # a broken chain shows before anything is written
        raw, data = _complete(root, criteria, schemes, name, items, partial=partial)
        if not recipients and last is not None and last.data == data:
            return Sealed(last, sheet_name(name), encrypted=False, already=True)
        if not recipients:
            return Sealed(ledger.append(root, SUBMITTED, name, data), sheet_name(name), encrypted=False)
        hidden = root / sealed_name(name)
        _may_replace(hidden, name, replace=replace)
        content = secrets.token_hex(16).encode() + b"\n" + raw
        closed = age.encrypt(content, recipients)
        write_bytes(hidden, closed)
        ledger.sync_folder(hidden.parent)
        data |= {"sha256": _sha256(content), "sealed_sha256": _sha256(closed)}
        entry = ledger.append(root, SUBMITTED, name, data)
        (root / sheet_name(name)).unlink()
    return Sealed(entry, sealed_name(name), encrypted=True)


def unseal(root: Path, identity: Path, names: Sequence[str], by: str) -> tuple[str, ...]:
    """Decrypt sealed sheets and put the plain files back; all of those named or none. The sealed ones stay.

    Args:
        root: the project folder.
        identity: file with the secret age key.
        names: assessors; all that are sealed without any.
        by: who opens them.

    Returns:
        The assessors whose sheets were restored; not those whose plain sheet was there already.

    Raises:
        InputError: the key does not fit, a file is damaged or not the one that was sealed; every fault found.
    """
    key = age.identity(identity)
    with ledger.writing(root, "zhuoyue ratings open"):
        known = submissions(ledger.load(root).of_cycle)
        wanted = names or [path.name.removesuffix(".toml.age") for path in sorted(root.glob("ratings/*.toml.age"))]
        faults: list[Fault] = []
        texts = {name: _opened(root, name, key, known, faults) for name in dict.fromkeys(wanted)}
        if faults:
            raise InputError(*faults)
        restored = [name for name, text in texts.items() if text is not None]
        for name in restored:
            text = texts[name] or b""
            said = canonical(RatingSheet.model_validate(tomli.loads(text.decode("utf-8-sig"))))
            ledger.append(root, OPENED, by, {"assessor": name, "sha256": said})
            write_bytes(root / sheet_name(name), text)
    return tuple(restored)


def _complete(
    root: Path, criteria: Criteria, schemes: Mapping[str, Scheme], name: str, items: Sequence[Item], *, partial: bool
) -> tuple[bytes, dict[str, Any]]:
    """Return an assessor's sheet as bytes, and what the ledger keeps of it."""
    relative = sheet_name(name)
    if not (root / relative).is_file():
        there = [path.stem for path in (root / "ratings").glob("*.toml")]
        en, zh = did_you_mean(name, there)
        raise InputError(Fault(f"no such rating sheet{en}", f"评分表不存在{zh}", relative))
    read = ratings.read(root, (relative,), criteria, schemes)
    sheet = read.sheets[0].sheet
    decided = {rating.item for rating in read.ratings if rating.decides}
    missing = [item.code for item in items if item.id not in decided]
    _refuse(relative, sheet, () if partial else missing)
    raw = (root / relative).read_bytes()
    return raw, {
        "assessor": name,
        "file": relative,
        "sha256": canonical(sheet),
        "items": [item.code for item in criteria.items if item.id in decided],
    }


def _refuse(where: str, sheet: RatingSheet, missing: Sequence[str]) -> None:
    if sheet.stage is not Stage.INDEPENDENT:
        raise InputError(
            Fault(
                "only independent sheets are sealed; the team's values stand in the ledger by themselves",
                "只封存独立评分表；团队结果本身已记入台账",
                where,
            )
        )
    if missing:
        raise InputError(
            Fault(
                f"assigned items without an answer: {', '.join(missing)}; --partial seals what is there",
                f"分配的条款中尚未作答的有：{'、'.join(missing)}；使用 --partial 可封存现有内容",
                where,
            )
        )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _may_replace(hidden: Path, name: str, *, replace: bool) -> None:
    if hidden.exists() and not replace:
        raise InputError(
            Fault(
                f"{name} has sealed a sheet already; --replace puts this one in its place for good (also when "
                "the last sealing was interrupted and the plain sheet is only left over)",
                f"{name} 已封存过评分表；使用 --replace 以现有评分表永久替换（上次封存被中断、明文残留时亦然）",
                f"ratings/{hidden.name}",
            )
        )


def _opened(root: Path, name: str, key: Any, known: Mapping[str, Entry], faults: list[Fault]) -> bytes | None:
    """Return a sealed sheet's bytes; None if the plain sheet is there already or there is a fault."""
    hidden, plain = root / sealed_name(name), root / sheet_name(name)
    if not hidden.is_file() or name not in known:
        there = [path.name.removesuffix(".toml.age") for path in root.glob("ratings/*.toml.age")]
        en, zh = did_you_mean(name, [one for one in there if one in known])
        en, zh = f"no sealed sheet of {name!r} in the ledger{en}", f"台账中没有 {name!r} 封存的评分表{zh}"
        faults.append(Fault(en, zh, sealed_name(name)))
        return None
    try:
        content = age.decrypt(hidden.read_bytes(), key)
    except ValueError as error:
        faults.append(_undecrypted(hidden, known[name], error))
        return None
    if _sha256(content) != known[name].data["sha256"]:
        faults.append(
            Fault(
                "is not the sheet that was sealed: its hash is not that in the ledger",
                "不是当时封存的评分表：其哈希与台账不符",
                sealed_name(name),
            )
        )
        return None
    text = content.partition(b"\n")[2]
    if plain.is_file() and plain.read_bytes() != text:
        faults.append(
            Fault(
                "a plain sheet that says something else is in the way; move it away first",
                "已存在内容不同的评分表；请先将其移走",
                sheet_name(name),
            )
        )
    return None if plain.is_file() else text


def _undecrypted(hidden: Path, entry: Entry, error: Exception) -> Fault:
    """Say why a file cannot be decrypted: the ledger tells a damaged file from a wrong key."""
    where = f"ratings/{hidden.name}"
    if _sha256(hidden.read_bytes()) != entry.data.get("sealed_sha256"):
        return Fault(
            f"is damaged: not the file that was sealed ({error}); take it from a backup",
            f"文件已损坏，与当时封存的不同（{error}）；请从备份恢复",
            where,
        )
    return Fault(
        "cannot be opened with this key: it was sealed to others; nothing was changed",
        "此密钥无法解开：该文件是用其他密钥封存的；未改动任何内容",
        where,
    )
