"""The models that ship with the plugin."""

from __future__ import annotations

import pytest
from tests.plugins.satisfaction.pls.conftest import BLOCKS, PATHS, quick

from zhuoyue_plugins.satisfaction.pls import Answers, Mode, analyse, check_model, fill, presets, read_preset

ITEMS = {
    "image": BLOCKS["Image"],
    "expectation": BLOCKS["Expectation"],
    "quality": BLOCKS["Quality"],
    "value": BLOCKS["Value"],
    "satisfaction": BLOCKS["Satisfaction"],
    "complaints": BLOCKS["Complaints"],
    "loyalty": BLOCKS["Loyalty"],
}


@pytest.mark.parametrize(
    ("name", "constructs", "paths"), [("acsi", 6, 9), ("ccsi", 6, 11), ("ecsi", 7, 12), ("delivery-centre", 8, 7)]
)
def test_each_is_sound_once_filled(name: str, constructs: int, paths: int) -> None:
    preset = read_preset(name)
    assert (preset.name, len(preset.constructs), len(preset.paths)) == (name, constructs, paths)
    assert preset.target == "satisfaction"
    assert all(text.zh and text.en for text in (preset.title, preset.about, *(one.title for one in preset.constructs)))
    filled = fill(preset, {one.name: [f"{one.name}-1"] for one in preset.constructs})
    assert check_model(filled) == ()
    assert name in presets()


def test_our_own_reading_is_marked_as_such() -> None:
    for name in ("ccsi", "delivery-centre"):
        assert "our reading" in read_preset(name).about.en
        assert "本工具的理解" in read_preset(name).about.zh


def test_ecsi_gives_the_published_figures(mobi: Answers) -> None:
    model = fill(read_preset("ecsi"), ITEMS)
    assert {tuple(name.capitalize() for name in path) for path in model.paths} == set(PATHS)
    fit = analyse(model, mobi, quick()).fit
    place = fit.constructs.index
    assert fit.paths[place("quality"), place("value")] == pytest.approx(0.55830438, abs=1e-6)


def test_constructs_without_questions_can_be_left_out() -> None:
    items = {name: block for name, block in ITEMS.items() if name != "complaints"}
    model = fill(read_preset("ecsi"), items, without=["complaints"])
    assert "complaints" not in model.names
    assert len(model.paths) == 10


def test_paths_and_modes_can_be_replaced() -> None:
    items = {**ITEMS, "third-parties": ["T1", "T2"]}
    paths = [("image", "expectation"), *read_preset("delivery-centre").paths]
    model = fill(read_preset("delivery-centre"), items, modes={"third-parties": Mode.B}, paths=paths)
    assert model.paths == tuple(paths)
    assert next(one.mode for one in model.constructs if one.name == "third-parties") is Mode.B
