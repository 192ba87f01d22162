"""Tables of the paths: direct, total, and importance against performance."""

from __future__ import annotations

import numpy as np

from zhuoyue import Column, Exhibit, Text, same
from zhuoyue_plugins.satisfaction.columns import words, yes
from zhuoyue_plugins.satisfaction.pls import method_texts
from zhuoyue_plugins.satisfaction.pls.moments import Floats
from zhuoyue_plugins.satisfaction.pls.quadrants import AVERAGE, QUADRANTS
from zhuoyue_plugins.satisfaction.pls.result import Drawn
from zhuoyue_plugins.satisfaction.pls.sheet import ENDS_EN, ENDS_ZH, Place, Sheet, numbers


def joined(first: Text, second: Text) -> Text:
    """Return two texts as one."""
    return Text(zh=first.get("zh") + second.get("zh"), en=f"{first.get('en')} {second.get('en')}")


def uncertainty(drawn: Drawn | None, places: list[Place]) -> list[Column]:
    """Return the columns sd, low, high, p of some places; empty where there was no bootstrap."""

    def at(values: Floats | None) -> list[float]:
        return [np.nan if values is None else float(values[place]) for place in places]

    sd, low, high, p = (drawn.sd, drawn.low, drawn.high, drawn.p) if drawn else (None, None, None, None)
    return [
        numbers("sd", "Standard error", "标准误", at(sd)),
        numbers("low", "Lower bound", "区间下限", at(low)),
        numbers("high", "Upper bound", "区间上限", at(high)),
        numbers("p", "p", "p 值", at(p), 4),
    ]


def significant(drawn: Drawn | None, places: list[Place], level: float) -> Column:
    """Return whether p is below 1 − level; unknown without a bootstrap."""
    values = [yes(bool(drawn.p[place] < 1 - level)) if drawn else None for place in places]
    return words("significant", "Significant", "显著", values)


def paths(sheet: Sheet) -> Exhibit:
    """Return one row for each path of the model."""
    analysis, fit = sheet.analysis, sheet.analysis.fit
    places = [(fit.constructs.index(a), fit.constructs.index(b)) for a, b in fit.model.paths]
    drawn = analysis.bootstrap.paths if analysis.bootstrap else None
    columns = [
        *sheet.ends(places, ENDS_EN, ENDS_ZH),
        numbers("coefficient", "Path coefficient", "路径系数", (fit.paths[place] for place in places)),
        *uncertainty(drawn, places),
        significant(drawn, places, analysis.options.level),
        numbers("f2", "Effect size f²", "效应量 f²", (analysis.quality.f2[place] for place in places)),
        numbers("vif", "VIF", "VIF", (analysis.quality.vif_inner[place] for place in places), 2),
    ]
    method = joined(method_texts.estimation(analysis), method_texts.intervals(analysis.bootstrap))
    notes = [method_texts.CAUSES, *(note.text for note in analysis.notes)]
    return sheet.exhibit("paths", Text(zh="路径系数", en="Path coefficients"), method, columns, notes)


def effects(sheet: Sheet) -> Exhibit:
    """Return one row for each pair of constructs that a chain of paths joins."""
    analysis, fit = sheet.analysis, sheet.analysis.fit
    arrows = fit.paths != 0
    for cause, effect in fit.model.paths:
        arrows[fit.constructs.index(cause), fit.constructs.index(effect)] = True
    reach = arrows
    for _ in fit.constructs:
        reach = reach | (reach @ arrows)
    detours = reach @ arrows
    places = [(int(a), int(b)) for a, b in np.argwhere(reach)]
    drawn = analysis.bootstrap.total if analysis.bootstrap else None
    indirect = (fit.indirect[place] if detours[place] else np.nan for place in places)
    direct = (fit.paths[place] if arrows[place] else np.nan for place in places)
    columns = [
        *sheet.ends(places, ENDS_EN, ENDS_ZH),
        numbers("direct", "Direct", "直接效应", direct),
        numbers("indirect", "Indirect", "间接效应", indirect),
        numbers("total", "Total", "总效应", (fit.total[place] for place in places)),
        *uncertainty(drawn, places),
        significant(drawn, places, analysis.options.level),
    ]
    method = joined(method_texts.EFFECTS, method_texts.intervals(analysis.bootstrap))
    title = Text(zh="直接、间接与总效应", en="Direct, indirect and total effects")
    return sheet.exhibit("effects", title, method, columns, [method_texts.CAUSES])


def importance(sheet: Sheet) -> Exhibit | None:
    """Return the importance–performance map of the target; None if the model names none."""
    analysis, fit = sheet.analysis, sheet.analysis.fit
    if not fit.model.target:
        return None
    target = fit.constructs.index(fit.model.target)
    causes = [at for at in range(len(fit.constructs)) if fit.total[at, target] != 0]
    causes.sort(key=lambda at: -fit.total[at, target])
    weight, index = fit.total[causes, target], fit.index[causes]
    drawn = analysis.bootstrap.total if analysis.bootstrap else None
    places = [(at, target) for at in causes]
    half = fit.index_error[causes] * _reach(analysis.options.level, fit.n)
    ends = np.clip([index - half, index + half], 0, 100)
    quadrants = _quadrants(weight, index, ends)
    name = sheet.title(target)
    columns = [
        words("construct", "Construct", "构念", (sheet.title(at) for at in causes)),
        words("construct-id", "Construct (name)", "构念（名称）", (same(fit.constructs[at]) for at in causes)),
        numbers("importance", "Importance (total effect)", "重要性（总效应）", weight),
        *uncertainty(drawn, places),
        numbers("performance", "Performance (index 0–100)", "表现（0–100 指数）", index, 1),
        numbers("performance-low", "Performance, lower bound", "表现：区间下限", ends[0], 1),
        numbers("performance-high", "Performance, upper bound", "表现：区间上限", ends[1], 1),
        words("quadrant", "What it suggests", "建议", quadrants),
    ]
    title = Text(zh=f"重要性–表现图：{name.get('zh')}", en=f"Importance and performance: {name.get('en')}")
    return sheet.exhibit("importance", title, method_texts.IMPORTANCE, columns, [method_texts.CAUSES])


def _reach(level: float, n: int) -> float:
    """Return how many standard errors a t interval reaches to each side."""
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, (1 + level) / 2))


def _quadrants(weight: Floats, index: Floats, ends: Floats) -> list[Text | None]:
    """Return what the map suggests of each construct; of an important one only what its interval bears out."""
    known = index[~np.isnan(index)]
    middle = float(known.mean()) if len(known) else np.nan
    found: list[Text | None] = []
    for heavy, height, low, high in zip(weight >= weight.mean(), index, *ends, strict=True):
        if np.isnan(height):
            found.append(None)
        elif heavy and low <= middle <= high:
            found.append(AVERAGE)
        else:
            found.append(QUADRANTS[bool(heavy), bool(height >= middle)])
    return found
