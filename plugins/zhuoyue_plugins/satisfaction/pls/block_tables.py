"""Tables of the constructs and their items."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from zhuoyue import Column, Exhibit, Text, same
from zhuoyue_plugins.satisfaction.columns import words
from zhuoyue_plugins.satisfaction.pls import method_texts
from zhuoyue_plugins.satisfaction.pls.model import Mode
from zhuoyue_plugins.satisfaction.pls.moments import Floats
from zhuoyue_plugins.satisfaction.pls.path_tables import joined
from zhuoyue_plugins.satisfaction.pls.result import Drawn, Flag
from zhuoyue_plugins.satisfaction.pls.sheet import Sheet, numbers

MODES = {
    Mode.A: Text(zh="反映性（A）", en="reflective (A)"),
    Mode.B: Text(zh="形成性（B）", en="formative (B)"),
}
"""Names of the modes."""


OF_CONSTRUCTS = ("alpha", "rho_a", "rho_c", "ave")
OF_ITEMS = ("loading", "weak-loading", "negative-weight", "vif", "q2")
OF_PAIRS = ("htmt", "fornell-larcker")


def flagged(flags: tuple[Flag, ...], kinds: tuple[str, ...], *subject: str) -> Text | None:
    """Return what is weak about a subject, as sentences; None if nothing is. Items may be named as constructs are."""
    found = [flag.text for flag in flags if flag.kind in kinds and flag.subject == subject]
    if not found:
        return None
    return Text(zh="；".join(text.get("zh") for text in found), en="; ".join(text.get("en") for text in found))


def interval(key: str, en: str, zh: str, drawn: Drawn | None, empty: Floats) -> list[Column]:
    """Return the columns of lower and upper bound; unknown without a bootstrap."""
    low, high = (drawn.low, drawn.high) if drawn else (empty, empty)
    return [
        numbers(f"{key}-low", f"{en}, lower bound", f"{zh}下限", low),
        numbers(f"{key}-high", f"{en}, upper bound", f"{zh}上限", high),
    ]


def constructs(sheet: Sheet) -> Exhibit:
    """Return one row for each construct: reliability, R², index."""
    analysis, fit, quality = sheet.analysis, sheet.analysis.fit, sheet.analysis.quality
    drawn, empty = analysis.bootstrap.r2 if analysis.bootstrap else None, np.full(len(fit.constructs), np.nan)
    blocks = fit.model.constructs
    columns = [
        words("construct", "Construct", "构念", (one.title for one in blocks)),
        words("construct-id", "Construct (name)", "构念（名称）", (same(one.name) for one in blocks)),
        words("mode", "Mode", "模式", (MODES[one.mode] for one in blocks)),
        numbers("items", "Items", "题项数", (len(one.items) for one in blocks), 0),
        numbers("index", "Index 0–100", "指数 0–100", fit.index, 1),
        numbers("r2", "R²", "R²", fit.r2),
        *interval("r2", "R²", "R² 区间", drawn, empty),
        numbers("r2-adjusted", "R² adjusted", "修正 R²", fit.r2_adjusted),
        numbers("alpha", "Cronbach's α", "Cronbach α", quality.alpha),
        numbers("rho-a", "ρA", "ρA", quality.rho_a),
        numbers("rho-c", "ρC", "ρC", quality.rho_c),
        numbers("ave", "AVE", "AVE", quality.ave),
        words("flag", "Weak spots", "薄弱之处", (flagged(analysis.flags, OF_CONSTRUCTS, one.name) for one in blocks)),
    ]
    notes = []
    if not np.isnan(quality.gof):
        notes = [
            Text(
                en=f"Goodness of fit (Tenenhaus et al. 2005): {quality.gof:.3f}; it describes, it does not test.",
                zh=f"拟合优度 GoF（Tenenhaus 等，2005）：{quality.gof:.3f}；仅作描述，不是检验。",
            )
        ]
    title = Text(zh="构念：信度、解释度与指数", en="Constructs: reliability, explained variance, index")
    method = joined(method_texts.CONSTRUCTS, method_texts.intervals(analysis.bootstrap))
    return sheet.exhibit("constructs", title, method, columns, notes)


def items(sheet: Sheet) -> Exhibit:
    """Return one row for each item: weight, loading, mean, missing answers."""
    analysis, fit = sheet.analysis, sheet.analysis.fit
    drawn, empty = analysis.bootstrap, np.full(len(fit.items), np.nan)
    columns = [
        words("item", "Item", "题项", (same(item) for item in fit.items)),
        words("question", "Question", "问题", (sheet.question(item) for item in fit.items)),
        words("construct", "Construct", "构念", (sheet.title(at) for at in fit.block)),
        words("construct-id", "Construct (name)", "构念（名称）", (same(fit.constructs[at]) for at in fit.block)),
        numbers("weight", "Weight", "权重", fit.weights),
        *interval("weight", "Weight", "权重区间", drawn.weights if drawn else None, empty),
        numbers("loading", "Loading", "载荷", fit.loadings),
        *interval("loading", "Loading", "载荷区间", drawn.loadings if drawn else None, empty),
        numbers("index-weight", "Index weight", "指数权重", fit.index_weights),
        numbers("mean", "Mean", "均值", fit.means, 2),
        numbers("sd", "Standard deviation", "标准差", fit.sds, 2),
        numbers("missing", "Missing answers", "缺失答案", fit.missing, 0),
        numbers("vif", "VIF", "VIF", analysis.quality.vif_outer, 2),
        words("flag", "Weak spots", "薄弱之处", (flagged(analysis.flags, OF_ITEMS, item) for item in fit.items)),
    ]
    method = joined(method_texts.ITEMS, method_texts.intervals(drawn))
    return sheet.exhibit("items", Text(zh="题项：权重与载荷", en="Items: weights and loadings"), method, columns)


def discriminant(sheet: Sheet) -> Exhibit:
    """Return one row for each pair of constructs: HTMT, and the criterion of Fornell and Larcker."""
    analysis, fit, quality = sheet.analysis, sheet.analysis.fit, sheet.analysis.quality
    places = list(combinations(range(len(fit.constructs)), 2))
    drawn, empty = analysis.bootstrap, np.full(len(places), np.nan)
    names, roots = fit.constructs, np.diag(quality.fornell_larcker)
    low, high = (
        ([values[place] for place in places] for values in (drawn.htmt.low, drawn.htmt.high))
        if drawn
        else (empty, empty)
    )
    columns = [
        *sheet.ends(places, ("One construct", "The other"), ("构念甲", "构念乙")),
        numbers("htmt", "HTMT", "HTMT", (quality.htmt[place] for place in places)),
        numbers("htmt-low", "HTMT, lower bound", "HTMT 区间下限", low),
        numbers("htmt-high", "HTMT, upper bound", "HTMT 区间上限", high),
        numbers("correlation", "Correlation", "相关系数", (fit.construct_correlations[place] for place in places)),
        numbers("root-ave-from", "√AVE of the one", "√AVE（甲）", (roots[a] for a, _ in places)),
        numbers("root-ave-to", "√AVE of the other", "√AVE（乙）", (roots[b] for _, b in places)),
        words(
            "flag", "Weak spots", "薄弱之处", (flagged(analysis.flags, OF_PAIRS, names[a], names[b]) for a, b in places)
        ),
    ]
    method = joined(method_texts.DISCRIMINANT, method_texts.intervals(drawn))
    title = Text(zh="区分效度", en="Discriminant validity")
    return sheet.exhibit("discriminant", title, method, columns)


def cross_loadings(sheet: Sheet) -> Exhibit:
    """Return one row for each item and construct."""
    fit = sheet.analysis.fit
    places = [(item, at) for item in range(len(fit.items)) for at in range(len(fit.constructs))]
    columns = [
        words("item", "Item", "题项", (same(fit.items[item]) for item, _ in places)),
        words("construct", "Construct", "构念", (sheet.title(at) for _, at in places)),
        words("construct-id", "Construct (name)", "构念（名称）", (same(fit.constructs[at]) for _, at in places)),
        numbers("loading", "Cross-loading", "交叉载荷", (fit.cross_loadings[place] for place in places)),
        words(
            "own",
            "Own construct",
            "所属构念",
            (Text(zh="是", en="yes") if fit.block[item] == at else Text(zh="否", en="no") for item, at in places),
        ),
    ]
    return sheet.exhibit("cross-loadings", Text(zh="交叉载荷", en="Cross-loadings"), method_texts.CROSS, columns)


def weak_spots(sheet: Sheet) -> Exhibit:
    """Return one row for each weak spot; none is good news."""
    flags = sheet.analysis.flags
    columns = [
        words("subject", "Where", "位置", (same(" · ".join(flag.subject)) for flag in flags)),
        words("kind", "Figure", "指标", (same(flag.kind) for flag in flags)),
        numbers("value", "Value", "数值", (flag.value for flag in flags)),
        numbers("limit", "Limit", "界限", (flag.limit for flag in flags)),
        words("text", "In words", "说明", (flag.text for flag in flags)),
    ]
    title = Text(zh="模型的薄弱之处", en="Weak spots of the model")
    return sheet.exhibit("weak-spots", title, method_texts.WEAK, columns)
