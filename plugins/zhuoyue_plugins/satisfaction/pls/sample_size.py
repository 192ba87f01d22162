"""Whether there are enough answers for the paths the model wants to see.

Sources: J. F. Hair, C. M. Ringle, M. Sarstedt, *PLS-SEM: indeed a silver bullet*, J. Marketing Theory and Practice 19
(2011) 139–152 (ten-times rule); N. Kock, P. Hadaya, *Minimum sample size estimation in PLS-SEM: the inverse square root
and gamma-exponential methods*, Information Systems Journal 28 (2018) 227–261, eq. 5.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from zhuoyue import Text
from zhuoyue_plugins.satisfaction.pls.model import Mode, PathModel
from zhuoyue_plugins.satisfaction.pls.options import Options
from zhuoyue_plugins.satisfaction.pls.result import Note

_Z = 2.486
"""z(.95) + z(.80): significance 5 %, power 80 %."""


def fewest(model: PathModel) -> int:
    """Return the least number of answers with which every regression of the model leaves a residual to look at."""
    inner = [sum(effect == name for _, effect in model.paths) for name in model.names]
    outer = [len(construct.items) for construct in model.constructs if construct.mode is Mode.B]
    return max(*inner, *outer) + 2


def ten_times(model: PathModel) -> int:
    """Return ten times the most arrows that point at one construct, from other constructs or from formative items."""
    inner = [sum(effect == name for _, effect in model.paths) for name in model.names]
    outer = [len(construct.items) for construct in model.constructs if construct.mode is Mode.B]
    return 10 * max(*inner, *outer, 1)


def inverse_square_root(path: float) -> int:
    """Return the least sample in which a path of this size is found significant at 5 % with a power of 80 %."""
    return math.ceil((_Z / abs(path)) ** 2)


def size_notes(model: PathModel, n: int, options: Options) -> Iterator[Note]:
    """Warn of samples below either rule."""
    path = options.limits.path
    for need, en, zh in (
        (ten_times(model), "by the ten-times rule", "“十倍规则”"),
        (
            inverse_square_root(path),
            f"for finding a path of {path:g} at 5 % with a power of 80 % (Kock and Hadaya 2018)",
            f"以 80 % 的功效在 5 % 水平发现大小为 {path:g} 的路径（Kock 和 Hadaya，2018）",
        ),
    ):
        if n < need:
            text = Text(
                en=f"{n} answers are fewer than {need}, the least {en}; small paths may be missed",
                zh=f"{n} 份答卷少于{zh}所需的 {need} 份；较小的路径可能被遗漏",
            )
            yield Note("path-model-small-sample", text)
