"""`zhuoyue crosswalk`: list crosswalks, show one as a table, write it as SSSOM, check a file of your own."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_option
from zhuoyue.errors import ExitCode, Fault, InputError

if TYPE_CHECKING:
    from zhuoyue.crosswalk import Way
    from zhuoyue.crosswalk.models import Models
    from zhuoyue.model.criteria import Criteria

_RELATIONS = {
    "equal": ("=  equal", "=  等同"),
    "subset": ("⊂  part of it", "⊂  属于其一部分"),
    "superset": ("⊃  wider", "⊃  范围更广"),
    "intersect": ("∩  overlaps", "∩  部分重合"),
}


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    parser.add_argument("source", nargs="?", help="起点准则，如 gbt19580-2012" if zh else "model to start from")
    parser.add_argument("target", nargs="?", help="目标准则，如 efqm-2025" if zh else "model to arrive at")
    project_option(parser, language)
    parser.add_argument("--json", action="store_true", help="JSON")
    parser.add_argument(
        "--to", choices=("sssom", "toml"), help="以此格式写出" if zh else "write the crosswalk in this format"
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="写入文件" if zh else "file to write")
    parser.add_argument(
        "--import",
        dest="file",
        type=Path,
        metavar="FILE",
        help="检查 SSSOM 或 TOML 文件，并以 TOML 输出" if zh else "check an SSSOM or TOML file, and print it as TOML",
    )


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Do what the arguments ask for."""
    models = _models(args.project)
    if args.file:
        return _import(args, models, console)
    if args.source is None:
        return _list(args, models, console)
    if args.target is None:
        raise InputError(Fault("name two models: from, and to", "请写出两套准则：起点和目标"))
    from zhuoyue.crosswalk.ways import way_between

    way = way_between(models.crosswalks, models.criteria, args.source, args.target)
    if args.to:
        _write(args, _converted(args.to, way, models), console)
    elif args.json:
        console.result(json.dumps(_as_data(way), ensure_ascii=False, indent=1))
    else:
        _show(way, models, console)
    return ExitCode.OK


def _models(path: Path) -> Models:
    """Return the models of a project if there is one at `path`, else those of the installed plugins."""
    from zhuoyue.config import CONFIG_NAME
    from zhuoyue.crosswalk.models import installed
    from zhuoyue.project import open_plugins, open_project
    from zhuoyue.projection import models_of

    if path.is_file() or (path / CONFIG_NAME).is_file() or path != Path():
        return models_of(open_project(path))
    plugins = open_plugins(None)
    return installed(
        {name: one for name, (one, _) in plugins.criteria.items()},
        [one for one, _ in plugins.crosswalks.values()],
    )


def _list(args: argparse.Namespace, models: Models, console: Console) -> ExitCode:
    rows = sorted((one.source, one.target, len(one.links)) for one in models.crosswalks)
    if args.json:
        keys = ("source", "target", "links")
        console.result(json.dumps([dict(zip(keys, row, strict=True)) for row in rows], indent=1))
        return ExitCode.OK
    from zhuoyue.cli.columns import aligned

    unknown = console.say("(model not installed)", "（未安装该准则）")
    lines = []
    for source, target, count in rows:
        note = unknown if {source, target} - set(models.criteria) else ""
        lines.append([source, "→", target, str(count), console.say("links", "条对应"), note])
    for line in aligned(lines, right={3}):
        console.result(line)
    console.note(
        "Each can also be walked the other way, and two that share a model one after the other",
        "每一条也可反向使用；有共同准则的两条可以相接",
    )
    return ExitCode.OK


def _show(way: Way, models: Models, console: Console) -> None:
    from zhuoyue.cli.columns import aligned
    from zhuoyue.model.base import plain

    source, target = (_Titles(models.criteria[one]) for one in (way.crosswalk.source, way.crosswalk.target))
    rows = [[console.say("from", "起点"), "", console.say("relation", "关系"), "", console.say("to", "目标"), ""]]
    for link in way.crosswalk.links:
        strength = plain(link.strength) if link.strength is not None else "–"
        relation = console.say(*_RELATIONS[link.relation])
        left, right = source.of(link.source, console.language), target.of(link.target, console.language)
        rows.append([link.source, left, relation, strength, link.target, right])
    for line in aligned(rows, right={3}):
        console.result(line)
    console.note(*_said(way))
    if way.crosswalk.note:
        console.note(way.crosswalk.note.get("en"), way.crosswalk.note.get("zh"))


class _Titles:
    """Finds the name of the item or section at which a code stands."""

    def __init__(self, criteria: Criteria) -> None:
        from zhuoyue.crosswalk.codes import titles_of

        self._titles = titles_of(criteria)

    def of(self, code: str, language: str) -> str:
        """Return the name, a question mark where the code stands nowhere."""
        from zhuoyue.crosswalk import place

        spot = place(code, self._titles)
        return self._titles[spot.item].get(language) if spot else "?"


def _said(way: Way) -> tuple[str, str]:
    """Return how the way was found."""
    hub = way.hub.id if way.hub else ""
    return {
        "direct": ("A crosswalk leads from the one to the other", "有直接的对应关系"),
        "inverse": ("A crosswalk leads the other way and was turned round", "由反方向的对应关系反转而得"),
        "hub": (
            f"Two crosswalks meet in {hub}: relations composed, strengths multiplied",
            f"两段对应关系在 {hub} 相接：关系逐段合成，强度相乘",
        ),
    }[way.kind]


def _as_data(way: Way) -> dict[str, object]:
    hub = way.hub.id if way.hub else None
    return {"way": way.kind.value, "hub": hub, **way.crosswalk.model_dump(mode="json")}


def _converted(form: str, way: Way, models: Models) -> str:
    if form == "toml":
        from zhuoyue.crosswalk.files import to_toml

        return to_toml(way.crosswalk)
    from zhuoyue.crosswalk.sssom_writing import to_sssom

    return to_sssom(way.crosswalk, models.criteria, way.kind)


def _write(args: argparse.Namespace, text: str, console: Console) -> None:
    """Write to the file asked for, else to stdout."""
    if args.output is None:
        console.result(text.rstrip("\n"))
        return
    from zhuoyue.atomic import write_text

    write_text(args.output, text)
    console.result(str(args.output))


def _import(args: argparse.Namespace, models: Models, console: Console) -> ExitCode:
    from zhuoyue.crosswalk.files import read_crosswalk

    found = read_crosswalk(args.file, str(args.file), models.criteria)
    crosswalk, count = found.crosswalk, len(found.crosswalk.links)
    console.note(
        f"{crosswalk.source} > {crosswalk.target}: {count} {'link' if count == 1 else 'links'}, every code exists",
        f"{crosswalk.source} > {crosswalk.target}：{count} 条对应，代码均有效",
    )
    if found.ignored:
        names = ", ".join(found.ignored)
        console.note(f"columns without a place in a crosswalk, left out: {names}", f"未采用的列：{names}")
    from zhuoyue.crosswalk.ways import Way
    from zhuoyue.model.projection import WayKind

    _write(args, _converted(args.to or "toml", Way(WayKind.DIRECT, crosswalk), models), console)
    return ExitCode.OK
