"""The way from one model to another: a crosswalk, one turned round, or two that meet in a third model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zhuoyue.crosswalk.relate import inverse, joined
from zhuoyue.errors import Fault, InputError, did_you_mean
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.crosswalk import Crosswalk
from zhuoyue.model.projection import WayKind


@dataclass(frozen=True)
class Way:
    """A way from one model to another."""

    kind: WayKind
    crosswalk: Crosswalk
    """Leads from the one to the other."""
    hub: Criteria | None = None
    """Where two crosswalks meet."""


def find_way(crosswalks: Iterable[Crosswalk], criteria: Mapping[str, Criteria], source: str, target: str) -> Way | None:
    """Return the shortest way: direct, else turned round, else through one hub; None if there is none.

    Of several hubs the one with fewer crosswalks to turn round is taken, then the first by id.

    Args:
        crosswalks: at most one for each pair.
        criteria: the known models by id; only these serve as hubs.
        source, target: ids of the models.
    """
    by_pair = {(one.source, one.target): one for one in crosswalks}
    straight = _leg(by_pair, source, target)
    if straight:
        crosswalk, turned = straight
        return Way(WayKind.INVERSE if turned else WayKind.DIRECT, crosswalk)
    hubs = []
    for name in sorted(set(criteria) - {source, target}):
        first, second = _leg(by_pair, source, name), _leg(by_pair, name, target)
        if first and second:
            hubs.append((first[1] + second[1], name, first[0], second[0]))
    if not hubs:
        return None
    _, name, first_leg, second_leg = min(hubs, key=lambda one: one[:2])
    hub = criteria[name]
    return Way(WayKind.HUB, joined(first_leg, second_leg, hub), hub)


def way_between(
    crosswalks: Iterable[Crosswalk], criteria: Mapping[str, Criteria], source: str, target: str, where: str = ""
) -> Way:
    """Return the way from one model to another.

    Raises:
        InputError: a model is unknown, both are the same, or nothing leads from the one to the other; with what would.
    """
    crosswalks = tuple(crosswalks)
    for name in (source, target):
        if name not in criteria:
            en, zh = did_you_mean(name, criteria)
            raise InputError(Fault(f"no criteria {name!r}{en}", f"没有准则 {name!r}{zh}", where))
    if source == target:
        raise InputError(
            Fault(
                f"{target} is the model that is assessed; name another one",
                f"{target} 正是评价所依据的准则，请指定另一套准则",
                where,
            )
        )
    way = find_way(crosswalks, criteria, source, target)
    if way is None:
        raise InputError(_no_way(crosswalks, criteria, source, target, where))
    return way


def reachable(crosswalks: Iterable[Crosswalk], criteria: Mapping[str, Criteria], source: str) -> tuple[str, ...]:
    """Return the ids of the models to which a way leads."""
    crosswalks = tuple(crosswalks)
    return tuple(name for name in criteria if name != source and find_way(crosswalks, criteria, source, name))


def _leg(by_pair: Mapping[tuple[str, str], Crosswalk], source: str, target: str) -> tuple[Crosswalk, bool] | None:
    """Return the crosswalk between two models, and whether it had to be turned round."""
    if (source, target) in by_pair:
        return by_pair[source, target], False
    if (target, source) in by_pair:
        return inverse(by_pair[target, source]), True
    return None


def _no_way(
    crosswalks: Iterable[Crosswalk], criteria: Mapping[str, Criteria], source: str, target: str, where: str
) -> Fault:
    known = ", ".join(reachable(crosswalks, criteria, source))
    en = f"no crosswalk leads from {source} to {target}, directly or through one other model"
    zh = f"没有从 {source} 到 {target} 的对应关系（直接或经一套其他准则均不通）"
    more_en = f"; reachable are: {known}" if known else "; none leads anywhere from there"
    more_zh = f"；可到达的有：{known}" if known else "；由此出发没有任何对应关系"
    tip_en = ". Name a file of your own in [crosswalk] files"
    tip_zh = "。可在 [crosswalk] files 中加入自己的对应关系文件"
    return Fault(en + more_en + tip_en, zh + more_zh + tip_zh, where)
