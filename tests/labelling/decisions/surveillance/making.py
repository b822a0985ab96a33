"""Holders for tests of surveillance: a label with its organisation's people, figures, members."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import rfc8785
from sqlalchemy import select

from labelling.applications.models import EligibilityFinding, Snapshot, Submission
from labelling.core.access import Actor, Role, Seat
from labelling.core.database import reading, unit_of_work
from labelling.core.outbox import Outgoing
from labelling.decisions.models import Decision, Label, LabelTerm
from labelling.decisions.surveillance import actions, watching
from labelling.decisions.surveillance.models import (
    Finding,
    FindingStep,
    Notice,
    NoticeKind,
)
from labelling.organisations import queries as organisations
from labelling.organisations.actions.members import save_members
from labelling.organisations.members import MemberKind, MemberLine, fingerprint
from labelling.organisations.models import FactValue
from labelling.people.models import Person
from tests.labelling.acting import actor_for
from tests.labelling.decisions import making as decisions

NOW = decisions.NOW
MEMBERS = tuple(
    MemberLine(f"Member {number:02d}", MemberKind.FIRM, "AT") for number in range(1, 11)
)


@dataclass(frozen=True, slots=True)
class Held:
    """A label that is held, its office and its holder's first owner and contributor."""

    office: decisions.Office
    label: Label
    owner: Person
    contributor: Person

    @property
    def acting(self) -> Actor:
        """Return the owner, acting as manager."""
        return actor_for(self.owner, Role.MANAGER, {self.label.organisation_id: Seat.OWNER})

    @property
    def officer(self) -> Actor:
        """Return the first officer, acting."""
        return decisions.officer(self.office)

    @property
    def term(self) -> LabelTerm:
        """Return the newest term."""
        return decisions.terms(self.label)[-1]


def held(
    *,
    level: str = "bronze",
    named: tuple[MemberLine, ...] = (),
    members_then: str = "40",
    now: datetime = NOW,
) -> Held:
    """Award a label; the application named these members and counted so many."""
    office = decisions.make_office()
    label = decisions.label(office, level=level, now=now, visited=(now - timedelta(days=17)).date())
    with unit_of_work() as session:
        people = organisations.seat_holders(session, label.organisation_id)
        submission = session.scalars(
            select(Submission)
            .join(Decision, Decision.application_id == Submission.application_id)
            .join(LabelTerm, LabelTerm.decision_id == Decision.id)
            .where(LabelTerm.label_id == label.id)
        ).one()
        content: dict[str, Any] = {
            "facts": {"members-total": {"2025": members_then}, "staff-fte": {"2025": "2"}},
            "declarations": {"no-insolvency": {"holds": True, "explanation": ""}},
            "members": [
                {"name": one.name, "kind": one.kind.value, "country": one.country} for one in named
            ],
        }
        session.add(
            Snapshot(
                application_id=submission.application_id,
                sha256=submission.sha256,
                content=rfc8785.dumps(content).decode(),
            )
        )
    owner = next(person for person, seat in people if seat is Seat.OWNER)
    contributor = next(person for person, seat in people if seat is Seat.CONTRIBUTOR)
    made = Held(office, label, owner, contributor)
    if named:
        name_members(made, named, now=now)
    return made


def grant(held_: Held, rule_id: str, *, holds: bool, derogation: bool) -> None:
    """Record what the office found of a rule when it checked the application."""
    with unit_of_work() as session:
        application_id = session.scalars(
            select(Decision.application_id)
            .join(LabelTerm, LabelTerm.decision_id == Decision.id)
            .where(LabelTerm.label_id == held_.label.id)
        ).one()
        session.add(
            EligibilityFinding(
                application_id=application_id,
                rule_id=rule_id,
                holds=holds,
                derogation=derogation,
                reason="Granted.",
                found_at=NOW,
            )
        )


def report(held_: Held, fact_id: str, value: str, year: int, *, now: datetime = NOW) -> None:
    """Put a figure into the fact sheet, and let it be checked."""
    with unit_of_work() as session:
        organisation_id = held_.label.organisation_id
        row = session.scalar(
            select(FactValue).where(
                FactValue.organisation_id == organisation_id,
                FactValue.fact_id == fact_id,
                FactValue.year == year,
            )
        )
        if row is None:
            row = FactValue(organisation_id=organisation_id, fact_id=fact_id, year=year)
            session.add(row)
        row.value, row.version, row.updated_at = value, (row.version or 0) + 1, now
        session.flush()
        watching.check_organisation(session, organisation_id, now)


def name_members(held_: Held, members: tuple[MemberLine, ...], *, now: datetime = NOW) -> None:
    """Make these the present members."""
    with unit_of_work() as session:
        organisation_id = held_.label.organisation_id
        present = [row.line for row in organisations.member_rows(session, organisation_id)]
        save_members(
            session,
            actor=held_.acting,
            organisation_id=organisation_id,
            members=members,
            base=fingerprint(present),
            now=now,
        )


def tell(
    held_: Held,
    kind: NoticeKind = NoticeKind.MANAGEMENT,
    *,
    happened_on: date | None = None,
    now: datetime = NOW,
    **more: object,
) -> Notice:
    """Report a change, a week after it happened unless told."""
    day = happened_on if happened_on is not None else (now - timedelta(days=7)).date()
    told = actions.Told(kind=kind, happened_on=day, text="A new manager has begun.", **more)  # type: ignore[arg-type]
    with unit_of_work() as session:
        return actions.report_change(
            session, actor=held_.acting, label_id=held_.label.id, told=told, now=now
        )


def findings(held_: Held) -> list[Finding]:
    """Return all findings about the label, oldest first."""
    with reading() as session:
        query = select(Finding).where(Finding.label_id == held_.label.id)
        return list(session.scalars(query.order_by(Finding.found_at, Finding.key)))


def steps(finding: Finding) -> list[str]:
    """Return what happened to a finding, in order."""
    with reading() as session:
        query = select(FindingStep.kind).where(FindingStep.finding_id == finding.id)
        return [kind.value for kind in session.scalars(query.order_by(FindingStep.number))]


def mails(name: str, about: UUID | None = None) -> list[Outgoing]:
    """Return the mails of a template that were queued, oldest first."""
    with reading() as session:
        query = select(Outgoing).where(Outgoing.name == name)
        if about is not None:
            query = query.where(Outgoing.about_id == about)
        return list(session.scalars(query.order_by(Outgoing.created_at, Outgoing.address)))


def check_at(now: datetime) -> None:
    """Let the worker check everybody on the day of an instant."""
    with unit_of_work() as session:
        watching.check_daily(session, now)
