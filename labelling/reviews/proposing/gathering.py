"""What is known of an application and its possible assessors, as the solver is asked.

Reads alone: whoever is looked at here learns nothing of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.assigning.task import Candidate, Case
from labelling.applications.models import Application
from labelling.organisations.models import Organisation
from labelling.organisations.queries import get_organisation
from labelling.reviews import queries
from labelling.reviews.models import ConflictGrade, PanelSeat, PanelState, SeatKind
from labelling.reviews.patience import patience
from labelling.reviews.profiles.levels import ENOUGH, LEVELS
from labelling.reviews.profiles.queries import Facts, facts_of
from labelling.reviews.queries.candidates import candidates_by
from labelling.reviews.queries.seats import steps_of

HOURS_A_CASE = 10
"""Hours a month for one case under way; whoever has not said takes up to three cases."""

_UNSAID_CAPACITY = 3


@dataclass(frozen=True, slots=True)
class Question:
    """What the solver is asked, with the people by key."""

    case: Case
    candidates: tuple[Candidate, ...]
    people: Mapping[str, queries.Candidate]
    away: Mapping[str, date]
    language: str


def question_of(session: Session, application: Application, day: date) -> Question:
    """Return what is to be chosen for an application as of a day, nobody who stands among them."""
    organisation = get_organisation(session, application.organisation_id)
    [question] = questions_of(session, [(application, organisation)], day)
    return question


def questions_of(
    session: Session, cases: Sequence[tuple[Application, Organisation]], day: date
) -> list[Question]:
    """Return the question of each case, in a constant number of statements."""
    known = candidates_by(session, [organisation for _, organisation in cases], day)
    ids = list({one.person.id for found in known.values() for one in found})
    facts = facts_of(session, ids, day, day + patience().away_ahead)
    teams = queries.panels(session, [application.id for application, _ in cases])
    served = seats_served(session)
    return [
        _question(
            application,
            organisation,
            standing=[seat for seat in teams[application.id] if seat.kind is SeatKind.MEMBER],
            known=known[organisation.id],
            facts=facts,
            together=last_colleagues(served, ids, application.id),
        )
        for application, organisation in cases
    ]


def _question(
    application: Application,
    organisation: Organisation,
    *,
    standing: list[PanelSeat],
    known: list[queries.Candidate],
    facts: Mapping[UUID, Facts],
    together: Mapping[UUID, frozenset[str]],
) -> Question:
    ids = [one.person.id for one in known]
    all_ = {
        one.person.id: _candidate(
            one, facts[one.person.id], together[one.person.id], organisation.language
        )
        for one in known
    }
    steps = steps_of(application)
    on_team = {seat.person_id for seat in standing}
    return Question(
        case=Case(
            size=steps.assessors,
            abroad=steps.from_abroad,
            language_needed=_grade(ENOUGH),
            standing=tuple(
                all_.get(seat.person_id, Candidate(str(seat.person_id), abroad=seat.from_abroad))
                for seat in standing
            ),
            led=any(seat.leads for seat in standing),
        ),
        candidates=tuple(all_[one] for one in ids if one not in on_team),
        people={str(one.person.id): one for one in known},
        away={str(one): until for one in ids if (until := facts[one].away_until) is not None},
        language=organisation.language,
    )


def _candidate(
    one: queries.Candidate, facts: Facts, together: frozenset[str], language: str
) -> Candidate:
    experience, profile = facts.experience, one.profile
    levels = experience.levels if experience is not None else {}
    speaks = profile is not None and language in profile.languages
    hours = experience.hours_a_month if experience is not None else None
    return Candidate(
        key=str(one.person.id),
        barred=one.grade is ConflictGrade.BARRED,
        ties=one.grade is ConflictGrade.DECLARED,
        available=facts.away_until is None,
        abroad=one.from_abroad,
        field=one.same_field,
        language=_grade(levels.get(language, ENOUGH)) if speaks else 0,
        load=one.load,
        capacity=_UNSAID_CAPACITY if hours is None else hours // HOURS_A_CASE,
        trained=facts.trained,
        cases=facts.cases,
        together=together,
    )


def _grade(level: str) -> int:
    """Return a level as a number from 1 (A2) to 6 (native)."""
    return list(LEVELS).index(level) + 1 if level in LEVELS else 0


def seats_served(session: Session) -> list[tuple[UUID, UUID]]:
    """Return person and application of every accepted member's seat, in order of invitation."""
    return [
        (row.person_id, row.application_id)
        for row in session.execute(
            select(PanelSeat.person_id, PanelSeat.application_id)
            .where(PanelSeat.kind == SeatKind.MEMBER, PanelSeat.state == PanelState.ACCEPTED)
            .order_by(PanelSeat.invited_at, PanelSeat.id)
        )
    ]


def last_colleagues(
    served: Iterable[tuple[UUID, UUID]], person_ids: Iterable[UUID], but: UUID
) -> dict[UUID, frozenset[str]]:
    """Return with whom each person was on their last team, leaving one application out."""
    last: dict[UUID, UUID] = {}
    teams: dict[UUID, set[UUID]] = defaultdict(set)
    for person_id, application_id in served:
        if application_id != but:
            last[person_id] = application_id
            teams[application_id].add(person_id)
    return {
        person_id: frozenset(
            str(other) for other in teams.get(last[person_id], ()) if other != person_id
        )
        if person_id in last
        else frozenset()
        for person_id in person_ids
    }
