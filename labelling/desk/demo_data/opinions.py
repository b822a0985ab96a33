"""What assessors say of a part: a score, and what was seen and why it matters."""

from decimal import Decimal

from assessments.editions.model import Part
from labelling.desk.demo_data.answers import drift
from labelling.reviews.opinions import Judged
from labelling.reviews.statements import ANSWER
from labelling.reviews.statements import Citation as Seen
from labelling.reviews.statements import Mark as Sign

_STEP = 5
_APART = 15  # points between a part that is as good as the whole, and a better one
_QUESTIONS = 9  # over all; ten fit


def judged(
    part: Part, office: str, key: str, worth: int, *, asks: bool, source: str, chosen: bool
) -> Judged:
    """Return an assessor's judgement of a part near what it is worth, in percent.

    All assessors of an office see its strong and its weak parts; each has a view of their own.

    The strength cites the first page of a source, the area for improvement the answer itself;
    ``chosen`` ones speak for the whole application.
    """
    seen = worth + _APART * drift(office, part.id, "worth") + _STEP * drift(key, part.id, "score")
    score = min(100, max(0, seen))
    return Judged(
        score=Decimal(score),
        confidence=("medium", "high", "low")[drift(key, part.id, "confidence")],
        strengths=_seen(part, score),
        improvements=_to_come(part, score),
        questions=part.asks[0] if asks and part.asks else "",
        marks={
            "strengths": (Sign((Seen(source, "1"),), chosen),),
            "improvements": (Sign((Seen(ANSWER),), chosen),),
        },
    )


def asks_about(number: int, parts: int) -> bool:
    """Say whether the part of this number gets one of the few questions for the visit."""
    return number % (parts // _QUESTIONS + 1) == 0


def summary(holder: str, level: str) -> str:
    """Return the summary of a feedback report."""
    return (
        f"{holder} applied at the level {level}. The papers are in order and the people we met "
        "know them well.\n\nWhat carries the work is the closeness to firms: aims come from them, "
        "and most of them can say what they got. What holds it back is that results are counted "
        "but seldom explained: a figure moves, and nobody has asked why.\n\nThe next step with "
        "the greatest effect would be one review a year in which each aim that was missed gets "
        "its reason and its consequence."
    )


def _seen(part: Part, score: int) -> str:
    """Return what the rubric says of the band that was reached, as seen in the paper."""
    reached = [value for value in sorted(map(int, part.anchors)) if value <= score]
    said = part.anchors[str(reached[-1])] if reached else part.looks_at
    return f"{part.evidence[0]}: {_first_sentence(said)}"


def _to_come(part: Part, score: int) -> str:
    """Return what the next band would ask for."""
    missing = [value for value in sorted(map(int, part.anchors)) if value > score]
    said = part.anchors[str(missing[0])] if missing else part.why
    return f"Not seen yet: {_first_sentence(said)}"


def _first_sentence(said: str) -> str:
    return said.partition(". ")[0].rstrip(".") + "."
