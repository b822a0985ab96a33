"""A lower level needs the organisation's consent: only that begins its term."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from certificates.leaves import LeafType
from labelling.applications.actions import withdraw_application
from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import due, events, get_application
from labelling.core.access import Actor, Role, Seat
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow
from labelling.decisions import queries
from labelling.decisions.models import Decision, Label
from labelling.decisions.offers import actions
from labelling.decisions.offers.jobs import lapse
from labelling.decisions.offers.models import LevelOffer, OfferAnswer
from labelling.decisions.offers.queries import get_offer
from labelling.organisations.models import Organisation
from labelling.people.models import Person
from labelling.reviews.models import Outcome
from tests.labelling.decisions.applicants import logged, mails, owner_of, seated, verbs
from tests.labelling.decisions.making import (
    NOW,
    REASON,
    Office,
    acting,
    decided,
    label,
    recommended,
    terms,
)
from tests.labelling.people.making import sign_in

LATER = NOW + timedelta(days=5)
BY = date(2026, 6, 11)


def offered(office: Office, now: datetime = NOW, **changes: object) -> Application:
    """Make a silver application to which bronze was offered."""
    application = recommended(percent=45, now=now, **changes)  # type: ignore[arg-type] # as there
    decided(office, application, outcome=Outcome.LOWER_LEVEL, level_id="bronze", now=now)
    return application


def accept(application: Application, actor: Actor, now: datetime = LATER) -> None:
    with unit_of_work() as session:
        actions.accept_offer(session, actor=actor, application_id=application.id, now=now)


def decline(application: Application, actor: Actor, now: datetime = LATER) -> None:
    with unit_of_work() as session:
        actions.decline_offer(session, actor=actor, application_id=application.id, now=now)


def days_of(held: Label) -> list[tuple[str, date, date]]:
    return [(one.level_id, one.valid_from, one.valid_until) for one in terms(held)]


def found(application: Application) -> tuple[State, Decision, LevelOffer]:
    with reading() as session:
        offer = get_offer(session, application.id)
        state = get_application(session, application.id).state
        return state, queries.get_decision(session, offer.decision_id), offer


def test_a_lower_level_waits_for_consent_and_nothing_is_granted(office: Office) -> None:
    application = offered(office)
    state, decision, offer = found(application)
    assert state is State.OFFERED
    assert (decision.outcome, decision.level_id) == (Outcome.LOWER_LEVEL, "bronze")
    assert (offer.level_id, offer.offered_at, offer.answer) == ("bronze", NOW, None)
    with reading() as session:
        assert due(session, application.id, Step.CONSENT) == BY
        assert session.scalars(select(Label)).all() == []
        assert events(session, application.id)[-1].message == REASON
    assert verbs("application.", "offer.", "label.") == ["application.offered", "offer.made"]
    assert [name for name, _ in mails("lower_level_offered")] == ["lower_level_offered"] * 2
    assert mails("label_awarded", "label_not_awarded") == []
    assert logged() == []


def test_consent_begins_the_term_on_its_day(office: Office) -> None:
    application = offered(office)
    owner = owner_of(application)
    accept(application, owner)
    state, decision, offer = found(application)
    assert state is State.DECIDED
    assert (decision.outcome, decision.level_id) == (Outcome.LOWER_LEVEL, "bronze")
    assert (offer.answer, offer.answered_at, offer.answered_by) == (
        OfferAnswer.ACCEPTED,
        LATER,
        owner.person_id,
    )
    with reading() as session:
        (held,) = session.scalars(select(Label))
        last = events(session, application.id)[-1]
    assert last.message == "The organisation accepted the level Bronze."
    (term,) = terms(held)
    assert (term.level_id, term.valid_from, term.valid_until, term.decision_id) == (
        "bronze",
        date(2026, 6, 2),
        date(2028, 5, 31),
        decision.id,
    )
    assert verbs("offer.", "label.", "application.decided") == [
        "offer.made",
        "offer.accepted",
        "application.decided",
        "label.created",
        "label.term_given",
    ]
    assert logged() == [LeafType.GRANT]
    assert [template for template, _ in mails("label_awarded")] == ["label_awarded"] * 2


def test_declining_ends_as_not_awarded(office: Office) -> None:
    application = offered(office)
    owner = owner_of(application)
    decline(application, owner)
    state, decision, offer = found(application)
    assert state is State.DECIDED
    assert (decision.outcome, decision.level_id, decision.reason) == (
        Outcome.NOT_AWARDED,
        None,
        REASON,
    )
    assert (offer.answer, offer.answered_by) == (OfferAnswer.DECLINED, owner.person_id)
    with reading() as session:
        assert session.scalars(select(Label)).all() == []
        last = events(session, application.id)[-1]
    assert last.message == (
        "The organisation declined the level Bronze, so the label is not awarded."
    )
    assert verbs("offer.", "label.") == ["offer.made", "offer.declined"]
    assert [template for template, _ in mails("offer_ended")] == ["offer_ended"] * 2
    assert logged() == []


def test_silence_ends_as_not_awarded_after_the_last_day(office: Office) -> None:
    application = offered(office)
    for day, state in ((14, State.OFFERED), (15, State.DECIDED)):
        with unit_of_work() as session:
            lapse(session, NOW + timedelta(days=day))
        assert found(application)[0] is state
    _, decision, offer = found(application)
    assert (decision.outcome, offer.answer, offer.answered_by) == (
        Outcome.NOT_AWARDED,
        OfferAnswer.LAPSED,
        None,
    )
    with unit_of_work() as session:
        lapse(session, NOW + timedelta(days=16))
    assert verbs("offer.") == ["offer.made", "offer.lapsed"]


def test_on_a_renewal_declining_leaves_the_old_term_as_it_was(office: Office) -> None:
    held = label(office)
    before = days_of(held)
    start = datetime(2028, 1, 10, 12, tzinfo=NOW.tzinfo)
    application = offered(
        office, start, organisation_id=held.organisation_id, visited=date(2028, 1, 5)
    )
    decline(application, owner_of(application), start + timedelta(days=1))
    assert days_of(held) == before


def test_on_a_renewal_consent_begins_the_lower_level_after_the_old_end(office: Office) -> None:
    held = label(office)
    start = datetime(2028, 1, 10, 12, tzinfo=NOW.tzinfo)
    application = offered(
        office, start, organisation_id=held.organisation_id, visited=date(2028, 1, 5)
    )
    accept(application, owner_of(application), start + timedelta(days=1))
    assert days_of(held) == [
        ("silver", date(2026, 5, 28), date(2028, 5, 31)),
        ("bronze", date(2028, 6, 1), date(2031, 5, 31)),
    ]


def test_a_level_that_is_held_already_is_not_offered_outside_the_window(office: Office) -> None:
    held = label(office, level="bronze")
    application = recommended(
        percent=45, organisation_id=held.organisation_id, now=NOW + timedelta(days=90)
    )
    with pytest.raises(Invalid, match="holds this level already") as refused:
        decided(
            office,
            application,
            outcome=Outcome.LOWER_LEVEL,
            level_id="bronze",
            now=NOW + timedelta(days=90),
        )
    assert refused.value.field == "level"


@pytest.mark.parametrize("seat", [Seat.CONTRIBUTOR, Seat.READER])
def test_only_an_owner_answers(office: Office, seat: Seat) -> None:
    application = offered(office)
    with pytest.raises(NotAllowed):
        accept(application, seated(application.organisation_id, seat))
    with pytest.raises(NotAllowed):
        decline(application, seated(application.organisation_id, seat))


def test_nobody_else_knows_of_an_offer(office: Office) -> None:
    application = offered(office)
    elsewhere = owner_of(recommended(name="Elsewhere"))
    for actor in (elsewhere, acting(office.officer, Role.OFFICER)):
        with pytest.raises(NotFound):
            accept(application, actor)


def test_an_offer_is_answered_once_and_in_time(office: Office) -> None:
    application = offered(office)
    owner = owner_of(application)
    with pytest.raises(NotNow):
        accept(application, owner, NOW + timedelta(days=15))
    decline(application, owner)
    for answer in (accept, decline):
        with pytest.raises(NotNow):
            answer(application, owner)


def test_an_application_is_not_withdrawn_from_an_offer(office: Office) -> None:
    application = offered(office)
    owner = owner_of(application)
    with pytest.raises(NotNow), unit_of_work() as session:
        withdraw_application(
            session,
            actor=owner,
            application_id=application.id,
            reason="",
            now=LATER,
        )


def test_a_name_that_the_committee_has_not_seen_is_not_certified(office: Office) -> None:
    application = offered(office)
    with unit_of_work() as session:
        session.get_one(Organisation, application.organisation_id).name = "Another Name"
    with pytest.raises(Conflict, match="profile has changed"):
        accept(application, owner_of(application))
    assert found(application)[0] is State.OFFERED


# the page


def test_the_page_leads_an_owner_through_consent(office: Office, client: FlaskClient) -> None:
    now = datetime.now(UTC)
    application = offered(office, now, visited=now.date())
    owner = owner_of(application)
    with reading() as session:
        person = session.get_one(Person, owner.person_id)
    sign_in(client, person, Role.MANAGER)
    address = f"/applications/{application.id}/offer"
    page = client.get(address)
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert "Bronze is offered" in text
    assert REASON in text
    assert "Accept Bronze" in text
    shown = client.get(f"/applications/{application.id}").get_data(as_text=True)
    assert address in shown
    assert client.post(f"{address}/accept").status_code == 303
    assert "Your organisation accepted this level" in client.get(address).get_data(as_text=True)
    assert client.post(f"{address}/decline").status_code == 409


def test_the_page_is_not_there_without_an_offer(office: Office, client: FlaskClient) -> None:
    application = recommended()
    owner = owner_of(application)
    with reading() as session:
        person = session.get_one(Person, owner.person_id)
    sign_in(client, person, Role.MANAGER)
    assert client.get(f"/applications/{application.id}/offer").status_code == 404
    assert client.post(f"/applications/{application.id}/offer/accept").status_code == 404
