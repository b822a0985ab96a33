"""The level sign: a stone on which n of m streaks are drawn, counted from below."""

from dataclasses import dataclass
from html import escape

STONE = "M32 3 57.1 17.5v29L32 61 6.9 46.5v-29Z"
"""The stone in a field of 64 by 64."""

STONE_BOX = "6.9 3 50.2 58"
"""The stone's own edges: a picture cropped to it is flush with its neighbours."""

STONE_CORNERS = ((32, 3), (57.1, 17.5), (57.1, 46.5), (32, 61), (6.9, 46.5), (6.9, 17.5))

DOTTED_WIDTH = 1.4
DOTS_APART = 4.2

_LOWEST, _HIGHEST = 46.5, 23.5
_SHORTEST, _LONGEST = 5.0, 12.0
_SLOPE = 0.58
_USUAL_COUNT = 3


@dataclass(frozen=True, slots=True)
class Streak:
    """One streak from its lower to its upper end in the field of 64 by 64, solid or dotted."""

    start: tuple[float, float]
    end: tuple[float, float]
    width: float
    solid: bool


def streaks(ordinal: int, count: int) -> tuple[Streak, ...]:
    """Return the streaks of a level from the lowest on: `ordinal` of `count` are solid."""
    return tuple(_streak(position, count, solid=position < ordinal) for position in range(count))


def level_sign(
    *, ordinal: int, count: int, colour: str, title: str, lines: str = "#fff", size: str = ""
) -> str:
    """Return the sign as SVG: `ordinal` streaks solid, the rest dotted, on a stone of `colour`.

    `lines` is the streaks' colour, `title` the text alternative; `size` are attributes of the outer
    element. The sign reads without colour: only the streaks tell the level.
    """
    drawn = "".join(map(_line, streaks(ordinal, count)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{STONE_BOX}"{size and " " + size}>'
        f"<title>{escape(title)}</title>"
        f'<path fill="{escape(colour)}" d="{STONE}"/>'
        f'<g fill="none" stroke="{escape(lines)}" stroke-linecap="round">{drawn}</g></svg>'
    )


def _streak(position: int, count: int, *, solid: bool) -> Streak:
    share = position / (count - 1) if count > 1 else 0.5
    crowding = max(0, count - _USUAL_COUNT)
    low, high = _LOWEST + 1.75 * crowding, _HIGHEST - 1.75 * crowding
    middle = low + (high - low) * share
    half = _SHORTEST + (_LONGEST - _SHORTEST) * share
    rise = half * _SLOPE
    width = 6.5 if count <= _USUAL_COUNT else 6.5 * _USUAL_COUNT / count + 0.6
    ends = ((32 - half, middle + rise), (32 + half, middle - rise))
    return Streak(*ends, width if solid else DOTTED_WIDTH, solid)


def _line(streak: Streak) -> str:
    (x, y), (to_x, to_y) = streak.start, streak.end
    line = f'd="M{x:.2f} {y:.2f} {to_x:.2f} {to_y:.2f}"'
    if streak.solid:
        return f'<path stroke-width="{streak.width:.2f}" {line}/>'
    return f'<path stroke-width="{DOTTED_WIDTH}" stroke-dasharray=".1 {DOTS_APART}" {line}/>'
