"""Published models as data: their constructs and paths, to which the user maps items."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from zhuoyue import Fault, InputError, Model, Text, did_you_mean, read_toml
from zhuoyue_plugins.satisfaction.pls.checking import model_faults
from zhuoyue_plugins.satisfaction.pls.model import Construct, Mode, PathModel

_FOLDER = Path(__file__).parents[1] / "models"


class Preset(Model):
    """A published model without items."""

    name: str
    """Name in the settings: `acsi`, `ccsi`, `delivery-centre`, `ecsi`."""
    title: Text
    """What readers see."""
    about: Text
    """Where it comes from, and what is our reading of it."""
    target: str
    """The construct the importance–performance map explains."""
    constructs: tuple[Construct, ...]
    """Constructs, without items."""
    paths: tuple[tuple[str, str], ...]
    """Pairs (from, to)."""


def presets() -> tuple[str, ...]:
    """Return the names of the models that ship with the plugin."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def read_preset(name: str, where: str = "") -> Preset:
    """Return a model that ships with the plugin. Raises InputError with the nearest valid name."""
    if name not in presets():
        en, zh = did_you_mean(name, presets())
        raise InputError(Fault(f"there is no preset model {name!r}{en}", f"没有预置模型 {name!r}{zh}", where))
    return Preset.model_validate(read_toml(_FOLDER / f"{name}.toml").data)


def fill(
    preset: Preset,
    items: Mapping[str, Sequence[str]],
    *,
    modes: Mapping[str, Mode] | None = None,
    without: Collection[str] = (),
    paths: Sequence[tuple[str, str]] | None = None,
    where: str = "",
) -> PathModel:
    """Return the preset with `items` of each construct.

    `modes` overrides the mode of constructs, `without` names constructs to leave out with their paths, `paths` replaces
    the list of paths.

    Raises:
        InputError: `items`, `modes` or `without` names a construct that the preset does not have, or the model is
            faulty; with every fault.
    """
    modes = modes or {}
    constructs = tuple(
        one.model_copy(update={"items": tuple(items.get(one.name, ())), "mode": modes.get(one.name, one.mode)})
        for one in preset.constructs
        if one.name not in without
    )
    kept = {one.name for one in constructs}
    model = PathModel(
        title=preset.title,
        constructs=constructs,
        paths=tuple(paths) if paths is not None else tuple(path for path in preset.paths if kept.issuperset(path)),
        target=preset.target if preset.target in kept else "",
    )
    faults = [*_unknown(preset, [*items, *modes, *without], where), *model_faults(model, where)]
    if faults:
        raise InputError(*faults)
    return model


def _unknown(preset: Preset, named: Sequence[str], where: str) -> Iterator[Fault]:
    known = [one.name for one in preset.constructs]
    for name in dict.fromkeys(named):
        if name not in known:
            en, zh = did_you_mean(name, known)
            yield Fault(
                f"the model {preset.name} has no construct {name!r}{en}",
                f"模型 {preset.name} 没有构念 {name!r}{zh}",
                where,
            )
