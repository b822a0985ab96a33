"""A fictitious holder with owners, and a source of certificates for tests of this room."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from certificates.sheet import Sheet
from labelling.core.access import Seat
from labelling.core.database import unit_of_work
from labelling.issuing import sources, turns
from labelling.issuing.orders import order_certificate
from labelling.issuing.sources import Order, Printable
from labelling.organisations.models import Organisation, SeatHolding
from tests.labelling.people.making import add_person

NOW = datetime(2026, 5, 28, 12, 0, tzinfo=UTC)
KIND = "sample"


def make_keys(now: datetime = NOW) -> None:
    """Make the first keys, as `migrate` does: without them nothing is sealed."""
    with unit_of_work() as session:
        turns.introduce_first(session, now)


def add_holder(session: Session, *, name: str = "Alder Valley Mobility Cluster") -> Organisation:
    """Add an organisation with two owners and a contributor."""
    holder = Organisation(name=name, country="AT", city="Graz", field="mobility", created_at=NOW)
    session.add(holder)
    session.flush()
    for seat in (Seat.OWNER, Seat.OWNER, Seat.CONTRIBUTOR):
        person = add_person(session, f"{seat.value} of {name}")
        session.add(
            SeatHolding(organisation_id=holder.id, person_id=person.id, seat=seat, since=NOW)
        )
    session.flush()
    return holder


def sheet_for(order: Order, *, holder: str = "Alder Valley Mobility Cluster") -> Sheet:
    """Return a certificate's values, as a room above would supply them."""
    return Sheet(
        scheme="Cluster Excellence Label",
        holder=holder,
        place="Graz",
        country="Austria",
        level_id="silver",
        level="Silver",
        level_ordinal=2,
        level_count=3,
        scope="It covers the cluster organisation and its services to members.",
        edition="Cluster Excellence, edition 2026",
        valid_from=date(2026, 5, 28),
        valid_until=date(2028, 5, 31),
        decided_by="the committee of the label",
        decided_on=date(2026, 5, 28),
        number="CE-2026-0417-R",
        version=1,
        address=f"http://localhost/labels/{order.subject_id.hex[:12]}",
        language=order.language,
    )


@contextmanager
def source_for(
    organisation_id: UUID, *, holder: str = "Alder Valley Mobility Cluster"
) -> Iterator[None]:
    """Supply sheets of one holder for a while."""

    def source(_session: Session, order: Order) -> Printable:
        sheet = sheet_for(order, holder=holder)
        return Printable(
            sheet=sheet,
            organisation_id=organisation_id,
            public_id=order.subject_id.hex[:12],
            country_code="AT",
            achievement_id="http://localhost/levels#silver",
            criteria="Half of the points asked for.",
            criteria_url="http://localhost/levels",
            image=f"{sheet.address}/badge.svg",
        )

    sources.set_source(KIND, source)
    try:
        yield
    finally:
        sources._sources.pop(KIND)


def order(
    subject_id: UUID | None = None,
    *,
    version: int = 1,
    language: str = "en",
    term_id: UUID | None = None,
) -> UUID:
    """Order a certificate in a unit of work of its own; return the subject's id."""
    subject_id = subject_id if subject_id is not None else uuid4()
    with unit_of_work() as session:
        order_certificate(
            session,
            kind=KIND,
            subject_id=subject_id,
            term_id=term_id if term_id is not None else uuid4(),
            language=language,
            version=version,
            now=NOW,
        )
    return subject_id
