"""Fees are kept as a record: amount, payer, invoice, payment; two persons waive."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from assessments.editions import edition
from assessments.editions.model import Fee as EditionFee
from labelling.applications.fees import actions, queries
from labelling.applications.fees.actions import Invoice, Payer
from labelling.applications.fees.models import Fee, FeeEntry
from labelling.applications.fees.queries import Wanted
from labelling.applications.fees.sheet import fees_file
from labelling.applications.fees.standing import FeeState, first_amount, is_in, state_of
from labelling.applications.kinds import ApplicationKind
from labelling.applications.models import Application
from labelling.core.access import Actor, Role, Seat
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow, Refusal
from labelling.core.spreadsheets import Cell, csv_file
from labelling.people import queries as people
from labelling.people.models import Person
from tests.labelling.acting import actor_for
from tests.labelling.applications.making import (
    EDITION,
    NOW,
    World,
    answer_all,
    make_application,
    make_officer,
    submit,
)
from tests.labelling.people.making import sign_in

PAYER = Payer("City of Graz", "Hauptplatz 1\n8010 Graz\nAustria", "ATU12345678", "PO-77")
TODAY = NOW.date()
INVOICE = Invoice("2026-118", date(2026, 11, 22), date(2026, 12, 22))


@pytest.fixture
def world(app: Flask) -> World:
    """Return a submitted application."""
    world = make_application()
    answer_all(world)
    submit(world)
    return world


@pytest.fixture
def second(app: Flask) -> Actor:
    """Return another officer, whom nobody here has made."""
    with unit_of_work() as session:
        return make_officer(session, "Olga Zweig")


def fee_of(world: World) -> Fee:
    with reading() as session:
        return queries.get_fee(session, world.id)


def record(world: World) -> list[tuple[str, str, str]]:
    with reading() as session:
        rows = queries.entries_of(session, queries.get_fee(session, world.id).id)
    return [(row.step.value, row.value, row.reason) for row in rows]


def set_amount(world: World, amount: str = "1650", *, actor: Actor | None = None) -> None:
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
    with unit_of_work() as session:
        actions.name_payer(
            session, actor=actor or world.owner, application_id=world.id, payer=payer, now=NOW
        )


def invoice(world: World, one: Invoice = INVOICE, *, actor: Actor | None = None) -> None:
    with unit_of_work() as session:
        actions.record_invoice(
            session,
            actor=actor or world.officer,
            application_id=world.id,
            invoice=one,
            now=NOW,
        )


def pay(world: World, day: date = TODAY, *, actor: Actor | None = None) -> None:
    with unit_of_work() as session:
        actions.record_payment(
            session,
            actor=actor or world.officer,
            application_id=world.id,
            paid_on=day,
            now=NOW,
        )


def propose(world: World, reason: str = "A pilot case.", *, actor: Actor | None = None) -> None:
    with unit_of_work() as session:
        actions.propose_waiver(
            session,
            actor=actor or world.officer,
            application_id=world.id,
            reason=reason,
            now=NOW,
        )


def decide(world: World, actor: Actor, *, waive: bool = True) -> None:
    with unit_of_work() as session:
        actions.decide_waiver(session, actor=actor, application_id=world.id, waive=waive, now=NOW)


def invoiced(world: World) -> None:
    set_amount(world)
    name_payer(world)
    invoice(world)


# the way of a fee


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


# refusals


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


# amounts, states, lists


def test_the_editions_amount_is_the_first_one_and_renewals_may_cost_another() -> None:
    level = edition(EDITION).levels[2]
    euro = EditionFee(Decimal(8250), Decimal(6765), "EUR", "without VAT")
    dear = replace(level, fee=euro)
    assert [first_amount(dear, kind) for kind in ApplicationKind] == [
        Decimal(8250),
        Decimal(6765),
        Decimal(8250),
    ]
    alike = replace(level, fee=replace(euro, renewal_amount=None))
    assert first_amount(alike, ApplicationKind.RENEWAL) == Decimal(8250)
    assert first_amount(replace(level, fee=None), ApplicationKind.NEW) is None


days = st.dates(date(2026, 11, 1), date(2026, 11, 6))
fees = st.builds(
    Fee,
    amount=st.none() | st.just(Decimal("1650.00")),
    invoiced_on=st.none() | days,
    due_on=st.none() | days,
    paid_on=st.none() | days,
    waived_at=st.none() | st.just(NOW),
)


@given(fees, days)
def test_a_fee_is_in_exactly_one_state(fee: Fee, day: date) -> None:
    late = fee.due_on is not None and day > fee.due_on
    expected = (
        FeeState.WAIVED
        if fee.waived_at
        else FeeState.PAID
        if fee.paid_on
        else (FeeState.OVERDUE if late else FeeState.INVOICED)
        if fee.invoiced_on
        else (FeeState.TO_INVOICE if fee.amount is not None else FeeState.TO_SET)
    )
    assert state_of(fee, day) is expected


def test_sql_finds_a_fee_in_the_state_that_is_computed(world: World, second: Actor) -> None:
    steps: list[Callable[[World], None]] = [lambda _: None, set_amount, name_payer, invoice, pay]
    for step in steps:
        step(world)
        for day in (NOW.date(), INVOICE.due_on, INVOICE.due_on + timedelta(days=1)):
            with reading() as session:
                fee = queries.get_fee(session, world.id)
                found = [
                    state
                    for state in FeeState
                    if session.scalar(select(Fee.id).where(is_in(state, day)))
                ]
            assert found == [state_of(fee, day)]


def test_officers_see_all_fees_that_are_owed_with_totals(world: World) -> None:
    make_application(name="Draft Cluster")
    other = make_application(name="Another Cluster")
    answer_all(other)
    submit(other)
    invoiced(world)
    set_amount(other, "0.10")
    with reading() as session:
        listed = queries.list_fees(session, world.officer, Wanted(), NOW.date())
        narrowed = queries.list_fees(
            session, world.officer, Wanted(text="2026-118", year=2026), NOW.date()
        )
        by_state = queries.list_fees(
            session, world.officer, Wanted(state=FeeState.TO_INVOICE), NOW.date()
        )
        none = queries.list_fees(session, world.officer, Wanted(year=2025), NOW.date())
    assert listed.total == 2
    assert listed.years == [2026]
    assert [(one.state, one.count, one.amount) for one in listed.totals] == [
        (FeeState.TO_INVOICE, 1, Decimal("0.10")),
        (FeeState.INVOICED, 1, Decimal("1650.00")),
    ]
    assert [row.application.id for row in narrowed.rows] == [world.id]
    assert [row.application.id for row in by_state.rows] == [other.id]
    assert none.rows == []


def test_the_year_of_a_fee_is_the_civil_year_of_its_submission(world: World) -> None:
    with unit_of_work() as session:  # half past midnight in Brussels, and the old year in UTC
        application = session.get_one(Application, world.id)
        application.submitted_at = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    with reading() as session:
        found = [
            queries.list_fees(session, world.officer, Wanted(year=year), NOW.date())
            for year in (2025, 2026)
        ]
    assert [(one.total, one.years) for one in found] == [(0, [2026]), (1, [2026])]


@pytest.mark.parametrize("year", ["0", "1", "1999", "9999", "99999999999999999999", "x"])
def test_a_year_that_no_fee_could_have_asks_for_all(
    world: World, client: FlaskClient, year: str
) -> None:
    signed_in(client, world.officer)
    answer = client.get(f"/fees?year={year}")
    assert answer.status_code == 200


def test_the_file_has_every_fee_and_no_formula(world: World) -> None:
    invoiced(world)
    name_payer(world, replace(PAYER, name='=HYPERLINK("x")'), actor=world.officer)
    with reading() as session:
        rows = queries.all_fees(session, world.officer, Wanted(), NOW.date())
    content = fees_file(rows, {})
    table = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    (line,) = table
    assert (line["Application"], line["Amount"], line["Currency"], line["Payer"]) == (
        world.reload().reference,
        "1650.00",
        "EUR",
        '\'=HYPERLINK("x")',
    )
    assert (line["Invoiced"], line["State"], line["Kind"]) == ("2026-11-22", "invoiced", "new")


@given(st.text())
def test_no_text_of_a_file_begins_a_formula(text: str) -> None:
    content = csv_file(["A"], [[text]]).decode("utf-8-sig")
    (_, (cell,)) = list(csv.reader(io.StringIO(content, newline="")))[:2] if text else ((), ("",))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(alphabet=" ;,\t\r\n\"'=+-@aé"))
def test_no_text_begins_a_formula_where_cells_end_at_semicolons_and_lines(text: str) -> None:
    """A spreadsheet set to semicolons sees our one cell as several, our quotes notwithstanding."""
    content = csv_file(["A", "B"], [["A-1", text]]).decode("utf-8-sig")
    begun = (cell.lstrip(' "') for cell in re.split(r"[;\r\n]|\t", content))
    assert not [cell for cell in begun if cell.startswith(("=", "+", "-", "@"))]


def test_a_payers_lines_are_told_as_written() -> None:
    cells: list[Cell] = ["Hauptplatz 1; Graz\n8010 Graz", "Kai 2;=1+1\n=2", "Alder-Valley"]
    (_, row) = csv.reader(
        io.StringIO(csv_file(["A", "B", "C"], [cells]).decode("utf-8-sig"), newline="")
    )
    assert row == ["Hauptplatz 1; Graz\n8010 Graz", "Kai 2;'=1+1\n'=2", "Alder-Valley"]


def test_numbers_and_days_of_a_file_stay_what_they_are() -> None:
    cells: list[Cell] = [Decimal("-12.50"), 7, date(2026, 11, 22), None, "-1"]
    assert csv_file(["A", "B", "C", "D", "E"], [cells]) == (
        "\ufeffA,B,C,D,E\r\n-12.50,7,2026-11-22,,'-1\r\n".encode()
    )


# pages


def signed_in(client: FlaskClient, actor: Actor) -> None:
    with reading() as session:
        person = session.get_one(Person, actor.person_id)
    sign_in(client, person, actor.role)


def test_owner_and_officer_find_their_part_on_the_page(world: World, client: FlaskClient) -> None:
    address = f"/applications/{world.id}/fee"
    signed_in(client, world.owner)
    text = client.get(address).get_data(as_text=True)
    assert "Save who pays" in text
    assert "Keep the record" not in text
    payer = {"name": PAYER.name, "address": PAYER.address, "vat": "", "order": ""}
    assert client.post(f"{address}/payer", data={**payer, "name": ""}).status_code == 422
    assert client.post(f"{address}/payer", data=payer).status_code == 303
    assert client.post(f"{address}/amount", data={"amount": "1", "reason": "x"}).status_code == 403
    assert client.get("/fees").status_code == 403
    signed_in(client, world.officer)
    assert "Keep the record" in client.get(address).get_data(as_text=True)
    for amount, status in (("1,650.00", 303), ("1.650", 422), ("much", 422), ("0", 422)):
        sent = client.post(f"{address}/amount", data={"amount": amount, "reason": "List."})
        assert sent.status_code == status, amount
    today = datetime.now(UTC).date()
    day = [str(today.day), str(today.month), str(today.year)]
    bill = {"number": "2026-118", "invoiced_on": day, "due_on": day}
    assert client.post(f"{address}/invoice", data={**bill, "due_on": ""}).status_code == 422
    assert client.post(f"{address}/invoice", data=bill).status_code == 303
    assert (
        client.post(f"{address}/payment", data={"paid_on": ["1", "1", "2020"]}).status_code == 422
    )
    assert client.post(f"{address}/payment", data={"paid_on": day}).status_code == 303
    assert client.post(f"{address}/payment/back", data={"reason": ""}).status_code == 422
    listed = client.get("/fees?state=paid").get_data(as_text=True)
    assert world.made.organisation.name in listed
    file = client.get("/fees.csv?state=paid")
    assert file.headers["Content-Type"].startswith("text/csv")
    assert b"2026-118" in file.data
    assert b"2026-118" not in client.get("/fees.csv?state=waived").data


def test_the_waiver_is_decided_on_the_page(
    world: World, second: Actor, client: FlaskClient
) -> None:
    address = f"/applications/{world.id}/fee"
    signed_in(client, world.officer)
    assert client.post(f"{address}/waiver", data={"reason": "A pilot case."}).status_code == 303
    assert client.post(f"{address}/waiver/decide", data={"answer": "waive"}).status_code == 403
    signed_in(client, second)
    assert "A pilot case." in client.get(address).get_data(as_text=True)
    assert client.post(f"{address}/waiver/decide").status_code == 422
    assert client.post(f"{address}/waiver/decide", data={"answer": "waive"}).status_code == 303
    page = client.get(address).get_data(as_text=True)
    assert "Waived: nothing is charged" in page
    with reading() as session:
        names = people.names(session, [world.officer.person_id, second.person_id])
    first_name, second_name = (names[key] for key in names)
    for name in (first_name, second_name):
        assert name in page
    (line,) = csv.DictReader(io.StringIO(client.get("/fees.csv").data.decode("utf-8-sig")))
    said = (line["Waived because"], {line["Waiver proposed by"], line["Waived by"]})
    assert said == ("A pilot case.", {first_name, second_name})


def test_the_page_says_what_the_invoice_waits_for(world: World, client: FlaskClient) -> None:
    set_amount(world)
    signed_in(client, world.officer)
    page = client.get(f"/applications/{world.id}/fee").get_data(as_text=True)
    assert "once the postal address of who pays is there" in page
    assert "1,650.00 EUR" in page


def test_the_fees_entries_name_who_did_what(world: World) -> None:
    set_amount(world)
    with reading() as session:
        rows = session.scalars(select(FeeEntry).order_by(FeeEntry.number)).all()
        application = session.get_one(Application, world.id)
    assert [row.by for row in rows] == [application.created_by, world.officer.person_id]
