"""Each step of a fee, as tests take it."""

from datetime import date
from decimal import Decimal

from flask.testing import FlaskClient

from labelling.applications.fees import actions
from labelling.applications.fees.actions import Invoice, Payer
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.people.models import Person
from tests.labelling.applications.making import NOW, World
from tests.labelling.people.making import sign_in

PAYER = Payer("City of Graz", "Hauptplatz 1\n8010 Graz\nAustria", "ATU12345678", "PO-77")
TODAY = NOW.date()
INVOICE = Invoice("2026-118", date(2026, 11, 22), date(2026, 12, 22))


def set_amount(world: World, amount: str = "1650", *, actor: Actor | None = None) -> None:
    """Set the amount of the fee."""
    with unit_of_work() as session:
        actions.set_amount(
            session,
            actor=actor or world.officer,
            application_id=world.id,
            amount=Decimal(amount),
            vat_note="without VAT",
            reason="List of 2026.",
            now=NOW,
        )


def name_payer(world: World, payer: Payer = PAYER, *, actor: Actor | None = None) -> None:
    """Name who pays the fee."""
    with unit_of_work() as session:
        actions.name_payer(
            session, actor=actor or world.owner, application_id=world.id, payer=payer, now=NOW
        )


def invoice(world: World, one: Invoice = INVOICE, *, actor: Actor | None = None) -> None:
    """Record the invoice."""
    with unit_of_work() as session:
        actions.record_invoice(
            session,
            actor=actor or world.officer,
            application_id=world.id,
            invoice=one,
            now=NOW,
        )


def pay(world: World, day: date = TODAY, *, actor: Actor | None = None) -> None:
    """Record a payment."""
    with unit_of_work() as session:
        actions.record_payment(
            session,
            actor=actor or world.officer,
            application_id=world.id,
            paid_on=day,
            now=NOW,
        )


def propose(world: World, reason: str = "A pilot case.", *, actor: Actor | None = None) -> None:
    """Propose to waive the fee."""
    with unit_of_work() as session:
        actions.propose_waiver(
            session,
            actor=actor or world.officer,
            application_id=world.id,
            reason=reason,
            now=NOW,
        )


def invoiced(world: World) -> None:
    """Take a fee as far as its invoice."""
    set_amount(world)
    name_payer(world)
    invoice(world)


def signed_in(client: FlaskClient, actor: Actor) -> None:
    """Sign a client in as this person."""
    with reading() as session:
        person = session.get_one(Person, actor.person_id)
    sign_in(client, person, actor.role)
