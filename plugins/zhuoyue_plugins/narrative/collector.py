"""The collector `narrative`: one text for each Markdown file of a folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import BaseModel

from zhuoyue import (
    Collected,
    Collector,
    Criteria,
    Fault,
    InputError,
    Narrative,
    Problem,
    Severity,
    Source,
    Text,
    Visibility,
    did_you_mean,
)
from zhuoyue_plugins.narrative import text as markdown_text
from zhuoyue_plugins.narrative.settings import Settings

_SKIPPED = re.compile(r"[._~]|readme\b", re.IGNORECASE)
_NAME = re.compile(r"(?P<code>.+?)(?:\.(?P<language>zh|en))?\.md$", re.IGNORECASE)
_KEY = re.compile(r"^(\w+)[ \t]*:(.*)$", re.MULTILINE)


class Narratives(Collector):
    """Reads a folder of Markdown files named after items and profile sections."""

    name: ClassVar[str] = "narrative"
    settings: ClassVar[type[BaseModel]] = Settings
    # Files are read up to `max_bytes`, only regular ones, with expressions that run in linear time.
    isolated: ClassVar[bool] = False

    def inputs(self, source: Source) -> Iterable[Path]:
        """Return the files that are read; one that is too large is not, so that nobody hashes it either."""
        limit = source.settings.max_bytes
        return [path for path in _files(source) if _inside(path, source) and path.stat().st_size <= limit]

    def collect(self, source: Source) -> Collected:
        """Return the texts in order of file name."""
        return _Reading(source).run()


class _Reading:
    """One run over one folder."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.settings: Settings = source.settings
        self.targets = _targets(source.criteria)
        self.limits = _limits(source, self.targets)
        self.problems: list[Problem] = []
        self.taken: dict[tuple[str, str], str] = {}

    def run(self) -> Collected:
        texts = [self._read(path) for path in _files(self.source)]
        for path in _passed_over(self.source, self.targets):
            en = f"{path.name} is named after an item but is no .md file; it was not read"
            fault = Fault(en, f"{path.name} 以条款代码命名，但不是 .md 文件，未读取", self.source.relative(path))
            self._note("narrative-passed-over", Severity.WARNING, fault)
        return Collected(narratives=tuple(text for text in texts if text), problems=tuple(self.problems))

    def _note(self, code: str, severity: Severity, fault: Fault, item: str = "") -> None:
        # A profile section is no item: the core looks items up.
        self.problems.append(
            Problem(
                code=code,
                severity=severity,
                text=Text(en=fault.en, zh=fault.zh),
                where=fault.where,
                plugin="narrative",
                source=self.source.name,
                item=item if item in self.source.criteria.by_id else "",
            )
        )

    def _read(self, path: Path) -> Narrative | None:
        folder = self.source.path(self.settings.folder)
        where = f"{self.source.relative(folder)}/{path.relative_to(folder).as_posix()}".removeprefix("./")
        try:
            code, language = self._place(path, where)
            front, body = markdown_text.split(self._text(path, where))
        except InputError as error:
            for fault in error.faults:
                self._note("narrative-unreadable", Severity.ERROR, fault)
            return None
        narrative = Narrative(
            code=code,
            language=language,
            markdown=body,
            locator=where,
            words=markdown_text.count(body),
            references=markdown_text.references(body),
            visibility=self._visibility(front, where),
        )
        self._check_length(narrative)
        return narrative

    def _place(self, path: Path, where: str) -> tuple[str, Literal["zh", "en"]]:
        """Return code and language from the file's name."""
        match = _NAME.match(path.name)
        word = match["code"] if match else path.stem
        if word.casefold() not in self.targets:
            en, zh = did_you_mean(word, self.targets.values())
            en = f"{word!r} is no item or profile section of {self.source.criteria.id}{en}"
            zh = f"{self.source.criteria.id} 中没有条款或概述部分 {word!r}{zh}"
            raise InputError(Fault(en, zh, where))
        code = _full(self.targets[word.casefold()], self.source.criteria)
        language: Literal["zh", "en"] = "en" if match and (match["language"] or "").casefold() == "en" else "zh"
        other = self.taken.setdefault((code, language), where)
        if other != where:
            en = f"{word} has its text in this language already in {other}; this file is left out"
            raise InputError(Fault(en, f"{word} 的该语言文本已在 {other} 中；本文件未采用", where))
        return code, language

    def _text(self, path: Path, where: str) -> str:
        if not _inside(path, self.source):
            en = "is a link that leads out of the folder and was not read; copy the file into it"
            raise InputError(Fault(en, "该链接指向文件夹之外，未读取；请将文件复制进来", where))
        limit = self.settings.max_bytes
        size = path.stat().st_size
        if size <= limit:
            with path.open("rb") as file:
                raw = file.read(limit + 1)
            size = len(raw)
        if size > limit:
            en = f"has {size} bytes, more than max_bytes = {limit}; it was not read"
            raise InputError(Fault(en, f"大小为 {size} 字节，超过 max_bytes = {limit}；未读取", where))
        text = markdown_text.decode(raw)
        if text is None:
            en = "is no text in UTF-8, UTF-16 or GB18030; save it as UTF-8"
            raise InputError(Fault(en, "不是 UTF-8、UTF-16 或 GB18030 文本，请另存为 UTF-8", where))
        return text

    def _visibility(self, front: str | None, where: str) -> Visibility:
        """Return the tier that the front matter states, else the source's."""
        tiers = {tier.value: tier for tier in Visibility}
        for key, value in _KEY.findall(front or ""):
            if "did you mean" not in did_you_mean(key, ["visibility"])[0]:
                continue  # keys of other tools are none of our business
            word = value.partition(" #")[0].strip().strip("'\"").casefold()
            if key == "visibility" and word in tiers:
                return tiers[word]
            en, zh = did_you_mean(word, tiers)
            en = f"cannot read the visibility {word!r}{en}; the text is treated as confidential"
            zh = f"无法识别密级 {word!r}{zh}；该文本按机密处理"
            self._note("narrative-visibility", Severity.ERROR, Fault(en, zh, f"{where}: {key}"))
            # A misspelt tier must never publish what its owner wanted to hide.
            return Visibility.CONFIDENTIAL
        return self.source.visibility

    def _check_length(self, narrative: Narrative) -> None:
        limit = self.limits.get(narrative.code, self.settings.word_limit)
        if limit is not None and narrative.words > limit:
            fault = Fault(
                f"{narrative.words} words, {narrative.words - limit} more than the limit of {limit}",
                f"共 {narrative.words} 字，比上限 {limit} 字多 {narrative.words - limit} 字",
                narrative.locator,
            )
            self._note("narrative-long", Severity.WARNING, fault, narrative.code)


def _files(source: Source) -> list[Path]:
    """Return the `*.md` files of the folder and its subfolders, by path.

    Raises:
        InputError: the folder is missing, is no folder, or leaves the project.
    """
    folder = source.path(source.settings.folder)
    if not folder.is_dir():
        shown = source.settings.folder
        raise InputError(Fault(f"{shown}: is no folder", f"{shown}：不是文件夹"))
    found = []
    for place, names, files in os.walk(folder):
        names[:] = [name for name in names if not name.startswith((".", "_"))]
        for name in files:
            path = Path(place) / name
            if name.casefold().endswith(".md") and not _SKIPPED.match(name) and path.is_file():
                found.append(path)
    return sorted(found)


def _passed_over(source: Source, targets: Mapping[str, str]) -> list[Path]:
    """Return the files named after an item or profile section which are no Markdown: `4.3.3.txt`."""
    folder = source.path(source.settings.folder)
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.casefold() != ".md"
        and path.stem.removesuffix(".en").removesuffix(".zh").casefold() in targets
        and _inside(path, source)
        and path.is_file()
    ]


def _inside(path: Path, source: Source) -> bool:
    return path.resolve().is_relative_to(source.path(source.settings.folder))


def _targets(criteria: Criteria) -> dict[str, str]:
    """Return the codes that a file can be named after, by their folded spelling."""
    codes = [item.code for item in criteria.items] + [section.code for section in criteria.profile]
    return {code.casefold(): code for code in codes}


def _full(code: str, criteria: Criteria) -> str:
    """Return an item's id, or a profile section's code as it is."""
    return code if any(section.code == code for section in criteria.profile) else criteria.resolve(code).id


def _limits(source: Source, targets: dict[str, str]) -> dict[str, int]:
    """Return the limits by item id or profile code; raises InputError naming every unknown code."""
    faults, limits = [], {}
    for word, limit in source.settings.limits.items():
        if word.casefold() in targets:
            limits[_full(targets[word.casefold()], source.criteria)] = limit
            continue
        en, zh = did_you_mean(word, targets.values())
        where = f'sources.{source.name}.limits."{word}"'
        faults.append(Fault(f"no item or profile section {word!r}{en}", f"没有条款或概述部分 {word!r}{zh}", where))
    if faults:
        raise InputError(*faults)
    return limits
