"""Figures: the newest revision of each quantity, as it stands now or as it was sent."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from benchmarking.figures import Entry, Grade, Sheet
from benchmarking.rounds import Round
from labelling.club.models import ClubRound, RoundMember, ValueRevision

Rows = Mapping[UUID, Mapping[str, ValueRevision]]
"""By part in a round and quantity."""


def current_rows(session: Session, part_ids: Iterable[UUID]) -> Rows:
    """Return the newest revisions of some members' figures, sent or not."""
    ids = list(part_ids)
    return _newest(session, select(ValueRevision).where(ValueRevision.round_member_id.in_(ids)))


def sent_rows(session: Session, part_ids: Iterable[UUID]) -> Rows:
    """Return the figures that some members have sent: what they changed since then is theirs."""
    ids = list(part_ids)
    sent_at = func.coalesce(RoundMember.resubmitted_at, RoundMember.submitted_at)
    query = (
        select(ValueRevision)
        .join(RoundMember, RoundMember.id == ValueRevision.round_member_id)
        .where(ValueRevision.round_member_id.in_(ids), ValueRevision.saved_at <= sent_at)
    )
    return _newest(session, query)


def _newest(session: Session, query: Select[ValueRevision]) -> Rows:
    rank = func.row_number().over(
        partition_by=(ValueRevision.round_member_id, ValueRevision.quantity),
        order_by=ValueRevision.revision.desc(),
    )
    ranked = query.add_columns(rank.label("rank")).subquery()
    row = aliased(ValueRevision, ranked)
    found: dict[UUID, dict[str, ValueRevision]] = {}
    for one in session.scalars(select(row).where(ranked.c.rank == 1)):
        found.setdefault(one.round_member_id, {})[one.quantity] = one
    return found


def revisions_of(session: Session, part_id: UUID, quantity: str) -> list[ValueRevision]:
    """Return every revision of a figure, the newest first."""
    query = select(ValueRevision).where(
        ValueRevision.round_member_id == part_id, ValueRevision.quantity == quantity
    )
    return list(session.scalars(query.order_by(ValueRevision.revision.desc())))


def sheet_from(round_: Round, rows: Mapping[str, ValueRevision]) -> Sheet:
    """Return rows as the library reads them."""
    return Sheet(round_, {name: entry_of(row) for name, row in sorted(rows.items())})


def entry_of(row: ValueRevision) -> Entry:
    """Return a figure as the library reads it; a blank one was not collected."""
    grade: Grade = row.grade  # type: ignore[assignment]  # one of the grades: checked when saved
    return Entry(
        number=Fraction(row.number) if row.number else None,
        unit=row.unit,
        grade=grade,
        accuracy=Fraction(row.accuracy) if row.accuracy else None,
        note=row.note,
    )


def earlier_sheets(session: Session, membership_id: UUID, before: Round) -> dict[Round, Sheet]:
    """Return what a member sent in rounds before one."""
    return {
        round_: sheet
        for round_, sheet in history_of_figures(session, [membership_id])
        .get(membership_id, {})
        .items()
        if round_ < before
    }


def history_of_figures(
    session: Session, membership_ids: Iterable[UUID]
) -> dict[UUID, dict[Round, Sheet]]:
    """Return what some members sent in all rounds, by member and round: two statements."""
    query = (
        select(RoundMember.id, RoundMember.membership_id, ClubRound.half_year)
        .join(ClubRound, ClubRound.id == RoundMember.round_id)
        .where(
            RoundMember.membership_id.in_(list(membership_ids)),
            RoundMember.submitted_at.is_not(None),
        )
    )
    parts = {key: (member, Round.parse(half)) for key, member, half in session.execute(query)}
    rows = sent_rows(session, parts)
    found: dict[UUID, dict[Round, Sheet]] = {}
    for key, (member, round_) in parts.items():
        found.setdefault(member, {})[round_] = sheet_from(round_, rows.get(key, {}))
    return found
