"""What the minutes say: everything that was recorded of a sitting, as plain JSON values.

People stand in it by their ids, so that the hash stands when an account is erased; whoever shows
the minutes looks the names up.
"""

import hashlib
import json
from typing import Any
from uuid import UUID

import rfc8785
from sqlalchemy.orm import Session

from labelling.core import i18n
from labelling.decisions.bodies import schemes
from labelling.decisions.committee import queries
from labelling.decisions.committee.ballots import standing_votes
from labelling.decisions.committee.entitled import CaseMatter, Matter, matters, recusals
from labelling.decisions.committee.models import Minutes, Sitting, SittingItem

Record = dict[str, Any]


def record_of(session: Session, sitting: Sitting) -> Record:
    """Return the record of a sitting as it stands now."""
    items = queries.items_of(session, sitting.id)
    about = matters(session, items)
    names = queries.holders(session, about)
    votes = standing_votes(session, items)
    dissents = queries.dissents(session, items)
    out = recusals(session, items)
    return {
        "scheme": sitting.scheme,
        "scheme_name": _scheme_name(sitting),
        "number": sitting.number,
        "kind": sitting.kind.value,
        "day": sitting.day.isoformat(),
        "opened_at": sitting.opened_at.isoformat() if sitting.opened_at else None,
        "place": sitting.place,
        "chair": str(sitting.chair_id),
        "deputy": str(sitting.deputy_id) if sitting.deputy_id else None,
        "secret": sitting.secret,
        "members": [
            {
                "person": str(row.person_id),
                "reply": row.reply.value if row.reply is not None else None,
                "attended": row.attended,
            }
            for row in queries.members_of(session, sitting.id).values()
        ],
        "observers": sitting.observers,
        "remarks": sitting.remarks,
        "items": [
            {
                **_matter(about[item.id]),
                "organisation": names[item.id].name,
                **_course(item),
                "recused": [
                    {"person": str(person_id), "grounds": one.grounds.value,
                     "reason": str(one.reason)}
                    for person_id, one in out.get(item.id, {}).items()
                ],
                "voters": [str(person_id) for person_id in votes[item.id]],
                "votes": []
                if sitting.secret
                else [
                    {"person": str(person_id), "choice": choice.value}
                    for person_id, choice in votes[item.id].items()
                ],
                "dissents": [
                    {"person": str(person_id), "reason": reason}
                    for person_id, reason in dissents.get(item.id, {}).items()
                ],
            }
            for item in items
        ],
    }  # fmt: skip


def sealed(record: Record) -> tuple[str, str]:
    """Return a record as canonical JSON (RFC 8785) and its SHA-256."""
    content = rfc8785.dumps(record)
    return content.decode(), hashlib.sha256(content).hexdigest()


def read_back(minutes: Minutes) -> Record:
    """Return what approved minutes say."""
    found: Record = json.loads(minutes.content)
    return found


def people_in(record: Record) -> set[UUID]:
    """Return everybody whom a record names by id."""
    ids = {record["chair"], record["deputy"], *(one["person"] for one in record["members"])}
    for item in record["items"]:
        ids |= {item["closed_by"], item["objected_by"]}
        for part in ("recused", "votes", "dissents"):
            ids |= {one["person"] for one in item[part]}
    return {UUID(person_id) for person_id in ids if person_id}


def _scheme_name(sitting: Sitting) -> str:
    with i18n.speaking(i18n.DEFAULT):
        found = schemes().get(sitting.scheme)
    return found.name if found is not None else sitting.scheme


def _matter(matter: Matter) -> Record:
    if isinstance(matter, CaseMatter):
        return {
            "about": "application",
            "reference": matter.application.reference,
            "edition": matter.application.edition_id,
            "applied_for": matter.application.level_id,
            "change": None,
        }
    return {
        "about": "change",
        "reference": matter.label.number,
        "edition": None,
        "applied_for": None,
        "change": matter.change.kind.value,
    }


def _course(item: SittingItem) -> Record:
    return {
        "id": str(item.id),
        "outcome": item.outcome.value if item.outcome is not None else None,
        "level": item.level_id,
        "result": item.result.value if item.result is not None else None,
        "reason": item.reason,
        "in_favour": item.in_favour,
        "against": item.against,
        "abstained": item.abstained,
        "entitled": item.entitled,
        "quorum": item.quorum,
        "took_part": item.took_part,
        "objection": item.objection,
        "objected_by": str(item.objected_by) if item.objected_by is not None else None,
        "closed_at": item.closed_at.isoformat() if item.closed_at is not None else None,
        "closed_by": str(item.closed_by) if item.closed_by is not None else None,
    }
