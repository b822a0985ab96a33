"""Renewals begin after the old end, higher levels with the decision; the number stays."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from certificates.leaves import LeafType
from certificates.standing import Status, end_of_day, status_on
from labelling.applications.kinds import ApplicationKind
from labelling.applications.models import Application
from labelling.core.clock import scheme_zone
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotNow
from labelling.decisions import queries
from labelling.decisions.models import Label
from labelling.decisions.renewal import actions
from labelling.decisions.renewal.queries import told_in_register
from labelling.reviews.models import Outcome
from tests.labelling.decisions.applicants import logged, seated
from tests.labelling.decisions.making import Office, decided, label, recommended, revoke
from tests.labelling.decisions.renewal.making import END, awarded, days, noon


def test_an_early_renewal_loses_no_day_and_keeps_the_number(office: Office) -> None:
    held = label(office)
    awarded(office, held, "silver", date(2027, 9, 1), date(2028, 1, 20))
    assert days(held) == [
        ("silver", date(2026, 5, 28), END),
        ("silver", date(2028, 6, 1), date(2031, 5, 31)),
    ]
    with reading() as session:
        assert [one.number for one in session.scalars(select(Label))] == [held.number]
        history = queries.history(session, held.id)
    for day in (date(2028, 1, 20), END, date(2028, 6, 1), date(2031, 5, 31)):
        assert status_on(history, day).status is Status.ACTIVE
    assert logged() == [LeafType.GRANT, LeafType.GRANT]


def test_a_late_renewal_keeps_both_truths(office: Office) -> None:
    held = label(office)
    gap, decision_day = date(2028, 7, 1), date(2028, 9, 12)
    awarded(office, held, "silver", date(2028, 6, 20), decision_day)
    assert days(held)[1] == ("silver", date(2028, 6, 1), date(2031, 5, 31))
    with reading() as session:
        history = queries.history(session, held.id)
    assert status_on(history, gap).status is Status.ACTIVE
    then = end_of_day(gap, scheme_zone())
    assert status_on(history, gap, then).status is Status.EXPIRED


def test_after_the_window_a_new_term_of_the_same_number_begins_with_the_decision(
    office: Office,
) -> None:
    held = label(office)
    awarded(office, held, "silver", date(2029, 6, 1), date(2029, 10, 15))
    assert days(held)[1] == ("silver", date(2029, 10, 15), date(2031, 10, 31))


def test_a_higher_level_ends_a_renewal_that_has_not_begun(office: Office) -> None:
    held = label(office)
    awarded(office, held, "silver", date(2027, 9, 1), date(2028, 1, 20))
    awarded(office, held, "gold", date(2027, 10, 1), date(2028, 3, 3))
    assert days(held)[2] == ("gold", date(2028, 3, 3), date(2030, 2, 28))
    with reading() as session:
        history = queries.history(session, held.id)
    levels = [
        standing.term.level if standing.term else None
        for standing in (
            status_on(history, day)
            for day in (date(2028, 3, 2), date(2028, 3, 3), date(2028, 6, 1), date(2030, 2, 28))
        )
    ]
    assert levels == ["silver", "gold", "gold", "gold"]


def test_the_same_level_outside_the_window_is_not_awarded_again(office: Office) -> None:
    held = label(office)
    application = recommended(
        percent=95, organisation_id=held.organisation_id, now=noon(date(2027, 3, 1))
    )
    with pytest.raises(Invalid, match="holds this level already"):
        decided(office, application, now=noon(date(2027, 6, 1)))
    decided(office, application, outcome=Outcome.NOT_AWARDED, now=noon(date(2027, 6, 1)))
    assert days(held) == [("silver", date(2026, 5, 28), END)]


def test_a_label_that_has_ended_for_good_gets_no_further_term(office: Office) -> None:
    held = label(office)
    application = recommended(
        percent=95, organisation_id=held.organisation_id, now=noon(date(2028, 1, 10))
    )
    revoke(office, held, now=noon(date(2028, 1, 11)))
    with pytest.raises(NotNow, match="ended for good"):
        decided(office, application, now=noon(date(2028, 2, 1)))


def test_an_application_of_the_morning_gets_no_number_after_the_revocation_of_the_afternoon(
    office: Office,
) -> None:
    """It was made for the label that was revoked; only what is started later is for another."""
    held, morning = label(office), noon(date(2028, 1, 10))
    before, after = (
        recommended(percent=95, organisation_id=held.organisation_id, now=moment)
        for moment in (morning, morning + timedelta(hours=4))
    )
    revoke(office, held, now=morning + timedelta(hours=2))
    with pytest.raises(NotNow, match="ended for good"):
        decided(office, before, now=noon(date(2028, 2, 1)))
    decided(office, after, now=noon(date(2028, 2, 1)))
    with reading() as session:
        assert [one.ordinal for one in queries.labels_of(session, held.organisation_id)] == [1, 2]


def test_the_ended_label_of_an_organisation_tells_of_no_renewal_of_the_next_one(
    office: Office,
) -> None:
    first = label(office)
    revoke(office, first, now=noon(date(2026, 9, 1)))
    awarded(office, first, "silver", date(2026, 10, 1), date(2027, 2, 1))
    running = recommended(organisation_id=first.organisation_id, now=noon(date(2028, 10, 1)))
    with unit_of_work() as session:
        session.get_one(Application, running.id).kind = ApplicationKind.RENEWAL
        _, second = queries.labels_of(session, first.organisation_id)
    owner = seated(first.organisation_id)
    with pytest.raises(NotNow, match="no renewal under way"), unit_of_work() as session:
        actions.let_register_tell(
            session, actor=owner, label_id=first.id, now=noon(date(2028, 11, 1))
        )
    with unit_of_work() as session:
        actions.let_register_tell(
            session, actor=owner, label_id=second.id, now=noon(date(2028, 11, 1))
        )
        assert told_in_register(session, [first.id, second.id]) == {second.id}
