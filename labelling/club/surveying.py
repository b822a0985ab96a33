"""What a survey comes to: sums, counts, means on each question's own scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from labelling.club import queries
from labelling.club.models import Survey, SurveyQuestion
from labelling.core.clock import today

FEWEST = 5
"""Answers below which nothing is shown: who answered is known to the office that asks."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Figures that a question can feed: their sum, count and number asked, on one scale."""

    scale: tuple[int, int]
    sum: str
    count: str
    asked: str


FEEDS: Mapping[str, Feed] = {
    "satisfaction": Feed((1, 5), "satisfaction-sum", "satisfaction-answers", "satisfaction-asked")
}


@dataclass(frozen=True, slots=True)
class Result:
    """What one question came to; means are exact, None where too few answered."""

    question: SurveyQuestion
    answers: int
    total: int
    mean: Fraction | None
    desired: Fraction | None
    counts: Mapping[int, int] | None

    @property
    def gap(self) -> Fraction | None:
        """Return how much more is desired than there is."""
        if self.mean is None or self.desired is None:
            return None
        return self.desired - self.mean


@dataclass(frozen=True, slots=True)
class Results:
    """What a survey came to, with its response."""

    asked: int
    answered: int
    questions: Sequence[Result]


def has_ended(survey: Survey, now: datetime) -> bool:
    """Say whether a survey takes no answer any more."""
    return survey.closed_at is not None or today(now) > survey.ends_on


def results_of(session: Session, survey: Survey, now: datetime) -> Results:
    """Return a survey's results; while answers come in, how many there are and nothing else.

    Who has answered is shown as it happens: two looks, one answer apart, would tell that answer.
    """
    ended = has_ended(survey, now)
    invitations = queries.invitations_of(session, survey.id)
    ratings = queries.ratings_of(session, survey.id)
    found = []
    for question in queries.questions_of(session, survey.id):
        rows = ratings.get(question.id, [])
        given = [one.rating for one in rows if one.rating is not None]
        wanted = [one.desired for one in rows if one.desired is not None]
        shown = ended and len(given) >= FEWEST
        found.append(
            Result(
                question=question,
                answers=len(given),
                total=sum(given),
                mean=Fraction(sum(given), len(given)) if shown else None,
                desired=Fraction(sum(wanted), len(wanted)) if shown and wanted else None,
                counts=_counts(question, given) if shown else None,
            )
        )
    return Results(
        asked=len(invitations),
        answered=sum(one.answered_on is not None for one in invitations),
        questions=found,
    )


def _counts(question: SurveyQuestion, ratings: Sequence[int]) -> dict[int, int]:
    return {step: ratings.count(step) for step in range(question.lowest, question.highest + 1)}


def feeding(results: Results) -> dict[str, int]:
    """Return the figures that the questions feed, all questions that feed one added up.

    Nothing from fewer answers than are shown: the sum would tell them.
    """
    found: dict[str, int] = {}
    for one in results.questions:
        feed = FEEDS.get(one.question.feeds)
        if feed is None or one.mean is None:
            continue
        for name, number in ((feed.sum, one.total), (feed.count, one.answers)):
            found[name] = found.get(name, 0) + number
        found[feed.asked] = found.get(feed.asked, 0) + results.asked
    return found
