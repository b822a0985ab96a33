"""Which of a member's own figures its fact sheet could take, and which it has taken.

Nothing goes from the club to the label by itself: here stands only what a member may release.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.editions.model import Edition, Fact
from benchmarking.figures import collected
from benchmarking.indicators.model import IndicatorSet, Quantity
from benchmarking.rounds import Round
from labelling.club import queries
from labelling.club.models import Membership, RoundMember, SharedFigure, ValueRevision
from labelling.club.offers import FACT_OF_YEAR, as_text
from labelling.club.subjects import Part
from labelling.organisations import fact_sheet
from labelling.organisations.models import FactValue
from labelling.organisations.queries import fact_values
from labelling.organisations.released import set_released_source

_SECOND = 2


@dataclass(frozen=True, slots=True)
class Releasable:
    """A figure that was sent, the fact that asks for the same, and how things stand.

    ``stands`` is what the fact sheet has now, ``shared`` the release that is in force.
    """

    quantity: Quantity
    row: ValueRevision
    number: str
    fact: Fact
    year: int
    stands: FactValue | None
    shared: SharedFigure | None

    @property
    def version(self) -> int:
        """Return the version of what the fact sheet has, 0 where it has nothing."""
        return self.stands.version if self.stands is not None else 0


def releasable(
    session: Session, part: Part, set_: IndicatorSet, edition: Edition, years: Sequence[int]
) -> list[Releasable]:
    """Return the figures of a part that the fact sheet asks for too, in the order of the set.

    Those of second halves that were sent: what is counted on the last day or over the whole year.
    """
    half, organisation_id = Round.parse(part.round.half_year), part.place.membership.organisation_id
    if organisation_id is None or half.half != _SECOND or half.year not in years:
        return []
    sent = queries.sent_rows(session, [part.row.id]).get(part.row.id, {})
    sheet = queries.sheet_from(half, sent)
    facts = {fact.id: fact for fact in edition.facts}
    values = fact_values(session, organisation_id)
    standing = shared_of(session, part.row.id)
    found = []
    for quantity in set_.quantities.values():
        fact = facts.get(FACT_OF_YEAR.get(quantity.id, ""))
        number = collected(set_, sheet, quantity.id) if fact is not None else None
        if fact is not None and number is not None:
            found.append(
                Releasable(
                    quantity=quantity,
                    row=sent[quantity.id],
                    number=as_text(number),
                    fact=fact,
                    year=half.year,
                    stands=values.get((fact.id, half.year)),
                    shared=standing.get(quantity.id),
                )
            )
    return found


def shared_of(session: Session, part_id: UUID) -> Mapping[str, SharedFigure]:
    """Return the releases in force of a member's part in a round, by quantity."""
    rows = session.scalars(
        select(SharedFigure)
        .where(SharedFigure.round_member_id == part_id, SharedFigure.withdrawn_at.is_(None))
        .order_by(SharedFigure.released_at, SharedFigure.id)
    )
    return {row.quantity: row for row in rows}


def released_to(session: Session, organisation_id: UUID) -> Mapping[tuple[str, int], str]:
    """Return what an organisation's fact sheet took of released figures, by fact and year."""
    rows = session.scalars(
        select(SharedFigure)
        .join(RoundMember, RoundMember.id == SharedFigure.round_member_id)
        .join(Membership, Membership.id == RoundMember.membership_id)
        .where(Membership.organisation_id == organisation_id, SharedFigure.withdrawn_at.is_(None))
        .order_by(SharedFigure.released_at, SharedFigure.id)
    )
    return {(row.fact_id, row.year): row.value for row in rows}


set_released_source(released_to)


def edition_of_member(session: Session, part: Part) -> Edition:
    """Return the edition whose figures the member's fact sheet asks for."""
    organisation_id = part.place.membership.organisation_id
    if organisation_id is None:
        return fact_sheet.newest_edition()
    return fact_sheet.edition_for(session, organisation_id)


def last_day(year: int) -> date:
    """Return the day of which the figures of a second half are."""
    return date(year, 12, 31)
