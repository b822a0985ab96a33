"""What holders do in tests: evidence laid before the office, answers, requests."""

from datetime import date, datetime
from uuid import UUID

from labelling.core.access import Actor, Role
from labelling.core.database import reading, unit_of_work
from labelling.decisions.hearings import actions as hearings
from labelling.decisions.hearings.models import HearingAnswer
from labelling.decisions.hearings.queries import Heard, find_heard
from labelling.decisions.models import Label, LabelChange
from labelling.decisions.naming import Named
from labelling.decisions.versions import actions as versions
from labelling.decisions.versions.actions import Wish
from labelling.decisions.versions.models import LabelVersion, VersionRequest
from labelling.organisations import queries as organisations
from labelling.organisations.actions.evidence import Description, add_file
from labelling.organisations.models import Evidence
from labelling.people.models import Person
from tests.labelling.acting import actor_for
from tests.labelling.decisions.making import NOW, Office, acting, member, officer, owner
from tests.labelling.organisations.making import stored

ANSWER = "Two of the letters went to our old address. The list is complete now."
NAMES = Named("Alder Valley Mobility Network", "Alder Valley Agency Ltd", "Leoben")


def seated(label: Label, number: int) -> Actor:
    """Return somebody of a label's holder by seat: 0 and 1 are owners, 2 a contributor."""
    with reading() as session:
        person, _seat = organisations.seat_holders(session, label.organisation_id)[number]
        seats = organisations.seats_of(session, person.id)
    return actor_for(person, Role.MANAGER, seats=seats)


def in_two_roles(person: Person, label: Label, role: Role, *, now: datetime = NOW) -> Actor:
    """Return an owner of the holder who acts for the office."""
    with reading() as session:
        seats = organisations.seats_of(session, person.id)
    return actor_for(person, role, seats=seats, confirmed_at=now)


def paper(label: Label, title: str = "Minutes of the assembly", *, now: datetime = NOW) -> Evidence:
    """Add a piece to the library of a label's holder."""
    with unit_of_work() as session:
        return add_file(
            session,
            actor=owner(label),
            organisation_id=label.organisation_id,
            description=Description(title, date(2026, 5, 14)),
            file=stored(title.encode()),
            quota=1_000_000,
            now=now,
        )


def heard_on(change: LabelChange) -> Heard:
    """Return the hearing on a change, which must be there."""
    with reading() as session:
        found = find_heard(session, change.id)
    assert found is not None
    return found


def answer(
    label: Label,
    change: LabelChange,
    *,
    text: str = ANSWER,
    evidence_ids: tuple[UUID, ...] = (),
    asks_lifting: bool = False,
    now: datetime = NOW,
) -> HearingAnswer:
    """Answer in a hearing, as the first owner."""
    with unit_of_work() as session:
        return hearings.answer_hearing(
            session,
            actor=owner(label),
            hearing_id=heard_on(change).hearing.id,
            text=text,
            evidence_ids=evidence_ids,
            asks_lifting=asks_lifting,
            now=now,
        )


def asked(
    label: Label,
    names: Named = NAMES,
    language: str = "en",
    *,
    evidence_ids: tuple[UUID, ...] | None = None,
    explanation: str = "The general assembly took another name.",
    now: datetime = NOW,
) -> VersionRequest:
    """Ask for a further version, as the first owner, with a proof unless told."""
    proof = (paper(label, now=now).id,) if evidence_ids is None else evidence_ids
    with unit_of_work() as session:
        return versions.ask_version(
            session,
            actor=owner(label),
            label_id=label.id,
            wish=Wish(names, language),
            explanation=explanation,
            evidence_ids=proof,
            now=now,
        )


def checked(office: Office, request: VersionRequest, *, now: datetime = NOW) -> VersionRequest:
    """Check a request, as the first officer."""
    with unit_of_work() as session:
        return versions.check_request(
            session,
            actor=officer(office, now=now),
            request_id=request.id,
            note="Compared with the register of associations.",
            now=now,
        )


def granted(
    office: Office, request: VersionRequest, *, by: Actor | None = None, now: datetime = NOW
) -> list[LabelVersion]:
    """Grant a request, as a member of the committee unless told."""
    with unit_of_work() as session:
        return versions.decide_request(
            session,
            actor=by if by is not None else member(office, now=now),
            request_id=request.id,
            now=now,
        )


def second_officer(office: Office, *, now: datetime = NOW) -> Actor:
    """Return the second officer, acting."""
    return acting(office.second_officer, Role.OFFICER, now=now)
