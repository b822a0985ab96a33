"""The level sign: a stone on which n of m streaks are drawn, counted from below."""

from html import escape

STONE = "M32 3 57.1 17.5v29L32 61 6.9 46.5v-29Z"
"""The stone in a field of 64 by 64."""

STONE_BOX = "6.9 3 50.2 58"
"""The stone's own edges: a picture cropped to it is flush with its neighbours."""

_LOWEST, _HIGHEST = 46.5, 23.5
_SHORTEST, _LONGEST = 5.0, 12.0
_SLOPE = 0.58
_USUAL_COUNT = 3


def level_sign(*, ordinal: int, count: int, colour: str, title: str, size: str = "") -> str:
    """Return the sign as SVG: `ordinal` streaks solid, the rest dotted, on a stone of `colour`.

    `title` is its text alternative; `size` are attributes of the outer element, given by a
    design. The sign reads without colour: only the streaks tell the level.
    """
    streaks = "".join(
        _streak(position, count, solid=position < ordinal) for position in range(count)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{STONE_BOX}"{size and " " + size}>'
        f"<title>{escape(title)}</title>"
        f'<path fill="{escape(colour)}" d="{STONE}"/>'
        f'<g fill="none" stroke="#fff" stroke-linecap="round">{streaks}</g></svg>'
    )


def _streak(position: int, count: int, *, solid: bool) -> str:
    share = position / (count - 1) if count > 1 else 0.5
    crowding = max(0, count - _USUAL_COUNT)
    low, high = _LOWEST + 1.75 * crowding, _HIGHEST - 1.75 * crowding
    middle = low + (high - low) * share
    half = _SHORTEST + (_LONGEST - _SHORTEST) * share
    rise = half * _SLOPE
    line = f'd="M{32 - half:.2f} {middle + rise:.2f} {32 + half:.2f} {middle - rise:.2f}"'
    if solid:
        width = 6.5 if count <= _USUAL_COUNT else 6.5 * _USUAL_COUNT / count + 0.6
        return f'<path stroke-width="{width:.2f}" {line}/>'
    return f'<path stroke-width="1.4" stroke-dasharray=".1 4.2" {line}/>'
