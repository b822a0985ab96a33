"""Saving the list of members, whole: who came, who went, whose kind is another."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import audit
from labelling.core.access import Actor, require
from labelling.core.errors import Conflict
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations import queries, watching
from labelling.organisations.members import (
    Difference,
    MemberLine,
    difference,
    fingerprint,
    folded,
)
from labelling.organisations.models import Member


def save_members(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    members: Sequence[MemberLine],
    base: str,
    now: datetime,
) -> Difference:
    """Make a list of members the present one; members that left stay on record with their day.

    ``base`` is the fingerprint of the list that it started from. Raises Conflict where somebody
    has saved another list since.
    """
    organisation = queries.get_organisation(session, organisation_id)
    require(actor, Permission.FACTS_EDIT, organisation, now=now)
    rows = {row.line.key: row for row in queries.member_rows(session, organisation_id)}
    present = [row.line for row in rows.values()]
    found = difference(present, members)
    if found.is_none:
        return found
    if fingerprint(present) != base:
        raise Conflict(
            lazy("Somebody saved another list of members meanwhile. Look at the differences anew.")
        )
    for line in found.left:
        rows[line.key].removed_at, rows[line.key].removed_by = now, actor.person_id
    for line in found.changed:
        rows[line.key].kind = line.kind
    session.flush()
    session.add_all(
        Member(
            organisation_id=organisation_id,
            name=line.name,
            folded=folded(line.name),
            kind=line.kind,
            country=line.country,
            added_at=now,
            added_by=actor.person_id,
        )
        for line in found.joined
    )
    audit.record(
        session,
        actor,
        "members.save",
        organisation,
        now,
        joined=[line.name for line in found.joined],
        left=[line.name for line in found.left],
        changed=[line.name for line in found.changed],
    )
    watching.facts_changed(session, organisation_id, now)
    return found
