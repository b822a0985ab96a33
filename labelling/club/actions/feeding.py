"""What a survey is used for: its figures in the sheet of a round, its report as evidence."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.validation.given import Given
from labelling.club import queries
from labelling.club.actions.entering import Figure, save_figures
from labelling.club.models import (
    RoundMember,
    Source,
)
from labelling.club.subjects import OwnSurvey
from labelling.club.surveying import feeding, results_of
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission


def feed_figures(
    session: Session, *, actor: Actor, survey_id: UUID, save_id: UUID, now: datetime
) -> list[str]:
    """Take a closed survey's sums and counts over into the sheet of its round; name the figures.

    Raises NotNow while it is open, or where the round does not ask for them.
    """
    own = queries.own_survey(session, actor, survey_id, now)
    access.require(actor, Permission.SURVEY_KEEP, own)
    if own.survey.closed_at is None:
        raise NotNow(lazy("End the survey first: until then answers come in."))
    part = _part_of(session, own)
    rows = queries.current_rows(session, [part.id]).get(part.id, {})
    found = feeding(results_of(session, own.survey, now))
    if not found:
        raise NotNow(lazy("No question of this survey feeds a figure, or too few answered."))
    figures = [
        Figure(
            name,
            Given(number=str(number), grade="A", note=own.survey.title[:200]),
            revision=rows[name].revision if name in rows else 0,
        )
        for name, number in found.items()
    ]
    outcome = save_figures(
        session,
        actor=actor,
        part_id=part.id,
        figures=figures,
        save_id=save_id,
        source=Source.SURVEY,
        now=now,
    )
    audit.record(session, actor, "survey.fed", own.survey, now, figures=sorted(outcome.saved))
    return sorted(outcome.saved)


def _part_of(session: Session, own: OwnSurvey) -> RoundMember:
    for round_ in queries.rounds_of(session, own.place.club.id):
        if round_.half_year == own.survey.half_year:
            part = queries.find_part(session, round_.id, own.place.membership.id)
            if part is not None:
                return part
    raise NotNow(lazy("You take part in no round of this half-year yet."))


def note_report(
    session: Session, *, actor: Actor, survey_id: UUID, evidence_id: UUID, now: datetime
) -> None:
    """Note that the survey's report stands in the evidence library."""
    own = queries.own_survey(session, actor, survey_id, now)
    access.require(actor, Permission.SURVEY_KEEP, own)
    if own.place.membership.organisation_id is None:
        raise NotFound
    own.survey.evidence_id = evidence_id
    audit.record(session, actor, "survey.reported", own.survey, now, evidence=str(evidence_id))
