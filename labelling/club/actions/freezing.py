"""Freezing a round: a version of its figures with a hash, from which all results are computed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club import queries
from labelling.club.actions.rounds import step
from labelling.club.frozen import freeze_now, frozen_before
from labelling.club.life import TAKES_CORRECTIONS
from labelling.club.models import FrozenRound, RoundState
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission


def freeze_round(
    session: Session,
    *,
    actor: Actor,
    round_id: UUID,
    why: str = "",
    number: int | None = None,
    now: datetime,
) -> FrozenRound:
    """Freeze what was sent as the round's next version; the first one ends the checking.

    The first leaves out who sent late; later ones take in late members and corrections, and say
    why they are made. What was published stays as it is: disclosure control decides what a newer
    version may change. ``number`` is the version that the asker saw coming: one that is there
    already (the same form sent twice) is returned as it is. Raises NotNow where nothing has changed
    since the last one.
    """
    round_ = queries.get_round(session, round_id)
    club = queries.get_club(session, round_.club_id)
    access.require(actor, Permission.CLUB_RUN, club)
    versions = queries.frozen_versions(session, round_id)
    if versions and versions[0].version == number:
        return versions[0]
    first = not versions
    if first and round_.state is not RoundState.CHECKING:
        raise NotNow(lazy("A round is frozen after its figures were checked."))
    if not first:
        if round_.state not in TAKES_CORRECTIONS:
            raise NotNow(lazy("This round has ended. Its figures stay as they are."))
        if not why.strip():
            raise Invalid(lazy("Say what changed, and why."), field="why")
    parts = [
        row
        for row in queries.parts_in(session, round_id)
        if row.submitted_at is not None and not (first and row.late)
    ]
    if not parts:
        raise NotNow(lazy("Nobody has sent figures yet, so there is nothing to freeze."))
    made = freeze_now(session, club, round_, parts, version=len(versions) + 1)
    if versions and _figures(versions[0].content) == _figures(made.canonical.decode()):
        raise NotNow(lazy("No figure has changed since the last version."))
    before = frozen_before(session, club.id, round_.half_year)
    row = FrozenRound(
        round_id=round_id,
        version=made.version,
        previous_id=before.id if before is not None else None,
        sha256=made.hash,
        content=made.canonical.decode(),
        members=len(parts),
        with_late=not first,
        why=why,
        frozen_at=now,
        frozen_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor,
        "round.frozen",
        row,
        now,
        round=str(round_id),
        version=row.version,
        sha256=row.sha256,
        members=row.members,
    )
    if first:
        step(session, round_, RoundState.FROZEN, actor, now)
    return row


def _figures(content: str) -> str:
    """Return what a frozen round says of its members, without its version's number."""
    return content[: content.rindex('"version":')]
