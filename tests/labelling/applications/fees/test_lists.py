"""A fee is in one state, in lists as in SQL; and first amounts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from assessments.editions import edition
from assessments.editions.model import Fee as EditionFee
from labelling.applications.fees import queries
from labelling.applications.fees.models import Fee
from labelling.applications.fees.queries import Wanted
from labelling.applications.fees.standing import FeeState, first_amount, is_in, state_of
from labelling.applications.kinds import ApplicationKind
from labelling.applications.models import Application
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from tests.labelling.applications.fees.making import (
    INVOICE,
    invoice,
    invoiced,
    name_payer,
    pay,
    set_amount,
    signed_in,
)
from tests.labelling.applications.making import (
    EDITION,
    NOW,
    World,
    answer_all,
    make_application,
    submit,
)


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
