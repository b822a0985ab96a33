"""Practice: scored alone, compared with the reference, and what the panel page makes of it."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.core import doors
from labelling.core.access import Actor, Role
from labelling.core.audit import AuditEntry
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.core.outbox import Outgoing
from labelling.people.queries import get_person
from labelling.reviews.calibration import actions, queries
from labelling.reviews.calibration.actions import Given
from labelling.reviews.calibration.cases import cases_of
from labelling.reviews.calibration.keeping import forget_old, remind
from labelling.reviews.calibration.models import (
    CalibrationRound,
    CalibrationRule,
    CalibrationScore,
    RuleOutcome,
)
from labelling.reviews.calibration.queries import Rule
from tests.labelling.acting import actor_for
from tests.labelling.people.making import make_person, sign_in
from tests.labelling.reviews import making

EDITION = "cluster-excellence-2026"
NOW = making.NOW
CASES, OTHERS = cases_of(EDITION, 1), cases_of(EDITION, 2)


@pytest.fixture
def anna(client: FlaskClient) -> Actor:
    """Return an assessor."""
    assert client is not None
    return actor_for(make_person("Anna", roles=[Role.ASSESSOR]), Role.ASSESSOR)


@pytest.fixture
def quality(client: FlaskClient) -> Actor:
    """Return a quality officer."""
    assert client is not None
    return actor_for(make_person("Quentin", roles=[Role.QUALITY]), Role.QUALITY)


def practised(one: Actor, shift: int = 0, *, now: object = NOW) -> CalibrationRound:
    """Let somebody score all cases so far from the reference, and hand in."""
    assert isinstance(now, type(NOW))
    with unit_of_work() as session:
        row = actions.begin_round(session, actor=one, edition_id=EDITION, now=now)
    for case in cases_of(EDITION, row.case_set):
        scores = {
            part.part: Given(min(max(part.score + shift, 0), 100), "Why.") for part in case.parts
        }
        with unit_of_work() as session:
            actions.save_case(
                session, actor=one, round_id=row.id, case_id=case.id, given=scores, now=now
            )
    with unit_of_work() as session:
        return actions.hand_in_round(session, actor=one, round_id=row.id, now=now)


def ask_for(quality: Actor, *, required: bool = True, agreement: str = "0.60") -> None:
    rule = Rule(required, Fraction(agreement), 10, 12)
    with unit_of_work() as session:
        row = actions.propose_rule(session, actor=quality, edition_id=EDITION, rule=rule, now=NOW)
    answer(row, officer("Odo"))


def answer(
    row: CalibrationRule,
    one: Actor,
    outcome: RuleOutcome = RuleOutcome.IN_FORCE,
    reason: str = "",
) -> None:
    """Let a second person answer a proposed rule."""
    with unit_of_work() as session:
        actions.decide_rule(
            session, actor=one, rule_id=row.id, outcome=outcome, reason=reason, now=NOW
        )


def officer(name: str, role: Role = Role.OFFICER) -> Actor:
    return actor_for(make_person(name, roles=[role]), role)


def in_force() -> Rule:
    with reading() as session:
        return queries.rule_of(session, EDITION)


def enter(client: FlaskClient, actor: Actor) -> None:
    with reading() as session:
        person = get_person(session, making.id_of(actor))
    sign_in(client, person, actor.role)


def test_who_scores_as_the_reference_is_cleared_for_a_year(anna: Actor) -> None:
    row = practised(anna)
    assert (row.agreement, row.lean, row.short) == (Fraction(1), Fraction(0), "")
    assert row.cleared_until == date(NOW.year + 1, NOW.month, NOW.day)


def test_who_is_always_too_generous_is_not_and_tries_again_after_two_weeks(anna: Actor) -> None:
    row = practised(anna, 30)
    assert "lean" in row.short
    assert row.cleared_until is None
    with pytest.raises(NotNow):
        practised(anna, now=NOW + timedelta(days=13))
    assert practised(anna, now=NOW + timedelta(days=15)).cleared_until is not None


def test_who_failed_gets_other_cases_and_the_reference_after_the_second_attempt(
    client: FlaskClient, anna: Actor
) -> None:
    enter(client, anna)
    first = practised(anna, 30)
    page = client.get(f"/reviews/calibration/rounds/{first.id}").text
    assert "You can try again after 14 days, with other cases." in page
    assert "The reference is shown once you are cleared" in page
    assert CASES[0].parts[0].reason["en"][:30] not in page
    assert "reference: 60 %" not in page
    second = practised(anna, 30, now=NOW + timedelta(days=15))
    assert (first.case_set, second.case_set) == (1, 2)
    for row, cases in ((first, CASES), (second, OTHERS)):
        page = client.get(f"/reviews/calibration/rounds/{row.id}").text
        assert cases[0].parts[0].reason["en"][:30] in page


def test_a_case_of_the_other_set_is_not_found(client: FlaskClient, anna: Actor) -> None:
    enter(client, anna)
    base = client.post(f"/reviews/calibration/{EDITION}").location
    assert client.get(f"{base}/{OTHERS[0].id}").status_code == 404


def test_after_a_clearance_one_attempt_does_not_show_the_other_reference(anna: Actor) -> None:
    cleared = practised(anna)
    failed = practised(anna, 30, now=NOW + timedelta(days=330))
    with reading() as session:
        rounds = queries.rounds_of(session, making.id_of(anna))
    assert (cleared.case_set, failed.case_set) == (1, 2)
    assert actions.shows_reference(cleared, rounds)
    assert not actions.shows_reference(failed, rounds)


def test_the_rule_decides_what_is_enough(anna: Actor, quality: Actor) -> None:
    ask_for(quality, agreement="0.99")
    assert practised(anna, 5).short == "agreement"


def test_a_clearance_is_refreshed_near_its_end(anna: Actor) -> None:
    until = practised(anna).cleared_until
    assert until is not None
    with pytest.raises(NotNow):
        practised(anna, now=NOW + timedelta(days=200))
    later = practised(anna, now=NOW + timedelta(days=330)).cleared_until
    assert later is not None
    assert later > until


def test_all_parts_are_scored_before_handing_in(anna: Actor) -> None:
    with unit_of_work() as session:
        row = actions.begin_round(session, actor=anna, edition_id=EDITION, now=NOW)
        again = actions.begin_round(session, actor=anna, edition_id=EDITION, now=NOW)
        assert again.id == row.id
    with pytest.raises(Invalid), unit_of_work() as session:
        actions.hand_in_round(session, actor=anna, round_id=row.id, now=NOW)


def test_what_is_handed_in_stays(anna: Actor) -> None:
    row = practised(anna)
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.save_case(
            session,
            actor=anna,
            round_id=row.id,
            case_id=CASES[0].id,
            given={CASES[0].parts[0].part: Given(0)},
            now=NOW,
        )


def test_nobody_else_reaches_a_round(client: FlaskClient, anna: Actor, quality: Actor) -> None:
    row = practised(anna)
    ben = actor_for(make_person("Ben", roles=[Role.ASSESSOR]), Role.ASSESSOR)
    for other in (ben, quality):
        with pytest.raises(NotFound), unit_of_work() as session:
            actions.hand_in_round(session, actor=other, round_id=row.id, now=NOW)
        enter(client, other)
        assert client.get(f"/reviews/calibration/rounds/{row.id}").status_code == 404


def test_the_way_through_the_pages_without_a_script(client: FlaskClient, anna: Actor) -> None:
    enter(client, anna)
    assert "Begin the practice cases" in client.get("/reviews/calibration").text
    begun = client.post(f"/reviews/calibration/{EDITION}")
    assert begun.status_code == 303
    base = begun.location
    assert "0 of 6 parts" in client.get(base).text
    early = client.post(f"{base}/hand-in")
    assert (early.status_code, "Some parts have no percentage yet" in early.text) == (422, True)
    for place, case in enumerate(CASES):
        page = client.get(f"{base}/{case.id}").text
        assert case.parts[0].text["en"][:30] in page
        assert case.parts[0].reason["en"][:30] not in page
        data = {f"score_{at}": str(part.score) for at, part in enumerate(case.parts)}
        data["reason_0"] = "As I see it."
        if place < len(CASES) - 1:
            data["next"] = "1"
        following = client.post(f"{base}/{case.id}", data=data)
        expected = f"{base}/{CASES[place + 1].id}" if "next" in data else f"{base}?done=saved"
        assert (following.status_code, following.location) == (303, expected)
    assert "As I see it." in client.get(f"{base}/{CASES[0].id}").text
    assert client.post(f"{base}/hand-in").status_code == 303
    result = client.get(base).text
    assert "You are cleared for live panels" in result
    assert CASES[0].parts[0].reason["en"][:30] in result
    assert client.get(f"{base}/{CASES[0].id}").status_code == 303
    assert client.get(f"{base}/nothing").status_code == 303
    assert client.post(f"/reviews/calibration/{EDITION}").status_code == 409


def test_a_percentage_that_nobody_can_give_is_refused_and_nothing_lost(
    client: FlaskClient, anna: Actor
) -> None:
    enter(client, anna)
    base = client.post(f"/reviews/calibration/{EDITION}").location
    case = CASES[0]
    page = client.post(f"{base}/{case.id}", data={"score_0": "61", "reason_0": "Kept text"})
    assert (page.status_code, "Kept text" in page.text) == (422, True)
    assert client.get(f"{base}/nothing").status_code == 404


@pytest.mark.parametrize("role", [Role.QUALITY, Role.OFFICER])
def test_the_office_sees_who_is_cleared_and_the_quality_officer_how_well(
    client: FlaskClient, anna: Actor, role: Role
) -> None:
    practised(anna, 5)
    olga = officer("Olga", role)
    enter(client, olga)
    page = client.get("/office/calibration").text
    assert "Anna" in page
    assert ("Agreement with the reference</th>" in page) == (role is Role.QUALITY)
    sent = {"required": "y", "agreement": "0.7", "lean": "8", "months": "6"}
    assert client.post("/office/calibration", data=sent).status_code == 303
    page = client.get("/office/calibration").text
    assert ("Olga proposed" in page, "Your answer" in page) == (True, False)
    assert in_force() == Rule()
    with reading() as session:
        row = queries.find_proposal(session, EDITION)
    assert row is not None
    address = f"/office/calibration/rules/{row.id}"
    assert client.post(address, data={"outcome": "in_force"}).status_code == 403
    enter(client, officer("Odo"))
    assert "Your answer" in client.get("/office/calibration").text
    bare = client.post(address, data={"outcome": "sent_back"})
    assert (bare.status_code, "Say what is to be changed." in bare.text) == (422, True)
    assert client.post(address, data={"outcome": "in_force"}).status_code == 303
    assert in_force() == Rule(True, Fraction(7, 10), 8, 6)
    wrong = client.post("/office/calibration", data={**sent, "agreement": "7"})
    assert (wrong.status_code, "Write a number from 0 to 1." in wrong.text) == (422, True)


def test_what_is_asked_is_changed_by_two_persons_and_stands_in_the_trail(quality: Actor) -> None:
    loose = Rule(False, Fraction(1, 2), 20, 36)

    def propose(one: Actor, rule: Rule = loose) -> CalibrationRule:
        with unit_of_work() as session:
            return actions.propose_rule(session, actor=one, edition_id=EDITION, rule=rule, now=NOW)

    first = propose(quality)
    with pytest.raises(NotAllowed, match="two people"):
        answer(first, quality)
    odo = officer("Odo")
    second = propose(odo)
    with pytest.raises(NotNow):
        answer(first, odo)  # replaced by the second
    with pytest.raises(NotAllowed):
        answer(second, odo)
    with pytest.raises(Invalid, match="what is to be changed"):
        answer(second, quality, RuleOutcome.SENT_BACK)
    answer(second, quality, RuleOutcome.SENT_BACK, "Too loose.")
    assert in_force() == Rule()
    with pytest.raises(NotNow):
        propose(odo, Rule())
    answer(propose(odo), quality)
    assert in_force() == loose
    with reading() as session:
        verbs = session.scalars(
            select(AuditEntry.verb)
            .where(AuditEntry.verb.startswith("calibration."))
            .order_by(AuditEntry.seq)
        ).all()
    assert verbs == [
        "calibration.proposed",
        "calibration.proposed",
        "calibration.sent_back",
        "calibration.proposed",
        "calibration.in_force",
    ]


def test_a_waiting_rule_is_a_task_for_the_others(quality: Actor) -> None:
    with unit_of_work() as session:
        actions.propose_rule(session, actor=quality, edition_id=EDITION, rule=Rule(True), now=NOW)

    def waits(one: Actor) -> bool:
        with reading() as session:
            found = doors.tasks_of(session, one, NOW)
        return any(one.address.startswith("/office/calibration") for one in found)

    assert (waits(quality), waits(officer("Odo"))) == (False, True)


def test_without_the_setting_everybody_can_be_invited(client: FlaskClient) -> None:
    assert client is not None
    world = making.submitted()
    assert making.panel_for(world.application_id, world.officer, world.assessors[:1])


def test_with_the_setting_only_who_is_cleared_is_invited(
    client: FlaskClient, quality: Actor
) -> None:
    world = making.submitted()
    lead = world.assessors[0]
    ask_for(quality)
    with pytest.raises(Invalid, match="Anna Ahrens is not cleared"):
        making.panel_for(world.application_id, world.officer, [lead])
    enter(client, world.officer)
    assert "not cleared" in client.get(f"/applications/{world.application_id}/panel").text
    practised(lead)
    assert "cleared until" in client.get(f"/applications/{world.application_id}/panel").text
    with pytest.raises(Invalid):
        making.panel_for(world.application_id, world.officer, [lead], now=NOW + timedelta(days=400))
    assert making.panel_for(world.application_id, world.officer, [lead])


def test_a_mail_and_a_task_come_before_a_clearance_ends(anna: Actor, quality: Actor) -> None:
    until = practised(anna).cleared_until
    assert until is not None
    near = NOW + timedelta(days=340)
    assert today(near) < until

    def told() -> int:
        with unit_of_work() as session:
            remind(session, near)
        with reading() as session:
            return len(
                session.scalars(select(Outgoing).where(Outgoing.name == "calibration_ends")).all()
            )

    def waits(now: object) -> bool:
        assert isinstance(now, type(NOW))
        with reading() as session:
            found = doors.tasks_of(session, anna, now)
        return "/reviews/calibration" in [one.address for one in found]

    assert (told(), waits(near)) == (0, False)
    ask_for(quality)
    assert (told(), told()) == (1, 1)
    assert (waits(NOW), waits(near)) == (False, True)


def test_it_is_in_ones_copy_erased_with_the_person_and_gone_after_three_years(
    anna: Actor,
) -> None:
    practised(anna)
    ben = actor_for(make_person("Ben", roles=[Role.ASSESSOR]), Role.ASSESSOR)
    practised(ben)
    person_id = making.id_of(anna)
    with unit_of_work() as session:
        [line] = doors.export_person(session, person_id)["calibration"]["rounds"]
        assert (line["agreement"], len(line["scores"])) == ("1", 18)
        doors.erase_person(session, person_id, NOW)
        assert queries.rounds_of(session, person_id) == []
        assert len(session.scalars(select(CalibrationScore)).all()) == 18
        forget_old(session, NOW + timedelta(days=1096))
        assert session.scalars(select(CalibrationScore)).all() == []
