"""Mappings between editions: written in the browser, checked, put in use, and kept by renaming."""

from flask.testing import FlaskClient
from sqlalchemy import select

from assessments.editions import sections
from labelling.applications.building import actions, mappings, queries
from labelling.applications.building.models import EditionMapping
from labelling.applications.carrying.sources import mapped
from labelling.applications.models import Application
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from tests.labelling.applications.building import making
from tests.labelling.applications.making import EDITION, NOW, make_submitted
from tests.labelling.people.making import make_person, sign_in

PAGE = "/office/schemes/mappings/efqm-2010/efqm-2020"


def row() -> EditionMapping | None:
    with reading() as session:
        return mappings.find_mapping(session, "efqm-2010", "efqm-2020")


def whole(text: str) -> dict[str, str]:
    """Return a form in which every part is named: all of the old feed the first of the new."""
    old = [f"{number}{letter}" for number, letters in _OLD.items() for letter in letters]
    new = [part.removeprefix('name="from-').rstrip('"') for part in text.split() if "from-" in part]
    new = [part for part in dict.fromkeys(new) if part and part[0].isdigit()]
    return {
        "note": "Our own reading.",
        "from-1.1": ", ".join(old),
        **{f"why-{part}": "Asked anew." for part in new if part != "1.1"},
    }


_OLD = {"1": "abcde", "2": "abcd", "3": "abcde", "4": "abcde", "5": "abcde",
        "6": "ab", "7": "ab", "8": "ab", "9": "ab"}  # fmt: skip


def test_a_mapping_is_saved_as_far_as_it_is_and_used_when_whole(client: FlaskClient) -> None:
    sign_in(client, make_person(roles=[Role.OFFICER]), Role.OFFICER)
    begun = client.get(PAGE)
    assert begun.status_code == 200
    assert row() is None
    started = client.post(PAGE, data={"seen": "0", "from-1.1": "1a, 9z", "then": "use"})
    assert started.headers["Location"].endswith("done=mapping-gaps")
    page = client.get(PAGE).text
    assert "9z: no part of efqm-2010." in page
    assert "Say which parts feed it, or why none does." in page
    late = client.post(PAGE, data={"seen": "0", "why-1.2": "What I wrote"})
    assert (late.status_code, "What I wrote" in late.text) == (409, True)
    long = client.post(PAGE, data={"seen": "1", "note": "x" * 501})
    assert (long.status_code, "x" * 501 in long.text) == (422, True)
    used = client.post(PAGE, data=whole(page) | {"seen": "1", "then": "use"})
    assert used.headers["Location"].endswith("done=mapping-used")
    saved = row()
    assert saved is not None
    assert (saved.version, saved.in_use) == (2, saved.content)
    client.post(PAGE, data={"seen": "2", "note": "Begun anew."})
    changed = row()
    assert changed is not None
    assert changed.in_use == saved.in_use
    assert "in use, changed since" in client.get("/office/schemes/mappings").text
    with reading() as session:
        ids = [(one.source.id, one.target.id) for one in mappings.walks(session).known]
    assert ids[0] == ("efqm-2010", "efqm-2020")


def test_the_list_leads_to_two_different_editions(client: FlaskClient) -> None:
    sign_in(client, make_person(roles=[Role.OFFICER]), Role.OFFICER)
    here = "/office/schemes/mappings"
    assert client.get(f"{here}?from=efqm-2010&to=efqm-2020").headers["Location"] == PAGE
    same = client.get(f"{here}?from=efqm-2010&to=efqm-2010")
    assert (same.status_code, "Choose two different editions." in same.text) == (422, True)
    assert client.get(f"{here}/efqm-2010/efqm-2010").status_code == 404
    assert client.get(f"{here}/efqm-2010/no-such").status_code == 404


def test_a_new_part_in_the_place_of_a_renamed_one_is_new(client: FlaskClient) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    part = ("criteria", "1", "parts", "1.3")
    standing = sections.section(making.tree(draft.id), part)
    with unit_of_work() as session:
        there = actions.rename_section(
            session,
            actor=first,
            draft_id=draft.id,
            path=part,
            name="1.9",
            with_parts=False,
            now=NOW,
        )
        assert queries.get_draft(session, draft.id).renamed == {"1.9": "1.3"}
        actions.remove_section(session, actor=first, draft_id=draft.id, path=there, now=NOW)
        actions.add_section(
            session,
            actor=first,
            draft_id=draft.id,
            collection=part[:-1],
            name="1.9",
            table={key: value for key, value in standing.items() if key != "id"},
            now=NOW,
        )
        assert queries.get_draft(session, draft.id).renamed == {}


def test_a_renamed_part_is_still_found_after_publishing(client: FlaskClient) -> None:
    before = make_submitted()
    first, second = making.make_officers()
    draft = making.begin(first)
    with unit_of_work() as session:
        actions.rename_section(
            session,
            actor=first,
            draft_id=draft.id,
            path=("criteria", "1", "parts", "1.3"),
            name="1.9",
            with_parts=False,
            now=NOW,
        )
    making.propose(first, draft.id)
    published = making.publish(second, draft.id)
    with reading() as session:
        kept = session.scalars(select(EditionMapping)).one()
        old = session.get_one(Application, before.id)
        new = Application(edition_id=making.NEXT, edition_sha256=published.sha256)
        found = mapped(session, old, new)
    assert (kept.source_id, kept.target_id, kept.in_use) == (EDITION, making.NEXT, kept.content)
    assert (found.is_by_number, found.is_unread) == (False, True)
    feeds = {feed.part: feed for feed in found.crosswalk.feeds}
    assert (feeds["1.9"].how, feeds["1.9"].sources) == ("same", ("1.3",))
    assert feeds["1.1"].sources == ("1.1",)
