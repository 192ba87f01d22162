"""Closed cycles on disk: a folder each, with a manifest that holds the hash of every file and its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pydantic import ValidationError

from zhuoyue import ledger, store
from zhuoyue.config import HistoryTable
from zhuoyue.errors import Fault, InputError
from zhuoyue.model.assessment import Span
from zhuoyue.model.base import Model, Slug
from zhuoyue.model.collector import inside

MANIFEST = "manifest.json"
"""Name of the manifest in the folder of a cycle."""
_VERSION = 1


class Manifest(Model):
    """What a closed cycle consists of."""

    version: int = _VERSION
    """Version of this file's shape."""
    name: Slug
    """Name of the cycle."""
    criteria: Slug
    """Criteria it was assessed against."""
    period: Span
    """The time it speaks of."""
    as_of: date
    """Day on which validity was judged."""
    final: bool
    """Whether it was signed off on all levels when it was closed; else it is a draft."""
    closed_at: datetime
    """When it was closed."""
    by: str
    """Who closed it."""
    files: Mapping[str, str]
    """SHA-256 of every file by its path in the folder."""
    digest: str = ""
    """SHA-256 of this manifest without this field."""

    def sealed(self) -> Manifest:
        """Return the manifest with its digest."""
        return self.model_copy(update={"digest": self._digest()})

    @property
    def whole(self) -> bool:
        """Whether the manifest is as it was written."""
        return self.digest == self._digest()

    def dumps(self) -> str:
        """Return the manifest as JSON text."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"

    def _digest(self) -> str:
        data = self.model_dump(mode="json", exclude={"digest"})
        return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Filed:
    """A closed cycle with its folder."""

    folder: Path
    shown: str
    """The folder as messages call it."""
    manifest: Manifest

    @property
    def document(self) -> Path:
        """The filed assessment."""
        return self.folder / store.ASSESSMENT

    @property
    def sha256(self) -> str:
        """Hash of the filed assessment, as the manifest has it."""
        return self.manifest.files[store.ASSESSMENT]

    def content(self, name: str = store.ASSESSMENT) -> bytes:
        """Return the bytes of a filed file.

        Raises:
            InputError: it is missing or not the one that was filed.
        """
        data, fault = _content(self, name)
        if fault is not None:
            raise InputError(fault)
        return data


def filed(root: Path, table: HistoryTable) -> tuple[Filed, ...]:
    """Return the closed cycles of a project, oldest first, their manifests checked.

    Raises:
        InputError: every manifest that is missing or damaged.
    """
    found, faults = _found(root, table)
    if faults:
        raise InputError(*faults)
    return found


def _found(root: Path, table: HistoryTable) -> tuple[tuple[Filed, ...], list[Fault]]:
    place = inside(root, table.folder)
    folders = sorted(path for path in place.iterdir() if path.is_dir()) if place.is_dir() else []
    found: list[Filed] = []
    faults: list[Fault] = []
    for folder in folders:
        if folder.name.startswith("."):  # a cycle that is just being closed
            continue
        try:
            found.append(_filed(folder, f"{table.folder}/{folder.name}"))
        except InputError as error:
            faults.extend(error.faults)
    found.sort(key=lambda one: (one.manifest.period.end, one.manifest.closed_at, one.manifest.name))
    return tuple(found), faults


def _filed(folder: Path, shown: str) -> Filed:
    where = f"{shown}/{MANIFEST}"
    try:
        manifest = Manifest.model_validate(json.loads((folder / MANIFEST).read_text("utf-8")))
    except FileNotFoundError:
        en = "is missing; only `zhuoyue cycle close` makes folders here: move anything else elsewhere"
        zh = "不存在；此处的文件夹只由 `zhuoyue cycle close` 生成，其他内容请移到别处"
        raise InputError(Fault(en, zh, where)) from None
    except (OSError, ValueError, ValidationError) as error:
        raise InputError(Fault(*_damaged("cannot be read", "无法读取"), where)) from error
    if not manifest.whole or manifest.name != folder.name or store.ASSESSMENT not in manifest.files:
        en = "is not the manifest that was written when the cycle was closed"
        raise InputError(Fault(*_damaged(en, "不是本轮结束时写下的清单"), where))
    return Filed(folder, shown, manifest)


def _damaged(en: str, zh: str) -> tuple[str, str]:
    return f"{en}; restore the cycle's folder from a backup", f"{zh}；请从备份中恢复该轮的文件夹"


def _content(one: Filed, name: str) -> tuple[bytes, Fault | None]:
    where = f"{one.shown}/{name}"
    try:
        data = inside(one.folder, name).read_bytes()
    except (OSError, InputError):
        return b"", Fault(*_damaged("is missing or cannot be read", "不存在或无法读取"), where)
    if hashlib.sha256(data).hexdigest() != one.manifest.files[name]:
        return b"", Fault(*_damaged("is not what was filed: its hash differs", "与归档时不同：哈希不一致"), where)
    return data, None


def verify(root: Path, table: HistoryTable) -> tuple[Fault, ...]:
    """Re-hash everything that is filed; return what is damaged, missing, or was not filed."""
    found, faults = _found(root, table)
    whole: list[Filed] = []
    for one in found:
        wrong = list(_wrong(one))
        faults.extend(wrong)
        if not wrong:
            whole.append(one)
            faults.extend(_contradictions(one))
    faults.extend(_unlike_the_ledger(root, found, table))
    faults.extend(_ledger_lost(root, whole))
    return tuple(faults)


def _wrong(one: Filed) -> Iterator[Fault]:
    """Yield a fault for each file that is not as it was filed."""
    for name in sorted(one.manifest.files):
        _, fault = _content(one, name)
        if fault is not None:
            yield fault
    known = {MANIFEST, *one.manifest.files}
    there = sorted(path.relative_to(one.folder).as_posix() for path in one.folder.rglob("*") if not path.is_dir())
    for name in there:
        if name not in known:
            yield Fault(
                "was not filed with the cycle; move it elsewhere",
                "不是随本轮归档的文件；请移到别处",
                f"{one.shown}/{name}",
            )


def _contradictions(one: Filed) -> Iterator[Fault]:
    """Yield a fault where manifest and assessment do not say the same."""
    where = f"{one.shown}/{store.ASSESSMENT}"
    try:
        assessment = store.read(one.document)
    except InputError as error:
        yield from error.faults
        return
    said = (assessment.criteria.id, assessment.period, assessment.as_of, assessment.final)
    manifest = one.manifest
    if said != (manifest.criteria, manifest.period, manifest.as_of, manifest.final):
        yield Fault(*_damaged("does not say what its manifest says", "与清单的内容不一致"), where)


def _unlike_the_ledger(root: Path, found: tuple[Filed, ...], table: HistoryTable) -> Iterator[Fault]:
    """Yield a fault where the cycle that the ledger follows is gone or another."""
    by_name = {one.manifest.name: one.manifest.digest for one in found}
    for entry in ledger.read(root):
        if entry.kind != "cycle":
            continue
        name, digest = entry.data.get("name"), entry.data.get("manifest")
        if by_name.get(str(name)) != digest:
            yield Fault(
                f"is gone or another than the one that entry {entry.number} of the ledger follows",
                f"已不存在，或不是评分日志第 {entry.number} 条所承接的那一轮",
                f"{table.folder}/{name}",
            )


def _ledger_lost(root: Path, whole: list[Filed]) -> Iterator[Fault]:
    """Yield a fault where the ledger does not begin with what was filed of it: it only ever grows."""
    now = ledger.read(root)
    for one in reversed(whole):
        then = ledger.read(one.folder) if ledger.LEDGER in one.manifest.files else ()
        if then and (len(now) < len(then) or now[len(then) - 1].hash != then[-1].hash):
            count, name = len(then), one.manifest.name
            yield Fault(
                f"does not begin with the {count} entries that were filed with the cycle {name}: it was taken away, "
                "cut short or written anew; take it from a backup",
                f"不是以 {name} 轮归档的 {count} 条记录开头：台账曾被删除、截短或重写，请从备份恢复",
                ledger.LEDGER,
            )
            return
