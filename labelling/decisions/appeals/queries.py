"""What can be read of appeals: cases as people stand to them, panels, drafts and votes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from labelling.applications.models import Application, EligibilityFinding
from labelling.core.access import Actor, Role
from labelling.core.errors import NotFound
from labelling.decisions.appeals.life import ENDED, RUNNING_CLOCK, AppealState
from labelling.decisions.appeals.models import (
    STANDING,
    Appeal,
    AppealDraft,
    AppealNote,
    AppealPiece,
    AppealVote,
    Composition,
    PanelMember,
)
from labelling.decisions.appeals.proof import involved
from labelling.decisions.appeals.subjects import AppealCase
from labelling.decisions.appeals.words import Follow
from labelling.decisions.clocks.dates import due_dates
from labelling.decisions.models import Label
from labelling.organisations.models import Organisation
from labelling.people import queries as people

ENDED_SHOWN = 30


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An appeal in a list: what it is about, and the date that runs."""

    appeal: Appeal
    organisation: Organisation
    called: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Ballot:
    """A draft with the votes on it, in the order in which they were given."""

    draft: AppealDraft
    votes: tuple[AppealVote, ...]

    @property
    def agreed(self) -> int:
        """Return how many agree."""
        return sum(vote.agrees for vote in self.votes)


def get_appeal(session: Session, appeal_id: UUID) -> Appeal:
    """Return an appeal; raise NotFound."""
    appeal = session.get(Appeal, appeal_id)
    if appeal is None:
        raise NotFound
    return appeal


def appeal_case(
    session: Session, appeal: Appeal, person_id: UUID | None, now: datetime
) -> AppealCase:
    """Return an appeal as a person stands to it."""
    if person_id is None:
        return AppealCase(appeal, None, frozenset(), None, independent=False)
    independent = appeal.proposed_by is not None and people.independent(
        session, appeal.proposed_by, person_id, now
    )
    return AppealCase(
        appeal=appeal,
        person_id=person_id,
        parts=involved(session, appeal, now).get(person_id, frozenset()),
        member=find_member(session, appeal.id, person_id),
        independent=independent,
    )


def find_member(session: Session, appeal_id: UUID, person_id: UUID) -> PanelMember | None:
    """Return a person's standing place on the panel of an appeal."""
    return session.scalar(
        select(PanelMember).where(
            PanelMember.appeal_id == appeal_id,
            PanelMember.person_id == person_id,
            PanelMember.state.in_(STANDING),
        )
    )


def members(session: Session, appeal_id: UUID) -> list[PanelMember]:
    """Return everybody who was ever named to the panel, those who stand first."""
    rows = session.scalars(
        select(PanelMember)
        .where(PanelMember.appeal_id == appeal_id)
        .order_by(PanelMember.named_at, PanelMember.id)
    )
    return sorted(rows, key=lambda one: one.state not in STANDING)


def panel(session: Session, appeal_id: UUID) -> list[PanelMember]:
    """Return the members who stand, in the order in which they were named."""
    return [one for one in members(session, appeal_id) if one.state in STANDING]


def compositions(session: Session, appeal_id: UUID) -> list[Composition]:
    """Return the proofs of how the panel was composed, oldest first."""
    return list(
        session.scalars(
            select(Composition)
            .where(Composition.appeal_id == appeal_id)
            .order_by(Composition.number)
        )
    )


def pieces(session: Session, appeal_id: UUID) -> list[AppealPiece]:
    """Return the evidence that an appeal was filed with, by title."""
    return list(
        session.scalars(
            select(AppealPiece)
            .where(AppealPiece.appeal_id == appeal_id)
            .order_by(AppealPiece.title, AppealPiece.id)
        )
    )


def notes(session: Session, appeal_id: UUID) -> list[AppealNote]:
    """Return what the members said to each other, oldest first."""
    return list(
        session.scalars(
            select(AppealNote)
            .where(AppealNote.appeal_id == appeal_id)
            .order_by(AppealNote.at, AppealNote.id)
        )
    )


def ballots(session: Session, appeal_id: UUID) -> list[Ballot]:
    """Return the drafts of an outcome with their votes, the newest last."""
    drafts = session.scalars(
        select(AppealDraft).where(AppealDraft.appeal_id == appeal_id).order_by(AppealDraft.number)
    ).all()
    votes = session.scalars(
        select(AppealVote)
        .where(AppealVote.draft_id.in_([draft.id for draft in drafts]))
        .order_by(AppealVote.at, AppealVote.id)
    ).all()
    return [
        Ballot(draft, tuple(vote for vote in votes if vote.draft_id == draft.id))
        for draft in drafts
    ]


def running_appeals(session: Session) -> list[AppealRow]:
    """Return the appeals that have not ended, the nearest date first."""
    rows = _rows(session, _listed().where(Appeal.state.not_in(ENDED)))
    return sorted(rows, key=lambda row: (row.due is None, row.due or date.max, row.appeal.receipt))


def appeals_for(session: Session, actor: Actor) -> list[AppealRow]:
    """Return the appeals that a list shows to an actor, those that run first, then the newest.

    Organisations see their own, members those on whose panel they are or were, the office all.
    """
    query = _listed()
    if actor.role is Role.MANAGER:
        query = query.where(Appeal.organisation_id.in_(actor.organisations()))
    elif actor.role is Role.APPEALS:
        own = select(PanelMember.appeal_id).where(
            PanelMember.person_id == actor.person_id, PanelMember.state.in_(STANDING)
        )
        query = query.where(Appeal.id.in_(own))
    elif actor.role not in {Role.OFFICER, Role.COMMITTEE}:
        return []
    running = _rows(session, query.where(Appeal.state.not_in(ENDED)))
    newest = query.where(Appeal.state.in_(ENDED)).order_by(Appeal.filed_at.desc(), Appeal.id)
    return [
        *sorted(running, key=lambda row: (row.due or date.max, row.appeal.receipt)),
        *_rows(session, newest.limit(ENDED_SHOWN)),
    ]


def names_of(session: Session, rows: Sequence[Appeal]) -> dict[UUID, str]:
    """Return the names of those who took the steps of appeals for the office."""
    return people.names(
        session,
        [
            person_id
            for row in rows
            for person_id in (
                row.filed_by,
                row.acknowledged_by,
                row.proposed_by,
                row.judged_by,
                row.followed_by,
            )
        ],
    )


def _listed() -> Select[Appeal, Organisation, str | None, str | None]:
    return (
        select(Appeal, Organisation, Application.reference, Label.number)
        .join(Organisation, Organisation.id == Appeal.organisation_id)
        .outerjoin(Application, Application.id == Appeal.application_id)
        .outerjoin(Label, Label.id == Appeal.label_id)
    )


def _rows(
    session: Session, query: Select[Appeal, Organisation, str | None, str | None]
) -> list[AppealRow]:
    found = session.execute(query).all()
    dates = due_dates(session, [appeal.id for appeal, *_ in found])
    return [
        AppealRow(
            appeal,
            organisation,
            reference or number or "",
            dates.get((appeal.id, clock))
            if (clock := RUNNING_CLOCK.get(appeal.state)) is not None
            else None,
        )
        for appeal, organisation, reference, number in found
    ]


def to_follow(session: Session) -> list[AppealRow]:
    """Return the decided appeals whose outcome asks for something, oldest first."""
    return _rows(
        session,
        _listed()
        .where(
            Appeal.state == AppealState.DECIDED,
            Appeal.follow.in_((Follow.REOPEN, Follow.CHANGE)),
            Appeal.followed_at.is_(None),
        )
        .order_by(Appeal.decided_at, Appeal.id),
    )


def findings(session: Session, application_id: UUID) -> list[EligibilityFinding]:
    """Return what was found of the rules of eligibility, by rule."""
    return list(
        session.scalars(
            select(EligibilityFinding)
            .where(EligibilityFinding.application_id == application_id)
            .order_by(EligibilityFinding.rule_id)
        )
    )
