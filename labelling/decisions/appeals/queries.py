"""What can be read of appeals: cases as people stand to them, panels, drafts and votes."""

from collections.abc import Collection, Sequence
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
from labelling.decisions.appeals.proof import involved_in_each
from labelling.decisions.appeals.subjects import AppealCase
from labelling.decisions.appeals.words import Follow
from labelling.decisions.clocks.dates import due_dates
from labelling.decisions.models import Label
from labelling.organisations.models import Organisation
from labelling.people import queries as people
from labelling.people.apart import accounts
from labelling.people.slices import Slice, slice_of

ENDED_SHOWN = 30


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An appeal in a list: what it is about, and the date that runs."""

    appeal: Appeal
    organisation: Organisation
    called: str
    due: date | None


@dataclass(frozen=True, slots=True)
class AppealsListed:
    """The appeals that run, the nearest date first, and a page of those that ended, newest first.

    ``part`` says which page of the ended ones it is.
    """

    running: list[AppealRow]
    ended: list[AppealRow]
    part: Slice


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
    return appeal_cases(session, [appeal], person_id, now)[appeal.id]


def appeal_cases(
    session: Session, appeals: Collection[Appeal], person_id: UUID | None, now: datetime
) -> dict[UUID, AppealCase]:
    """Return appeals by key as a person stands to them, in a constant number of statements."""
    if person_id is None or not appeals:
        return {
            appeal.id: AppealCase(appeal, None, frozenset(), None, independent=False)
            for appeal in appeals
        }
    parts = involved_in_each(session, appeals, now)
    places = _places(session, [appeal.id for appeal in appeals], person_id)
    proposers = [appeal.proposed_by for appeal in appeals]
    known = accounts(session, [person_id, *proposers], now)
    return {
        appeal.id: AppealCase(
            appeal=appeal,
            person_id=person_id,
            parts=parts[appeal.id].get(person_id, frozenset()),
            member=places.get(appeal.id),
            independent=known.independent(person_id, appeal.proposed_by),
        )
        for appeal in appeals
    }


def _places(
    session: Session, appeal_ids: Collection[UUID], person_id: UUID
) -> dict[UUID, PanelMember]:
    """Return a person's standing places on the panels of appeals, by appeal."""
    found = session.scalars(
        select(PanelMember).where(
            PanelMember.appeal_id.in_(appeal_ids),
            PanelMember.person_id == person_id,
            PanelMember.state.in_(STANDING),
        )
    )
    return {place.appeal_id: place for place in found}


def members(session: Session, appeal_id: UUID) -> list[PanelMember]:
    """Return everybody who was ever named to the panel, those who stand first."""
    return members_of_each(session, [appeal_id])[appeal_id]


def members_of_each(
    session: Session, appeal_ids: Collection[UUID]
) -> dict[UUID, list[PanelMember]]:
    """Return everybody who was ever named to panels, by appeal, in one statement."""
    rows = session.scalars(
        select(PanelMember)
        .where(PanelMember.appeal_id.in_(appeal_ids))
        .order_by(PanelMember.named_at, PanelMember.id)
    ).all()
    return {
        appeal_id: sorted(
            (one for one in rows if one.appeal_id == appeal_id),
            key=lambda one: one.state not in STANDING,
        )
        for appeal_id in appeal_ids
    }


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
    return ballots_of_each(session, [appeal_id])[appeal_id]


def ballots_of_each(session: Session, appeal_ids: Collection[UUID]) -> dict[UUID, list[Ballot]]:
    """Return the drafts of outcomes with their votes, by appeal, in two statements."""
    drafts = session.scalars(
        select(AppealDraft)
        .where(AppealDraft.appeal_id.in_(appeal_ids))
        .order_by(AppealDraft.number, AppealDraft.id)
    ).all()
    votes = session.scalars(
        select(AppealVote)
        .where(AppealVote.draft_id.in_([draft.id for draft in drafts]))
        .order_by(AppealVote.at, AppealVote.id)
    ).all()
    return {
        appeal_id: [
            Ballot(draft, tuple(vote for vote in votes if vote.draft_id == draft.id))
            for draft in drafts
            if draft.appeal_id == appeal_id
        ]
        for appeal_id in appeal_ids
    }


def running_appeals(session: Session) -> list[AppealRow]:
    """Return the appeals that have not ended, the nearest date first."""
    rows = _rows(session, _listed().where(Appeal.state.not_in(ENDED)))
    return sorted(rows, key=lambda row: (row.due is None, row.due or date.max, row.appeal.receipt))


def appeals_for(session: Session, actor: Actor, page: int = 1) -> AppealsListed:
    """Return the appeals that a list shows to an actor, those that ended a page at a time.

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
        return AppealsListed([], [], Slice(1, ENDED_SHOWN, 0))
    running = _rows(session, query.where(Appeal.state.not_in(ENDED)))
    ended = query.where(Appeal.state.in_(ENDED))
    part = slice_of(session, ended.with_only_columns(Appeal.id), page, ENDED_SHOWN)
    newest = ended.order_by(Appeal.filed_at.desc(), Appeal.id).limit(part.size).offset(part.offset)
    return AppealsListed(
        sorted(running, key=lambda row: (row.due or date.max, row.appeal.receipt)),
        _rows(session, newest),
        part,
    )


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
