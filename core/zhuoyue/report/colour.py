"""Shades of the organisation's colour that can be read on light and on dark ground."""

from __future__ import annotations

from dataclasses import dataclass

Rgb = tuple[int, int, int]
_WHITE: Rgb = (255, 255, 255)
_BLACK: Rgb = (0, 0, 0)
_NIGHT: Rgb = (30, 33, 41)
"""Ground of the dark scheme, a little lighter than the theme's."""
_LEAST = 4.5
"""Contrast that WCAG 2 AA wants; on any colour white or black has it."""
_ENOUGH = 5.2
"""Contrast of links, which also stand on slightly tinted ground."""


@dataclass(frozen=True)
class Palette:
    """Colours as #rrggbb."""

    header: str
    """Ground of the page header: the colour itself."""
    on_header: str
    """Text on it."""
    light: str
    """Links and figures on white."""
    dark: str
    """Links and figures on the dark scheme's ground."""


def palette(colour: str) -> Palette:
    """Return the shades of `colour` (#rrggbb)."""
    base = _rgb(colour)
    on_header = _WHITE if contrast(base, _WHITE) >= _LEAST else _BLACK
    return Palette(colour, _hex(on_header), _hex(_until(base, _BLACK, _WHITE)), _hex(_until(base, _WHITE, _NIGHT)))


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, 1.4.3)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _until(colour: Rgb, towards: Rgb, ground: Rgb) -> Rgb:
    """Mix `colour` with `towards` until it stands out from `ground`."""
    for share in range(0, 101, 4):
        mixed = _mix(colour, towards, share)
        if contrast(mixed, ground) >= _ENOUGH:
            return mixed
    return towards


def _mix(one: Rgb, other: Rgb, share: int) -> Rgb:
    red, green, blue = (round(a + (b - a) * share / 100) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(colour: Rgb) -> float:
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
