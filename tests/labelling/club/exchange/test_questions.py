"""Questions to those who are good at something, as an attacker would look at them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from labelling.club import queries as clubs
from labelling.club.exchange import good, queries
from labelling.club.exchange.actions.asking import (
    WhoToAsk,
    answer_question,
    ask_question,
    close_question,
    find_who_to_ask,
    introduce,
)
from labelling.club.exchange.good import those_who_are_good
from labelling.club.exchange.models import AskedMember, Question
from labelling.club.frozen import Frozen, read_frozen
from labelling.club.models import FrozenRound, Membership
from labelling.core.access import Actor, Role
from labelling.core.audit import AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow
from labelling.core.outbox import Outgoing
from labelling.core.web import identity
from tests.labelling.club.results.making import NOW, World, build_club, person_of
from tests.labelling.club.results.releasing import release
from tests.labelling.people.making import sign_in

CODE = "A07"


@pytest.fixture
def world(database: Database, monkeypatch: pytest.MonkeyPatch) -> World:
    """Return a club whose newest round is released, on the day on which it was."""
    monkeypatch.setattr(identity, "utcnow", lambda: NOW)
    made = build_club()
    release(made)
    return made


def ask(
    world: World, at: int = 0, *, named: bool = False, code: str = CODE, now: datetime = NOW
) -> UUID:
    """Ask as a member."""
    who = found(world, at, code, now)
    with unit_of_work() as session:
        return ask_question(
            session, actor=world.first(at)[0], who=who,
            text="How do you keep members active?", named=named, now=now,
        ).id  # fmt: skip


def found(world: World, at: int = 0, code: str = CODE, now: datetime = NOW) -> WhoToAsk:
    """Find whom a member's question goes to."""
    actor, membership_id = world.first(at)
    with reading() as session:
        return find_who_to_ask(
            session, actor=actor, membership_id=membership_id, code=code, now=now
        )


def asked(question_id: UUID) -> list[AskedMember]:
    """Return who was asked."""
    with reading() as session:
        query = (
            select(AskedMember)
            .where(AskedMember.question_id == question_id)
            .order_by(AskedMember.id)
        )
        return list(session.scalars(query))


def contact(world: World, membership_id: UUID) -> Actor:
    """Return who acts for a member."""
    name = next(name for name, key in world.memberships.items() if key == membership_id)
    return world.contacts[name]


def answer(world: World, row: AskedMember, *, accepts: bool, message: str = "") -> None:
    """Answer as the member that was asked."""
    with unit_of_work() as session:
        answer_question(
            session, actor=contact(world, row.membership_id), asked_id=row.id, accepts=accepts,
            message=message, now=NOW,
        )  # fmt: skip


def page(client: FlaskClient, world: World, at: int = 0) -> str:
    """Return what a member sees of its questions."""
    actor, membership_id = world.first(at)
    sign_in(client, person_of(actor), Role.MANAGER)
    answer_ = client.get(f"/exchanges/members/{membership_id}/questions")
    assert answer_.status_code == 200
    text = answer_.get_data(as_text=True)
    return re.sub(r'(value|nonce|content)="[^"]*"', "", text[text.index("<main") :])


def test_those_in_the_best_quarter_are_asked_and_not_the_asker(world: World) -> None:
    rows = asked(ask(world))
    assert len(rows) >= 2
    _actor, own = world.first()
    with reading() as session:
        round_ = clubs.get_round(session, world.round_id)
        good = those_who_are_good(session, session.get_one(Membership, own), round_, CODE)
    assert {row.membership_id for row in rows} == {one.id for one in good} - {own}


def test_officer_bound_up_with_a_member_does_not_read_who_asks_what(
    client: FlaskClient, world: World
) -> None:
    question_id = ask(world)
    officer = person_of(world.officer)
    sign_in(client, officer, Role.OFFICER)
    address = f"/exchanges/clubs/{world.club_id}"
    assert "How do you keep members active?" in client.get(address).text
    with unit_of_work() as session:
        session.get_one(Membership, world.first(3)[1]).contact_id = officer.id
    text = client.get(address).text
    assert ("How do you keep" in text, "Another officer acts here" in text) == (False, True)
    with unit_of_work() as session, pytest.raises(NotAllowed, match="another officer does this"):
        close_question(session, actor=world.officer, question_id=question_id, now=NOW)


def test_nobody_of_the_askers_holding_is_asked(world: World) -> None:
    _actor, own = world.first()
    (first, *_others) = asked(ask(world))
    with unit_of_work() as session:
        session.execute(delete(AskedMember))
        session.execute(delete(Question))
        ids = [own, first.membership_id]
        session.execute(update(Membership).where(Membership.id.in_(ids)).values(holding="One"))
    assert first.membership_id not in {row.membership_id for row in asked(ask(world))}


def test_declined_and_silent_look_the_same_and_so_does_nobody_asked(
    world: World, client: FlaskClient
) -> None:
    question_id = ask(world)
    silent = page(client, world)
    for row in asked(question_id):
        answer(world, row, accepts=False)
    assert page(client, world) == silent
    with unit_of_work() as session:
        session.execute(delete(AskedMember))
    assert page(client, world) == silent


def test_accepting_tells_no_name_before_both_agree(world: World, client: FlaskClient) -> None:
    question_id = ask(world)
    row, *others = asked(question_id)
    answer(world, row, accepts=True, message="Call us.")
    shown = page(client, world)
    names = {one.id: one.name for one in world.simulated.members}
    ours = {key: names[name] for name, key in world.memberships.items()}
    assert "A member would like to talk with you." in shown
    assert "Call us." in shown
    assert [
        name for name in ours.values() if name in shown and name != ours[world.first()[1]]
    ] == []
    with unit_of_work() as session:
        introduce(session, actor=world.first()[0], asked_id=row.id, now=NOW)
    shown = page(client, world)
    assert ours[row.membership_id] in shown
    assert [ours[one.membership_id] for one in others if ours[one.membership_id] in shown] == []


def test_asked_member_does_not_learn_the_asker_unless_shown(
    world: World, client: FlaskClient
) -> None:
    hidden, shown = asked(ask(world))[0], asked(ask(world, code="B04", named=True))[0]
    own = next(name for name, key in world.memberships.items() if key == world.first()[1])
    name = next(one.name for one in world.simulated.members if one.id == own)
    for row, told in ((hidden, False), (shown, True)):
        sign_in(client, person_of(contact(world, row.membership_id)), Role.MANAGER)
        text = client.get(f"/exchanges/asked/{row.id}").get_data(as_text=True)
        assert (name in text) is told
        assert "your own figure lies in the best quarter" in text


def test_asker_who_shows_its_name_is_introduced_at_once(world: World) -> None:
    row = asked(ask(world, named=True))[0]
    answer(world, row, accepts=True)
    with reading() as session:
        assert session.get_one(AskedMember, row.id).introduced_at == NOW


def test_question_is_taken_whoever_is_there_to_answer(world: World) -> None:
    _actor, own = world.first()
    with unit_of_work() as session:
        session.execute(update(Membership).where(Membership.id != own).values(left_on=NOW.date()))
    assert asked(ask(world)) == []


def test_indicator_without_published_quartiles_is_not_asked_about(database: Database) -> None:
    few = build_club(members=7)
    release(few)
    with pytest.raises(NotFound):
        ask(few)


@pytest.mark.parametrize("code", ["D05", "nothing"])
def test_indicator_that_one_did_not_report_is_not_asked_about(world: World, code: str) -> None:
    with pytest.raises(NotFound):
        ask(world, code=code)


def test_one_open_question_per_indicator_and_three_in_all(world: World) -> None:
    first = ask(world)
    with pytest.raises(NotNow, match="still open"):
        ask(world)
    ask(world, code="B04")
    ask(world, code="B07")
    with pytest.raises(NotNow, match="Three questions"):
        ask(world, code="C02")
    with unit_of_work() as session:
        close_question(session, actor=world.first()[0], question_id=first, now=NOW)
    ask(world)


def test_six_questions_in_half_a_year(world: World) -> None:
    for at in range(6):
        ask(world, now=NOW + timedelta(days=at * 29 + (2 * at)))
    with pytest.raises(NotNow, match="six questions"):
        ask(world, code="B04", now=NOW + timedelta(days=181))


def test_question_ends_after_thirty_days(world: World) -> None:
    row = asked(ask(world))[0]
    with pytest.raises(NotNow), unit_of_work() as session:
        answer_question(
            session, actor=contact(world, row.membership_id), asked_id=row.id, accepts=True,
            now=NOW + timedelta(days=31),
        )  # fmt: skip


def test_answer_stands(world: World) -> None:
    row = asked(ask(world))[0]
    answer(world, row, accepts=False)
    with pytest.raises(NotNow):
        answer(world, row, accepts=True)


@pytest.mark.parametrize("what", ["answer", "introduce", "close", "ask"])
def test_others_reach_nothing(world: World, what: str) -> None:
    question_id = ask(world)
    row = asked(question_id)[0]
    stranger = next(
        actor
        for name, actor in sorted(world.contacts.items())
        if world.memberships[name] not in {row.membership_id, world.first()[1]}
    )
    tries: dict[str, Callable[[object], object]] = {
        "answer": lambda s: answer_question(
            s, actor=stranger, asked_id=row.id, accepts=True, now=NOW  # type: ignore[arg-type]
        ),
        "introduce": lambda s: introduce(
            s, actor=world.first()[0], asked_id=row.id, now=NOW  # type: ignore[arg-type]
        ),
        "close": lambda s: close_question(
            s, actor=stranger, question_id=question_id, now=NOW  # type: ignore[arg-type]
        ),
        "ask": lambda s: ask_question(
            s, actor=stranger, who=found(world), text="x",  # type: ignore[arg-type]
            named=False, now=NOW,
        ),
    }  # fmt: skip
    with pytest.raises(NotFound), unit_of_work() as session:
        tries[what](session)


def test_office_sees_the_question_and_not_whom_it_reaches(
    world: World, client: FlaskClient
) -> None:
    rows = asked(ask(world))
    sign_in(client, person_of(world.officer), Role.OFFICER)
    text = client.get(f"/exchanges/clubs/{world.club_id}").get_data(as_text=True)
    assert "How do you keep members active?" in text
    assert [row.id for row in rows if str(row.id) in text] == []
    assert [row for row in rows if str(row.membership_id) in text] == []


def test_mail_and_trail_say_neither_why_nor_who_was_asked(world: World) -> None:
    rows = asked(ask(world))
    with reading() as session:
        mails = [one for one in session.scalars(select(Outgoing)) if one.name == "question_asked"]
        trail = list(session.scalars(select(AuditEntry)))
    assert len(mails) == len(rows)
    assert {tuple(sorted(one.payload["context"])) for one in mails} == {("asked", "club", "until")}
    assert {one.subject_id for one in trail} & {row.membership_id for row in rows} == set()


def test_text_is_needed_and_bounded(world: World) -> None:
    actor, who = world.first()[0], found(world)
    for text in ("  ", "x" * 1001):
        with pytest.raises(Invalid), unit_of_work() as session:
            ask_question(session, actor=actor, who=who, text=text, named=False, now=NOW)


def test_page_of_an_indicator_leads_to_the_question(world: World, client: FlaskClient) -> None:
    actor, membership_id = world.first()
    sign_in(client, person_of(actor), Role.MANAGER)
    text = client.get(f"/results/members/{membership_id}/indicators/{CODE}").get_data(as_text=True)
    path = f"/exchanges/members/{membership_id}/indicators/{CODE}/ask"
    assert path in text
    assert client.get(path).status_code == 200
    assert client.post(path, data={"text": ""}).status_code == 422
    assert client.post(path, data={"text": "How?"}).status_code == 303
    assert client.post(path, data={"text": "How?"}).status_code == 422


def test_known_members_are_those_who_let_it_be_known_or_were_introduced(world: World) -> None:
    row = asked(ask(world, named=True))[0]
    _actor, own = world.first()
    with reading() as session:
        assert queries.known_members(session, session.get_one(Membership, own)) == {}
    answer(world, row, accepts=True)
    with reading() as session:
        found = queries.known_members(session, session.get_one(Membership, own))
    assert set(found) == {row.membership_id}


def test_asking_reads_the_figures_once_and_outside(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []

    def counting(row: FrozenRound) -> Frozen:
        read.append(row.id)
        return read_frozen(row)

    monkeypatch.setattr(good, "read_frozen", counting)
    who = found(world)
    assert len(read) == len(set(read)) > 0
    before = len(read)
    with unit_of_work() as session:
        ask_question(session, actor=world.first()[0], who=who, text="How?", named=False, now=NOW)
    assert len(read) == before


def test_question_by_figures_that_were_replaced_is_refused(world: World) -> None:
    who = replace(found(world), frozen_id=world.round_id)
    with pytest.raises(Conflict), unit_of_work() as session:
        ask_question(session, actor=world.first()[0], who=who, text="How?", named=False, now=NOW)
