"""What can be wrong with a path model before any answer is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from zhuoyue import Fault, did_you_mean
from zhuoyue_plugins.satisfaction.pls.model import PathModel


def model_faults(model: PathModel, where: str = "") -> tuple[Fault, ...]:
    """Return everything wrong with the model itself."""
    found = [*_constructs(model, where), *_items(model, where), *_paths(model, where), *_target(model, where)]
    if not found:
        found = [*_isolated(model, where), *_cycle(model, where)]
    return tuple(found)


def _constructs(model: PathModel, where: str) -> Iterator[Fault]:
    for name, times in Counter(model.names).items():
        if times > 1:
            yield Fault(
                f"construct {name!r} is defined {times} times; give each its own name",
                f"构念 {name!r} 定义了 {times} 次，请使用不同的名称",
                where,
            )
    for construct in model.constructs:
        if not construct.items:
            yield Fault(
                f"construct {construct.name!r} has no items; map at least one survey column to it, or leave it out",
                f"构念 {construct.name!r} 没有题项；请至少对应一个问卷列，或去掉该构念",
                where,
            )
    if len(model.constructs) < 2:
        yield Fault("a path model needs two constructs at least", "路径模型至少需要两个构念", where)


def _items(model: PathModel, where: str) -> Iterator[Fault]:
    for item, times in Counter(model.items).items():
        if times > 1:
            homes = [one.name for one in model.constructs if item in one.items]
            shown = ", ".join(homes)
            yield Fault(
                f"item {item!r} is listed {times} times ({shown}); an item belongs to one construct, once",
                f"题项 {item!r} 出现了 {times} 次（{shown}）；一个题项只能属于一个构念，且只列一次",
                where,
            )


def _paths(model: PathModel, where: str) -> Iterator[Fault]:
    if not model.paths:
        yield Fault("the model has no paths", "模型没有路径", where)
    for path, times in Counter(model.paths).items():
        shown = " → ".join(path)
        for name in path:
            if name not in model.names:
                en, zh = did_you_mean(name, model.names)
                yield Fault(
                    f"path {shown}: there is no construct {name!r}{en}", f"路径 {shown}：没有构念 {name!r}{zh}", where
                )
        if path[0] == path[1]:
            yield Fault(f"path {shown} leads back to itself", f"路径 {shown} 指向自身", where)
        if times > 1:
            yield Fault(f"path {shown} is listed {times} times", f"路径 {shown} 列出了 {times} 次", where)


def _target(model: PathModel, where: str) -> Iterator[Fault]:
    if not model.target:
        return
    if model.target not in model.names:
        en, zh = did_you_mean(model.target, model.names)
        yield Fault(
            f"target: there is no construct {model.target!r}{en}", f"target：没有构念 {model.target!r}{zh}", where
        )
        return
    effects = sorted({effect for _, effect in model.paths})
    # A path to a misspelt construct may have been meant for it.
    if effects and model.target not in effects and set(effects) <= set(model.names):
        shown = ", ".join(effects)
        yield Fault(
            f"target {model.target!r} has no causes, so nothing can be said to drive it; expected one of: {shown}",
            f"target {model.target!r} 没有前因，无法分析其驱动因素；可用的有：{shown}",
            where,
        )


def _isolated(model: PathModel, where: str) -> Iterator[Fault]:
    linked = {name for path in model.paths for name in path}
    for name in model.names:
        if name not in linked:
            yield Fault(
                f"no path begins or ends at construct {name!r}, so its weights are not identified; "
                "link it or leave it out",
                f"构念 {name!r} 没有任何路径，其权重无法识别；请为它添加路径或去掉它",
                where,
            )


def _cycle(model: PathModel, where: str) -> Iterator[Fault]:
    """Name one cycle: what is left after constructs without causes were taken away again and again, followed back."""
    left = set(model.names)
    while free := left - {effect for cause, effect in model.paths if cause in left}:
        left -= free
    if not left:
        return
    trail = [min(left)]
    while trail.count(trail[-1]) < 2:
        trail.append(next(cause for cause, effect in model.paths if effect == trail[-1] and cause in left))
    shown = " → ".join(reversed(trail[trail.index(trail[-1]) :]))
    yield Fault(
        f"paths form a circle: {shown}; a model with feedback is not identified, drop one of these paths",
        f"路径构成回路：{shown}；含反馈的模型无法识别，请去掉其中一条路径",
        where,
    )
