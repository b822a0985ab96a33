"""What a survey comes to: as much of its answers as whoever asked may see, on each own scale.

Who has answered is known to whoever asks, who may also know what some of them said. So nothing is
shown while answers come in; afterwards rounded means and joined steps (``benchmarking.ratings``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import floor

from sqlalchemy.orm import Session

from benchmarking.disclosure.policy import CLUB_2026
from benchmarking.ratings import Stretch, rounded_mean, spread
from labelling.club import queries
from labelling.club.models import Survey, SurveyQuestion
from labelling.core.clock import today

POLICY = CLUB_2026
"""A survey stays with the member that asks, whatever its club agreed on."""


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
    """What one question came to; None is what is not shown. Means are rounded."""

    question: SurveyQuestion
    answers: int | None
    mean: Fraction | None
    desired: Fraction | None
    spread: tuple[Stretch, ...] | None

    @property
    def gap(self) -> Fraction | None:
        """Return how much more is desired than there is, by the rounded means."""
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
    """Return a survey's results; while answers come in, who has answered and nothing else.

    Two looks, one answer apart, would tell that answer. Once it has ended nothing changes any more.
    """
    ended = has_ended(survey, now)
    invitations = queries.invitations_of(session, survey.id)
    ratings = queries.ratings_of(session, survey.id)
    found = []
    for question in queries.questions_of(session, survey.id):
        rows = ratings.get(question.id, []) if ended else []
        given = [one.rating for one in rows if one.rating is not None]
        wanted = [one.desired for one in rows if one.desired is not None]
        scale = (question.lowest, question.highest)
        found.append(
            Result(
                question=question,
                answers=len(given) if len(given) >= POLICY.few else None,
                mean=rounded_mean(given, *scale, POLICY),
                desired=rounded_mean(wanted, *scale, POLICY),
                spread=spread(given, *scale, POLICY),
            )
        )
    return Results(
        asked=len(invitations),
        answered=sum(one.answered_on is not None for one in invitations),
        questions=found,
    )


def told_spread(result: Result) -> str:
    """Return in words how the answers to a question spread, '' where that is not shown."""
    return ", ".join(
        f"{one.lowest}: {one.count}"
        if one.lowest == one.highest
        else f"{one.lowest}–{one.highest}: {one.count}"
        for one in result.spread or ()
    )


def feeding(results: Results) -> dict[str, int]:
    """Return the figures that the questions feed, all questions that feed one added up.

    A sum is that of the mean as it is shown, to whole steps: the exact one would tell answers to
    who knows the others. Nothing where no mean is shown.
    """
    found: dict[str, int] = {}
    for one in results.questions:
        feed = FEEDS.get(one.question.feeds)
        if feed is None or one.mean is None or one.answers is None:
            continue
        total = floor(one.mean * one.answers + Fraction(1, 2))
        for name, number in ((feed.sum, total), (feed.count, one.answers)):
            found[name] = found.get(name, 0) + number
        found[feed.asked] = found.get(feed.asked, 0) + results.asked
    return found
