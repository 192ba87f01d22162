"""The READMEs of efqm, radar, caf and pdca, in both languages: their examples run and give what they show."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

import zhuoyue_plugins.radar as plugin
from zhuoyue.testing import ProjectKit, project

FOLDER = Path(plugin.__file__).parents[1]
PLUGINS = ("efqm", "radar", "caf", "pdca")
_BLOCK = re.compile(r"```(toml|text)\n(.*?)```", re.DOTALL)


@dataclass
class Example:
    """A config, a rating sheet, and the commands with the lines they print."""

    config: str
    ratings: str = ""
    commands: list[tuple[list[str], list[str]]] = field(default_factory=list)
    tailoring: str = ""

    def open(self, root: Path) -> ProjectKit:
        """Write it as a project."""
        config = self.config.removeprefix("[assessment]\n") + self.tailoring
        return project(root, config, {"ratings/team.toml": self.ratings} if self.ratings else {}, PLUGINS)


def halves(name: str) -> tuple[str, str]:
    english, chinese = (FOLDER / name / "README.md").read_text(encoding="utf-8").split(f'<a id="{name}-zh"></a>')
    return english, chinese


def examples(text: str) -> list[Example]:
    found: list[Example] = []
    for kind, body in _BLOCK.findall(text):
        if body.startswith("[assessment]"):
            found.append(Example(body))
        elif body.startswith("assessor"):
            found[-1].ratings = body
        elif body.startswith("[[tailoring"):
            found[-1].tailoring = body
        else:
            assert kind == "text", body
            found[-1].commands.extend(_commands(body))
    return found


def _commands(body: str) -> Iterator[tuple[list[str], list[str]]]:
    for run in body.split("$ zhuoyue ")[1:]:
        command, *lines = run.strip().splitlines()
        yield shlex.split(command), [line.strip() for line in lines]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", PLUGINS)
def test_examples_give_what_they_show(name: str, language: str, tmp_path: Path) -> None:
    for number, example in enumerate(examples(halves(name)[language == "zh"])):
        kit = example.open(tmp_path / str(number))
        kit.run("assess", language=language).assert_success()
        for command, lines in example.commands:
            out = kit.run(*command, language=language).assert_success().out
            assert [line for line in lines if line not in out] == []


def shape(example: Example) -> tuple[str, list[str], list[list[str]]]:
    numbers = re.findall(r"item = .*|percent = .*|marks = .*", example.ratings)
    return example.config + example.tailoring, numbers, [command for command, _ in example.commands]


@pytest.mark.parametrize("name", PLUGINS)
def test_both_languages_show_the_same_examples(name: str) -> None:
    english, chinese = map(examples, halves(name))
    assert english
    assert list(map(shape, english)) == list(map(shape, chinese))


def test_efqm_figures_in_the_text(tmp_path: Path) -> None:
    """The mean of the parts, 50 % or 50 points, and 50 to 950 points in all."""
    (example,) = examples(halves("efqm")[0])
    example.tailoring = ""
    assessment = example.open(tmp_path).run("assess").assert_success().assessment
    first = assessment.categories["1"]
    assert (first.value, first.percent) == (50, 50)
    assert assessment.total is not None
    assert (assessment.total.value, assessment.total.low, assessment.total.high) == (None, 50, 950)
    parts = [assessment.result_of[f"efqm-2025:1.{part}"].score for part in range(1, 6)]
    assert [score.percent for score in parts] == [60, 20, 55, 65, 50]
    assert [score.value for score in parts] == [12, 4, 11, 13, 10]


def test_caf_figures_in_the_text(tmp_path: Path) -> None:
    """Criterion 5 at the mean of 62, 45 and 28, criterion 6 at that of 55 and 70; nothing is added up."""
    assessment = examples(halves("caf")[0])[0].open(tmp_path).run("assess").assert_success().assessment
    figures = {code: score.value for code, score in assessment.categories.items()}
    assert (figures["5"], figures["6"]) == (45, Decimal("62.5"))
    assert assessment.total is None
