"""What can be read of a report's editing and rating."""

from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.applications.recipients import owners
from labelling.core.access import Actor
from labelling.people.queries import names
from labelling.reviews import queries as reviews
from labelling.reviews.reporting.models import ReportEditor, ReportRating

FEWEST_RATINGS = 5
"""Ratings are shown by so many at a time: neither few nor the one that came last can be told."""


@dataclass(frozen=True, slots=True)
class Ratings:
    """What organisations say of their reports on average, from 1 to 5, and how many they are.

    ``remarks`` stand in the order of the alphabet, which tells nothing of when or by whom.
    """

    many: int
    clear: Fraction
    fair: Fraction
    useful: Fraction
    remarks: tuple[str, ...]


def has_edited(editor: ReportEditor | None, actor: Actor, application: Application) -> bool:
    """Say whether the actor was the technical editor, and changes nothing any more."""
    if editor is None or editor.person_id != actor.person_id:
        return False
    return editor.done_at is not None or application.state is not State.FEEDBACK_DRAFT


def find_editor(session: Session, application_id: UUID) -> ReportEditor | None:
    """Return the technical editor of a report, where one is named."""
    return session.scalar(select(ReportEditor).where(ReportEditor.application_id == application_id))


def find_rating(session: Session, application_id: UUID) -> ReportRating | None:
    """Return how the organisation rated its report, once it has."""
    return session.scalar(select(ReportRating).where(ReportRating.application_id == application_id))


def ratings(session: Session) -> Ratings | None:
    """Return the means of the ratings, the latest left out until they are FEWEST_RATINGS again.

    None of fewer than FEWEST_RATINGS.
    """
    rows = session.scalars(
        select(ReportRating).order_by(ReportRating.rated_at, ReportRating.id)
    ).all()
    many = len(rows) - len(rows) % FEWEST_RATINGS
    if not many:
        return None
    shown = rows[:many]
    return Ratings(
        many,
        Fraction(sum(one.clear for one in shown), many),
        Fraction(sum(one.fair for one in shown), many),
        Fraction(sum(one.useful for one in shown), many),
        tuple(sorted(one.remark for one in shown if one.remark)),
    )


def people_of(session: Session, application: Application) -> list[str]:
    """Return the names that a report does not mention: the team's and the owners'."""
    team = [seat.person_id for seat in reviews.panel(session, application.id)]
    called = names(session, team)
    return [*called.values(), *(one.name for one in owners(session, application))]
