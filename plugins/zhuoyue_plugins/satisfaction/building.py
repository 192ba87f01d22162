"""Builds the path model from the settings: a preset filled with the survey's questions, or paths of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from zhuoyue import Fault, InputError, Problem, Severity, Text, did_you_mean
from zhuoyue_plugins.satisfaction.modelling import ModelSetting
from zhuoyue_plugins.satisfaction.pls import Construct, Mode, PathModel, fill, read_preset
from zhuoyue_plugins.satisfaction.questionnaire import Block, Questionnaire


def path_model(setting: ModelSetting, questions: Questionnaire, where: str) -> tuple[PathModel, list[Problem]]:
    """Return the model with its questions, and what was left out of it.

    Raises:
        InputError: an unknown preset or construct, or a model that cannot be estimated.
    """
    if setting.preset:
        return _from_preset(setting, questions, where)
    named = list(dict.fromkeys(name for path in setting.paths or () for name in path))
    blocks = [block for name in named if (block := questions.block(name))]
    constructs = tuple(_construct(block, setting) for block in blocks)
    _check_paths(named, questions, where)
    target = setting.target or (questions.csi.name if questions.csi else "")
    target = target if setting.target or any(effect == target for _, effect in setting.paths or ()) else ""
    title = setting.title or Text(zh="自定义路径模型", en="The organisation's own path model")
    return PathModel(title=title, constructs=constructs, paths=setting.paths or (), target=target), []


def _check_paths(named: Sequence[str], questions: Questionnaire, where: str) -> None:
    faults = []
    for name in named:
        if questions.block(name) is None:
            en, zh = did_you_mean(name, (block.name for block in questions.blocks))
            faults.append(
                Fault(
                    f"paths: there is no construct {name!r} with questions{en}",
                    f"paths：没有包含题项的构念 {name!r}{zh}",
                    where,
                )
            )
    if faults:
        raise InputError(*faults)


def _construct(block: Block, setting: ModelSetting) -> Construct:
    items = tuple(one.column for one in block.questions)
    mode = Mode.B if block.name in setting.formative else Mode.A
    return Construct(name=block.name, title=block.title, items=items, mode=mode)


def _from_preset(setting: ModelSetting, questions: Questionnaire, where: str) -> tuple[PathModel, list[Problem]]:
    preset = read_preset(setting.preset or "", f"{where}.preset")
    own = {one.name: setting.constructs.get(one.name, one.name) for one in preset.constructs}
    blocks = {name: block for name, given in own.items() if (block := questions.block(given))}
    without = [name for name in own if name not in blocks]
    items: dict[str, list[str]] = {name: [one.column for one in block.questions] for name, block in blocks.items()}
    # A construct that the preset does not know is named by `fill`, with the nearest one.
    items |= {name: [] for name in setting.constructs if name not in own}
    model = fill(
        preset,
        items,
        modes=dict.fromkeys(setting.formative, Mode.B),
        without=without,
        paths=setting.paths,
        where=where,
    )
    constructs = tuple(
        one.model_copy(update={"title": blocks[one.name].setting.title or one.title}) for one in model.constructs
    )
    changes = {
        "constructs": constructs,
        "title": setting.title or model.title,
        "target": setting.target or model.target,
    }
    return model.model_copy(update=changes), [_left_out(without, own, questions, where)] if without else []


def _left_out(without: Sequence[str], own: dict[str, str], questions: Questionnaire, where: str) -> Problem:
    free = [block.name for block in questions.blocks if block.name not in own.values()]
    hints = [did_you_mean(name, free) if free else ("", "") for name in without]
    en = ", ".join(f"{name}{hint[0]}" for name, hint in zip(without, hints, strict=True))
    zh = "、".join(f"{name}{hint[1]}" for name, hint in zip(without, hints, strict=True))
    text = Text(
        en=f"the survey has no questions for these constructs of the model, which goes on without them: {en}",
        zh=f"问卷没有对应模型中以下构念的题项，模型在略去它们后继续：{zh}",
    )
    return Problem(code="satisfaction-model-reduced", severity=Severity.INFO, text=text, where=where)
