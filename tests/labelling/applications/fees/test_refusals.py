"""What the record of a fee refuses, and to whom."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from labelling.core.access import Actor, Role, Seat
from labelling.core.database import reading
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow, Refusal
from labelling.people.models import Person
from tests.labelling.acting import actor_for
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
from tests.labelling.applications.making import World, answer_all, make_application, submit


@pytest.mark.parametrize("amount", ["0", "-5", "0.005", "10000001"])
def test_an_amount_is_above_nothing_and_in_cents(world: World, amount: str) -> None:
    with pytest.raises(Invalid) as refused:
        set_amount(world, amount)
    assert refused.value.field == "amount"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": ""}, "number"),
        ({"invoiced_on": date(2026, 11, 23)}, "invoiced_on"),
        ({"due_on": date(2026, 11, 21)}, "due_on"),
    ],
)
def test_an_invoice_that_does_not_fit_is_refused(
    world: World, changes: dict[str, object], field: str
) -> None:
    set_amount(world)
    name_payer(world)
    with pytest.raises(Invalid) as refused:
        invoice(world, replace(INVOICE, **changes))  # type: ignore[arg-type] # its own fields
    assert refused.value.field == field


def test_no_two_fees_have_one_invoice(world: World) -> None:
    invoiced(world)
    other = make_application(name="Another Cluster")
    answer_all(other)
    submit(other)
    set_amount(other)
    name_payer(other)
    with pytest.raises(Invalid) as refused:
        invoice(other)
    assert refused.value.field == "number"
    invoice(world)


def test_nothing_is_invoiced_without_amount_payer_or_submission(world: World) -> None:
    with pytest.raises(NotNow, match="Set the amount"):
        invoice(world)
    draft = make_application(name="Draft Cluster")
    set_amount(draft)
    name_payer(draft)
    with pytest.raises(NotNow, match="owed from submission"):
        invoice(draft)


def test_a_payment_comes_after_its_invoice_and_not_in_the_future(world: World) -> None:
    set_amount(world)
    name_payer(world)
    with pytest.raises(NotNow):
        pay(world)
    invoice(world)
    for day in (date(2026, 11, 21), date(2026, 11, 23)):
        with pytest.raises(Invalid):
            pay(world, day)


def test_after_the_invoice_the_office_alone_changes_the_payer(world: World) -> None:
    invoiced(world)
    with pytest.raises(NotNow, match="Ask the office"):
        name_payer(world)
    name_payer(world, actor=world.officer)


@pytest.mark.parametrize("field", ["name", "address"])
def test_a_payer_has_a_name_and_an_address(world: World, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        name_payer(world, replace(PAYER, **{field: ""}))
    assert refused.value.field == field


def test_owners_name_the_payer_and_officers_keep_the_record(world: World) -> None:
    contributor = world.made.actor(world.made.contributors[0])
    elsewhere = make_application(name="Elsewhere").owner
    with reading() as session:
        person = session.get_one(Person, world.officer.person_id)
    in_it = actor_for(person, Role.OFFICER, {world.made.id: Seat.OWNER})
    tries: list[tuple[Actor, type[Refusal]]] = [
        (contributor, NotAllowed),
        (elsewhere, NotFound),
        (in_it, NotAllowed),
    ]
    for actor, refusal in tries:
        with pytest.raises(refusal):
            name_payer(world, actor=actor)
    acts: list[Callable[..., None]] = [set_amount, invoice, pay, propose]
    for keeper, kept_out in ((world.owner, NotAllowed), (elsewhere, NotFound), (in_it, NotAllowed)):
        for act in acts:
            with pytest.raises(kept_out):
                act(world, actor=keeper)
