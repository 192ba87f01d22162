"""What the importance–performance map suggests, in words."""

from __future__ import annotations

from zhuoyue import Text

ACT_FIRST = Text(zh="优先改进（重要、表现低）", en="act first (important, low)")
"""Important, and the whole interval of its performance below the mean of the map."""
AVERAGE = Text(zh="重要，表现接近均值", en="important, about average")
"""Important, and the mean of the map within the interval of its performance."""
QUADRANTS = {
    (True, False): ACT_FIRST,
    (True, True): Text(zh="保持优势（重要、表现高）", en="keep up (important, high)"),
    (False, False): Text(zh="次要（不太重要、表现低）", en="minor (less important, low)"),
    (False, True): Text(zh="不宜再加投入（不太重要、表现高）", en="no more effort (less important, high)"),
}
"""By (importance above the mean, performance above the mean)."""
