"""Crosswalks in files: a project's own, TOML or SSSOM TSV, beside those that plugins bring."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from zhuoyue.checking import checked
from zhuoyue.crosswalk.codes import unknown_code
from zhuoyue.crosswalk.sssom_reading import Imported, from_sssom
from zhuoyue.errors import Fault, InputError, did_you_mean, unreadable
from zhuoyue.model.base import plain
from zhuoyue.model.collector import inside
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.crosswalk import Crosswalk
from zhuoyue.model.text import Text
from zhuoyue.toml import TomlFile, read_toml


def known_crosswalks(
    registered: Iterable[Crosswalk], root: Path, files: Sequence[str], criteria: Mapping[str, Criteria]
) -> tuple[Crosswalk, ...]:
    """Return the crosswalks of plugins and of a project's own files; of the same pair the project's own counts.

    Args:
        registered: what plugins bring.
        root: the project folder.
        files: the project's files, relative to it.
        criteria: the known models by id.

    Raises:
        InputError: every fault of every file; or two files hold the same pair.
    """
    own: dict[tuple[str, str], tuple[Crosswalk, str]] = {}
    faults: list[Fault] = []
    for name in files:
        try:
            one = read_crosswalk(inside(root, name), name, criteria).crosswalk
        except InputError as error:
            faults.extend(error.faults)
            continue
        pair = (one.source, one.target)
        if pair in own:
            other = own[pair][1]
            en = f"leads {one.source} > {one.target}, and so does {other}; keep one of them"
            faults.append(Fault(en, f"与 {other} 同为 {one.source} > {one.target}，请只保留一个", name))
        own[pair] = one, name
    if faults:
        raise InputError(*faults)
    others = (one for one in registered if (one.source, one.target) not in own)
    return (*(one for one, _ in own.values()), *others)


def read_crosswalk(path: Path, name: str, criteria: Mapping[str, Criteria]) -> Imported:
    """Read a crosswalk, TOML or SSSOM TSV by the file's ending.

    Args:
        path: the file.
        name: how messages call it.
        criteria: the known models by id; every code is checked against them.

    Raises:
        InputError: it cannot be read, or is wrong: every fault with its place.
    """
    suffix = path.suffix.lower()
    if suffix == ".toml":
        return Imported(_from_toml(read_toml(path, name), criteria), ())
    if suffix == ".tsv":
        return from_sssom(_text(path, name), name, criteria)
    raise InputError(
        Fault("expected a crosswalk in a .toml or .tsv (SSSOM) file", "对应关系文件应为 .toml 或 .tsv（SSSOM）", name)
    )


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise InputError(unreadable(error, name)) from error
    except UnicodeDecodeError as error:
        raise InputError(
            Fault("is not UTF-8; save the file as UTF-8", "不是 UTF-8 编码，请另存为 UTF-8", name)
        ) from error


def _from_toml(file: TomlFile, criteria: Mapping[str, Criteria]) -> Crosswalk:
    crosswalk, faults = checked(Crosswalk, file.data, file)
    if crosswalk is None:
        raise InputError(*faults)
    wrong = [*_unknown_models(crosswalk, file, criteria)]
    wrong = wrong or [*_unknown_codes(crosswalk, file, criteria)]
    if wrong:
        raise InputError(*wrong)
    return crosswalk


def _unknown_models(crosswalk: Crosswalk, file: TomlFile, criteria: Mapping[str, Criteria]) -> Iterator[Fault]:
    for key, name in (("source", crosswalk.source), ("target", crosswalk.target)):
        if name not in criteria:
            en, zh = did_you_mean(name, criteria)
            yield Fault(f"no criteria {name!r}{en}", f"没有准则 {name!r}{zh}", file.where((key,)))


def _unknown_codes(crosswalk: Crosswalk, file: TomlFile, criteria: Mapping[str, Criteria]) -> Iterator[Fault]:
    for number, link in enumerate(crosswalk.links):
        ends = (("source", link.source, crosswalk.source), ("target", link.target, crosswalk.target))
        for key, code, name in ends:
            fault = unknown_code(code, criteria[name], file.where(("links", number, key)))
            if fault:
                yield fault


def to_toml(crosswalk: Crosswalk) -> str:
    """Return a crosswalk as TOML; read again it is the same crosswalk."""
    lines = [f"source = {_quoted(crosswalk.source)}", f"target = {_quoted(crosswalk.target)}"]
    if crosswalk.note:
        lines += ["", "[note]", *(f"{key} = {value}" for key, value in _languages(crosswalk.note))]
    for link in crosswalk.links:
        lines += ["", "[[links]]", f"source = {_quoted(link.source)}", f"target = {_quoted(link.target)}"]
        lines.append(f"relation = {_quoted(link.relation)}")
        if link.strength is not None:
            lines.append(f"strength = {plain(link.strength)}")
        if link.note:
            lines.append(f"note = {{ {', '.join(f'{key} = {value}' for key, value in _languages(link.note))} }}")
    return "\n".join(lines) + "\n"


def _languages(text: Text) -> Iterator[tuple[str, str]]:
    yield from ((key, _quoted(value)) for key, value in (("zh", text.zh), ("en", text.en)) if value)


def _quoted(text: str) -> str:
    return json.dumps(str(text), ensure_ascii=False)
