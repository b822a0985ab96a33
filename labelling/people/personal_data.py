"""What this room holds of a person: given out as a copy, and erased."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from labelling.core.audit import AuditEntry, forget_details
from labelling.core.outbox import Outgoing
from labelling.people import queries
from labelling.people.models import (
    Involvement,
    KeptPost,
    Passkey,
    Person,
    RecoveryCode,
    RoleGrant,
    SignedInSession,
    Ticket,
)
from labelling.people.sessions import end_sessions
from labelling.people.tickets import cancel_tickets


def export(session: Session, person_id: UUID) -> Mapping[str, Any]:
    """Return the account, roles, sessions, involvements, mail and acts of a person."""
    person = queries.get_person(session, person_id)
    return {
        "account": {
            "email": person.email,
            "name": person.name,
            "language": person.language,
            "created_at": _text(person.created_at),
            "verified_at": _text(person.verified_at),
            "password_changed_at": _text(person.password_changed_at),
            "second_factor_since": _text(person.totp_confirmed_at),
            "suspended_at": _text(person.suspended_at),
        },
        "roles": [
            {
                "role": row.role.value,
                "schemes": row.schemes,
                "proposed_at": _text(row.proposed_at),
                "confirmed_at": _text(row.confirmed_at),
                "ended_at": _text(row.ended_at),
            }
            for row in _rows(session, RoleGrant, person_id)
        ],
        "passkeys": [
            {
                "name": row.name,
                "added_at": _text(row.created_at),
                "last_used_at": _text(row.last_used_at),
            }
            for row in _rows(session, Passkey, person_id)
        ],
        "sessions": [
            {
                "browser": row.browser,
                "begun_at": _text(row.created_at),
                "last_seen_at": _text(row.last_seen_at),
                "ended_at": _text(row.ended_at),
            }
            for row in _rows(session, SignedInSession, person_id)
        ],
        "involvements": [
            {
                "organisation": str(row.organisation_id),
                "kind": row.kind.value,
                "since": _text(row.since),
                "until": _text(row.until),
                "source": row.source,
                "note": row.note,
            }
            for row in _rows(session, Involvement, person_id)
        ],
        "mail": [
            {"name": row.name, "subject": row.subject, "sent_at": _text(row.finished_at)}
            for row in _rows(session, Outgoing, person_id)
        ],
        "acts": [
            {"at": _text(at), "role": role, "verb": verb}
            for at, role, verb in session.execute(
                select(AuditEntry.at, AuditEntry.role, AuditEntry.verb)
                .where(AuditEntry.actor_id == person_id)
                .order_by(AuditEntry.seq)
            )
        ],
    }


def erase(session: Session, person_id: UUID, now: datetime) -> None:
    """Erase name, address and everything that signs a person in; ids stay for the record.

    Roles end. The lines of the ledger stay, without their notes, since decisions rest on them.
    """
    person = queries.get_person(session, person_id)
    end_sessions(session, person_id, now)
    cancel_tickets(session, person)
    for table in (RecoveryCode, Passkey, KeptPost, SignedInSession, Ticket):
        session.execute(delete(table).where(table.person_id == person_id))
    session.execute(
        update(RoleGrant)
        .where(RoleGrant.person_id == person_id, RoleGrant.ended_at.is_(None))
        .values(ended_at=now)
    )
    session.execute(update(Involvement).where(Involvement.person_id == person_id).values(note=""))
    _erase_mail(session, person_id)
    _erase_details(session, person_id)
    person.email, person.name = f"erased-{person.id}@account.invalid", ""
    person.password_hash = person.password_changed_at = None
    person.totp_sealed = person.totp_confirmed_at = person.totp_last_step = None
    person.erased_at = now


def _erase_mail(session: Session, person_id: UUID) -> None:
    own = Outgoing.person_id == person_id
    session.execute(delete(Outgoing).where(own, Outgoing.finished_at.is_(None)))
    session.execute(update(Outgoing).where(own).values(address=None, subject=None, payload={}))


def _erase_details(session: Session, person_id: UUID) -> None:
    forget_details(
        session, AuditEntry.subject_kind == Person.__tablename__, AuditEntry.subject_id == person_id
    )


def _rows(session: Session, table: type[Any], person_id: UUID) -> list[Any]:
    return list(
        session.scalars(select(table).where(table.person_id == person_id).order_by(table.id))
    )


def _text(value: date | datetime | None) -> str | None:
    return None if value is None else value.isoformat()
