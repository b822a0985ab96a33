"""Fees are kept as a record: amount, payer, invoice, payment; two persons waive."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError, IntegrityError

from labelling.applications.fees import actions, queries
from labelling.applications.fees.actions import Invoice, Payer
from labelling.applications.fees.models import Fee
from labelling.applications.fees.standing import FeeState, state_of
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotAllowed, NotNow
from labelling.people.models import Person
from tests.labelling.applications.fees.making import (
    INVOICE,
    PAYER,
    invoice,
    invoiced,
    name_payer,
    pay,
    propose,
    set_amount,
)
from tests.labelling.applications.making import NOW, World


def fee_of(world: World) -> Fee:
    with reading() as session:
        return queries.get_fee(session, world.id)


def record(world: World) -> list[tuple[str, str, str]]:
    with reading() as session:
        rows = queries.entries_of(session, queries.get_fee(session, world.id).id)
    return [(row.step.value, row.value, row.reason) for row in rows]


def decide(world: World, actor: Actor, *, waive: bool = True) -> None:
    with unit_of_work() as session:
        actions.decide_waiver(session, actor=actor, application_id=world.id, waive=waive, now=NOW)


def test_a_fee_is_opened_with_the_application(world: World) -> None:
    fee = fee_of(world)
    assert (fee.amount, fee.currency, fee.payer_name, fee.opened_at) == (
        None,
        "EUR",
        world.made.organisation.name,
        NOW,
    )
    assert state_of(fee, NOW.date()) is FeeState.TO_SET
    assert record(world) == [("opened", "", "")]


def test_from_amount_and_payer_to_payment(world: World) -> None:
    set_amount(world)
    set_amount(world, "1200.5")
    name_payer(world)
    invoice(world)
    pay(world)
    fee = fee_of(world)
    assert (fee.amount, fee.vat_note) == (Decimal("1200.50"), "without VAT")
    assert Payer(fee.payer_name, fee.payer_address, fee.payer_vat, fee.payer_order) == PAYER
    assert Invoice(fee.invoice_number or "", fee.invoiced_on, fee.due_on) == INVOICE  # type: ignore[arg-type] # they are there
    assert fee.paid_on == NOW.date()
    assert record(world) == [
        ("opened", "", ""),
        ("amount", "1650.00 EUR", "List of 2026."),
        ("amount", "1650.00 → 1200.50 EUR", "List of 2026."),
        ("payer", "", ""),
        ("invoiced", "2026-118, 1200.50 EUR", ""),
        ("paid", "2026-11-22", ""),
    ]


def test_a_payment_by_mistake_is_taken_back_and_both_are_kept(world: World) -> None:
    invoiced(world)
    pay(world)
    with unit_of_work() as session:
        actions.take_payment_back(
            session,
            actor=world.officer,
            application_id=world.id,
            reason="It was another payer’s.",
            now=NOW,
        )
    assert fee_of(world).paid_on is None
    assert record(world)[-2:] == [
        ("paid", "2026-11-22", ""),
        ("not_paid", "2026-11-22", "It was another payer’s."),
    ]
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.take_payment_back(
            session, actor=world.officer, application_id=world.id, reason="Again.", now=NOW
        )


def test_a_waiver_takes_two_persons(world: World, second: Actor) -> None:
    propose(world)
    with pytest.raises(NotAllowed, match="You proposed this waiver"):
        decide(world, world.officer)
    decide(world, second)
    fee = fee_of(world)
    assert state_of(fee, NOW.date()) is FeeState.WAIVED
    assert (fee.waiver_proposed_by, fee.waived_by, fee.waiver_reason) == (
        world.officer.person_id,
        second.person_id,
        "A pilot case.",
    )
    assert [step for step, _, _ in record(world)] == ["opened", "waiver_proposed", "waived"]
    late: list[Callable[[World], None]] = [set_amount, name_payer, propose]
    for act in late:
        with pytest.raises(NotNow, match="settled"):
            act(world)


def test_a_refused_waiver_can_be_proposed_anew(world: World, second: Actor) -> None:
    with pytest.raises(NotNow):
        decide(world, second)
    propose(world)
    with pytest.raises(NotNow, match="proposed already"):
        propose(world)
    decide(world, second, waive=False)
    assert fee_of(world).waiver_proposed_by is None
    propose(world, "Another reason.")
    assert [step for step, _, _ in record(world)] == [
        "opened",
        "waiver_proposed",
        "waiver_refused",
        "waiver_proposed",
    ]


def test_an_account_made_by_the_other_is_no_second_person(world: World, second: Actor) -> None:
    propose(world)
    with unit_of_work() as session:
        session.execute(
            update(Person)
            .where(Person.id == second.person_id)
            .values(created_by=world.officer.person_id, created_at=NOW - timedelta(days=29))
        )
    with pytest.raises(NotAllowed, match="do not count as two persons"):
        decide(world, second)


def test_the_database_itself_wants_two_persons(world: World) -> None:
    propose(world)
    with pytest.raises(IntegrityError), unit_of_work() as session:
        session.execute(update(Fee).values(waived_at=NOW, waived_by=world.officer.person_id))


@pytest.mark.parametrize(
    "change", ["UPDATE fee_entries SET reason = 'x'", "DELETE FROM fee_entries"]
)
def test_the_record_itself_is_not_changed(world: World, change: str) -> None:
    with pytest.raises(DBAPIError), unit_of_work() as session:
        session.connection().exec_driver_sql(change)
