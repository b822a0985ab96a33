"""The panel: named from those whom the ledger knows of no part, declared, removed on record."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import combinations
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import SYSTEM, Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions.appeals import letters, queries
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.models import (
    STANDING,
    Appeal,
    Composition,
    MemberState,
    PanelMember,
)
from labelling.decisions.appeals.proof import (
    SEATS,
    candidates,
    examined,
    fingerprint,
    involved,
    involved_in_each,
)
from labelling.decisions.appeals.subjects import AppealCase
from labelling.decisions.appeals.texts import SHORT_LIMIT, checked
from labelling.decisions.clocks.spans import Clock
from labelling.decisions.partaking import Part
from labelling.decisions.subjects import person_of
from labelling.people import queries as people
from labelling.people.actions import record_involvement
from labelling.people.apart import accounts
from labelling.people.models import InvolvementKind
from labelling.reviews.independence import DECLARABLE


def compose_panel(
    session: Session,
    *,
    actor: Actor,
    appeal_id: UUID,
    person_ids: Collection[UUID],
    writer_id: UUID,
    now: datetime,
) -> Composition:
    """Name the members who are missing on a panel of three, and who of the three writes.

    Keeps the proof: who was examined, what was found of each, and the trail's head before it.
    Raises Invalid for the wrong number, for somebody who cannot sit, and for two who do not count
    as two persons.
    """
    appeal = queries.get_appeal(session, appeal_id)
    case = queries.appeal_case(session, appeal, actor.person_id, now)
    access.require(actor, Permission.APPEAL_HANDLE, case, now=now)
    if appeal.state is not AppealState.ADMITTED:
        raise NotNow(lazy("A panel is named once the appeal has been admitted."))
    standing = queries.panel(session, appeal.id)
    refuse_involved(session, appeal, standing, now)
    chosen = sorted(set(person_ids), key=str)
    if not chosen or len(standing) + len(chosen) != SEATS:
        raise Invalid(
            lazy("A panel has three members: choose %(number)s."),
            field="members",
            number=SEATS - len(standing),
        )
    found = candidates(session, appeal, now)
    if not {one.person.id for one in found if one.possible}.issuperset(chosen):
        raise Invalid(lazy("Choose from those who can sit."), field="members")
    everybody = [*(member.person_id for member in standing), *chosen]
    _refuse_dependent(session, everybody, now)
    if writer_id not in everybody:
        raise Invalid(lazy("Choose who of the three writes."), field="writer")
    composition = _composition(
        session, actor, appeal, listed=examined(found), chosen=chosen, now=now
    )
    for member in standing:
        member.writes = member.person_id == writer_id
    session.add_all(
        PanelMember(
            appeal_id=appeal.id,
            composition_id=composition.id,
            person_id=person_id,
            writes=person_id == writer_id,
            state=MemberState.NAMED,
            named_at=now,
        )
        for person_id in chosen
    )
    session.flush()
    audit.record(
        session,
        actor,
        "appeal.panel_named",
        appeal,
        now,
        members=[str(person_id) for person_id in chosen],
        trail=composition.audit_seq,
        examined=composition.examined_sha256,
    )
    named = [people.get_person(session, person_id) for person_id in chosen]
    letters.tell_members(session, appeal, "named", named, now)
    return composition


def declare_independence(
    session: Session,
    *,
    actor: Actor,
    appeal_id: UUID,
    kinds: Sequence[InvolvementKind],
    text: str,
    now: datetime,
) -> PanelMember:
    """Declare one's involvements with the organisation (none: an empty list).

    Whoever declares one, or is found in the ledger meanwhile, does not sit; the declaration goes
    into the ledger. When all three have declared none, the panel sits.
    """
    appeal, case, member = _named(session, actor, appeal_id, now)
    if any(kind not in DECLARABLE for kind in kinds):
        raise Invalid(lazy("Choose from the list."), field="kinds")
    if kinds and not text:
        raise Invalid(lazy("Say in a sentence what it is, and when."), field="text")
    if len(text) > SHORT_LIMIT:
        checked(text, "text", SHORT_LIMIT)
    member.declared_at = now
    audit.record(
        session,
        actor,
        "appeal.member_declared",
        member,
        now,
        declared=sorted(kind.value for kind in kinds),
        ledger=sorted(part.value for part in case.parts),
    )
    for kind in kinds:
        record_involvement(
            session,
            actor=actor,
            person_id=member.person_id,
            organisation_id=appeal.organisation_id,
            kind=kind,
            source="declaration",
            now=now,
            since=today(now),
            note=text[:500],
        )
    if kinds or case.parts:
        _end(
            session,
            actor,
            appeal,
            member,
            state=MemberState.REMOVED,
            reason=_found(kinds, case.parts),
            now=now,
        )
        return member
    member.state = MemberState.SITTING
    session.flush()
    _take_off_involved(session, [appeal], now)  # the others declared earlier
    standing = queries.panel(session, appeal.id)
    if len(standing) == SEATS and all(one.state is MemberState.SITTING for one in standing):
        appeal.advance(AppealState.SITTING, at=now)
        session.flush()
        audit.record(session, actor, "appeal.panel_sits", appeal, now)
        letters.tell_owners(session, appeal, "sitting", now)
        letters.tell_members(session, appeal, "sitting", letters.panel_people(session, appeal), now)
    return member


def decline_seat(
    session: Session, *, actor: Actor, appeal_id: UUID, reason: str, now: datetime
) -> PanelMember:
    """Say that one cannot sit on a panel to which one was named."""
    appeal, _, member = _named(session, actor, appeal_id, now)
    checked(reason, "decline_reason", SHORT_LIMIT)
    _end(session, actor, appeal, member, state=MemberState.DECLINED, reason=reason, now=now)
    return member


def remove_member(
    session: Session,
    *,
    actor: Actor,
    appeal_id: UUID,
    member_id: UUID,
    reason: str,
    now: datetime,
) -> PanelMember:
    """Take a member off the panel, on record: an involvement came to light, or they do not act."""
    appeal = queries.get_appeal(session, appeal_id)
    case = queries.appeal_case(session, appeal, actor.person_id, now)
    access.require(actor, Permission.APPEAL_HANDLE, case, now=now)
    if appeal.state not in {AppealState.ADMITTED, AppealState.SITTING}:
        raise NotNow(lazy("The panel of this appeal does not change any more."))
    member = next((one for one in queries.panel(session, appeal.id) if one.id == member_id), None)
    if member is None:
        raise NotFound
    checked(reason, "remove_reason", SHORT_LIMIT)
    _end(session, actor, appeal, member, state=MemberState.REMOVED, reason=reason, now=now)
    return member


def remove_involved(session: Session, now: datetime) -> None:
    """Take everybody off a panel of whom the ledger has learnt a part since they were named."""
    running = session.scalars(
        select(Appeal)
        .where(Appeal.state.in_((AppealState.ADMITTED, AppealState.SITTING)))
        .order_by(Appeal.filed_at, Appeal.id)
    )
    _take_off_involved(session, running.all(), now)


def refuse_involved(
    session: Session, appeal: Appeal, members: Collection[PanelMember], now: datetime
) -> None:
    """Raise NotNow where the ledger knows by now of a part that one of these members had."""
    if not members:
        return
    parts = involved(session, appeal, now)
    if any(member.person_id in parts for member in members):
        raise NotNow(
            lazy(
                "By now the ledger knows of a part that a member of this panel had. The member is "
                "taken off within a minute; then the office names another."
            )
        )


def _take_off_involved(session: Session, appeals: Collection[Appeal], now: datetime) -> None:
    known = involved_in_each(session, appeals, now)
    named = queries.members_of_each(session, [appeal.id for appeal in appeals])
    for appeal in appeals:
        parts = known[appeal.id]
        for member in named[appeal.id]:
            if member.state in STANDING and member.person_id in parts:
                reason = _found((), parts[member.person_id])
                _end(
                    session,
                    SYSTEM,
                    appeal,
                    member,
                    state=MemberState.REMOVED,
                    reason=reason,
                    now=now,
                )


def _named(
    session: Session, actor: Actor, appeal_id: UUID, now: datetime
) -> tuple[Appeal, AppealCase, PanelMember]:
    appeal = queries.get_appeal(session, appeal_id)
    case = queries.appeal_case(session, appeal, actor.person_id, now)
    access.require(actor, Permission.APPEAL_DECLARE, case, now=now)
    if case.member is None or case.member.state is not MemberState.NAMED:
        raise NotNow(lazy("You have declared already."))
    return appeal, case, case.member


def _refuse_dependent(session: Session, person_ids: Sequence[UUID], now: datetime) -> None:
    known = accounts(session, person_ids, now)
    for one, other in combinations(person_ids, 2):
        if not known.independent(one, other):
            raise Invalid(
                lazy(
                    "Two of these do not count as two persons: one account was made or reset by "
                    "the other in the last 30 days."
                ),
                field="members",
            )


def _composition(
    session: Session,
    actor: Actor,
    appeal: Appeal,
    *,
    listed: dict[str, list[str]],
    chosen: Sequence[UUID],
    now: datetime,
) -> Composition:
    head = audit.head(session)
    trail = head.entry_sha256.hex()
    row = Composition(
        appeal_id=appeal.id,
        number=len(queries.compositions(session, appeal.id)) + 1,
        audit_seq=head.seq,
        audit_sha256=trail,
        examined=listed,
        examined_sha256=fingerprint(appeal, listed, trail),
        named=[str(person_id) for person_id in chosen],
        composed_at=now,
        composed_by=person_of(actor),
    )
    session.add(row)
    session.flush()
    return row


def _found(kinds: Sequence[InvolvementKind], parts: Collection[Part]) -> str:
    """Return, in the record's own words, what keeps somebody from a panel."""
    return ", ".join(sorted({*(kind.value for kind in kinds), *(part.value for part in parts)}))


def _end(
    session: Session,
    actor: Actor,
    appeal: Appeal,
    member: PanelMember,
    *,
    state: MemberState,
    reason: str,
    now: datetime,
) -> None:
    member.state, member.ended_at, member.ended_reason = state, now, reason
    if appeal.state is AppealState.SITTING:
        appeal.advance(AppealState.ADMITTED, at=now)
    session.flush()
    audit.record(session, actor, f"appeal.member_{state.value}", member, now, reason=reason)
    letters.tell_office(session, appeal, "member", Clock.PANEL, now)
