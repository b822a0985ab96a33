"""Reads of fees: one, its record, a page of all with totals by state."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from labelling.applications.fees.models import Fee, FeeEntry
from labelling.applications.fees.standing import SETTLED, FeeState, is_in, state_of
from labelling.applications.models import Application
from labelling.core.access import Actor, visible
from labelling.core.clock import today, year_span
from labelling.core.errors import NotFound
from labelling.core.permissions import Permission
from labelling.organisations.models import Organisation

PAGE = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list of fees is narrowed to; an empty text or a year of 0 means everything.

    ``year`` is the civil year of the submission, from which a fee is owed.
    """

    text: str = ""
    state: FeeState | None = None
    year: int = 0
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A fee in the list."""

    fee: Fee
    application: Application
    organisation: Organisation
    state: FeeState


@dataclass(frozen=True, slots=True)
class Total:
    """How many fees stand in one state, and their sum in one currency."""

    state: FeeState
    currency: str
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of fees, how many there are in all, their totals, the years to choose from."""

    rows: list[Row]
    total: int
    totals: list[Total]
    years: list[int]


def get_fee(session: Session, application_id: UUID) -> Fee:
    """Return the fee of an application; raise NotFound."""
    fee = session.scalar(select(Fee).where(Fee.application_id == application_id))
    if fee is None:
        raise NotFound
    return fee


def find_unsettled(session: Session, application_id: UUID, day: date) -> FeeState | None:
    """Return how the fee of an application stands where it is neither paid nor waived."""
    fee = session.scalar(select(Fee).where(Fee.application_id == application_id))
    state = state_of(fee, day) if fee is not None else None
    return None if state in SETTLED else state


def entries_of(session: Session, fee_id: UUID) -> list[FeeEntry]:
    """Return a fee's record, the oldest line first."""
    return list(
        session.scalars(select(FeeEntry).where(FeeEntry.fee_id == fee_id).order_by(FeeEntry.number))
    )


def invoice_exists(session: Session, number: str, fee_id: UUID) -> bool:
    """Say whether another fee has an invoice of this number."""
    query = select(Fee.id).where(Fee.invoice_number == number, Fee.id != fee_id)
    return session.scalar(query.limit(1)) is not None


def list_fees(session: Session, actor: Actor, wanted: Wanted, day: date) -> Listed:
    """Return a page of the fees that are owed and that the actor may see, newest first."""
    query = _all(actor).where(*_conditions(wanted, day))
    totals = _totals(session, query, day)
    found = session.execute(
        query.order_by(Application.submitted_at.desc(), Application.reference)
        .limit(PAGE)
        .offset((wanted.page - 1) * PAGE)
    )
    return Listed(
        [Row(row[0], row[1], row[2], state_of(row[0], day)) for row in found],
        sum(one.count for one in totals),
        totals,
        _years(session, actor),
    )


def all_fees(session: Session, actor: Actor, wanted: Wanted, day: date) -> list[Row]:
    """Return every fee that fits, whatever the page, newest first."""
    found = session.execute(
        _all(actor)
        .where(*_conditions(wanted, day))
        .order_by(Application.submitted_at.desc(), Application.reference)
    )
    return [Row(row[0], row[1], row[2], state_of(row[0], day)) for row in found]


def _all(actor: Actor) -> Select[Fee, Application, Organisation]:
    return (
        select(Fee, Application, Organisation)
        .join(Application, Application.id == Fee.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(visible(actor, Permission.FEE_VIEW), Application.submitted_at.is_not(None))
    )


def _years(session: Session, actor: Actor) -> list[int]:
    """Return the years from the first submission to the last, the newest first."""
    ends = func.min(Application.submitted_at), func.max(Application.submitted_at)
    first, last = session.execute(_all(actor).with_only_columns(*ends)).one()
    if first is None or last is None:
        return []
    return list(range(today(last).year, today(first).year - 1, -1))


def _totals(
    session: Session, query: Select[Fee, Application, Organisation], day: date
) -> list[Total]:
    """Return the sums by state and currency, by state and then by currency.

    The engine counts the fees of each amount, so that as many lines come back as there are
    different amounts; amounts are kept as digits, and are added here, where that is exact.
    """
    order = list(FeeState)
    place = case(*((is_in(state, day), number) for number, state in enumerate(order)))
    counted = query.with_only_columns(
        place.label("place"), Fee.currency, Fee.amount, func.count().label("number")
    ).group_by(place, Fee.currency, Fee.amount)
    found: dict[tuple[int, str], tuple[int, Decimal]] = {}
    for number, currency, amount, fees in session.execute(counted):
        count, total = found.get((number, currency), (0, Decimal(0)))
        found[number, currency] = (count + fees, total + fees * (amount or Decimal(0)))
    return [
        Total(order[number], currency, count, total)
        for (number, currency), (count, total) in sorted(found.items())
    ]


def _conditions(wanted: Wanted, day: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.text:
        pattern = wanted.text.lower()
        found.append(
            or_(
                *(
                    func.lower(column).contains(pattern, autoescape=True)
                    for column in (
                        Organisation.name,
                        Application.reference,
                        Fee.payer_name,
                        func.coalesce(Fee.invoice_number, ""),
                    )
                )
            )
        )
    if wanted.state is not None:
        found.append(is_in(wanted.state, day))
    if wanted.year:
        since, until = year_span(wanted.year)
        found += [Application.submitted_at >= since, Application.submitted_at < until]
    return found
