"""Who is on a team, or tied to the organisation, does not act on it for the office as well."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.core import doors
from labelling.core.access import SYSTEM, Actor, Role, may, visible
from labelling.core.audit import AuditDetail, AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed
from labelling.core.outbox import Outgoing
from labelling.core.permissions import Permission
from labelling.organisations.actions import members as member_lists
from labelling.organisations.actions import profile as organisations
from labelling.organisations.members import MemberKind, MemberLine, fingerprint
from labelling.organisations.queries import get_organisation, member_rows
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind
from labelling.people.queries import names
from labelling.reviews import actions, queries
from labelling.reviews.actions import travelling
from labelling.reviews.actions.reserves import set_reserves
from labelling.reviews.actions.travelling import bring_back
from labelling.reviews.conflicts.queries import find_basis
from labelling.reviews.conflicts.tracing import keep_basis
from labelling.reviews.opinions import Judged
from labelling.reviews.profiles import actions as profiles
from labelling.reviews.profiles.queries import cases_by_level, facts_of
from labelling.reviews.queries.candidates import known_findings, loads
from labelling.reviews.queries.seats import assessment
from labelling.reviews.travelling import Returned
from tests.labelling.acting import actor_for
from tests.labelling.people.making import add_person
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World, id_of
from tests.labelling.reviews.test_agreement import compared, interviewed, invite_reader
from tests.labelling.reviews.test_pages import enter, scoring
from tests.labelling.reviews.test_reporting import closed, finish_editing, name
from tests.labelling.reviews.test_round_table import opened, say, show

NOW = making.NOW


def second_officer(world: World, *, on_team: bool) -> Actor:
    """Return another officer; one who is an assessor too, and first on the team."""
    with unit_of_work() as session:
        person = add_person(session, "Dora Dunn", roles=[Role.OFFICER, Role.ASSESSOR])
        actor = actor_for(person, Role.ASSESSOR)
        actions.save_profile(
            session,
            actor=actor,
            person_id=person.id,
            country="AT",
            languages=["en"],
            fields=["mobility"],
            now=NOW,
        )
    if on_team:
        making.panel_for(world.application_id, world.officer, [actor])
        making.accept_all(world.application_id, [actor])
    return actor_for(person, Role.OFFICER)


def bind(world: World, one: Actor, kind: InvolvementKind, *, years_ago: int = 0) -> None:
    """Write in the ledger what ties somebody to the organisation, ended so many years ago."""
    with unit_of_work() as session:
        record_involvement(
            session,
            actor=SYSTEM,
            person_id=id_of(one),
            organisation_id=world.organisation_id,
            kind=kind,
            source="test",
            now=NOW,
            since=NOW.date() - timedelta(days=4000),
            until=NOW.date() - timedelta(days=366 * years_ago) if years_ago else None,
        )


def rights(world: World, one: Actor) -> list[bool]:
    """Return whether somebody builds and sees the team, by the check and in lists."""
    found = []
    with reading() as session:
        application = session.get_one(Application, world.application_id)
        for permission in (Permission.PANEL_BUILD, Permission.PANEL_VIEW):
            listed = session.scalars(select(Application.id).where(visible(one, permission)))
            found += [may(one, permission, application), application.id in set(listed)]
    return found


def test_officer_on_the_team_neither_builds_it_nor_sees_who_handed_in(
    client: FlaskClient,
) -> None:
    world = making.submitted("bronze")
    other = second_officer(world, on_team=True)
    assert rights(world, other) == [False] * 4
    assert rights(world, world.officer) == [True] * 4
    with pytest.raises(NotAllowed, match="You are on this assessment team"):
        making.release(world.application_id, other, other, "I have no time.")
    enter(client, other)
    assert client.get(f"/applications/{world.application_id}/panel").status_code == 403
    page = client.get(f"/applications/{world.application_id}/office")
    team = f"/applications/{world.application_id}/panel"
    assert (page.status_code, team in page.text) == (200, False)


def test_no_figure_of_an_assessor_changes_with_handing_in_alone(database: Database) -> None:
    world = making.submitted("gold")
    team = world.assessors[:2]
    making.panel_for(world.application_id, world.officer, team)
    making.accept_all(world.application_id, team)

    def figures() -> tuple[object, ...]:
        with reading() as session:
            ids = [id_of(one) for one in team]
            facts = facts_of(session, ids, NOW.date())
            return (
                loads(session, ids),
                [facts[one].cases for one in ids],
                [cases_by_level(session, one) for one in ids],
            )

    before = figures()
    assert before == ({id_of(one): 1 for one in team}, [0, 0], [{}, {}])
    for one in team:
        assert figures() == before
        making.score_all(world.application_id, one)
        making.hand_in(world.application_id, one)
    assert figures() == ({}, [1, 1], [{"gold": 1}, {"gold": 1}])


def test_officer_is_in_charge_again_once_off_the_team(database: Database) -> None:
    world = making.submitted("bronze")
    other = second_officer(world, on_team=True)
    making.release(world.application_id, other, world.officer, "Ill.")
    assert rights(world, other) == [True] * 4


def test_officer_who_is_bound_up_with_the_organisation_stays_out_of_its_team(
    database: Database,
) -> None:
    world = making.submitted("bronze")
    other = second_officer(world, on_team=False)
    assert rights(world, other) == [True] * 4
    bind(world, other, InvolvementKind.DECIDED)
    bind(world, other, InvolvementKind.CONSULTED, years_ago=5)
    assert rights(world, other) == [True] * 4
    bind(world, other, InvolvementKind.ACQUAINTED)
    assert rights(world, other) == [False] * 4
    with pytest.raises(NotAllowed, match="bound up"):
        making.panel_for(world.application_id, other, world.assessors[:1])


def test_officer_on_the_team_does_not_answer_a_colleagues_conflict(database: Database) -> None:
    world = making.submitted("gold")
    other = second_officer(world, on_team=False)
    colleague = world.assessors[1]
    making.panel_for(world.application_id, world.officer, [other, colleague])
    making.declare(world.application_id, colleague, InvolvementKind.ACQUAINTED)
    with pytest.raises(NotAllowed, match="on this assessment team"):
        making.consent(world.application_id, colleague, other)
    with reading() as session:
        written = session.scalars(
            select(Outgoing.person_id).where(Outgoing.name == "conflict_to_agree")
        ).all()
        waits = [one.address for one in doors.tasks_of(session, other, NOW)]
    assert id_of(other) not in written
    assert f"/applications/{world.application_id}/panel" not in waits


def test_officer_does_not_invite_themselves(database: Database) -> None:
    world = making.submitted("bronze")
    other = second_officer(world, on_team=False)
    with pytest.raises(Invalid, match="cannot invite yourself"):
        making.panel_for(world.application_id, other, [other])
    with pytest.raises(Invalid, match="cannot name yourself"), unit_of_work() as session:
        set_reserves(
            session,
            actor=other,
            application_id=world.application_id,
            person_ids=[id_of(other)],
            now=NOW,
        )


def test_nobody_who_may_have_seen_the_scores_is_asked_for_a_further_look(
    client: FlaskClient,
) -> None:
    world, _ = interviewed(30)
    other = second_officer(world, on_team=False)
    enter(client, world.officer)
    page = client.get(f"/applications/{world.application_id}/agreement").text
    assert ("Ben Bakker" in page, "Dora Dunn" in page) == (True, False)
    with pytest.raises(Invalid, match="may know the scores"):
        invite_reader(world, other)


def test_what_somebody_says_at_the_table_is_not_in_the_trail(database: Database) -> None:
    world, lead, other = compared()
    opened(world, lead)
    show(world, lead, "1.1")
    say(world, other, 45)
    with reading() as session:
        kept = session.scalars(
            select(AuditDetail.details)
            .join(AuditEntry, AuditEntry.seq == AuditDetail.seq)
            .where(AuditEntry.verb == "voice.changed")
        ).all()
    assert kept == [{"part": "1.1"}]


def test_editor_reads_the_report_until_it_is_final(database: Database) -> None:
    world, lead = closed()
    editor = world.assessors[1]

    def reads() -> bool:
        with reading() as session:
            case = assessment(session, session.get_one(Application, world.application_id))
        return may(editor, Permission.FEEDBACK_VIEW, case)

    assert not reads()
    name(world, editor)
    finish_editing(world, editor)
    making.release_feedback(world.application_id, world.officer)
    making.observe(world.application_id, world.owner, "A figure is wrong.")
    assert reads()
    making.finish(world.application_id, lead)
    assert not reads()


def brought(world: World, lead: Actor, notes: Sequence[str]) -> None:
    """Bring files back, one for each note, that were taken along before anything was saved."""
    seat_id = making.seat_of(world.application_id, lead).id
    for text in notes:
        with unit_of_work() as session:
            bring_back(
                session,
                actor=lead,
                seat_id=seat_id,
                returned=[Returned("1.1", 0, Judged(), Judged(notes=text))],
                now=NOW,
            )


def test_judgements_kept_beside_a_part_are_bounded(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(travelling, "MOST_KEPT", 3)
    world, lead, _ = scoring()
    seat_id = making.seat_of(world.application_id, lead).id
    making.save_part(seat_id, lead, "1.1", Judged(notes="Here."))
    brought(world, lead, ["a", "b", "c", "c"])
    with pytest.raises(Invalid, match="3 judgements are kept"):
        brought(world, lead, ["d"])

    def kept() -> list[str]:
        with reading() as session:
            review = queries.find_review(session, seat_id)
            assert review is not None
            rows = queries.kept_judgements(session, review.id)
            return sorted(one.content["notes"] for one in rows)

    assert kept() == ["a", "b", "c"]
    with reading() as session:
        review = queries.find_review(session, seat_id)
        assert review is not None
        first = queries.kept_judgements(session, review.id)[0].id
    with unit_of_work() as session:
        actions.choose_kept(
            session, actor=lead, seat_id=seat_id, kept_id=first, taken_for=None, now=NOW
        )
    brought(world, lead, ["d"])
    assert len(kept()) == 3


def change_organisation(world: World, *, website: str, members: Sequence[str]) -> None:
    """Let the owner change website and members."""
    with unit_of_work() as session:
        found = get_organisation(session, world.organisation_id)
        organisations.edit_organisation(
            session,
            actor=world.owner,
            organisation_id=found.id,
            version=found.version,
            profile=replace(organisations.profile_of(found), website=website),
            now=NOW,
        )
        present = [row.line for row in member_rows(session, world.organisation_id)]
        member_lists.save_members(
            session,
            actor=world.owner,
            organisation_id=world.organisation_id,
            members=[MemberLine(one, MemberKind.FIRM, "AT") for one in members],
            base=fingerprint(present),
            now=NOW,
        )


def test_what_an_organisation_was_known_by_when_the_team_was_proposed_still_counts(
    database: Database,
) -> None:
    world = making.submitted("gold")
    lead, other, third = world.assessors
    change_organisation(world, website="https://old.example", members=["Brakes Ltd"])
    for one, name_, domain in ((lead, "Brakes Ltd", ""), (other, "Somebody", "old.example")):
        with unit_of_work() as session:
            profiles.add_employer(
                session,
                actor=one,
                person_id=id_of(one),
                name=name_,
                domain=domain,
                since=NOW.date() - timedelta(days=400),
                until=None,
                now=NOW,
            )

    def tied() -> dict[str, str]:
        with reading() as session:
            ids = [id_of(one) for one in (lead, other, third)]
            found = known_findings(session, ids, world.organisation_id, NOW.date())
            return {
                names(session, [key])[key]: one.kind.value
                for key, every in found.items()
                for one in every
            }

    before = tied()
    assert before == {"Anna Ahrens": "member", "Ben Bakker": "employed"}
    with unit_of_work() as session:
        keep_basis(session, session.get_one(Application, world.application_id), NOW)
    change_organisation(world, website="https://new.example", members=["Wheels Ltd"])
    assert tied() == before
    with unit_of_work() as session:
        application = session.get_one(Application, world.application_id)
        keep_basis(session, application, NOW + timedelta(days=1))
        basis = find_basis(session, world.application_id)
        assert basis is not None
        assert (basis.domain, basis.members, basis.kept_at) == ("old.example", ["brakes ltd"], NOW)
        application.state = State.WITHDRAWN
    assert tied() == {}


def test_the_page_says_by_what_ties_were_looked_for(client: FlaskClient) -> None:
    world = making.submitted("bronze")
    making.panel_for(world.application_id, world.officer, world.assessors[:1])
    enter(client, world.officer)
    page = client.get(f"/applications/{world.application_id}/panel").text
    assert "when the team was first proposed" in page
