"""`zhuoyue consensus`: show where assessors differ, and how far they agree; accept what nobody disputes."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_option
from zhuoyue.errors import ExitCode, Fault, InputError

if TYPE_CHECKING:
    from zhuoyue.agreement.discussion import Waiting
    from zhuoyue.model.agreement import Agreement, ItemAgreement
    from zhuoyue.model.rating import Rating
    from zhuoyue.project import Project


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    parser.add_argument(
        "--all",
        action="store_true",
        help="列出所有条款和所有两人组合" if zh else "list every item and every pair, not only what is to be discussed",
    )
    parser.add_argument(
        "--accept",
        choices=("undisputed",),
        help="对无须讨论且尚未合议的条款，以中位数作为合议结果"
        if zh
        else "record the median for every item that need not be discussed and is not agreed yet",
    )
    parser.add_argument(
        "--by", metavar="姓名" if zh else "NAME", help="记录人，与 --accept 同用" if zh else "who records it"
    )
    parser.add_argument(
        "--gate",
        action="store_true",
        help="仍有条款须讨论时返回 1" if zh else "return 1 while items remain to be discussed",
    )
    parser.add_argument("--json", action="store_true", help="JSON")
    project_option(parser, language)


@dataclass(frozen=True)
class Round:
    """The round as it stands."""

    project: Project
    agreement: Agreement | None
    agreed: dict[str, Rating]
    """What the team decided, by item id."""
    waiting: tuple[Waiting, ...]
    """Who has not answered everything; only assessors of the team table."""

    @property
    def remaining(self) -> tuple[ItemAgreement, ...]:
        """Items that must be discussed and are not agreed yet."""
        return tuple(one for one in self.ordered if one.discuss and one.item not in self.agreed)

    @property
    def ordered(self) -> tuple[ItemAgreement, ...]:
        """All items in the order of discussion."""
        from zhuoyue.agreement.discussion import in_discussion_order

        return in_discussion_order(self.agreement.items) if self.agreement else ()

    @property
    def awaited(self) -> frozenset[str]:
        """Ids of the items that somebody has yet to answer."""
        return frozenset(item.id for one in self.waiting for item in one.items)


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Print the items in the order of discussion, then the coefficients, pairs and leniency."""
    from zhuoyue.cli.consensus_text import lines

    if args.accept and not (args.by or "").strip():
        raise InputError(Fault("--accept needs --by NAME: who records it", "--accept 须与 --by 姓名 同用，注明记录人"))
    if args.by is not None and not args.accept:
        raise InputError(Fault("--by goes with --accept undisputed", "--by 须与 --accept undisputed 同用"))
    this = _read(args)
    if args.accept:
        _accept(this, args.by, console)
        this = _read(args)
    if args.json:
        console.result(json.dumps(_data(this), ensure_ascii=False, indent=1))
    elif args.accept:
        _tell_remaining(this, console)
    elif this.agreement is None:
        console.note(
            "fewer than two assessors have rated; there is nothing to compare", "评分的评审员不足两人，无从比较"
        )
    else:
        console.result("\n".join(lines(this, console, every=args.all)))
    _tell_waiting(this, console)
    return ExitCode.GATE if args.gate and this.remaining else ExitCode.OK


def _read(args: argparse.Namespace) -> Round:
    from zhuoyue import ratings
    from zhuoyue.agreement import agree
    from zhuoyue.agreement.discussion import agreed, waiting
    from zhuoyue.assignment import assigned
    from zhuoyue.project import open_project

    project = open_project(args.project)
    config = project.config
    found = ratings.read(project.root, config.ratings.files, project.criteria, project.schemes)
    decided = {item.id: agreed(found.of(item)) for item in project.criteria.items}
    behind = (waiting(one.name, assigned(project, one.name), found.ratings) for one in config.ratings.assessors)
    return Round(
        project=project,
        agreement=agree(found.ratings, project.criteria, project.scheme_data, config.consensus),
        agreed={item: rating for item, rating in decided.items() if rating is not None and not rating.open},
        waiting=tuple(one for one in behind if one is not None),
    )


def _accept(this: Round, by: str, console: Console) -> None:
    """Record the median of what nobody disputes; items that somebody has yet to answer are left."""
    from zhuoyue import team
    from zhuoyue.model.rating import Method, Stage

    project, accepted, left = this.project, [], []
    for one in this.agreement.items if this.agreement else ():
        if one.discuss or one.proposal is None or one.item in this.agreed:
            continue
        code = project.criteria.by_id[one.item].code
        if one.item in this.awaited:
            left.append(code)
            continue
        decision = team.Decision(
            Stage.CONSENSUS, one.item, by, one.proposal, reason=_reason(one, this), method=Method.MEDIAN
        )
        team.accept(project.root, project.criteria, project.schemes, decision)
        accepted.append(code)
    shown = ", ".join(accepted)
    console.note(
        f"accepted by median, {len(accepted)}: {shown}" if accepted else "nothing to accept",
        f"以中位数作为合议结果，共 {len(accepted)} 个条款：{shown}" if accepted else "没有可确认的条款",
    )
    if left:
        console.note(f"left, answers are missing: {', '.join(left)}", f"尚缺评分，暂未确认：{', '.join(left)}")


def _tell_remaining(this: Round, console: Console) -> None:
    """Say what is left to do; what was accepted has been said."""
    by_id = this.project.criteria.by_id
    agreed, discuss = len(this.agreed), [by_id[one.item].code for one in this.remaining]
    every = len(by_id)
    console.result(console.say(f"agreed: {agreed} of {every} items", f"已合议 {agreed} 个条款（共 {every} 个）"))
    if discuss:
        codes = ", ".join(discuss)
        console.result(
            console.say(f"still to be discussed, {len(discuss)}: {codes}", f"仍须讨论的条款 {len(discuss)} 个：{codes}")
        )


def _reason(one: ItemAgreement, this: Round) -> Any:
    from zhuoyue.model.base import plain
    from zhuoyue.model.scheme_data import Scale
    from zhuoyue.model.text import Text

    table = this.project.config.consensus
    scheme = this.project.scheme_of(this.project.criteria.by_id[one.item]).data
    if scheme.scale is Scale.LEVEL:
        low, high = scheme.shown(one.low), scheme.shown(one.high)
        return Text(
            en=f"Median of {one.raters} independent ratings, from {low.en} to {high.en}; to be discussed "
            f"beyond {table.max_bands} in levels.",
            zh=f"{one.raters} 份独立评分的中位数，从{low.zh}到{high.zh}（相隔超过 {table.max_bands} 级才须讨论）。",
        )
    apart = plain(one.range)
    return Text(
        en=f"Median of {one.raters} independent ratings, {apart} points apart; to be discussed "
        f"beyond {table.max_range} points or {table.max_bands} in bands.",
        zh=f"{one.raters} 份独立评分的中位数，相差 {apart} 个百分点"
        f"（超过 {table.max_range} 个百分点或相隔超过 {table.max_bands} 段才须讨论）。",
    )


def _tell_waiting(this: Round, console: Console) -> None:
    from zhuoyue.seal import sealed_name

    for one in this.waiting:
        if (this.project.root / sealed_name(one.assessor)).is_file():
            console.note(
                f"{one.assessor} has sealed the sheet; `zhuoyue ratings open` opens it when the round closes",
                f"{one.assessor} 的评分表已封存；评分截止后用 `zhuoyue ratings open` 打开",
            )
            continue
        missing = len(one.items)
        codes = ", ".join(item.code for item in one.items[:8]) + (", …" if missing > 8 else "")
        console.note(
            f"{one.assessor} has not answered {missing} of {one.assigned}: {codes}",
            f"{one.assessor} 尚有 {missing} 个条款未评（共 {one.assigned} 个）：{codes}",
        )


def _data(this: Round) -> dict[str, Any]:
    by_id = this.project.criteria.by_id
    agreement = this.agreement.model_dump(mode="json") if this.agreement else None
    if agreement is not None:
        dumped = {one["item"]: one for one in agreement["items"]}
        agreement["items"] = [dumped[one.item] | _agreed(this, one.item) for one in this.ordered]
    return {
        "agreement": agreement,
        "remaining": [by_id[one.item].code for one in this.remaining],
        "waiting": {one.assessor: [item.code for item in one.items] for one in this.waiting},
    }


def _agreed(this: Round, item: str) -> dict[str, Any]:
    rating = this.agreed.get(item)
    value = rating.model_dump(mode="json", include={"stage", "percent", "not_applicable", "method"}) if rating else None
    if value is not None and rating is not None and (level := _level(this, item, rating)):
        value = {"level": level} | {key: one for key, one in value.items() if key != "percent"}
    return {"code": this.project.criteria.by_id[item].code, "agreed": value}


def _level(this: Round, item: str, rating: Rating) -> str:
    """Return the key of the level agreed; nothing where the item is rated by percent."""
    from zhuoyue.model.scheme_data import Scale

    scheme = this.project.scheme_of(this.project.criteria.by_id[item]).data
    band = scheme.band(rating.percent) if rating.percent is not None and scheme.scale is Scale.LEVEL else None
    return band.label if band else ""
