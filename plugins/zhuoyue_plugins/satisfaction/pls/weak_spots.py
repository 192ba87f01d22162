"""Weak spots of a model: what lies on the wrong side of a limit, as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from zhuoyue import Text
from zhuoyue_plugins.satisfaction.pls.model import Mode
from zhuoyue_plugins.satisfaction.pls.options import Limits
from zhuoyue_plugins.satisfaction.pls.result import Fit, Flag, Prediction, Quality


@dataclass(frozen=True)
class _Judged:
    """A fitted model and what it is held against."""

    fit: Fit
    quality: Quality
    limits: Limits

    def title(self, at: int) -> Text:
        return self.fit.model.constructs[at].title

    def reflective(self, at: int) -> bool:
        construct = self.fit.model.constructs[at]
        return construct.mode is Mode.A and len(construct.items) > 1


def weak_spots(fitted: Fit, quality: Quality, limits: Limits, prediction: Prediction | None = None) -> tuple[Flag, ...]:
    """Return every weak spot: blocks, items, pairs of constructs, paths, predictions."""
    judged = _Judged(fitted, quality, limits)
    found = [*_blocks(judged), *_items(judged), *_pairs(judged), *_inflated(judged)]
    return (*found, *(_predictions(prediction) if prediction else ()))


def _blocks(judged: _Judged) -> Iterator[Flag]:
    quality, limits = judged.quality, judged.limits
    for at, name in enumerate(judged.fit.constructs):
        title = judged.title(at)
        for kind, symbol, values, limit in (
            ("alpha", "α", quality.alpha, limits.alpha),
            ("rho_a", "ρA", quality.rho_a, limits.rho_a),
            ("rho_c", "ρC", quality.rho_c, limits.rho_c),
            ("ave", "AVE", quality.ave, limits.ave),
        ):
            if values[at] < limit:
                text = Text(
                    en=f"{title.get('en')}: {symbol} = {values[at]:.3f} is below {limit:g}",
                    zh=f"{title.get('zh')}：{symbol} = {values[at]:.3f}，低于 {limit:g}",
                )
                yield Flag(kind, (name,), float(values[at]), limit, text)


def _items(judged: _Judged) -> Iterator[Flag]:
    fitted, limits = judged.fit, judged.limits
    for at, item in enumerate(fitted.items):
        reflective = judged.reflective(fitted.block[at])
        loading, weight, vif = fitted.loadings[at], fitted.weights[at], judged.quality.vif_outer[at]
        if reflective and loading < limits.loading:
            yield _loading(item, float(loading), limits)
        if weight < 0:
            text = Text(
                en=f"{item}: its weight is negative ({weight:.3f}), so its construct has no index; is it reversed?",
                zh=f"{item}：权重为负（{weight:.3f}），因此其构念没有指数；是否为反向题？",
            )
            yield Flag("negative-weight", (item,), float(weight), 0.0, text)
        if not reflective and vif > limits.vif:
            yield _vif((item,), item, item, float(vif), limits.vif)


def _loading(item: str, loading: float, limits: Limits) -> Flag:
    if loading < limits.weak_loading:
        text = Text(
            en=f"{item}: loading {loading:.3f} is below {limits.weak_loading:g}; it hardly belongs to its construct",
            zh=f"{item}：载荷 {loading:.3f} 低于 {limits.weak_loading:g}，几乎不属于其构念",
        )
        return Flag("weak-loading", (item,), loading, limits.weak_loading, text)
    text = Text(
        en=f"{item}: loading {loading:.3f} is below {limits.loading:g}",
        zh=f"{item}：载荷 {loading:.3f} 低于 {limits.loading:g}",
    )
    return Flag("loading", (item,), loading, limits.loading, text)


def _pairs(judged: _Judged) -> Iterator[Flag]:
    names, htmt, limit = judged.fit.constructs, judged.quality.htmt, judged.limits.htmt
    correlations, roots = np.abs(judged.fit.construct_correlations), np.diag(judged.quality.fornell_larcker)
    for a, one in enumerate(names):
        for b in range(a + 1, len(names)):
            en = f"{judged.title(a).get('en')} and {judged.title(b).get('en')}"
            zh = f"{judged.title(a).get('zh')}与{judged.title(b).get('zh')}"
            if htmt[a, b] > limit:
                text = Text(
                    en=f"{en}: HTMT = {htmt[a, b]:.3f} is above {limit:g}; customers hardly tell them apart",
                    zh=f"{zh}：HTMT = {htmt[a, b]:.3f}，高于 {limit:g}；顾客几乎不加区分",
                )
                yield Flag("htmt", (one, names[b]), float(htmt[a, b]), limit, text)
            # A single item has no AVE, and np.fmin passes over it.
            root = float(np.fmin(roots[a], roots[b]))
            if correlations[a, b] > root:
                text = Text(
                    en=f"{en}: their correlation {correlations[a, b]:.3f} exceeds √AVE = {root:.3f} "
                    "(Fornell and Larcker)",
                    zh=f"{zh}：相关系数 {correlations[a, b]:.3f} 大于 √AVE = {root:.3f}（Fornell-Larcker 准则）",
                )
                yield Flag("fornell-larcker", (one, names[b]), float(correlations[a, b]), root, text)


def _inflated(judged: _Judged) -> Iterator[Flag]:
    names, limit = judged.fit.constructs, judged.limits.vif
    for cause, effect in zip(*np.nonzero(judged.quality.vif_inner > limit), strict=True):
        a, b = judged.title(cause), judged.title(effect)
        en, zh = f"{a.get('en')} → {b.get('en')}", f"{a.get('zh')} → {b.get('zh')}"
        yield _vif((names[cause], names[effect]), en, zh, float(judged.quality.vif_inner[cause, effect]), limit)


def _vif(subject: tuple[str, ...], en: str, zh: str, value: float, limit: float) -> Flag:
    text = Text(
        en=f"{en}: VIF = {value:.1f} is above {limit:g}; its weight cannot be told from its neighbours'",
        zh=f"{zh}：VIF = {value:.1f}，高于 {limit:g}；其作用难以与相邻变量区分",
    )
    return Flag("vif", subject, value, limit, text)


def _predictions(prediction: Prediction) -> Iterator[Flag]:
    for one in prediction.items:
        if one.q2 <= 0:
            text = Text(
                en=f"{one.item}: Q²predict = {one.q2:.3f}; the model predicts it no better than its mean",
                zh=f"{one.item}：Q²predict = {one.q2:.3f}；模型的预测不优于均值",
            )
            yield Flag("q2", (one.item,), one.q2, 0.0, text)
