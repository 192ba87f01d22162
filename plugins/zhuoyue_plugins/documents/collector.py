"""The collector `documents`: one piece of evidence for each file of a folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path, PurePosixPath
from typing import ClassVar

from pydantic import BaseModel

from zhuoyue import (
    Collected,
    Collector,
    Evidence,
    EvidenceKind,
    Fault,
    Problem,
    Severity,
    Source,
    Text,
    Visibility,
    did_you_mean,
)
from zhuoyue_plugins.documents import front_matter
from zhuoyue_plugins.documents.content import Content, read_content
from zhuoyue_plugins.documents.details import Details
from zhuoyue_plugins.documents.files import Folder, list_files
from zhuoyue_plugins.documents.placing import Rules, evidence_id, items_in_path
from zhuoyue_plugins.documents.register import Register, Row, normal, read_register
from zhuoyue_plugins.documents.settings import Settings

_IMAGES = {".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp", ".bmp", ".tif", ".tiff"}
_NAMED = 10
"""Files without a row that are named in one message; the rest is counted."""


class Documents(Collector):
    """Reads a folder of files."""

    name: ClassVar[str] = "documents"
    settings: ClassVar[type[BaseModel]] = Settings

    def inputs(self, source: Source) -> Iterable[Path]:
        """Return the folder's files and the register."""
        register = source.settings.register_file
        listed = [source.path(register)] if register else []
        return [*listed, *list_files(source).files.values()]

    def collect(self, source: Source) -> Collected:
        """Return one piece of evidence for each file, in order of path."""
        return _Reading(source).run()


class _Reading:
    """One run over one folder."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.settings: Settings = source.settings
        self.rules = Rules(self.settings.by_path, source.criteria, source.name)
        self.problems: list[Problem] = []
        self.ids: dict[str, str] = {}
        self.described: set[str] = set()

    def run(self) -> Collected:
        folder = list_files(self.source)
        for fault in folder.refused:
            self._note("documents-refused", Severity.ERROR, fault, f"{self.settings.folder}/{fault.where}")
        register = self._register(folder)
        evidence: dict[str, Evidence] = {}
        for relative, path in folder.files.items():
            before = len(self.problems)
            row = register.rows.get(relative) if register else None
            evidence[relative] = self._evidence(relative, path, row)
            tier = {"visibility": evidence[relative].visibility}
            self.problems[before:] = [one.model_copy(update=tier) for one in self.problems[before:]]
        if register:
            self._compare(evidence, register)
        return Collected(evidence=tuple(evidence.values()), problems=tuple(self.problems))

    def _note(
        self,
        code: str,
        severity: Severity,
        fault: Fault,
        where: str = "",
        visibility: Visibility = Visibility.CONFIDENTIAL,
    ) -> None:
        """Record a problem; what is not known to be open is for the highest tier only."""
        self.problems.append(
            Problem(
                code=code,
                severity=severity,
                text=Text(en=fault.en, zh=fault.zh),
                where=where or fault.where,
                plugin="documents",
                source=self.source.name,
                visibility=visibility,
            )
        )

    def _register(self, folder: Folder) -> Register | None:
        if not self.settings.register_file:
            return None
        path = self.source.path(self.settings.register_file)
        register = read_register(path, self.source.relative(path), self.source.criteria)
        for fault in register.faults:
            self._note("documents-register", Severity.ERROR, fault)
        # People write the path inside the folder or the path inside the project; both are clear.
        prefix = normal(self.settings.folder).rstrip("/") + "/"
        rows: dict[str, Row] = {}
        for file, row in register.rows.items():
            inner = file.removeprefix(prefix) if file not in folder.files else file
            rows.setdefault(inner, row)
        return Register(rows, register.faults)

    def _compare(self, evidence: Mapping[str, Evidence], register: Register) -> None:
        """Note rows without a file and files without a row; name no file above the source's own tier."""
        tier = self.source.visibility
        open_files = [file for file, one in evidence.items() if tier.shows(one.visibility)]
        for file, row in register.rows.items():
            if file not in evidence:
                en, zh = did_you_mean(file, open_files)
                fault = Fault(
                    f"the register lists {row.file!r}, but the folder has no such file{en}",
                    f"登记表中的 {row.file!r} 在文件夹中不存在{zh}",
                )
                self._note("documents-missing", Severity.WARNING, fault, row.where, row.details.visibility or tier)
        unlisted = [file for file in open_files if file not in register.rows and file not in self.described]
        if unlisted:
            names = "; ".join(unlisted[:_NAMED]) + ("; …" if len(unlisted) > _NAMED else "")
            fault = Fault(
                f"{len(unlisted)} file(s) of the folder have no row in the register: {names}",
                f"文件夹中有 {len(unlisted)} 个文件未登记：{names}",
            )
            self._note("documents-unlisted", Severity.INFO, fault, self.settings.register_file or "", tier)

    def _evidence(self, relative: str, path: Path, row: Row | None) -> Evidence:
        locator = self.source.relative(path)
        content = self._content(path, locator)
        told = self._front(content, relative, locator)
        said = _merge(row.details, told) if row else told
        defaults = self.settings.defaults
        evidence = Evidence(
            id=self._id(said.id, relative, row),
            kind=EvidenceKind.IMAGE if path.suffix.casefold() in _IMAGES else EvidenceKind.DOCUMENT,
            title=said.title or Text.model_validate(content.title or PurePosixPath(relative).stem.strip() or relative),
            source=self.source.name,
            locator=locator,
            sha256=self.source.sha256(path),
            observed_on=said.observed_on or defaults.observed_on or content.day,
            valid_until=said.valid_until or defaults.valid_until,
            collected_at=self.source.instant,
            visibility=said.visibility or self.source.visibility,
            items=self._items(said, relative, locator),
            role=said.role or defaults.role,
            units=defaults.units if said.units is None else said.units,
            reviewed_on=said.reviewed or (),
            relates_to=defaults.relates_to if said.relates_to is None else said.relates_to,
            text=content.text,
        )
        self._check_validity(evidence)
        return evidence

    def _content(self, path: Path, locator: str) -> Content:
        if path.stat().st_size > self.settings.max_bytes:
            fault = Fault(
                f"has {path.stat().st_size} bytes, more than max_bytes = {self.settings.max_bytes}; "
                "it is hashed, but its text is not searchable",
                f"大小为 {path.stat().st_size} 字节，超过 max_bytes = {self.settings.max_bytes}；"
                "已计算哈希值，但无法检索其内容",
            )
            self._note("documents-large", Severity.INFO, fault, locator)
            return Content()
        content = read_content(path, self.settings.text_characters)
        if content.fault:
            self._note("documents-unreadable", Severity.WARNING, content.fault, locator)
        return content

    def _front(self, content: Content, relative: str, locator: str) -> Details:
        if content.front is None:
            return Details()
        self.described.add(relative)
        details, faults = front_matter.read(content.front, locator, self.source.criteria)
        for fault in faults:
            self._note("documents-front-matter", Severity.ERROR, fault)
        return details

    def _items(self, said: Details, relative: str, locator: str) -> tuple[str, ...]:
        """Items by register row, front matter, `by_path`, a code in the path; else the source's."""
        if said.items is not None:
            return said.items
        if by_rule := self.rules.items(relative):
            return by_rule
        by_name, fault = items_in_path(relative, self.source.criteria)
        if fault:
            self._note("documents-code", Severity.WARNING, fault, locator)
        return by_name or self.source.items

    def _id(self, stated: str | None, relative: str, row: Row | None) -> str:
        chosen = stated or evidence_id(self.source.name, relative)
        if chosen in self.ids:
            where = row.where if row and row.details.id else relative
            fault = Fault(
                f"the id {chosen!r} already belongs to {self.ids[chosen]}; {relative} gets another",
                f"编号 {chosen!r} 已用于 {self.ids[chosen]}；{relative} 改用其他编号",
            )
            self._note("documents-id", Severity.ERROR, fault, where)
            chosen = evidence_id(self.source.name, f"{relative}\n")
        self.ids[chosen] = relative
        return chosen

    def _check_validity(self, evidence: Evidence) -> None:
        if evidence.expired(self.source.as_of):
            fault = Fault(
                f"was valid until {evidence.valid_until}, the assessment speaks of {self.source.as_of}",
                f"有效期至 {evidence.valid_until}，评价基准日为 {self.source.as_of}",
            )
            self._note("documents-expired", Severity.INFO, fault, evidence.locator)


def _merge(first: Details, second: Details) -> Details:
    """Return what `first` says, and where it is silent what `second` says."""
    values = {}
    for field in fields(Details):
        stated = getattr(first, field.name)
        values[field.name] = getattr(second, field.name) if stated is None else stated
    return Details(**values)
