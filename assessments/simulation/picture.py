"""The outcome of a simulation as a picture: wrong levels as bars, reliability as figures."""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from assessments.simulation.panels import Outcome, Scenario
from assessments.simulation.world import Assumptions, Errors

_WIDTH, _LEFT, _LONG = 720, 190, 380  # pixels: all, before the bars, the longest bar
_ROW, _BAR = 26, 16
_RIGHT = 690
_INK, _SLATE, _DARK, _LIGHT = "#1B2230", "#5A6472", "#12474F", "#A9C7CB"
_USUAL = 25

_Row = tuple[str, Outcome]
_Group = tuple[str, Sequence[_Row]]


def svg(outcomes: Iterable[Outcome], assumptions: Assumptions) -> str:
    """Return the picture as SVG that stands alone, with what was assumed in its description.

    A bar is the share of organisations that get a wrong level, dark where it is too high; behind
    it stands the share, at the right the reliability of the result.
    """
    groups = _groups(tuple(outcomes))
    most = max(_wrong(outcome) for _, rows in groups for _, outcome in rows) or 1.0
    pieces, top = [], 62
    for title, rows in groups:
        pieces.append(_text(8, top, title, weight=600))
        top += 8
        for name, outcome in rows:
            pieces += _bar(name, outcome, top, most)
            top += _ROW
        top += 30
    height = top - 10
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
                'role="img" aria-labelledby="title desc" font-family="sans-serif" font-size="14">'
            ),
            '<title id="title">Share of wrong levels and reliability, simulated</title>',
            f'<desc id="desc">{escape(_assumed(assumptions))}</desc>',
            f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
            *_legend(),
            *pieces,
            "</svg>",
            "",
        ]
    )


def _groups(outcomes: tuple[Outcome, ...]) -> list[_Group]:
    known = {outcome.scenario: outcome for outcome in outcomes}
    found: list[_Group] = [
        (
            f"{'Calibrated' if calibrated else 'Not calibrated'}, discussed from {_USUAL} points",
            [
                (_people(panel), known[scenario])
                for panel in (1, 2, 3, 4)
                if (scenario := Scenario(panel, calibrated)) in known
            ],
        )
        for calibrated in (False, True)
    ]
    found += [
        (
            f"Calibrated, {_people(panel)}, discussed from",
            [
                ("never" if spread is None else f"{spread} points", known[scenario])
                for spread in (15, 20, _USUAL, 35, None)
                if (scenario := Scenario(panel, True, spread)) in known
            ],
        )
        for panel in (2, 3)
    ]
    return [group for group in found if group[1]]


def _bar(name: str, outcome: Outcome, top: int, most: float) -> list[str]:
    high, low = (_LONG * share / most for share in (outcome.too_high, outcome.too_low))
    base = top + _BAR - 3
    return [
        _text(_LEFT - 10, base, name, anchor="end"),
        f'<rect x="{_LEFT}" y="{top}" width="{high:.1f}" height="{_BAR}" fill="{_DARK}"/>',
        (
            f'<rect x="{_LEFT + high:.1f}" y="{top}" width="{low:.1f}" height="{_BAR}" '
            f'fill="{_LIGHT}" stroke="{_DARK}" stroke-width=".75"/>'
        ),
        _text(round(_LEFT + high + low) + 8, base, f"{100 * _wrong(outcome):.1f} %"),
        _text(_RIGHT, base, f"{outcome.result:.2f}", anchor="end", weight=600),
    ]


def _legend() -> list[str]:
    return [
        _text(_LEFT, 20, "Level wrong:", weight=600),
        f'<rect x="{_LEFT + 96}" y="9" width="14" height="14" fill="{_DARK}"/>',
        _text(_LEFT + 116, 20, "too high"),
        (
            f'<rect x="{_LEFT + 186}" y="9" width="14" height="14" fill="{_LIGHT}" '
            f'stroke="{_DARK}" stroke-width=".75"/>'
        ),
        _text(_LEFT + 206, 20, "too low"),
        _text(_RIGHT, 20, "Reliability of the result", anchor="end", weight=600),
    ]


def _assumed(a: Assumptions) -> str:
    return (
        f"Assumed: {a.organisations:,} organisations, {a.edition}; true percentages with a mean of "
        f"{a.quality} % and standard deviations of {a.between_organisations} between organisations "
        f"and {a.within_organisation} between parts; errors of assessors (severity, case, part) of "
        f"{_errors(a.untrained)} not calibrated and {_errors(a.calibrated)} calibrated; discussion "
        f"removes {100 * a.discussion_mends:.0f} % of what a panel gets wrong; seed {a.seed}."
    )


def _errors(errors: Errors) -> str:
    return f"{errors.severity}, {errors.case} and {errors.part} points"


def _wrong(outcome: Outcome) -> float:
    return outcome.too_high + outcome.too_low


def _people(panel: int) -> str:
    words = ("one assessor", "two assessors", "three assessors", "four assessors")
    return words[panel - 1]


def _text(x: int, y: int, words: str, *, anchor: str = "start", weight: int = 400) -> str:
    fill = _INK if weight > 400 or anchor == "start" else _SLATE  # noqa: PLR2004 (regular type)
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-weight="{weight}" fill="{fill}">'
        f"{escape(words)}</text>"
    )
