"""One assessor's own review with all that its pages show of it; nobody else's."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.editions import Edition
from labelling.applications.models import Application, Step, Submission
from labelling.applications.queries import due, get_application, snapshot
from labelling.applications.schemes import edition_of
from labelling.applications.views.blueprint import last_minute
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web.pages import Turn
from labelling.reviews import queries
from labelling.reviews.actions.scoring import parts_of
from labelling.reviews.handing_in import Readiness, readiness
from labelling.reviews.models import Clarification, KeptJudgement, PanelSeat, PartReview, Review
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.second_thoughts import Unblinding
from labelling.reviews.views.blueprint import Heading, heading_of


@dataclass(frozen=True, slots=True)
class Own:
    """One assessor's own review, with the frozen submission that it is about."""

    seat: PanelSeat
    application: Application
    heading: Heading
    edition: Edition
    review: Review | None
    scope: tuple[str, ...]
    rows: dict[str, PartReview]
    content: dict[str, Any]
    answers: list[Clarification]
    kept: list[KeptJudgement]
    turn: Turn

    @property
    def done(self) -> bool:
        """Say whether it was handed in."""
        return self.review is not None and self.review.handed_in_at is not None


def own_of(session: Session, actor: Actor, seat_id: UUID) -> Own:
    """Return one's own review; raise NotFound for anybody else's."""
    seat = queries.get_seat(session, seat_id)
    access.require(actor, Permission.REVIEW_VIEW, seat)
    application = get_application(session, seat.application_id)
    review = queries.find_review(session, seat.id)
    edition = edition_of(application)
    content: dict[str, Any] = {}
    if review is not None:
        content = snapshot(session, session.get_one(Submission, review.submission_id))
    return Own(
        seat=seat,
        application=application,
        heading=heading_of(session, application),
        edition=edition,
        review=review,
        scope=parts_of(edition, application, seat),
        rows=queries.part_reviews(session, review.id) if review is not None else {},
        content=content,
        answers=queries.answered(session, application.id),
        kept=queries.kept_judgements(session, review.id) if review is not None else [],
        turn=_turn(session, application, review),
    )


def _turn(session: Session, application: Application, review: Review | None) -> Turn:
    """Return whose turn it is as this assessor may know it: nothing of the others."""
    if review is None:
        return Turn(gettext("Scoring begins when the team is complete"))
    if review.handed_in_at is not None:
        return Turn(gettext("You have handed in"), note=gettext("We write when it goes on."))
    day = due(session, application.id, Step.SCORING)
    return Turn(gettext("You act next"), last_minute(day) if day is not None else "")


def ready_of(own: Own, actor: Actor) -> Readiness:
    """Return what one's scores still lack, and what deserves a second thought."""
    steps = steps_of(own.application)
    return readiness(own.edition, steps, own.scope, own.rows, _unblinding(own, actor))


def _unblinding(own: Own, actor: Actor) -> Unblinding:
    """Return the names to look for: one's own and what the submission says, nothing else.

    Names of colleagues are not among them: a warning would tell who is on the team.
    """
    organisation = own.content.get("organisation", {})
    names = [own.content.get("application", {}).get("authorised", {}).get("name", "")]
    if steps_of(own.application).blinded_papers:
        names += [organisation.get("name", ""), organisation.get("city", "")]
    return Unblinding(actor.name, tuple(name for name in names if name))
