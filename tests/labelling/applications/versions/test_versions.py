"""Versions beside the draft: kept, written on, compared, taken over without losing either side."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelling.applications.actions import AnswerChanged, Content
from labelling.applications.queries.drafts import answers_of, cited_pieces
from labelling.applications.schemes import edition_of
from labelling.applications.versions.actions.branching import BranchChanged, save_branch_part
from labelling.applications.versions.actions.keeping import keep_version, read_in, remove_version
from labelling.applications.versions.actions.taking import Choice, Chosen, take_over
from labelling.applications.versions.comparing import Side, changes, incoming
from labelling.applications.versions.models import DraftVersion, VersionKind
from labelling.applications.versions.sources import (
    DRAFT,
    FORERUNNER,
    PartSaid,
    common_ground,
    get_version,
    load_source,
    source_of,
    version_key,
)
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from tests.labelling.applications.making import (
    NOW,
    World,
    answer_all,
    make_application,
    make_call,
    make_submitted,
    save,
    start,
)
from tests.labelling.people.making import sign_in


@pytest.fixture
def world(app: Flask) -> World:
    """Return an application with one answer."""
    world = make_application("silver")
    save(world, "1.2", band=40, text="First.")
    return world


def keep(world: World, name: str = "Before", kind: VersionKind = VersionKind.KEPT) -> DraftVersion:
    """Keep the draft under a name."""
    with unit_of_work() as session:
        return keep_version(
            session, actor=world.owner, application_id=world.id, name=name, kind=kind, now=NOW
        )


def write(
    world: World,
    branch: DraftVersion,
    text: str,
    version: int = 1,
    *,
    save_id: UUID | None = None,
    actor: Actor | None = None,
) -> int:
    """Save 1.2 on a branch."""
    with unit_of_work() as session:
        return save_branch_part(
            session,
            actor=actor or world.owner,
            version_id=branch.id,
            part_id="1.2",
            content=Content(60, text),
            version=version,
            save_id=save_id or uuid4(),
            now=NOW,
        )


def take(world: World, key: str, choice: Choice, seen: int, part: str = "1.2") -> list[str]:
    """Take a part over."""
    with unit_of_work() as session:
        return take_over(
            session,
            actor=world.owner,
            application_id=world.id,
            key=key,
            chosen={part: Chosen(choice, seen)},
            now=NOW,
        )


def text(world: World) -> tuple[int | None, str, int]:
    """Return what 1.2 says."""
    with reading() as session:
        answer = answers_of(session, world.id)["1.2"]
    return answer.band, answer.text, answer.version


def side(world: World, key: str) -> list[Side]:
    """Return who has changed 1.2 since."""
    with reading() as session:
        application = world.reload()
        other = load_source(session, application, key)
        draft = load_source(session, application, DRAFT)
        found = incoming(
            edition_of(application).parts, draft, other, common_ground(session, world.id, other)
        )
    return [one.side for one in found]


def test_a_kept_version_stays_and_is_compared_word_by_word(world: World) -> None:
    kept = keep(world)
    save(world, "1.2", band=60, text="First and second.", version=1)
    with reading() as session:
        application = world.reload()
        before = load_source(session, application, version_key(kept))
        after = load_source(session, application, DRAFT)
    (change,) = changes(edition_of(application).parts, before, after)
    assert (change.before.said, change.after.said) == (
        (40, "First.", None),
        (60, "First and second.", None),
    )
    assert [one.text for one in change.text if one.kind == "new"] == [" and second"]
    with pytest.raises(NotNow):
        write(world, kept, "No.")


def test_each_side_of_a_branch_is_told_and_taken_without_losing_the_other(world: World) -> None:
    branch = keep(world, kind=VersionKind.BRANCH)
    key = version_key(branch)
    assert side(world, key) == []
    write(world, branch, "On the branch.")
    assert side(world, key) == [Side.OTHER]
    save(world, "1.2", band=80, text="In the draft.", version=1)
    assert side(world, key) == [Side.BOTH]
    with pytest.raises(AnswerChanged):
        take(world, key, Choice.TAKE, 1)
    assert take(world, key, Choice.JOIN, 2) == ["1.2"]
    assert text(world) == (80, "In the draft.\n\nOn the branch.", 3)
    assert take(world, key, Choice.TAKE, 3) == ["1.2"]
    assert text(world) == (60, "On the branch.", 4)
    with pytest.raises(Invalid):
        take(world, key, Choice.LEAVE, 4)


def test_keeping_both_loses_neither_text_nor_reason(app: Flask) -> None:
    world = make_application("gold")
    branch = keep(world, kind=VersionKind.BRANCH)
    save(world, "6.3", band=40, text="We ask the team.")
    with unit_of_work() as session:
        save_branch_part(
            session,
            actor=world.owner,
            version_id=branch.id,
            part_id="6.3",
            content=Content(None, "Three people.", "Fewer than five persons."),
            version=0,
            save_id=uuid4(),
            now=NOW,
        )
    take(world, version_key(branch), Choice.JOIN, 1, "6.3")
    with reading() as session:
        answer = answers_of(session, world.id)["6.3"]
    assert (answer.band, answer.not_applicable) == (40, None)
    assert answer.text == "We ask the team.\n\nThree people.\n\nFewer than five persons."


def test_two_on_a_branch_see_each_others_text(world: World) -> None:
    branch = keep(world, kind=VersionKind.BRANCH)
    assert write(world, branch, "Mine.") == 2
    with pytest.raises(BranchChanged) as met:
        write(world, branch, "Theirs.")
    assert met.value.content.text == "Mine."
    assert write(world, branch, "Both.", 2) == 3


def test_a_branch_page_sent_twice_and_written_on_in_between_loses_nothing(world: World) -> None:
    branch, save_id = keep(world, kind=VersionKind.BRANCH), uuid4()
    assert write(world, branch, "Mine.", save_id=save_id) == 2
    assert write(world, branch, "Mine, and more.", save_id=save_id) == 3
    assert write(world, branch, "Mine, and more.", save_id=save_id) == 3
    with pytest.raises(BranchChanged) as met:
        write(world, branch, "Mine.", save_id=save_id)
    assert met.value.content.text == "Mine, and more."


def test_somebody_elses_save_of_a_branch_is_not_followed_as_ones_own(world: World) -> None:
    branch, page = keep(world, kind=VersionKind.BRANCH), uuid4()
    write(world, branch, "Mine.", save_id=page)
    contributor = world.made.actor(world.made.contributors[0])
    with pytest.raises(BranchChanged) as met:
        write(world, branch, "Theirs.", save_id=page, actor=contributor)
    assert met.value.content.text == "Mine."


def test_after_submission_the_branch_goes_on_and_the_frozen_stays(app: Flask) -> None:
    world = make_submitted()
    branch = keep(world, "Next", VersionKind.BRANCH)
    write(world, branch, "Better.")
    with reading() as session:
        frozen = load_source(session, world.application, "submission-1")
        assert source_of(session, branch).part("1.2").text == "Better."
        assert (
            frozen.part("1.2").said
            == load_source(session, world.application, DRAFT).part("1.2").said
        )
    with pytest.raises(NotNow):
        take(world, version_key(branch), Choice.TAKE, 1)


def test_the_next_application_starts_from_the_last_one(client: FlaskClient) -> None:
    first = make_submitted()
    branch = keep(first, "Next", VersionKind.BRANCH)
    write(first, branch, "Better.")
    later = NOW + timedelta(days=1)
    with unit_of_work() as session:
        call = make_call(session, first.officer, title="Spring", now=later)
        application = start(session, first.made, call, now=later)
    world = World(first.made, first.officer, call, application)
    sign_in(client, world.made.owners[0])
    page = f"/applications/{world.id}"
    begin = "Begin with what you wrote last time"
    assert begin in client.get(page).text
    assert take(world, FORERUNNER, Choice.TAKE, 0) == ["1.2"]
    assert begin not in client.get(page).text
    carried = f"Carried over from application {first.application.reference}, part 1.2"
    assert carried in client.get(f"{page}/parts/1.2").text
    assert text(world) == (60, "Better.", 1)
    with reading() as session:
        assert len(cited_pieces(session, world.id)["1.2"]) == 2


def test_who_may_keep_and_throw_away(world: World) -> None:
    with pytest.raises(NotAllowed), unit_of_work() as session:
        keep_version(
            session,
            actor=world.made.actor(world.made.readers[0]),
            application_id=world.id,
            name="x",
            now=NOW,
        )
    with pytest.raises(Invalid):
        keep(world, " ")
    kept = keep(world)
    other = make_application(name="Lower Elm Food Cluster")
    with pytest.raises(NotFound), unit_of_work() as session:
        remove_version(session, actor=other.owner, version_id=kept.id, seen=0, now=NOW)
    with reading() as session, pytest.raises(NotFound):
        load_source(session, other.application, version_key(kept))
    with unit_of_work() as session:
        remove_version(session, actor=world.owner, version_id=kept.id, seen=0, now=NOW)
    with reading() as session, pytest.raises(NotFound):
        load_source(session, world.application, version_key(kept))


def test_what_somebody_wrote_meanwhile_is_not_thrown_away(
    client: FlaskClient, world: World
) -> None:
    branch = keep(world, kind=VersionKind.BRANCH)
    sign_in(client, world.made.owners[0])
    address = f"/applications/versions/{branch.id}"
    assert 'name="seen" value="0"' in client.get(address).text
    write(world, branch, "Theirs.")
    refused = client.post(f"{address}/remove", data={"seen": "0"})
    assert (refused.status_code, "Somebody wrote on this version" in refused.text) == (409, True)
    assert "Theirs." in client.get(address).text
    assert 'name="seen" value="2"' in client.get(address).text
    assert client.post(f"{address}/remove", data={"seen": "2"}).status_code == 303


def test_what_is_read_in_changes_nothing_until_it_is_taken(world: World) -> None:
    with unit_of_work() as session:
        read = read_in(
            session,
            actor=world.owner,
            application_id=world.id,
            name="draft.xlsx",
            parts={"1.2": PartSaid(60, "Written off line.", rests_on=1)},
            now=NOW,
        )
    assert text(world) == (40, "First.", 1)
    assert side(world, version_key(read)) == [Side.OTHER]


def test_a_file_that_holds_no_evidence_takes_none_away(client: FlaskClient, world: World) -> None:
    answer_all(world, but=["1.2"])
    with unit_of_work() as session:
        read = read_in(
            session,
            actor=world.owner,
            application_id=world.id,
            name="draft.xlsx",
            parts={"1.1": PartSaid(60, "Written off line.", rests_on=1)},
            now=NOW,
        )
    sign_in(client, world.made.owners[0])
    place, key = f"/applications/{world.id}", version_key(read)
    assert "No longer cited" in client.get(f"{place}/compare?a=draft&b={key}").text
    assert "No longer cited" not in client.get(f"{place}/take-over?source={key}").text
    assert take(world, key, Choice.TAKE, 1, "1.1") == ["1.1"]
    with reading() as session:
        assert len(cited_pieces(session, world.id)["1.1"]) == 2


def shown_mark(page: str) -> str:
    """Return what tells, on a preview, what the other side says of 1.2."""
    return page.partition('name="mark-1.2" value="')[2].partition('"')[0]


def test_the_pages_keep_branch_compare_and_take(client: FlaskClient, world: World) -> None:
    sign_in(client, world.made.owners[0])
    place = f"/applications/{world.id}"
    assert client.post(place + "/versions", data={"name": ""}).status_code == 422
    assert client.post(place + "/versions", data={"name": "Before"}).status_code == 303
    branched = client.post(place + "/versions", data={"name": "Bold try", "do": "branch"})
    page = branched.location
    version_id = UUID(page.rpartition("/")[2])
    part = f"{page}/parts/1.2"
    assert "First." in client.get(part).text
    data = {"band": "60", "text": "Second.", "version": "1", "save_id": str(uuid4())}
    assert client.post(part, data=data).location == page
    met = client.post(part, data={**data, "text": "Third.", "save_id": str(uuid4())})
    assert met.status_code == 409
    assert "Second." in met.text
    assert "Third." in met.text
    assert "Bold try" in client.get(place + "/versions").text
    key = f"version-{version_id}"
    compared = client.get(f"{place}/compare?a={key}&b=draft").text
    assert "1 part differs" in compared
    shown = client.get(f"{place}/take-over?source={key}").text
    assert "Only the other has changed since." in shown
    empty = client.post(place + "/take-over", data={"source": key})
    assert empty.status_code == 422
    chosen = {"source": key, "choice-1.2": "take", "seen-1.2": "1", "mark-1.2": shown_mark(shown)}
    with reading() as session:
        branch = get_version(session, version_id)
    write(world, branch, "Written after the preview.", 2)
    stale = client.post(place + "/take-over", data=chosen)
    assert stale.status_code == 409
    assert "The other version was changed meanwhile." in stale.text
    assert "Written after the preview" in stale.text
    assert text(world) == (40, "First.", 1)
    write(world, branch, "Second.", 3)
    taken = client.post(place + "/take-over", data=chosen)
    assert taken.status_code == 303
    assert "1 part was taken over." in client.get(taken.location).text
    assert text(world) == (60, "Second.", 2)
    assert client.post(f"{page}/remove", data={"seen": "4"}).status_code == 303
    assert client.get(page).status_code == 404
