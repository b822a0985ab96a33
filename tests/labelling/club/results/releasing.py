"""What happens to a simulated club in tests: peers chosen, figures corrected, results released."""

from uuid import UUID

from sqlalchemy import select

from labelling.club.models import Club, ClubRound, RoundMember, ValueRevision
from labelling.club.results import actions
from labelling.core.database import reading, unit_of_work
from tests.labelling.club.results.making import NOW, World, freeze


def correct(world: World, name: str, quantity: str, add: int) -> None:
    """Correct a member's figure of the newest round and freeze the next version."""
    with unit_of_work() as session:
        part = session.scalars(
            select(RoundMember).where(
                RoundMember.membership_id == world.memberships[name],
                RoundMember.round_id == world.round_id,
            )
        ).one()
        row = session.scalars(
            select(ValueRevision).where(
                ValueRevision.round_member_id == part.id, ValueRevision.quantity == quantity
            )
        ).one()
        session.add(
            ValueRevision(
                round_member_id=part.id,
                quantity=quantity,
                revision=row.revision + 1,
                number=str(int(row.number) + add),
                grade="A",
                source=row.source,
                corrects=True,
                saved_at=NOW,
            )
        )
        part.resubmitted_at = NOW
        session.flush()
        freeze(
            session,
            session.get_one(Club, world.club_id),
            session.get_one(ClubRound, world.round_id),
        )


def choose(world: World, at: int = 0, **bands: list[str]) -> UUID:
    """Fix a member's own peers by bands."""
    actor, membership_id = world.first(at)
    with unit_of_work() as session:
        return actions.choose_peers(
            session,
            actor=actor,
            membership_id=membership_id,
            round_id=world.round_id,
            bands=bands,
            now=NOW,
        ).id


def release(world: World, *, round_id: UUID | None = None, dimension: str = "size") -> None:
    """Release a round's next results, as the office does."""
    with reading() as session:
        prepared = actions.prepare_results(
            session,
            actor=world.officer,
            round_id=round_id or world.round_id,
            dimension=dimension,
            now=NOW,
        )
    with unit_of_work() as session:
        actions.release_results(session, actor=world.officer, prepared=prepared, now=NOW)
