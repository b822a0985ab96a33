"""What members write and choose: their own peers for a round, and practice sheets."""

import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from labelling.club.models import ClubRound, ReleaseKind, RoundState
from labelling.club.results import actions, gate, queries
from labelling.club.results.groups import own_group
from labelling.club.results.jobs import release as release_job
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotFound, NotNow
from labelling.core.outbox import Delayed
from tests.labelling.club.results.making import NOW, World, person_of
from tests.labelling.club.results.releasing import choose, release
from tests.labelling.organisations.browsing import as_person


def test_too_few_peers_are_refused(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        choose(world, size=["over-120"], field=["green"])
    assert refusal.value.field == "bands"


def test_peers_are_chosen_once(world: World) -> None:
    choose(world, size=["61-to-120", "over-120"])
    with pytest.raises(Invalid):
        choose(world, size=["up-to-60", "61-to-120"])


def test_second_click_on_the_same_peers_is_told_as_the_first(app: Flask, world: World) -> None:
    actor, membership_id = world.first()
    client = as_person(app, person_of(actor))
    address = f"/results/members/{membership_id}/peers"
    sent = {"bands": ["size:61-to-120", "size:over-120"], "once": "a" * 32}
    first, second = [client.post(address, data=sent) for _ in range(2)]
    assert (first.status_code, second.status_code) == (303, 303)
    assert second.location == f"{first.location}&again=1"
    with reading() as session:
        assert len(queries.choices_in(session, world.round_id)) == 1
    other = client.post(address, data={"bands": ["size:up-to-60", "size:61-to-120"]})
    assert other.status_code == 409
    assert "once a round" in other.get_data(as_text=True)


def test_page_says_in_words_which_bands_were_fixed_also_when_results_are_out(
    app: Flask, world: World
) -> None:
    choose(world, size=["over-120", "61-to-120"], governance=["association", "company", "agency"])
    actor, membership_id = world.first()
    other, other_id = world.first(1)
    address = f"/results/members/{membership_id}/peers"
    client = as_person(app, person_of(actor))
    said = [
        "Size: 61 to 120 or over 120",
        "Governance: association, company or agency",
    ]
    fixed = client.get(address).get_data(as_text=True)
    assert items_of(fixed) == said
    assert "were fixed on 1 September 2026" in fixed
    release(world)
    later = client.get(address).get_data(as_text=True)
    assert items_of(later) == said
    assert "Your peers in earlier rounds" in later
    theirs = as_person(app, person_of(other)).get(f"/results/members/{other_id}/peers")
    assert items_of(theirs.get_data(as_text=True)) == []


def items_of(page: str) -> list[str]:
    """Return the lines that say which bands were chosen."""
    return re.findall(r"<li>(\w+: [^<]*)</li>", page)


def test_refusal_of_a_second_choice_does_not_depend_on_who_stands_in_a_band(world: World) -> None:
    """Told apart, the same members under other bands would tell which bands are empty."""
    choose(world, size=["61-to-120", "over-120"])
    told = set()
    for size in (["61-to-120", "over-120"], ["over-120"], ["up-to-60", "61-to-120"]):
        with pytest.raises(Invalid) as refusal:
            choose(world, size=size)
        told.add(refusal.value.sentence)
    assert len(told) == 1


def test_peers_are_chosen_before_results(released: World) -> None:
    with pytest.raises(Invalid):
        choose(released, size=["61-to-120", "over-120"])


def test_draft_that_a_choice_did_not_wait_for_is_not_recorded(world: World) -> None:
    """What was chosen between judging and recording counts as published to all: judge it too."""
    choose(world, size=["61-to-120", "over-120"])
    prepared = judged(world)
    choose(world, 1, size=["up-to-60", "61-to-120"])
    with unit_of_work() as session, pytest.raises(Conflict):
        actions.release_results(session, actor=world.officer, prepared=prepared, now=NOW)
    with reading() as session:
        assert queries.releases_in(session, world.round_id) == []
    again = judged(world)
    with unit_of_work() as session:
        rows = actions.release_results(session, actor=world.officer, prepared=again, now=NOW)
        choices = queries.choices_in(session, world.round_id)
    own = {own_group(one.membership_id) for one in choices}
    assert len(own) == 2
    assert own <= {
        name for row in rows for cell in gate.read(row).release.cells for name in cell.groups
    }


def test_ordered_release_is_tried_again_after_a_choice_came_between(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job waits and judges anew; nothing is lost and nothing left out."""
    prepare = actions.prepare_results

    def slowly(session: Session, **given: Any) -> list[gate.Prepared]:
        found = prepare(session, **given)
        choose(world, size=["61-to-120", "over-120"])
        return found

    job = {"round": str(world.round_id), "dimension": "size", "after": 0}
    job["by"] = str(world.officer.person_id)
    monkeypatch.setattr(actions, "prepare_results", slowly)
    with pytest.raises(Delayed):
        release_job(job, NOW)
    monkeypatch.setattr(actions, "prepare_results", prepare)
    release_job(job, NOW)
    with reading() as session:
        kinds = [row.kind for row in queries.releases_in(session, world.round_id)]
    assert kinds == [ReleaseKind.DRAFT, ReleaseKind.OWN_PEERS]


def test_round_that_ended_without_results_takes_no_choice(world: World) -> None:
    with unit_of_work() as session:
        session.get_one(ClubRound, world.round_id).state = RoundState.FINAL
    with pytest.raises(NotNow):
        choose(world, size=["61-to-120", "over-120"])


def test_no_band_is_no_choice(world: World) -> None:
    with pytest.raises(Invalid):
        choose(world)


def judged(world: World) -> list[gate.Prepared]:
    with reading() as session:
        return actions.prepare_results(
            session, actor=world.officer, round_id=world.round_id, dimension="size", now=NOW
        )


def write(released: World, at: int = 0, **changes: object) -> UUID:
    actor, membership_id = released.first(at)
    values: dict[str, object] = {
        "title": "Call every member once",
        "text": "We wrote a list and called.",
        "indicators": ["C02"],
        "may_tell": False,
        **changes,
    }
    with unit_of_work() as session:
        return actions.write_practice(
            session,
            actor=actor,
            membership_id=membership_id,
            now=NOW,
            **values,  # type: ignore[arg-type]
        ).id


def test_practice_sheet_is_written_and_taken_back(world: World) -> None:
    practice_id = write(world)
    with reading() as session:
        assert [one.id for one in queries.practices_of_club(session, world.club_id)] == [
            practice_id
        ]
    actor, _ = world.first()
    other, _ = world.first(1)
    with pytest.raises(NotFound), unit_of_work() as session:
        actions.withdraw_practice(session, actor=other, practice_id=practice_id, now=NOW)
    with unit_of_work() as session:
        actions.withdraw_practice(session, actor=actor, practice_id=practice_id, now=NOW)
    with reading() as session:
        assert queries.practices_of_club(session, world.club_id) == []


@pytest.mark.parametrize("codes", [[], ["Z99"]])
def test_practice_sheet_is_about_known_indicators(world: World, codes: list[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        write(world, indicators=codes)
    assert refusal.value.field == "indicators"


def test_order_of_practice_sheets_tells_nothing(world: World) -> None:
    written = [write(world, at, title=f"Sheet {at}") for at in range(6)]
    with reading() as session:
        rows = queries.practices_of_club(session, world.club_id)
    assert [row.id for row in rows] == sorted(written)
