"""Answers and items that cannot be used as they stand; each is named, none silently dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from zhuoyue import Severity, Text
from zhuoyue_plugins.satisfaction.pls.model import PathModel
from zhuoyue_plugins.satisfaction.pls.moments import Flags, Floats
from zhuoyue_plugins.satisfaction.pls.options import Missing, Options
from zhuoyue_plugins.satisfaction.pls.result import Answers, Note

_SHOWN = 5
"""So many rows are named."""
_MUCH = 0.05
"""Share of missing answers of an item from which mean replacement should be doubted (Hair et al. 2022, ch. 2)."""


def out_of_scale(items: Sequence[str], values: Floats, answers: Answers) -> tuple[Floats, list[Note]]:
    """Return the values with answers outside their scale counted as missing, and a note for each such item."""
    values = np.where(np.isfinite(values), values, np.nan)
    notes = []
    for at, item in enumerate(items):
        if item in answers.scales:
            low, high = sorted(answers.scales[item])
            outside = np.flatnonzero((values[:, at] < low) | (values[:, at] > high))
            if len(outside):
                found = [(int(row), float(values[row, at])) for row in outside]
                notes.append(_outside(item, found, answers.rows, f"{low:g}–{high:g}"))
                values[outside, at] = np.nan
    return values, notes


def _outside(item: str, found: list[tuple[int, float]], rows: tuple[str, ...], scale: str) -> Note:
    count = "1 answer" if len(found) == 1 else f"{len(found)} answers"
    en, zh = (_named(found, rows, words) for words in ("row {}", "第 {} 行"))
    text = Text(
        en=f"item {item!r}: {count} outside its scale {scale} taken as missing ({en})",
        zh=f"题项 {item!r}：{len(found)} 个答案超出量表范围 {scale}，按缺失处理（{zh}）",
    )
    return Note("path-model-out-of-scale", text, item)


def _named(found: list[tuple[int, float]], rows: tuple[str, ...], words: str) -> str:
    """Return the first few rows with what stands there."""
    shown = [f"{rows[row] if rows else words.format(row + 1)}: {value:g}" for row, value in found[:_SHOWN]]
    return "; ".join([*shown, *(["…"] if len(found) > _SHOWN else [])])


def screening_notes(
    model: PathModel, values: Floats, keep: Flags, used: Flags, answers: Answers, options: Options
) -> list[Note]:
    """Return what to say of items and rows left out, of much that is missing, and of scales mixed in a block."""
    items = [*_left_out(model, values, keep)]
    return [*items, *_rows_left_out(used, options), *_missing(model, values, keep, options), *_mixed(model, answers)]


def _left_out(model: PathModel, values: Floats, keep: Flags) -> Iterator[Note]:
    for at, item in enumerate(model.items):
        if keep[at]:
            continue
        if np.isnan(values[:, at]).all():
            text = Text(en=f"item {item!r} has no answer at all and is left out", zh=f"题项 {item!r} 无人作答，已排除")
            yield Note("path-model-empty-item", text, item)
        else:
            text = Text(
                en=f"item {item!r} has the same answer everywhere and is left out: a constant explains nothing",
                zh=f"题项 {item!r} 的答案全部相同，已排除：常数不能解释任何差异",
            )
            yield Note("path-model-constant-item", text, item)


def _rows_left_out(used: Flags, options: Options) -> Iterator[Note]:
    lost = int((~used).sum())
    if not lost:
        return
    casewise = options.missing is Missing.CASEWISE
    en, zh = ("with a missing answer", "含缺失答案") if casewise else ("without any answer", "没有任何答案")
    text = Text(
        en=f"{lost} of {len(used)} respondents {en} are left out of the path model",
        zh=f"{len(used)} 份答卷中有 {lost} 份{zh}，未用于路径模型",
    )
    yield Note("path-model-rows-left-out", text, severity=Severity.WARNING if casewise else Severity.INFO)


def _missing(model: PathModel, values: Floats, keep: Flags, options: Options) -> Iterator[Note]:
    if options.missing is not Missing.MEAN:
        return
    shares = np.isnan(values).mean(axis=0)
    for at, item in enumerate(model.items):
        if keep[at] and shares[at] > _MUCH:
            percent = f"{100 * shares[at]:.1f} %"
            text = Text(
                en=f"item {item!r}: {percent} of the answers are missing and replaced by the mean, which flattens "
                "its correlations; compare with casewise deletion",
                zh=f"题项 {item!r}：{percent} 的答案缺失并以均值替代，会削弱其相关性；请与逐例删除的结果对照",
            )
            yield Note("path-model-missing", text, item)


def _mixed(model: PathModel, answers: Answers) -> Iterator[Note]:
    for construct in model.constructs:
        scales = {answers.scales[item] for item in construct.items if item in answers.scales}
        if len(scales) > 1:
            shown = ", ".join(f"{low:g}–{high:g}" for low, high in sorted(scales))
            text = Text(
                en=f"construct {construct.name!r} mixes scales ({shown}); each item counts on its own scale",
                zh=f"构念 {construct.name!r} 混用了不同量表（{shown}）；各题项按自身量表计算",
            )
            yield Note("path-model-mixed-scales", text, construct.name, Severity.INFO)
