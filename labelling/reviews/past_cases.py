"""Decided cases with what was agreed in them, for trying drafts of editions over them."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.judgement import Judgement, NotApplicable, Percent
from assessments.trial import Case
from labelling.applications.building.past_cases import PastCase, set_case_source
from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.core.access import Actor, visible
from labelling.core.permissions import Permission
from labelling.organisations.models import FactValue, Organisation
from labelling.reviews.models import AgreedScore
from labelling.reviews.office_ties import without_tie

_MEMBERS = "members-total"
_SIZES = ((20, "1-19"), (50, "20-49"), (100, "50-99"))
_LARGEST = "100-"
_UNKNOWN = ""


def decided_cases(session: Session, actor: Actor, edition_id: str, sha256: str) -> list[PastCase]:
    """Return the decided cases under an edition, by reference, in a constant number of statements.

    Only those that the office may see and in which the actor has no seat: whatever is counted, it
    is counted over what this actor may know case by case.
    """
    rows = session.execute(
        select(Application, Organisation)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(
            visible(actor, Permission.OFFICE_VIEW),
            without_tie(actor),
            Application.state == State.DECIDED,
            Application.edition_id == edition_id,
            Application.edition_sha256 == sha256,
        )
        .order_by(Application.reference)
    ).all()
    ids = [application.id for application, _ in rows]
    agreed = _agreed(session, ids)
    sizes = _sizes(session, [organisation.id for _, organisation in rows])
    return [
        PastCase(
            Case(
                id=application.reference,
                judgements=agreed[application.id],
                country=organisation.country,
                size=sizes.get(organisation.id, _UNKNOWN),
                field=organisation.field,
            ),
            application.reference,
            organisation.name,
        )
        for application, organisation in rows
        if agreed[application.id]
    ]


def _agreed(session: Session, ids: list[UUID]) -> dict[UUID, dict[str, Judgement]]:
    found: dict[UUID, dict[str, Judgement]] = defaultdict(dict)
    for row in session.scalars(
        select(AgreedScore)
        .where(AgreedScore.application_id.in_(ids))
        .order_by(AgreedScore.application_id, AgreedScore.part_id)
    ):
        if row.not_applicable:
            found[row.application_id][row.part_id] = NotApplicable(row.reason or "–")
        elif row.score is not None:
            found[row.application_id][row.part_id] = Percent(row.score)
    return found


def _sizes(session: Session, ids: list[UUID]) -> dict[UUID, str]:
    """Return how many members organisations have by their last fact sheet, as a class."""
    found: dict[UUID, str] = {}
    for row in session.scalars(
        select(FactValue)
        .where(FactValue.organisation_id.in_(ids), FactValue.fact_id == _MEMBERS)
        .order_by(FactValue.organisation_id, FactValue.year)
    ):
        if row.value.isdecimal():
            number = int(row.value)
            found[row.organisation_id] = next(
                (name for below, name in _SIZES if number < below), _LARGEST
            )
    return found


set_case_source(decided_cases)
