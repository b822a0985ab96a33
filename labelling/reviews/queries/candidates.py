"""Whom the office may ask: assessors with country, languages, fields, load and ledger."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from labelling.applications.life import ENDED, State
from labelling.applications.models import Application
from labelling.core.access import Role
from labelling.organisations.models import Organisation
from labelling.people.models import Involvement, InvolvementKind, Person
from labelling.people.queries import people_with_role
from labelling.reviews.conflicts.tracing import traced
from labelling.reviews.independence import Finding, LedgerLine, findings, gravest
from labelling.reviews.models import (
    AssessorProfile,
    ConflictGrade,
    PanelSeat,
    Review,
    SeatKind,
)
from labelling.reviews.queries.seats import STANDING

_SCORED_ALONE = (State.ELIGIBLE, State.ASSIGNED, State.SCORING)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An assessor as the office sees one when it builds a team."""

    person: Person
    profile: AssessorProfile | None
    from_abroad: bool
    same_field: bool
    load: int
    findings: tuple[Finding, ...]

    @property
    def grade(self) -> ConflictGrade:
        """Return how serious the gravest known involvement is."""
        return gravest(finding.grade for finding in self.findings)


def find_profile(session: Session, person_id: UUID) -> AssessorProfile | None:
    """Return what an assessor has said of countries, languages and fields."""
    return session.scalar(select(AssessorProfile).where(AssessorProfile.person_id == person_id))


def countries(session: Session, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the country of each assessor who has a profile."""
    rows = session.execute(
        select(AssessorProfile.person_id, AssessorProfile.country).where(
            AssessorProfile.person_id.in_(list(person_ids))
        )
    )
    return {row.person_id: row.country for row in rows}


def candidates(session: Session, organisation: Organisation, today: date) -> list[Candidate]:
    """Return all assessors for an organisation: those without known involvement first."""
    return candidates_by(session, [organisation], today)[organisation.id]


def candidates_by(
    session: Session, organisations: Iterable[Organisation], today: date
) -> dict[UUID, list[Candidate]]:
    """Return the candidates for several organisations in a constant number of statements."""
    asked = {one.id: one for one in organisations}
    people = people_with_role(session, Role.ASSESSOR)
    ids = [person.id for person in people]
    profiles = {
        row.person_id: row
        for row in session.scalars(
            select(AssessorProfile).where(AssessorProfile.person_id.in_(ids))
        )
    }
    load = loads(session, ids)
    known = findings_by(session, ids, asked, today)
    return {
        key: sorted(
            (
                _candidate(
                    person,
                    organisation,
                    profiles.get(person.id),
                    load.get(person.id, 0),
                    known[key][person.id],
                )
                for person in people
            ),
            key=_independent_first,
        )
        for key, organisation in asked.items()
    }


def _candidate(
    person: Person,
    organisation: Organisation,
    profile: AssessorProfile | None,
    load: int,
    known: list[Finding],
) -> Candidate:
    return Candidate(
        person=person,
        profile=profile,
        from_abroad=profile is not None and profile.country != organisation.country,
        same_field=profile is not None and organisation.field in profile.fields,
        load=load,
        findings=tuple(known),
    )


def _independent_first(one: Candidate) -> tuple[int, bool, int, str, UUID]:
    place = list(ConflictGrade).index(one.grade)
    return place, not one.same_field, one.load, one.person.name, one.person.id


def loads(session: Session, ids: list[UUID]) -> dict[UUID, int]:
    """Return how many assessments each person has under way.

    One counts until all of its team have handed in: a figure that fell with each would tell an
    officer, who may be on a team elsewhere, who has.
    """
    rows = session.execute(
        select(PanelSeat.person_id, func.count())
        .join(Application, Application.id == PanelSeat.application_id)
        .outerjoin(Review, Review.seat_id == PanelSeat.id)
        .where(
            PanelSeat.person_id.in_(ids),
            PanelSeat.state.in_(STANDING),
            or_(
                Application.state.in_(_SCORED_ALONE),
                and_(
                    PanelSeat.kind != SeatKind.MEMBER,
                    Application.state.not_in(ENDED),
                    Review.handed_in_at.is_(None),
                ),
            ),
        )
        .group_by(PanelSeat.person_id)
    )
    return {row[0]: row[1] for row in rows}


def known_findings(
    session: Session, person_ids: Iterable[UUID], organisation_id: UUID, today: date
) -> dict[UUID, list[Finding]]:
    """Return what speaks against each person's independence from an organisation.

    From the ledger, and from what no ledger holds: employers, addresses, names.
    """
    return findings_by(session, person_ids, [organisation_id], today)[organisation_id]


def findings_by(
    session: Session, person_ids: Iterable[UUID], organisation_ids: Iterable[UUID], today: date
) -> dict[UUID, dict[UUID, list[Finding]]]:
    """Return the known findings by organisation and person, in a constant number of statements."""
    ids, organisations = list(person_ids), list(organisation_ids)
    wanted = frozenset(ids)
    lines: dict[tuple[UUID, UUID], list[LedgerLine]] = defaultdict(list)
    assessed: dict[UUID, list[date]] = defaultdict(list)
    for line in session.scalars(
        select(Involvement)
        .where(Involvement.organisation_id.in_(organisations))
        .order_by(Involvement.recorded_at, Involvement.id)
    ):
        if line.kind is InvolvementKind.ASSESSED and line.since is not None:
            assessed[line.organisation_id].append(line.since)
        if line.person_id in wanted:
            lines[line.organisation_id, line.person_id].append(line)
    found = traced(session, ids, organisations)
    return {
        key: {
            person_id: findings(
                [*lines[key, person_id], *found[key].get(person_id, [])], assessed[key], today
            )
            for person_id in ids
        }
        for key in organisations
    }
