"""Renewals begin after the old end, higher levels with the decision; the number stays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from certificates.leaves import LeafType
from certificates.standing import Status, end_of_day, status_on
from labelling.applications import terms as participation
from labelling.applications.actions import start_application
from labelling.applications.kinds import ApplicationKind
from labelling.applications.life import State
from labelling.applications.models import Application, Call
from labelling.core import files
from labelling.core.access import Actor, Role, Seat
from labelling.core.clock import scheme_zone
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.core.outbox import Kind, Outgoing
from labelling.decisions import queries
from labelling.decisions.models import Label
from labelling.decisions.renewal import actions
from labelling.decisions.renewal.models import Mark, TermMark
from labelling.decisions.renewal.queries import Moment, outlook, told_in_register
from labelling.decisions.renewal.reminders import remind
from labelling.decisions.sheets import KIND
from labelling.issuing import stages
from labelling.issuing.sources import Order
from labelling.people.models import Person
from labelling.reviews.models import Outcome
from tests.labelling.decisions.applicants import logged, mails, seated, verbs
from tests.labelling.decisions.making import (
    EDITION,
    Office,
    decided,
    label,
    make_office,
    publish,
    recommended,
    revoke,
    terms,
)
from tests.labelling.people.making import sign_in

END = date(2028, 5, 31)


def noon(day: date) -> datetime:
    """Return noon on a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture
def office(app: Flask) -> Office:
    """Return the people who prepare and decide."""
    return make_office()


def days(held: Label) -> list[tuple[str, date, date]]:
    return [(one.level_id, one.valid_from, one.valid_until) for one in terms(held)]


def awarded(
    office: Office, held: Label, level: str, started: date, decided_on: date
) -> Application:
    """Award a further term on an application started on a day."""
    application = recommended(
        level=level,
        percent=95,
        organisation_id=held.organisation_id,
        visited=decided_on - timedelta(days=10),
        now=noon(started),
    )
    decided(office, application, now=noon(decided_on))
    return application


# terms


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


# starting an application


def call(level: str, day: date) -> Call:
    with unit_of_work() as session:
        row = Call(
            title="All year",
            edition_id=EDITION.id,
            edition_sha256=EDITION.identity,
            levels=[level],
            opens_on=day - timedelta(days=30),
            created_at=noon(day),
        )
        session.add(row)
    return row


def started(held: Label, level: str, day: date, *, by: Actor | None = None) -> Application:
    row = call(level, day)
    owner = by or seated(held.organisation_id)
    with unit_of_work() as session:
        return start_application(
            session,
            actor=owner,
            organisation_id=held.organisation_id,
            call_id=row.id,
            level_id=level,
            terms_version=participation.VERSION,
            authorised_name="Ada Berg",
            authorised_function="Manager",
            now=noon(day),
        )


def test_before_the_window_the_owner_is_told_from_which_day(office: Office) -> None:
    held = label(office)
    with pytest.raises(NotNow) as refused:
        started(held, "silver", date(2027, 8, 30))
    assert refused.value.sentence == (
        "Your organisation holds Silver until 31 May 2028. Its renewal can be started from "
        "31 August 2027 on."
    )


@pytest.mark.parametrize(
    ("level", "day", "kind"),
    [
        ("silver", date(2027, 8, 31), ApplicationKind.RENEWAL),
        ("bronze", date(2027, 8, 31), ApplicationKind.RENEWAL),
        ("silver", date(2029, 5, 31), ApplicationKind.RENEWAL),
        ("silver", date(2029, 6, 1), ApplicationKind.NEW),
        ("gold", date(2026, 9, 1), ApplicationKind.UPGRADE),
        ("gold", date(2029, 6, 1), ApplicationKind.NEW),
    ],
)
def test_the_day_and_the_level_say_what_an_application_is_for(
    office: Office, level: str, day: date, kind: ApplicationKind
) -> None:
    assert started(label(office), level, day).kind is kind


def test_after_a_revocation_one_can_apply_for_a_label_with_another_number(office: Office) -> None:
    held = label(office)
    revoke(office, held)
    assert started(held, "silver", date(2028, 1, 10)).kind is ApplicationKind.NEW
    application = recommended(
        percent=95,
        organisation_id=held.organisation_id,
        visited=date(2028, 5, 20),
        now=noon(date(2028, 1, 10)),
    )
    decided(office, application, now=noon(date(2028, 6, 1)))
    with reading() as session:
        first, second = queries.labels_of(session, held.organisation_id)
        ended = queries.history(session, first.id)
    assert (first.number, second.ordinal) == (held.number, 2)
    assert days(first) == [("silver", date(2026, 5, 28), END)]
    assert [level for level, _, _ in days(second)] == ["silver"]
    assert status_on(ended, date(2028, 6, 1)).status is Status.REVOKED


# reminders


def told(held: Label) -> list[tuple[str, str]]:
    """Return the reminders of a label as (template, mark), each once however many owners."""
    with reading() as session:
        rows = session.scalars(
            select(Outgoing)
            .where(
                Outgoing.kind == Kind.MAIL,
                Outgoing.name.in_(["renewal_reminder", "label_expired"]),
                Outgoing.about_id == held.id,
            )
            .order_by(Outgoing.created_at, Outgoing.address)
        )
        found = [(row.name, row.payload["context"]["mark"]) for row in rows]
    return list(dict.fromkeys(found))


def tick(*when: date) -> None:
    for day in when:
        with unit_of_work() as session:
            remind(session, noon(day))


def test_owners_are_reminded_six_three_and_one_months_before_and_at_the_end(
    office: Office,
) -> None:
    held = label(office)
    publish(held)
    marks = [date(2027, 11, 30), date(2028, 2, 29), date(2028, 4, 30), date(2028, 6, 1)]
    for day in marks:
        tick(day - timedelta(days=1), day, day, day + timedelta(days=1))
    assert told(held) == [
        ("renewal_reminder", "six_months"),
        ("renewal_reminder", "three_months"),
        ("renewal_reminder", "one_month"),
        ("label_expired", "expired"),
    ]
    assert len(mails("renewal_reminder")) == 6
    assert verbs("label.mark") == ["label.mark_reached"] * 4


def test_after_a_time_away_the_last_missed_one_alone_is_sent(office: Office) -> None:
    held = label(office)
    publish(held)
    tick(date(2028, 5, 10), date(2028, 5, 11))
    assert told(held) == [("renewal_reminder", "one_month")]


def test_a_term_that_is_renewed_reminds_nobody(office: Office) -> None:
    held = label(office)
    publish(held)
    awarded(office, held, "silver", date(2027, 9, 1), date(2027, 11, 1))
    tick(date(2027, 11, 30), date(2028, 4, 30), date(2028, 6, 1))
    assert told(held) == []


def test_a_renewal_under_way_is_left_in_peace_until_it_gets_late(office: Office) -> None:
    held = label(office)
    publish(held)
    started(held, "silver", date(2027, 10, 1))
    tick(date(2027, 11, 30), date(2028, 2, 29))
    assert told(held) == []
    tick(date(2028, 4, 30))
    assert told(held) == [("renewal_reminder", "one_month")]


def test_a_submitted_renewal_needs_no_reminder_but_the_end_is_told(office: Office) -> None:
    held = label(office)
    publish(held)
    application = started(held, "silver", date(2027, 10, 1))
    with unit_of_work() as session:
        session.get_one(Application, application.id).state = State.SUBMITTED
    tick(date(2027, 11, 30), date(2028, 2, 29), date(2028, 4, 30), date(2028, 6, 1))
    assert told(held) == [("label_expired", "expired")]
    with reading() as session:
        marks = {row.mark: row.told for row in session.scalars(select(TermMark))}
    assert marks == {
        Mark.SIX_MONTHS: False,
        Mark.THREE_MONTHS: False,
        Mark.ONE_MONTH: False,
        Mark.EXPIRED: True,
    }


def test_a_revoked_label_reminds_nobody(office: Office) -> None:
    held = label(office)
    publish(held)
    revoke(office, held)
    tick(date(2027, 11, 30), date(2028, 6, 1))
    assert told(held) == []


# what the register may say


def renewing(office: Office) -> tuple[Label, Application, Actor]:
    held = label(office)
    publish(held)
    application = started(held, "silver", date(2028, 6, 10))
    with unit_of_work() as session:
        session.get_one(Application, application.id).state = State.SUBMITTED
    return held, application, seated(held.organisation_id)


def says(held: Label) -> bool:
    with reading() as session:
        return held.id in told_in_register(session, [held.id])


def test_the_register_tells_of_a_renewal_with_the_owners_leave_alone(office: Office) -> None:
    held, application, owner = renewing(office)
    assert not says(held)
    now = noon(date(2028, 6, 20))
    with unit_of_work() as session:
        word = actions.let_register_tell(session, actor=owner, label_id=held.id, now=now)
    assert (word.application_id, word.given_by, word.given_at) == (
        application.id,
        owner.person_id,
        now,
    )
    assert says(held)
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.let_register_tell(session, actor=owner, label_id=held.id, now=now)
    with unit_of_work() as session:
        actions.take_word_back(session, actor=owner, label_id=held.id, now=now)
    assert not says(held)
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.take_word_back(session, actor=owner, label_id=held.id, now=now)
    assert verbs("renewal.") == ["renewal.told", "renewal.untold"]


def test_the_word_goes_with_the_application(office: Office) -> None:
    held, application, owner = renewing(office)
    with unit_of_work() as session:
        actions.let_register_tell(
            session, actor=owner, label_id=held.id, now=noon(date(2028, 6, 20))
        )
    with unit_of_work() as session:
        session.get_one(Application, application.id).state = State.WITHDRAWN
    assert not says(held)


def test_there_is_nothing_to_tell_before_a_renewal_is_submitted(office: Office) -> None:
    held = label(office)
    owner = seated(held.organisation_id)
    started(held, "silver", date(2028, 6, 10))
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.let_register_tell(
            session, actor=owner, label_id=held.id, now=noon(date(2028, 6, 20))
        )


def test_only_owners_of_the_holder_let_the_register_tell(office: Office) -> None:
    held, _, _ = renewing(office)
    contributor = seated(held.organisation_id, Seat.CONTRIBUTOR)
    elsewhere = seated(recommended(name="Elsewhere").organisation_id)
    for actor, refusal in ((contributor, NotAllowed), (elsewhere, NotFound)):
        for act in (actions.let_register_tell, actions.take_word_back):
            with pytest.raises(refusal), unit_of_work() as session:
                act(session, actor=actor, label_id=held.id, now=noon(date(2028, 6, 20)))


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2027, 8, 30), Moment.EARLY),
        (date(2027, 8, 31), Moment.OPEN),
        (date(2029, 5, 31), Moment.OPEN),
        (date(2029, 6, 1), Moment.LATE),
    ],
)
def test_the_outlook_says_where_a_day_lies(office: Office, day: date, moment: Moment) -> None:
    held = label(office)
    with reading() as session:
        found = outlook(session, held, day)
    assert (found.moment, found.running, found.may_tell) == (moment, None, False)


# the page


def test_the_page_says_from_which_day_and_leads_to_a_higher_level(
    office: Office, client: FlaskClient
) -> None:
    now = datetime.now(UTC)
    held = label(office, visited=now.date(), now=now)
    owner = seated(held.organisation_id)
    call("gold", now.date())
    with reading() as session:
        person = session.get_one(Person, owner.person_id)
    sign_in(client, person, Role.MANAGER)
    page = client.get(f"/organisation/labels/{held.id}/renewal")
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert "an owner can start the renewal here" in text
    assert "Apply for Gold" in text
    assert "Start the renewal" not in text
    assert client.post(f"/organisation/labels/{held.id}/renewal/tell").status_code == 409


def test_the_page_is_not_for_others(office: Office, client: FlaskClient) -> None:
    held = label(office)
    sign_in(client, office.officer, Role.OFFICER)
    assert client.get(f"/organisation/labels/{held.id}/renewal").status_code == 404


def test_the_register_shows_the_word_and_keeps_the_status(
    office: Office, client: FlaskClient
) -> None:
    now = datetime.now(UTC)
    long_ago = now - timedelta(days=760)
    held = label(office, visited=long_ago.date(), now=long_ago)
    publish(held, now=long_ago)
    application = started(held, "silver", now.date())
    with unit_of_work() as session:
        session.get_one(Application, application.id).state = State.SUBMITTED
    address = f"/labels/{held.public_id}"
    before = client.get(address).get_data(as_text=True)
    assert "Renewal under way" not in before
    assert "A renewal may be under way" in before
    owner = seated(held.organisation_id)
    with reading() as session:
        person = session.get_one(Person, owner.person_id)
    sign_in(client, person, Role.MANAGER)
    own = f"/organisation/labels/{held.id}/renewal"
    assert "Let the register say it" in client.get(own).get_data(as_text=True)
    assert client.post(f"{own}/tell").status_code == 303
    text = client.get(address).get_data(as_text=True)
    assert "Expired on" in text
    assert "Renewal under way" in text
    assert "renewal under way" in client.get("/register").get_data(as_text=True)
    item = client.get(f"/api/v1/labels/{held.public_id}").get_json()
    assert item["status"] == "expired"
    assert client.post(f"{own}/untell").status_code == 303
    assert "Renewal under way" not in client.get(address).get_data(as_text=True)


def test_the_register_announces_a_renewal_that_was_decided_early(
    office: Office, client: FlaskClient
) -> None:
    now = datetime.now(UTC)
    begun = now - timedelta(days=600)
    held = label(office, visited=begun.date(), now=begun)
    publish(held, now=begun)
    (first,) = days(held)
    awarded(office, held, "silver", now.date() - timedelta(days=20), now.date())
    with unit_of_work() as session:
        term = queries.terms_of(session, held.id)[-1]
        certificate = stages.seal(session, Order(KIND, held.id, term.id, "en", 2), now)
        digest = files.store().put(b"%PDF-1.7 the second")
        stages.publish(session, certificate.id, digest, now)
    text = client.get(f"/labels/{held.public_id}").get_data(as_text=True)
    assert "Renewed: Silver from" in text
    assert days(held)[1][1] == first[2] + timedelta(days=1)
    assert "Active today" in text
