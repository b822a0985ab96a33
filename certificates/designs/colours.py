"""Colours on paper: as people see them, and as a black-and-white printer turns them into grey."""

import re

from certificates.errors import BadInput

ENOUGH = 4.5
"""The least contrast of text (WCAG 2.2, 1.4.3)."""

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}", re.ASCII)
_LINEAR_BELOW = 0.04045


def is_colour(text: str) -> bool:
    """Say whether a text spells a colour as #RRGGBB."""
    return _COLOUR.fullmatch(text) is not None


def read_colour(text: str) -> str:
    """Return a colour as #RRGGBB in capitals.

    Raises BadInput for another spelling, and for one too pale to be read on white paper, in colour
    or in black and white.
    """
    if not is_colour(text):
        raise BadInput(f"{text!r} is not a colour like #12474F.")
    colour = text.upper()
    if (found := contrast_on_paper(colour)) < ENOUGH:
        raise BadInput(
            f"{colour} has a contrast of {found:.1f} to 1 on paper; {ENOUGH} to 1 is needed."
        )
    return colour


def contrast_on_paper(colour: str) -> float:
    """Return the contrast of #RRGGBB with white, the lesser of in colour and in grey.

    By WCAG 2.2's relative luminance; grey is the luma of ITU-R BT.601, which printers use.
    """
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    grey = 0.299 * red + 0.587 * green + 0.114 * blue
    return min(_contrast(red, green, blue), _contrast(grey, grey, grey))


def _contrast(red: float, green: float, blue: float) -> float:
    light = 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)
    return 1.05 / (light + 0.05)


def _linear(share: float) -> float:
    return share / 12.92 if share <= _LINEAR_BELOW else float(((share + 0.055) / 1.055) ** 2.4)
