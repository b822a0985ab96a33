"""Labels for tests of the register, as rows: every organisation and person is fictitious."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from assessments.editions import edition
from certificates.identifiers import new_public_id
from certificates.numbers import make_number
from labelling.applications.life import State
from labelling.applications.models import Application, Call
from labelling.core import files
from labelling.core.database import unit_of_work
from labelling.core.web import identity
from labelling.decisions.logged import log_change, log_grant
from labelling.decisions.models import (
    Decision,
    DecisionState,
    Label,
    LabelChange,
    LabelEvent,
    LabelEventKind,
    LabelTerm,
)
from labelling.decisions.search import words_of
from labelling.decisions.sheets import KIND
from labelling.issuing import stages, turns
from labelling.issuing.models import Certificate
from labelling.issuing.sources import Order
from labelling.organisations.models import Organisation
from labelling.people.models import Person
from labelling.reviews.models import Outcome
from tests.labelling.people.making import add_person

EDITION = "cluster-excellence-2026"
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)
FOUNDED = datetime(2020, 1, 1, 9, 0, tzinfo=UTC)
PRIVATE_REASON = "Whistleblower tip about the treasurer"
PREPARER, DECIDER = "Petra Privatier", "Donal Discreet"

_serials = count(1)


def stop_the_clock(patch: pytest.MonkeyPatch, now: datetime = NOW) -> None:
    """Let every request happen at one instant: 22 November 2026, 14:32 in Brussels."""
    patch.setattr(identity, "utcnow", lambda: now)


def at(day: date, hour: int = 9) -> datetime:
    """Return an instant on a day."""
    return datetime.combine(day, time(hour), UTC)


@dataclass(frozen=True)
class Period:
    """A term to be made; recorded some days before it begins unless told."""

    start: date = date(2026, 6, 1)
    end: date = date(2028, 5, 31)
    level: str = "silver"
    recorded: datetime | None = None
    pdfs: Sequence[bytes] = (b"",)
    """A certificate for each, in order; an empty one gets bytes of its own."""


@dataclass(frozen=True)
class Happening:
    """An event to be made; recorded on its day unless told."""

    kind: LabelEventKind
    day: date
    reason: str = "A public reason."
    recorded: datetime | None = None


@dataclass
class Made:
    """What was made."""

    label: Label
    organisation: Organisation
    terms: list[LabelTerm] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    pdfs: list[bytes] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Return the public identifier."""
        return self.label.public_id


def make_label(
    name: str = "Alder Valley Mobility Cluster",
    *,
    periods: Sequence[Period] = (Period(),),
    happenings: Sequence[Happening] = (),
    country: str = "AT",
    city: str = "Graz",
    technology: str = "mobility",
    serial: int | None = None,
    public_id: str | None = None,
) -> Made:
    """Make a label with terms, events and certificates, in a unit of work of its own."""
    with unit_of_work() as session:
        turns.introduce_first(session, FOUNDED)
        preparer = add_person(session, PREPARER)
        decider = add_person(session, DECIDER)
        organisation = Organisation(
            name=name, country=country, city=city, field=technology, created_at=at(date(2026, 1, 5))
        )
        made = _label(session, organisation, serial, public_id)
        for ordinal, period in enumerate(periods, start=1):
            _term(session, made, ordinal, period, (preparer, decider))
        for happening in happenings:
            _event(session, made.label, happening, (preparer, decider))
    return made


def add_happening(made: Made, happening: Happening) -> None:
    """Let something happen to a label that was made before."""
    with unit_of_work() as session:
        people = add_person(session, PREPARER), add_person(session, DECIDER)
        _event(session, made.label, happening, people)


def add_certificate(made: Made, pdf: bytes, now: datetime) -> None:
    """Issue a further version of the newest term's certificate, any bytes for its file."""
    with unit_of_work() as session:
        _certificate(session, made, made.terms[-1], pdf, now)


def issue(made: Made, now: datetime, term: int = -1) -> bytes:
    """Issue the next version of a term's certificate as the worker does; return the file."""
    version = len(made.certificates) + 1
    order = Order(KIND, made.label.id, made.terms[term].id, "en", version)
    with unit_of_work() as session:
        certificate = stages.seal(session, order, now)
    pdf = stages.print_sealed(certificate, now)
    with unit_of_work() as session:
        stages.publish(session, certificate.id, files.store().put(pdf), now)
    made.certificates.append(certificate)
    made.pdfs.append(pdf)
    return pdf


def certify(*happenings: Happening, period: Period | None = None) -> Made:
    """Make a label with one whole certificate, printed and signed."""
    period = replace(period or Period(), pdfs=())
    made = make_label(periods=[period], happenings=happenings)
    issue(made, period.recorded or at(period.start - timedelta(days=4)))
    return made


def pdf_bytes(text: str) -> bytes:
    """Return bytes that claim to be a PDF."""
    return f"%PDF-1.7\n% {text}\n%%EOF\n".encode()


def _label(
    session: Session, organisation: Organisation, serial: int | None, public_id: str | None
) -> Made:
    session.add(organisation)
    session.flush()
    serial = serial if serial is not None else next(_serials) + 5000
    label = Label(
        public_id=public_id or new_public_id(),
        number=make_number("CE", 2026, serial),
        scheme="cluster-excellence",
        year=2026,
        serial=serial,
        organisation_id=organisation.id,
        created_at=at(date(2026, 5, 28)),
    )
    session.add(label)
    session.flush()
    return Made(label, organisation)


def _term(
    session: Session, made: Made, ordinal: int, period: Period, people: tuple[Person, Person]
) -> None:
    recorded = period.recorded or at(period.start - timedelta(days=4))
    decision = Decision(
        application_id=add_application(session, made.organisation.id, period.level, recorded),
        state=DecisionState.TAKEN,
        proposed_outcome=Outcome.AWARDED,
        proposed_level_id=period.level,
        fingerprint="0" * 64,
        prepared_at=recorded,
        prepared_by=people[0].id,
        outcome=Outcome.AWARDED,
        level_id=period.level,
        reason="All rules of the level hold.",
        private_reason=PRIVATE_REASON,
        decided_at=recorded,
        decided_by=people[1].id,
    )
    session.add(decision)
    session.flush()
    term = LabelTerm(
        label_id=made.label.id,
        ordinal=ordinal,
        decision_id=decision.id,
        level_id=period.level,
        edition_id=EDITION,
        edition_sha256=edition(EDITION).identity,
        holder=made.organisation.name,
        country=made.organisation.country,
        city=made.organisation.city,
        valid_from=period.start,
        valid_until=period.end,
        recorded_at=recorded,
    )
    session.add(term)
    session.flush()
    session.add_all(words_of(made.label, term))
    made.terms.append(term)
    log_grant(session, made.label, term)
    for pdf in period.pdfs:
        _certificate(session, made, term, pdf, recorded)


def _certificate(session: Session, made: Made, term: LabelTerm, pdf: bytes, now: datetime) -> None:
    version = len(made.certificates) + 1
    pdf = pdf or pdf_bytes(f"{made.label.number} {version} {uuid4()}")
    certificate = stages.seal(session, Order(KIND, made.label.id, term.id, "en", version), now)
    stages.publish(session, certificate.id, files.store().put(pdf), now)
    made.certificates.append(certificate)
    made.pdfs.append(pdf)


def _event(
    session: Session, label: Label, happening: Happening, people: tuple[Person, Person]
) -> None:
    recorded = happening.recorded or at(happening.day)
    change = LabelChange(
        label_id=label.id,
        kind=happening.kind,
        state=DecisionState.TAKEN,
        public_reason=happening.reason,
        private_reason=PRIVATE_REASON,
        effective_on=happening.day,
        prepared_at=recorded,
        prepared_by=people[0].id,
        decided_at=recorded,
        decided_by=people[1].id,
    )
    session.add(change)
    session.flush()
    event = LabelEvent(
        label_id=label.id,
        change_id=change.id,
        kind=happening.kind,
        effective_on=happening.day,
        public_reason=happening.reason,
        recorded_at=recorded,
    )
    session.add(event)
    session.flush()
    log_change(session, label, event, recorded)


def add_application(
    session: Session,
    organisation_id: UUID,
    level: str,
    now: datetime,
    state: State = State.DECIDED,
) -> UUID:
    """Add an application in a state, in a call of its own; return its key."""
    identity_ = edition(EDITION).identity
    call = Call(
        title="Call of the year",
        edition_id=EDITION,
        edition_sha256=identity_,
        levels=["bronze", "silver", "gold"],
        opens_on=now.date(),
        created_at=now,
    )
    session.add(call)
    session.flush()
    application = Application(
        reference=f"A-{uuid4().hex[:12]}",
        organisation_id=organisation_id,
        call_id=call.id,
        edition_id=EDITION,
        edition_sha256=identity_,
        level_id=level,
        state=state,
        state_since=now,
        created_at=now,
        terms_version="2026-1",
        terms_accepted_at=now,
        authorised_name="Sigrid Signatory",
        authorised_function="Chair",
    )
    session.add(application)
    session.flush()
    return application.id
