"""One's own figures of earlier rounds as a small line beside a field."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from benchmarking.rounds import Round
from labelling.club.reasons import shown

WIDTH, HEIGHT, _EDGE = 120, 36, 5
_MOST_POINTS = 8


@dataclass(frozen=True, slots=True)
class Spark:
    """One's own figures of earlier rounds as a small line, with its sentence."""

    points: tuple[tuple[float, float], ...]
    sentence: str

    @property
    def path(self) -> str:
        """Return the line in the notation of SVG."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.points)


def spark_of(past: Mapping[Round, Fraction]) -> Spark | None:
    """Return the line of the last rounds, from zero up; None with fewer than two figures."""
    latest = sorted(past.items())[-_MOST_POINTS:]
    if len(latest) < 2:  # noqa: PLR2004 (one point is no line)
        return None
    first = latest[0][0]
    span = _steps(first, latest[-1][0]) or 1
    low = min(Fraction(0), *(number for _, number in latest))
    high = max(number for _, number in latest)
    room = (high - low) or Fraction(1)
    points = tuple(
        (
            _EDGE + (WIDTH - 2 * _EDGE) * _steps(first, round_) / span,
            float(HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * (number - low) / room),
        )
        for round_, number in latest
    )
    return Spark(points, ", ".join(f"{round_}: {shown(number)}" for round_, number in latest))


def _steps(first: Round, other: Round) -> int:
    return 2 * (other.year - first.year) + other.half - first.half
