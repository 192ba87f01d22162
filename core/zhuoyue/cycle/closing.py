"""Closing a cycle: what was assessed, and what it was decided from, goes into a folder that is never written again."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from zhuoyue import history, ledger, pipeline, store
from zhuoyue.errors import Fault, InputError
from zhuoyue.history.filing import MANIFEST
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.base import SLUG
from zhuoyue.model.collector import inside
from zhuoyue.model.sign_off import SignOffLevel
from zhuoyue.project import Project
from zhuoyue.sign_off import TITLES
from zhuoyue.swap import clear_stale, workplace

RATINGS = "ratings"
"""Folder of the rating sheets and the ledger."""
_SHEETS = frozenset({".toml", ".xlsx", ".xlsm", ".ods", ".age"})
"""Endings of what belongs to a round of rating, sealed or not."""
WORKSHEETS = "worksheets"
"""Folder of the scoring sheets that were handed out and came back."""
_HINT = ("run `zhuoyue assess`, look at the result, then close", "请先运行 `zhuoyue assess` 并查看结果，再结束本轮")


def close(project: Project, config: Path, name: str, by: str, *, draft: bool = False) -> history.Filed:
    """File the present assessment as the cycle `name`: the whole of it appears at once, or nothing does.

    Args:
        project: the project.
        config: its TOML file.
        name: name of the cycle, e.g. `2025`.
        by: who closes it.
        draft: close it without all signatures.

    Raises:
        InputError: there is such a cycle already; there is no assessment or not of what is there now; it is not signed.
        OSError: disk full and the like; nothing is filed.
    """
    place = inside(project.root, project.config.history.folder)
    with ledger.writing(project.root, f"zhuoyue cycle close {name}"):
        faults = list(_name_faults(project, place, name))
        if faults:
            raise InputError(*faults)
        assessment = _present(project, draft)
        files = dict(_files(project, config, assessment))
        _check_inputs(assessment, files)
        manifest = _manifest(project, assessment, name, by, files)
        _write(place, name, {**files, MANIFEST: manifest.dumps().encode()})
    return history.Filed(place / name, f"{project.config.history.folder}/{name}", manifest)


def _name_faults(project: Project, place: Path, name: str) -> Iterator[Fault]:
    if not re.fullmatch(SLUG, name) or len(name) > 120:
        yield Fault(
            f"{name!r} is no name for a cycle; use letters, digits, dot, hyphen and underscore, e.g. 2025",
            f"{name!r} 不能作为名称；请使用字母、数字、点、连字符和下划线，例如 2025",
        )
        return
    shown = f"{project.config.history.folder}/{name}"
    if os.path.lexists(place / name):
        yield Fault(
            "exists; a closed cycle is never overwritten: give another name",
            "已存在；已结束的一轮不会被覆盖，请换一个名称",
            shown,
        )
        return
    assessment = project.config.assessment
    for one in history.filed(project.root, project.config.history):
        manifest = one.manifest
        if manifest.final and (manifest.criteria, manifest.period) == (assessment.criteria, assessment.period):
            yield Fault(
                f"this period is closed already, and signed off, as {manifest.name!r}; start the next with "
                "`zhuoyue cycle new`",
                f"该期间已作为 {manifest.name!r} 签署并结束；请用 `zhuoyue cycle new` 开始下一轮",
                one.shown,
            )


def _present(project: Project, draft: bool) -> Assessment:
    """Return the assessment, if it is what assessing now would give, and signed."""
    path = project.root / store.ASSESSMENT
    assessment = store.read(path)
    anew = pipeline.assess(project)
    if store.dumps(anew).encode() != path.read_bytes():
        raise InputError(
            Fault(
                f"is not of what the project holds now: assessing anew gives another result; {_HINT[0]}",
                f"与项目现有内容不符：重新评价会得到不同结果；{_HINT[1]}",
                store.ASSESSMENT,
            )
        )
    if not (assessment.final or draft):
        signed = {one.level for one in assessment.sign_offs if one.valid}
        missing = [TITLES[level] for level in SignOffLevel if level not in signed]
        en, zh = ", ".join(one.en for one in missing), "、".join(one.zh for one in missing)
        raise InputError(
            Fault(
                f"is not signed off (open: {en}); `zhuoyue sign-off` signs it, --draft closes it as a draft",
                f"尚未签署（未完成：{zh}）；请用 `zhuoyue sign-off` 签署，或加 --draft 以草稿结束",
                store.ASSESSMENT,
            )
        )
    return assessment


def _files(project: Project, config: Path, assessment: Assessment) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of everything that is filed."""
    yield store.ASSESSMENT, (project.root / store.ASSESSMENT).read_bytes()
    names = {config.resolve().relative_to(project.root.resolve()).as_posix(), project.config.improvement.file}
    names.update(rating_files(project))
    names.update(worksheet_files(project.root))
    names.update(one.locator for one in assessment.narratives)
    for name in sorted(names - {store.ASSESSMENT}):
        with suppress(InputError):  # a plugin's text may come from elsewhere
            path = inside(project.root, name)
            if path.is_file():
                yield name, path.read_bytes()


def rating_files(project: Project) -> Iterator[str]:
    """Yield the rating sheets, sealed ones too, and the ledger."""
    root = project.root.resolve()
    for pattern in project.config.ratings.files:
        for path in root.glob(pattern):
            if path.is_file():
                yield path.relative_to(root).as_posix()
    for path in (root / RATINGS).rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        if path.is_file() and path.suffix in _SHEETS and not hidden:
            yield path.relative_to(root).as_posix()
    if (root / ledger.LEDGER).is_file():
        yield ledger.LEDGER


def worksheet_files(root: Path) -> Iterator[str]:
    """Yield the scoring sheets handed out: next year's must not meet them."""
    for path in sorted((root / WORKSHEETS).rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)
        if path.is_file() and path.suffix in _SHEETS and not hidden:
            yield path.relative_to(root).as_posix()


def _check_inputs(assessment: Assessment, files: Mapping[str, bytes]) -> None:
    """Raise where a file changed while it was being filed."""
    changed = [
        one.path
        for one in assessment.provenance.inputs
        if one.path in files and hashlib.sha256(files[one.path]).hexdigest() != one.sha256
    ]
    if changed:
        en, zh = f"has changed meanwhile; {_HINT[0]}", f"刚刚发生了变化；{_HINT[1]}"
        raise InputError(*(Fault(en, zh, name) for name in changed))


def _manifest(
    project: Project, assessment: Assessment, name: str, by: str, files: Mapping[str, bytes]
) -> history.Manifest:
    return history.Manifest(
        name=name,
        criteria=assessment.criteria.id,
        period=assessment.period,
        as_of=assessment.as_of,
        final=assessment.final,
        closed_at=ledger.now(),
        by=by,
        files={path: hashlib.sha256(data).hexdigest() for path, data in sorted(files.items())},
    ).sealed()


def _write(place: Path, name: str, files: Mapping[str, bytes]) -> None:
    """Write the folder beside its place, down to the disk, then rename it there."""
    place.mkdir(parents=True, exist_ok=True)
    for left in place.glob(".*-building-*"):  # of a run that was killed
        clear_stale(place / left.name[1:].rpartition("-building-")[0])
    with workplace(place / name) as work:
        folder = work / "cycle"
        for path, data in files.items():
            _write_through(folder / path, data)
        for each in (folder, *(one for one in folder.rglob("*") if one.is_dir())):
            _sync_folder(each)
        folder.rename(place / name)
        _sync_folder(place)


def _write_through(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
