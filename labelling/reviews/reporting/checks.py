"""What a technical editor looks at again in a feedback report. Pure.

A report says what was seen and why it matters, sells no remedy, and names nobody. These are
questions to a reader, not refusals: a machine cannot tell a remedy from a quotation.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from labelling.core.i18n import Text, lazy
from labelling.reviews.opinions import lines

FEWEST_WORDS = 6
"""A line with fewer words hardly says what was seen and why it matters."""
MOST_LETTERS = 400
MOST_LINES = 5
SUMMARY_WORDS = (40, 400)

# Words of advice and of business, in the languages in which reports are written here.
_REMEDY = re.compile(
    r"\b(we (would )?(recommend|advise|suggest)|consultan(t|cy)|hire|should (introduce|buy|use)|"
    r"wir empfehlen|empfehlenswert|beauftrag\w*|beratungsunternehmen|"
    r"sollten? (einf\w+|beauftrag\w+|anschaff\w+))\b",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """What may be wrong with a text."""

    REMEDY = "remedy"
    NAME = "name"
    SHORT = "short"
    LONG = "long"
    MANY = "many"
    EMPTY = "empty"
    SUMMARY_SHORT = "summary_short"
    SUMMARY_LONG = "summary_long"


KIND_NAMES: Mapping[Kind, Text] = {
    Kind.REMEDY: lazy("reads like advice: say what was seen, sell no remedy"),
    Kind.NAME: lazy("names a person: write the function"),
    Kind.SHORT: lazy("is so short that it hardly says what was seen and why it matters"),
    Kind.LONG: lazy("is very long for one point"),
    Kind.MANY: lazy("has more than five points: choose"),
    Kind.EMPTY: lazy("has neither a strength nor an area for improvement"),
    Kind.SUMMARY_SHORT: lazy("is shorter than a summary should be"),
    Kind.SUMMARY_LONG: lazy("is longer than half a page"),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at again. ``field`` is the text's field in the form; ``part`` may be ''."""

    part: str
    field: str
    kind: Kind


def remarks(
    summary: str, texts: Mapping[str, tuple[str, str]], names: Sequence[str]
) -> list[Remark]:
    """Return what to look at again, in the report's order.

    ``texts`` has strengths and areas for improvement by part, for parts that apply; ``names``
    are the people of the team and the organisation.
    """
    found = [Remark("", "summary", kind) for kind in _of_summary(summary, names)]
    for part, (strengths, improvements) in texts.items():
        if not strengths.strip() and not improvements.strip():
            found.append(Remark(part, f"strengths-{part}", Kind.EMPTY))
        for field, text in (
            (f"strengths-{part}", strengths),
            (f"improvements-{part}", improvements),
        ):
            found += [Remark(part, field, kind) for kind in _of_text(text, names)]
    return found


def _of_summary(summary: str, names: Sequence[str]) -> list[Kind]:
    words = len(summary.split())
    fewest, most = SUMMARY_WORDS
    found = _of_words(summary, names)
    if words < fewest:
        found.append(Kind.SUMMARY_SHORT)
    if words > most:
        found.append(Kind.SUMMARY_LONG)
    return found


def _of_text(text: str, names: Sequence[str]) -> list[Kind]:
    points = lines(text)
    found = _of_words(text, names)
    if any(len(point.split()) < FEWEST_WORDS for point in points):
        found.append(Kind.SHORT)
    if any(len(point) > MOST_LETTERS for point in points):
        found.append(Kind.LONG)
    if len(points) > MOST_LINES:
        found.append(Kind.MANY)
    return found


def _of_words(text: str, names: Sequence[str]) -> list[Kind]:
    found = []
    if _REMEDY.search(text):
        found.append(Kind.REMEDY)
    plain = text.casefold()
    if any(name.casefold() in plain for name in names if name.strip()):
        found.append(Kind.NAME)
    return found
