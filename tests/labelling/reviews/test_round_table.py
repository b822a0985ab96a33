"""The round table: one chair, one pen, what each says by now, and what stays of it."""

from datetime import timedelta
from fractions import Fraction

import pytest
from flask.testing import FlaskClient

from labelling.core.access import Actor
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.reviews import queries as reviews
from labelling.reviews.models import How
from labelling.reviews.roundtable import actions, queries
from labelling.reviews.roundtable.actions import Draft, PenPassed
from labelling.reviews.roundtable.models import RoundTable
from labelling.reviews.roundtable.seated import Moved
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World, id_of
from tests.labelling.reviews.test_agreement import compared
from tests.labelling.reviews.test_pages import enter

NOW = making.NOW
WRITTEN = Draft("75", False, "Both of us saw the minutes.", "Minutes are kept", "Not published")


def opened(world: World, lead: Actor) -> RoundTable:
    with unit_of_work() as session:
        return actions.open_table(session, actor=lead, application_id=world.application_id, now=NOW)


def show(world: World, lead: Actor, part_id: str | None, minutes: int = 0) -> RoundTable:
    with reading() as session:
        turn = queries.get_table(session, world.application_id).turn
    with unit_of_work() as session:
        return actions.show_part(
            session,
            actor=lead,
            application_id=world.application_id,
            turn=turn,
            part_id=part_id,
            now=NOW + timedelta(minutes=minutes),
        )


def write(world: World, one: Actor, *, pen: int = 1, version: int = 0) -> int:
    with unit_of_work() as session:
        return actions.write_draft(
            session,
            actor=one,
            application_id=world.application_id,
            part_id="1.1",
            pen=pen,
            version=version,
            draft=WRITTEN,
            now=NOW,
        ).version


def agree(world: World, one: Actor, *, pen: int = 1) -> None:
    with unit_of_work() as session:
        actions.agree_at_table(
            session,
            actor=one,
            application_id=world.application_id,
            part_id="1.1",
            pen=pen,
            draft=WRITTEN,
            score=Fraction(75),
            discussed_from=making.DISCUSSED_FROM,
            now=NOW,
        )


def pass_pen(world: World, one: Actor, to: Actor, pen: int) -> None:
    with unit_of_work() as session:
        actions.pass_pen(
            session,
            actor=one,
            application_id=world.application_id,
            pen=pen,
            to=id_of(to),
            now=NOW,
        )


def say(world: World, one: Actor, score: int | None, *, dropped: bool = False) -> None:
    with unit_of_work() as session:
        actions.say(
            session,
            actor=one,
            application_id=world.application_id,
            part_id="1.1",
            score=None if score is None else Fraction(score),
            not_applicable=dropped,
            now=NOW,
        )


def test_lead_alone_opens_and_steps(database: Database) -> None:
    world, lead, other = compared()
    for one in (other, world.officer):
        with pytest.raises(NotAllowed):
            opened(world, one)
    with pytest.raises(NotFound):
        opened(world, world.owner)
    opened(world, lead)
    with pytest.raises(NotAllowed):
        show(world, other, "1.1")
    assert show(world, lead, "1.1").part_id == "1.1"


def test_second_screen_of_the_chair_does_not_step_twice(database: Database) -> None:
    world, lead, _ = compared()
    first = opened(world, lead).turn
    show(world, lead, "1.1")
    with pytest.raises(Moved), unit_of_work() as session:
        actions.show_part(
            session,
            actor=lead,
            application_id=world.application_id,
            turn=first,
            part_id="1.2",
            now=NOW,
        )


def test_time_on_show_adds_up(database: Database) -> None:
    world, lead, _ = compared()
    opened(world, lead)
    show(world, lead, "1.1")
    show(world, lead, "6.3", minutes=4)
    show(world, lead, "1.1", minutes=5)
    show(world, lead, None, minutes=7)
    with reading() as session:
        spent = {
            part: row.seconds
            for part, row in queries.table_parts(session, world.application_id).items()
        }
    assert spent == {"1.1": 360, "6.3": 60}


def test_only_who_has_the_pen_writes(database: Database) -> None:
    world, lead, other = compared()
    opened(world, lead)
    assert write(world, lead) == 1
    with pytest.raises(PenPassed):
        write(world, other, version=1)
    with pytest.raises(NotNow):
        pass_pen(world, other, other, 1)
    pass_pen(world, lead, other, 1)
    with pytest.raises(PenPassed):
        write(world, lead, version=1)
    with pytest.raises(PenPassed):
        write(world, other, pen=2, version=0)  # has not seen what was written before
    assert write(world, other, pen=2, version=1) == 2
    with pytest.raises(NotNow):  # nor does anybody else agree elsewhere meanwhile
        making.agree(world.application_id, lead, "1.1", 80, reason="Alone.")
    with pytest.raises(NotNow):
        making.settle(world.application_id, lead)
    pass_pen(world, lead, lead, 2)  # the chair takes it back, as from somebody who is gone
    agree(world, lead, pen=3)


def test_pen_goes_to_somebody_at_the_table_only(database: Database) -> None:
    world, lead, _ = compared()
    opened(world, lead)
    with pytest.raises(Invalid):
        pass_pen(world, lead, world.assessors[2], 1)


def test_both_scores_before_and_after_are_kept(database: Database) -> None:
    world, lead, other = compared()
    opened(world, lead)
    say(world, other, 75)
    agree(world, lead)
    with reading() as session:
        handed_in = {
            one.person.name: one.parts["1.1"].score
            for one in reviews.handed_in_opinions(session, world.application_id)
        }
        changed = queries.voices(session, world.application_id)
        agreed = reviews.agreed_scores(session, world.application_id)["1.1"]
    assert handed_in == {"Anna Ahrens": 90, "Ben Bakker": 65}
    assert {key: row.score for key, row in changed.items()} == {("1.1", id_of(other)): 75}
    assert (agreed.score, agreed.how, agreed.reason) == (
        Fraction(75),
        How.DISCUSSED,
        WRITTEN.reason,
    )


def test_view_is_taken_back_and_refused_off_the_steps(database: Database) -> None:
    world, lead, other = compared()
    opened(world, lead)
    say(world, other, 70)
    say(world, other, None)
    with reading() as session:
        assert queries.voices(session, world.application_id) == {}
    for score, dropped in ((63, False), (101, False), (None, True)):
        with pytest.raises(Invalid):
            say(world, other, score, dropped=dropped)


def test_mean_of_what_is_said_by_now_can_be_agreed_on(database: Database) -> None:
    world, lead, other = compared()
    opened(world, lead)
    say(world, other, 85)  # with 90: 87.5, which is on no step
    with unit_of_work() as session:
        row = actions.agree_at_table(
            session,
            actor=lead,
            application_id=world.application_id,
            part_id="1.1",
            pen=1,
            draft=WRITTEN,
            score=Fraction(175, 2),
            discussed_from=making.DISCUSSED_FROM,
            now=NOW,
        )
    assert row.score == Fraction(175, 2)


def test_closed_table_takes_nothing_and_opens_again_with_what_was_written(
    database: Database,
) -> None:
    world, lead, other = compared()
    opened(world, lead)
    write(world, lead)
    with unit_of_work() as session:
        actions.close_table(session, actor=lead, application_id=world.application_id, now=NOW)
    with pytest.raises(NotNow):
        say(world, other, 70)
    making.agree(world.application_id, other, "6.3", 60, reason="Without the table.")
    table = opened(world, lead)
    with reading() as session:
        [part] = queries.table_parts(session, world.application_id).values()
    assert (table.pen, part.is_written, part.reason) == (2, True, WRITTEN.reason)


def test_one_assessor_needs_no_table(database: Database) -> None:
    world = making.submitted("bronze")
    lead = world.assessors[0]
    making.panel_for(world.application_id, world.officer, [lead])
    making.accept_all(world.application_id, [lead])
    making.score_all(world.application_id, lead, 60)
    making.hand_in(world.application_id, lead)
    with pytest.raises(NotNow):
        opened(world, lead)


# the page


def fields(world: World, one: Actor, part_id: str = "1.1") -> dict[str, str]:
    """Return what the browser of somebody sends back unchanged."""
    with reading() as session:
        table = queries.get_table(session, world.application_id)
        part = queries.table_parts(session, world.application_id).get(part_id)
    has_pen = table.scribe_id == one.person_id
    return {
        "part": part_id,
        "turn": str(table.turn),
        "pen": str(table.pen) if has_pen else "",
        "pen_now": str(table.pen),
        "version": str(part.version if part is not None else 0),
        "begun": "" if has_pen else "nothing",
        "voice": "",
    }


def address(world: World, more: str = "") -> str:
    return f"/applications/{world.application_id}/table{more}"


def test_table_works_without_scripts(client: FlaskClient) -> None:
    world, lead, other = compared()
    enter(client, lead)
    assert "Open the round table" in client.get(address(world)).text
    assert client.post(address(world, "/open")).status_code == 303
    begun = client.get(address(world)).text
    assert ("Overview" in begun, "30 parts have a small difference" in begun) == (True, True)

    def press(do: str, **more: str) -> str:
        answer = client.post(
            address(world), data=fields(world, lead) | {"do": do} | more, follow_redirects=True
        )
        assert answer.status_code == 200, answer.text[:4000]
        return answer.text

    shown = press("show:1.1", part="")
    assert "You write for all" in shown
    kept = press("save", score="75", reason="Both saw the minutes.", voice="80")
    assert "Both saw the minutes." in kept
    enter(client, other)
    followed = client.get(address(world)).text
    for words in ("Anna Ahrens is writing", "Both saw the minutes.", "80 %", "Ask for the pen"):
        assert words in followed
    assert "You write for all" not in followed
    client.post(address(world), data=fields(world, other) | {"do": "ask"})
    enter(client, lead)
    assert "Ben Bakker asks for the pen." in client.get(address(world)).text
    done = press("agree", score="75", reason="Both saw the minutes.", voice="80")
    assert "Agreed: 75 %" in done
    passed = press(f"pass:{id_of(other)}", begun="nothing", pen="", voice="80")
    assert "Take the pen back" in passed
    enter(client, other)
    assert "You write for all" in client.get(address(world)).text


def test_refused_agreement_keeps_what_was_written(client: FlaskClient) -> None:
    world, lead, _ = compared()
    opened(world, lead)
    show(world, lead, "1.1")
    enter(client, lead)
    data = fields(world, lead) | {"do": "agree", "score": "75", "strengths": "Kept for years"}
    refused = client.post(address(world), data=data)
    assert (refused.status_code, "Write why you agreed on this" in refused.text) == (422, True)
    assert "Kept for years" in refused.text
    assert "Kept for years" in client.get(address(world)).text


def test_writing_without_the_pen_is_shown_to_be_copied(client: FlaskClient) -> None:
    world, lead, other = compared()
    opened(world, lead)
    show(world, lead, "1.1")
    mine = fields(world, lead) | {"do": "save", "reason": "A long thought."}
    pass_pen(world, lead, other, 1)
    enter(client, lead)
    refused = client.post(address(world), data=mine)
    assert refused.status_code == 409
    for words in ("What you wrote about 1.1 was not saved", "A long thought."):
        assert words in refused.text
    asked = client.post(address(world), data=mine, headers={"Accept": "application/json"})
    assert (asked.status_code, "pen has passed" in asked.get_json()["sentence"]) == (409, True)


def test_live_part_changes_with_what_is_on_show_and_not_else(client: FlaskClient) -> None:
    world, lead, other = compared()
    opened(world, lead)
    show(world, lead, "1.1")
    enter(client, other)
    first = client.get(address(world, "/live"))
    tag = first.headers["ETag"]
    same = client.get(address(world, "/live"), headers={"If-None-Match": tag})
    assert (first.status_code, same.status_code) == (200, 304)
    say(world, lead, 70)
    changed = client.get(address(world, "/live"), headers={"If-None-Match": tag})
    assert (changed.status_code, "70 %" in changed.text) == (200, True)


def test_nobody_outside_the_team_learns_of_the_table(client: FlaskClient) -> None:
    world, lead, _ = compared()
    opened(world, lead)
    for one, status in (
        (world.officer, 403),
        (world.owner, 404),
        (world.assessors[2], 404),
    ):
        enter(client, one)
        for more in ("", "/live"):
            assert client.get(address(world, more)).status_code == status
        for more in ("", "/open", "/here"):
            assert client.post(address(world, more)).status_code == status


def test_small_differences_are_accepted_as_they_were_seen(client: FlaskClient) -> None:
    world, lead, _ = compared()
    enter(client, lead)
    seen = client.get(f"/applications/{world.application_id}/agreement/settle")
    assert (seen.status_code, seen.text.count('name="parts"')) == (200, 30)
    assert "60 %" in seen.text  # of 70 and 50 on 1.2
    kept = {"shown": "1", "parts": ["1.2", "1.3", "1.1"]}
    client.post(f"/applications/{world.application_id}/agreement/settle", data=kept)
    with reading() as session:
        agreed = reviews.agreed_scores(session, world.application_id)
    assert sorted(agreed) == ["1.2", "1.3"]


def test_writing_outside_the_table_is_kept_where_somebody_else_has_the_pen(
    client: FlaskClient,
) -> None:
    world, lead, other = compared()
    opened(world, lead)
    enter(client, other)
    part = f"/applications/{world.application_id}/agreement/1.1"
    refused = client.post(
        part, data={"version": "0", "score": "70", "reason": "A thought of an hour."}
    )
    assert refused.status_code == 409
    for words in ("Somebody else has the pen", "A thought of an hour.", 'value="70"'):
        assert words in refused.text
    with reading() as session:
        assert "1.1" not in reviews.agreed_scores(session, world.application_id)


def test_what_comes_after_the_agreement_was_closed_is_shown_to_be_copied(
    client: FlaskClient,
) -> None:
    world, lead, other = compared()
    for part_id in ("1.1", "6.3"):
        making.agree(world.application_id, lead, part_id, 75, reason="Seen on site.")
    making.settle(world.application_id, lead)
    making.visit(world.application_id, lead)
    making.close_agreement(world.application_id, lead)
    enter(client, other)
    part = f"/applications/{world.application_id}/agreement/1.1"
    for address, sent in (
        (part, {"version": "1", "score": "70", "reason": "A thought of an hour."}),
        (f"{part}/dissent", {"dissent": "A thought of an hour."}),
    ):
        refused = client.post(address, data=sent)
        assert refused.status_code == 409
        for words in ("The agreement is closed", "not saved", "A thought of an hour."):
            assert words in refused.text


def test_a_dissent_that_waits_for_an_agreement_is_kept_and_can_be_changed(
    client: FlaskClient,
) -> None:
    world, lead, other = compared()
    enter(client, other)
    part = f"/applications/{world.application_id}/agreement/1.1"
    early = client.post(f"{part}/dissent", data={"dissent": "I saw less."})
    assert (early.status_code, "I saw less." in early.text) == (409, True)
    making.agree(world.application_id, lead, "1.1", 75, reason="Seen on site.")
    assert client.post(f"{part}/dissent", data={"dissent": "I saw less."}).status_code == 303
    assert ">I saw less.</textarea>" in client.get(part).text
    enter(client, lead)
    assert ">I saw less.</textarea>" not in client.get(part).text
