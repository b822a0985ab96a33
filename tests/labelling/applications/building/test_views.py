"""The workshop's pages: written in, checked, published, and seen by everybody afterwards."""

import hashlib
import json
import re
import tomllib
from html import unescape
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from assessments.editions import edition as shipped_edition
from assessments.editions import editions as shipped_editions
from assessments.editions import sections
from assessments.editions.loader import load_toml
from labelling.applications.building import queries
from labelling.applications.building.checking import check
from labelling.core.access import Role
from labelling.core.database import reading
from labelling.people.models import Person
from tests.labelling.acting import actor_for
from tests.labelling.applications.building import making
from tests.labelling.applications.making import EDITION
from tests.labelling.people.making import make_person, sign_in

OFFICE = "/office/schemes"
NEW = {
    "source": EDITION,
    "name": "Cluster Excellence, edition 2027",
    "edition_id": making.NEXT,
    "scheme": making.SCHEME,
}


@pytest.fixture
def olga(client: FlaskClient) -> Person:
    person = make_person("Olga Officer", roles=[Role.OFFICER])
    sign_in(client, person, Role.OFFICER)
    return person


@pytest.fixture
def draft(client: FlaskClient, olga: Person) -> str:
    """Return the address of a draft."""
    answer = client.post(f"{OFFICE}/new", data=NEW)
    assert answer.status_code == 303
    return str(answer.location).partition("?")[0]


def seen(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(page)).split())


def filled(page: str) -> MultiDict[str, str]:
    """Return what a browser would send of the page's form if nothing was touched."""
    begins = re.search(r"<form method=\"post\"[^>]* novalidate>", page)
    assert begins is not None
    form = page[begins.start() : page.index("</form>", begins.start())]
    sent: MultiDict[str, str] = MultiDict()
    for found in re.finditer(
        r"<textarea\b[^>]*name=\"([^\"]+)\"[^>]*>(.*?)</textarea>", form, re.S
    ):
        sent.add(found[1], unescape(found[2]).removeprefix("\n").replace("\n", "\r\n"))
    for found in re.finditer(r"<input\b[^>]*>", form):
        attributes = dict(re.findall(r"(\w+)=\"([^\"]*)\"", found[0]))
        if attributes.get("type") in {"checkbox", "radio"} and "checked" not in found[0]:
            continue
        sent.add(unescape(attributes["name"]), unescape(attributes.get("value", "")))
    for found in re.finditer(r"<select\b[^>]*name=\"([^\"]+)\".*?</select>", form, re.S):
        chosen = re.search(r"<option value=\"([^\"]*)\"[^>]*selected", found[0])
        sent.add(found[1], unescape(chosen[1]) if chosen else "")
    return sent


def tree(address: str) -> dict[str, Any]:
    return making.tree(UUID(address.rpartition("/")[2]))


def test_pages_are_closed_to_others(client: FlaskClient) -> None:
    assert client.get(OFFICE).status_code == 303  # to the sign-in
    sign_in(client, make_person("Mona Manager"), Role.MANAGER)
    assert client.get(OFFICE).status_code == 403
    assert client.post(f"{OFFICE}/new", data=NEW).status_code == 403


def test_every_page_of_a_draft_opens_and_saving_it_changes_nothing(
    client: FlaskClient, draft: str
) -> None:
    before = tree(draft)
    assert client.get(draft).status_code == 200
    kinds = {tuple(path[:1] + path[2:3]): path for path in sections.paths(before)}
    assert len(kinds) == 10
    for path in kinds.values():
        address = f"{draft}/tables/{'/'.join(path)}"
        page = client.get(address)
        assert page.status_code == 200, address
        saved = client.post(address, data=filled(page.text))
        assert (saved.status_code, saved.location) == (303, f"{address}?done=saved"), seen(
            saved.text
        )
        spoken = client.get(f"{address}?in=de")
        assert spoken.status_code == 200
        if sections.texts_of(before, path):
            assert client.post(f"{address}?in=de", data=filled(spoken.text)).status_code == 303
    assert tree(draft) == before
    assert "Nothing was changed yet." in client.get(f"{draft}/history").text


def test_a_threshold_is_written_and_checked(client: FlaskClient, draft: str) -> None:
    address = f"{draft}/tables/levels/gold"
    data = filled(client.get(address).text)
    data["minimum_percent"] = "eighty"
    refused = client.post(address, data=data)
    assert refused.status_code == 422
    assert "Write a number, for example 60 or 12.5." in refused.text
    assert 'value="eighty"' in refused.text
    data["minimum_percent"] = "101"
    assert client.post(address, data=data).status_code == 303
    page = client.get(draft).text
    assert f"{draft}/tables/levels/gold#minimum_percent" in page
    assert "Nobody can reach it: it is above 100 percent." in page
    assert 'id="minimum_percent"' in client.get(address).text
    assert "Propose the edition" not in page
    data = filled(client.get(address).text)
    data["minimum_percent"] = "82,5"
    client.post(address, data=data)
    assert sections.section(tree(draft), ("levels", "gold"))["minimum_percent"] == "82.5"
    assert "Propose the edition" in client.get(draft).text


def test_what_another_saved_meanwhile_is_shown_beside_ones_own(
    client: FlaskClient, draft: str
) -> None:
    address = f"{draft}/tables/criteria/1/parts/1.1"
    mine, theirs = (filled(client.get(address).text) for _ in range(2))
    theirs["title"], mine["title"] = "Their title", "My title"
    assert client.post(address, data=theirs).status_code == 303
    refused = client.post(address, data=mine)
    assert refused.status_code == 409
    assert 'value="My title"' in refused.text
    assert "Their title" in seen(refused.text)
    again = filled(refused.text)
    assert client.post(address, data=again).status_code == 303
    assert sections.section(tree(draft), ("criteria", "1", "parts", "1.1"))["title"] == "My title"


def test_translation_stays_with_its_text_where_another_adds_one(
    client: FlaskClient, draft: str
) -> None:
    address = f"{draft}/tables/facts/members-total"
    source, mine = filled(client.get(address).text), filled(client.get(f"{address}?in=de").text)
    source["name"] = "All members"
    assert client.post(address, data=source).status_code == 303
    mine["text-facts/members-total/definition"] = "Was gezählt wird."
    refused = client.post(f"{address}?in=de", data=mine)
    assert refused.status_code == 409
    assert "All members" in refused.text
    assert client.post(f"{address}?in=de", data=filled(refused.text)).status_code == 303
    spoken = sections.translation_of(tree(draft), "de", ("facts", "members-total"))
    assert spoken[("facts", "members-total", "definition")] == "Was gezählt wird."


def test_part_that_was_added_meanwhile_is_not_taken_out_of_a_level(
    client: FlaskClient, draft: str
) -> None:
    address = f"{draft}/tables/levels/gold"
    sent = filled(client.get(address).text)
    for name in ("parts.4.6", "part_minimum.4.6"):
        sent.poplist(name)
    sent["name"] = "Our gold"
    assert client.post(address, data=sent).status_code == 303
    saved = sections.section(tree(draft), ("levels", "gold"))
    assert (saved["name"], "4.6" in saved["parts"]) == ("Our gold", True)


def test_least_percentages_that_another_saved_are_shown_as_well(
    client: FlaskClient, draft: str
) -> None:
    address = f"{draft}/tables/levels/gold"
    mine, theirs = (filled(client.get(address).text) for _ in range(2))
    theirs["part_minimum.1.1"], theirs["steps.assessors"] = "77", "9"
    mine["name"] = "Our gold"
    assert client.post(address, data=theirs).status_code == 303
    refused = client.post(address, data=mine)
    assert refused.status_code == 409
    beside = seen(refused.text).partition("What somebody else saved meanwhile")[2]
    assert re.search(r"Least percentage of a part 1\.1: 77", beside)
    assert "Assessors 9" in beside


@pytest.mark.parametrize("value", ["²", "٣", "9" * 5000, "ten", ""])
def test_a_band_has_a_plain_number(client: FlaskClient, draft: str, value: str) -> None:
    address = f"{draft}/add/rubrics/direction/bands"
    page = filled(client.get(address).text)
    page["id"] = value
    answer = client.post(address, data=page)
    assert (answer.status_code, "Use letters, digits" in answer.text) == (422, True)


def test_part_is_added_and_taken_out(client: FlaskClient, draft: str) -> None:
    address = f"{draft}/add/criteria/4/parts"
    data = filled(client.get(address).text)
    assert client.post(address, data=data).status_code == 422
    for name, value in {
        "id": "4.9",
        "title": "Open data",
        "weight": "10",
        "kind": "execution",
    }.items():
        data[name] = value
    added = client.post(address, data=data)
    assert added.location == f"{draft}/tables/criteria/4/parts/4.9?done=added"
    again = client.post(address, data=data)
    assert (again.status_code, "This id is taken." in again.text) == (422, True)
    assert "Open data" in client.get(f"{draft}/tables/levels/gold").text
    removal = f"{draft}/remove/criteria/4/parts/4.9"
    assert "Take “Part 4.9 – Open data” out?" in seen(client.get(removal).text)
    assert client.post(removal).status_code == 303
    assert "4.9" not in json.dumps(tree(draft)["criteria"])
    assert "Part 4.9 – Open data taken out" in seen(client.get(f"{draft}/history").text)


EMPTY = {
    "name": "Labels for programmes, 2027",
    "edition_id": "programmes-2027",
    "scheme": "programmes",
    "note": "Our own.",
    "language": "fr",
    "scales": "",
}


def test_edition_is_begun_from_nothing_and_the_check_says_what_is_missing(
    client: FlaskClient, olga: Person
) -> None:
    page = client.get(f"{OFFICE}/new/empty")
    assert page.status_code == 200
    refused = client.post(f"{OFFICE}/new/empty", data=EMPTY | {"note": "", "edition_id": EDITION})
    assert (refused.status_code, "Labels for programmes" in refused.text) == (422, True)
    taken = client.post(f"{OFFICE}/new/empty", data=EMPTY | {"edition_id": EDITION})
    assert "There is an edition of this id already" in seen(taken.text)
    draft = str(client.post(f"{OFFICE}/new/empty", data=EMPTY).location).partition("?")[0]
    begun = tree(draft)
    assert (begun["language"], begun["scheme"], begun["status"]) == ("fr", "programmes", "draft")
    assert "criteria" not in begun
    shown = client.get(draft).text
    assert "Criteria There is none yet." in seen(shown)
    assert f'href="{draft}#group-criteria">Criteria</a>' in shown
    assert f'href="{draft}#group-levels">Levels</a>' in shown
    for path in sections.paths(begun):
        assert client.get(f"{draft}/tables/{'/'.join(path)}").status_code == 200


def test_empty_edition_begins_with_scales_of_its_language(
    client: FlaskClient, olga: Person
) -> None:
    sent = EMPTY | {"language": "de", "scales": EDITION}
    draft = str(client.post(f"{OFFICE}/new/empty", data=sent).location).partition("?")[0]
    german = shipped_edition(EDITION).in_language("de").rubrics
    assert {key: one["name"] for key, one in tree(draft)["rubrics"].items()} == {
        key: one.name for key, one in german.items()
    }
    criterion = {"id": "1", "name": "Wirkung", "points": "1000"}
    page = f"{draft}/add/criteria"
    sent_new = dict(filled(client.get(page).text)) | criterion
    assert client.post(page, data=sent_new).status_code == 303
    assert "Add another criterion" in client.get(f"{draft}/tables/criteria/1").text


@pytest.mark.parametrize(
    "place",
    ["tables/levels/none", "tables/x", "tables/criteria/1/parts/9.9", "tables/criteria",
     "add/x", "add/parts", "add/levels/gold", "add/levels/gold/parts", "remove/edition",
     "remove/committee", "remove/levels/none", "tables/levels/gold?in=fr", "languages/fr"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: FlaskClient, draft: str, place: str) -> None:
    assert client.get(f"{draft}/{place}").status_code == 404


def test_file_goes_out_and_comes_in(client: FlaskClient, draft: str) -> None:
    sent = client.get(f"{draft}/edition.toml")
    assert tomllib.loads(sent.text) == tree(draft)
    changed = sent.text.replace("minimum_percent = 80", "minimum_percent = 84")
    page = f"{draft}/file"
    answer = client.post(page, data=dict(filled(client.get(page).text)) | _file(changed))
    assert answer.status_code == 303, seen(answer.text)
    assert sections.section(tree(draft), ("levels", "gold"))["minimum_percent"] == 84
    renamed = _file(sent.text.replace(f'id = "{making.NEXT}"', 'id = "another-2027"'))
    assert client.post(f"{OFFICE}/new/file", data=renamed).status_code == 303


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is not an edition"),
        ("format = 1\nformat = 1", "is not TOML"),
        ("a = " + "[" * 5000, "nested too deeply"),
        ("x" + "\N{RIGHT-TO-LEFT OVERRIDE}", "is not TOML"),
        ('format = 2\nid = "x"', "must be a whole number from 1 to 1"),
        ("<script>alert(1)</script>", "is not TOML"),
    ],
)
def test_hostile_file_is_refused_with_its_reason(
    client: FlaskClient, olga: Person, content: str, said: str
) -> None:
    answer = client.post(f"{OFFICE}/new/file", data=_file(content))
    assert answer.status_code == 422
    assert said in seen(answer.text)
    with reading() as session:
        assert queries.drafts(session) == []


def test_edition_is_published_by_a_second_officer_and_seen_by_all(
    client: FlaskClient, draft: str
) -> None:
    address = f"{draft}/tables/levels/gold"
    data = filled(client.get(address).text)
    data["minimum_percent"] = "82"
    client.post(address, data=data)
    page = client.get(f"{draft}/propose").text
    assert "Threshold in percent of the points possible" in page
    data = filled(page)
    data.setlist("applies_from", ["1", "3", "2999"])
    data["sure"] = "y"
    assert client.post(f"{draft}/propose", data=data).status_code == 303
    assert client.get(f"/schemes/{making.NEXT}").status_code == 404
    own = client.post(f"{draft}/answer", data={"outcome": "publish"})
    assert own.status_code == 403
    sign_in(client, make_person("Otto Officer", roles=[Role.OFFICER]), Role.OFFICER)
    assert "Publish an edition, or send it back" in client.get("/tasks").text
    unread = client.post(f"{draft}/answer", data={"outcome": "publish", "seen": "1/2999-03-01"})
    assert unread.status_code == 409
    assert "Another proposal stands here meanwhile" in unread.text
    data = filled(client.get(f"{draft}/answer").text)
    data["outcome"] = "publish"
    answer = client.post(f"{draft}/answer", data=data)
    assert (answer.status_code, answer.location) == (
        303, f"/schemes/{making.NEXT}?done=published",
    )  # fmt: skip
    client.post("/sign-out")
    public = client.get(f"/schemes/{making.NEXT}")
    assert "To come" in public.text
    assert "80 %" in seen(public.text)
    assert "82 %" in seen(public.text)
    canonical = client.get(f"/schemes/{making.NEXT}/edition.json").data
    found = load_toml(client.get(f"/schemes/{making.NEXT}/edition.toml").data)
    assert hashlib.sha256(canonical).hexdigest() == found.identity
    grouped = " ".join(found.identity[i : i + 4] for i in range(0, 64, 4))
    assert grouped in public.text
    assert "from 1 March 2999" in client.get("/schemes").text
    assert client.get(f"/levels?edition={making.NEXT}").status_code == 200


@pytest.mark.parametrize("edition_id", [EDITION, "efqm-2025", "efqm-2003", "caf-2020"])
def test_shipped_editions_are_public_with_their_files(client: FlaskClient, edition_id: str) -> None:
    assert client.get(f"/schemes/{edition_id}").status_code == 200
    sent = client.get(f"/schemes/{edition_id}/edition.toml").data
    assert load_toml(sent).identity == shipped_edition(edition_id).identity


def _file(content: str) -> dict[str, Any]:
    return {"file": (BytesIO(content.encode()), "edition.toml")}


def test_a_part_gets_another_id_everywhere(client: FlaskClient) -> None:
    person = make_person(roles=[Role.OFFICER])
    draft = making.begin(actor_for(person, Role.OFFICER))
    sign_in(client, person, Role.OFFICER)
    page = f"/office/schemes/{draft.id}/rename/criteria/1/parts/1.2"
    assert client.get(page).status_code == 200
    assert "This id is taken." in client.post(page, data={"name": "2.1"}).text
    assert client.post(page, data={"name": "a b"}).status_code == 422
    there = client.post(page, data={"name": "1.9"}).headers["Location"]
    assert there.startswith(f"/office/schemes/{draft.id}/tables/criteria/1/parts/1.9")
    client.post(
        f"/office/schemes/{draft.id}/rename/criteria/1", data={"name": "8", "with_parts": "y"}
    )
    with reading() as session:
        row = queries.get_draft(session, draft.id)
        tree = queries.tree_of(row)
    assert row.renamed["8.9"] == "1.2"
    assert row.renamed["8.1"] == "1.1"
    assert '"1.2"' not in row.content
    assert check(tree) == []
    assert client.get(f"/office/schemes/{draft.id}/rename/levels/gold").status_code == 404
    assert "given another id" in client.get(f"/office/schemes/{draft.id}/history").text


def test_draft_is_seen_as_everybody_will_see_it(client: FlaskClient, draft: str) -> None:
    draft_id = draft.rpartition("/")[2]
    page = client.get(f"/levels/drafts/{draft_id}")
    assert page.status_code == 200
    assert "Cluster Excellence, edition 2027" in page.text
    assert f'href="/levels/drafts/{draft_id}?level=gold"' in page.text
    part = client.get(f"/levels/drafts/{draft_id}/1.1")
    assert (part.status_code, f"/levels/drafts/{draft_id}/1.2" in part.text) == (200, True)
    assert client.get(f"/levels/drafts/{draft_id}/9.9").status_code == 404
    address = f"{draft}/tables/levels/gold"
    data = filled(client.get(address).text)
    data["minimum_percent"] = "101"
    client.post(address, data=data)
    assert client.get(f"/levels/drafts/{draft_id}").status_code == 409
    sign_in(client, make_person("Mona Manager"), Role.MANAGER)
    assert client.get(f"/levels/drafts/{draft_id}").status_code == 403


def test_what_an_edition_asks_is_shown_for_each(client: FlaskClient) -> None:
    for one in shipped_editions():
        page = client.get(f"/levels?edition={one.id}")
        assert page.status_code == 200, one.id
        part = next(iter(one.parts))
        assert client.get(f"/levels/{one.id}/{part}").status_code == 200, one.id
    fine = seen(client.get("/levels/caf-2020-fine/1.1").text)
    assert "What assessors score one by one" in fine
    radar = seen(client.get("/levels/efqm-2025/1.1").text)
    assert "A part has no more percent than the lowest of" in radar
    points = seen(client.get("/levels?edition=efqm-2025").text)
    assert "300 of 1,000 in 25 parts" in points
    other = client.get(f"/levels?edition={EDITION}&level=gold").text
    assert f'href="/levels?edition={EDITION}&amp;level=bronze"' in other
    assert f'name="edition" value="{EDITION}"' in other


def test_coming_edition_is_announced_where_managers_look(client: FlaskClient) -> None:
    making.make_published()
    page = client.get("/levels")
    assert "Another edition applies from 1 March 2027 on." in seen(page.text)
    assert f'href="/levels?edition={making.NEXT}"' in page.text
    coming = seen(client.get(f"/levels?edition={making.NEXT}").text)
    assert "This edition applies from 1 March 2027 on." in coming
