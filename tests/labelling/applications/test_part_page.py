"""The page of a part: read, saved by script and by button, in conflict, frozen, signed out."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from labelling.applications.queries.drafts import answers_of
from labelling.applications.schemes import edition_of
from labelling.core.database import reading
from tests.labelling.applications.making import (
    TEXT,
    World,
    make_application,
    make_submitted,
    save,
)
from tests.labelling.organisations.drawing import add, work
from tests.labelling.organisations.inspection import samples
from tests.labelling.people.making import sign_in, sign_out

JSON = {"Accept": "application/json"}


@pytest.fixture
def world(app: Flask) -> World:
    """Return a silver application that was just started."""
    return make_application("silver")


@pytest.fixture
def writer(client: FlaskClient, world: World) -> FlaskClient:
    """Return a client signed in as the first owner."""
    sign_in(client, world.made.owners[0])
    return client


def address(world: World, part_id: str = "1.2") -> str:
    """Return the address of a part."""
    return f"/applications/{world.id}/parts/{part_id}"


def post(client: FlaskClient, world: World, **fields: str) -> TestResponse:
    """Send the form of 1.2 with what a page would send."""
    data = {"band": "60", "text": TEXT, "version": "0", "save_id": str(uuid4()), **fields}
    return client.post(address(world), data=data)


def stored(world: World) -> tuple[int | None, str, int]:
    """Return band, text and version of 1.2."""
    with reading() as session:
        answer = answers_of(session, world.id)["1.2"]
    return answer.band, answer.text, answer.version


def test_the_figures_that_inform_a_part_stand_beside_its_answer(
    writer: FlaskClient, world: World
) -> None:
    page = writer.get(address(world, "3.1")).text
    section = page[page.index('<section id="figures"') :]
    section = section[: section.index("</section>")]
    assert ("Committed members" in section, ">74<" in section) == (True, True)
    assert "Full-time posts" not in section
    assert '<section id="figures"' not in writer.get(address(world, "1.1")).text


def test_pieces_are_seen_where_they_are_chosen_and_where_they_are_cited(
    writer: FlaskClient, world: World
) -> None:
    chart = add(world.made, "chart.png", samples.picture("PNG", size=(300, 200)))
    work()
    look = f'src="/evidence/{chart.id}/1/preview"'
    assert look in writer.get(f"{address(world)}/evidence").text
    cited = {"way": "library", "library-evidence": str(chart.id), "library-pages": "1"}
    assert writer.post(f"{address(world)}/evidence", data=cited).status_code == 303
    assert look in writer.get(address(world)).text


def test_the_page_preselects_no_line_and_shows_no_minimum_beside_them(
    writer: FlaskClient, world: World
) -> None:
    page = writer.get(address(world)).text
    form = page[page.index('<form method="post" id="answer"') : page.index('class="save-bar"')]
    assert form.count('type="radio" name="band"') == 6
    assert " checked>" not in form
    assert "asks for at least" not in form
    assert "Silver asks for at least <b>40 %</b>, gold for <b>60 %</b>." in page
    assert "Save and go to 1.3" in page


def test_the_button_saves_and_goes_on(writer: FlaskClient, world: World) -> None:
    answer = post(writer, world, then="next")
    assert (answer.status_code, answer.location) == (303, address(world, "1.3"))
    assert stored(world) == (60, TEXT, 1)
    assert post(writer, world, version="1", then="evidence").location == (
        address(world) + "/evidence"
    )


def test_a_script_gets_version_and_time(writer: FlaskClient, world: World) -> None:
    save_id = str(uuid4())
    data = {"band": "40", "text": "x\r\ny", "version": "0", "save_id": save_id}
    first = writer.post(address(world), data=data, headers=JSON)
    again = writer.post(address(world), data=data, headers=JSON)
    assert first.status_code == again.status_code == 200
    assert first.json == again.json
    assert first.json is not None
    assert {key: first.json[key] for key in ("version", "current", "over")} == {
        "version": 1,
        "current": 1,
        "over": 0,
    }
    assert stored(world) == (40, "x\ny", 1)


def test_a_text_over_the_limit_is_saved_and_said(writer: FlaskClient, world: World) -> None:
    answer = post(writer, world, text="x" * 1612, then="next")
    assert answer.status_code == 422
    assert (
        "Your answer has 1612 characters; 1500 fit. It is saved as a draft. Shorten it by 112."
        in answer.text
    )
    assert stored(world)[2] == 1
    assert 'name="version" type="hidden" value="1"' in answer.text


def test_one_s_own_text_of_a_conflict_is_tidied_as_any_other(
    writer: FlaskClient, world: World
) -> None:
    contributor = world.made.contributors[0]
    save(world, "1.2", band=40, text="Theirs.", actor=world.made.actor(contributor))
    kept = post(writer, world, choice="mine", mine="Mi\0ne\x0b.\r\nAll.\uffff", version="1")
    assert (kept.status_code, stored(world)) == (303, (60, "Mine.\nAll.", 2))


def test_what_is_no_character_breaks_no_file(writer: FlaskClient, world: World) -> None:
    save(world, "1.2", text="All of it\x0b.\ufffe")  # as a file or an older program may have had it
    for ending in ("docx", "xlsx", "json", "html", "form.html"):
        answer = writer.get(f"/applications/{world.id}/self-assessment.{ending}")
        assert answer.status_code == 200


def test_a_conflict_shows_both_texts_and_each_choice_keeps_one(
    writer: FlaskClient, world: World
) -> None:
    contributor = world.made.contributors[0]
    save(world, "1.2", band=40, text="Theirs.", actor=world.made.actor(contributor))
    told = writer.post(address(world), data={"text": "Mine.", "version": "0"}, headers=JSON)
    assert (told.status_code, told.content_type) == (409, "application/problem+json")
    assert told.json is not None
    assert told.json["conflict"] is True
    assert told.json["detail"].startswith("Ilse Varga (contributor) saved this part at")
    met = post(writer, world, text="Mine.", band="20")
    assert met.status_code == 409
    assert "Theirs." in met.text
    assert "Mine." in met.text
    assert "Where they differ" in met.text
    assert stored(world) == (40, "Theirs.", 1)
    kept = post(writer, world, choice="theirs", version="1", text="Joined.")
    assert (kept.status_code, stored(world)) == (303, (40, "Theirs.", 1))
    mine = post(
        writer, world, choice="mine", mine="Mine.", text="Joined.", version="1", then="settled"
    )
    assert (mine.location, stored(world)) == (address(world) + "?settled=1", (60, "Mine.", 2))
    post(writer, world, choice="joined", mine="Mine.", text="Joined.", version="2")
    assert stored(world) == (60, "Joined.", 3)


def test_signed_out_a_script_is_told_so_and_a_reader_is_led_to_sign_in(
    writer: FlaskClient, world: World
) -> None:
    sign_out(writer)
    told = writer.post(address(world), data={"text": "Mine."}, headers=JSON)
    assert (told.status_code, told.content_type) == (401, "application/problem+json")
    led = writer.get(address(world))
    assert led.status_code == 303
    assert led.location.startswith("/sign-in")


def test_who_may_see_and_write(client: FlaskClient, world: World) -> None:
    other = make_application("bronze", name="Lower Elm Food Cluster")
    found = []
    for person in (
        world.made.owners[0],
        world.made.contributors[0],
        world.made.readers[0],
        other.made.owners[0],
    ):
        sign_in(client, person)
        found.append(
            (
                client.get(address(world)).status_code,
                post(client, world, text=person.name).status_code,
            )
        )
    assert found == [(200, 303), (200, 409), (200, 403), (404, 404)]


def test_a_part_that_is_not_asked_has_guidance_and_no_field(
    writer: FlaskClient, world: World
) -> None:
    page = writer.get(address(world, "2.3"))
    assert page.status_code == 200
    assert "Silver does not ask for this part" in page.text
    assert "<textarea" not in page.text
    assert writer.get(address(world, "9.9")).status_code == 404


def test_after_submission_the_page_is_read_only(client: FlaskClient, app: Flask) -> None:
    world = make_submitted()
    sign_in(client, world.made.owners[0])
    page = client.get(address(world)).text
    assert "Submitted on" in page
    assert TEXT in page.replace("\n", "")
    assert "<textarea" not in page
    assert post(client, world, version="1").status_code == 409


def test_evidence_is_cited_changed_and_dropped(writer: FlaskClient, world: World) -> None:
    place = address(world) + "/evidence"
    assert "A paper shown on site only" in writer.get(place).text
    added = writer.post(
        place,
        data={
            "way": "seen",
            "seen-title": "Personnel file",
            "seen-where_seen": "At the office",
            "seen-pages": "3",
        },
    )
    assert (added.status_code, added.location) == (303, address(world) + "#evidence")
    uploaded = writer.post(
        place,
        data={
            "way": "upload",
            "upload-title": "Strategy",
            "upload-file": (BytesIO(b"Adopted on 14 May 2025.\n"), "plan.txt"),
        },
    )
    assert uploaded.status_code == 303
    page = writer.get(address(world)).text
    assert "Personnel file" in page
    assert "TXT, 1 kB" in page
    change = page[page.index(place + "/") :].partition('"')[0]
    assert writer.post(change, data={"pages": "4–11"}).status_code == 303
    assert "p. 4–11" in writer.get(address(world)).text
    assert writer.post(change, data={"pages": "", "drop": "1"}).status_code == 303
    assert writer.get(change).status_code == 404
    assert writer.post(place, data={"way": "upload", "upload-title": "No file"}).status_code == 422


def test_what_was_typed_for_a_full_part_stays(writer: FlaskClient, world: World) -> None:
    place = address(world) + "/evidence"
    steps = edition_of(world.application).levels[0].steps
    assert steps is not None
    limit = steps.evidence_limit
    for number in range(limit):
        data = {"way": "seen", "seen-title": f"Folder {number}", "seen-where_seen": "Office"}
        assert writer.post(place, data=data).status_code == 303
    data = {"upload-title": "Strategy of 2025", "upload-pages": "4–11"}
    file = {"upload-file": (BytesIO(b"Adopted on 14 May 2025.\n"), "plan.txt")}
    answer = writer.post(place, data={"way": "upload"} | data | file)
    assert answer.status_code == 422
    for words in (
        *data.values(), f"at most {limit} pieces", "in another tab", "Folder 0", "upload-file",
    ):  # fmt: skip
        assert words in answer.text
    assert 'name="upload-file"' not in writer.get(place).text


def test_pages_that_somebody_changed_meanwhile_are_shown(writer: FlaskClient, world: World) -> None:
    place = address(world) + "/evidence"
    data = {"way": "seen", "seen-title": "Folder", "seen-where_seen": "Office", "seen-pages": "3"}
    assert writer.post(place, data=data).status_code == 303
    page = writer.get(address(world)).text
    change = page[page.index(place + "/") :].partition('"')[0]
    assert 'name="seen" type="hidden" value="3"' in writer.get(change).text
    assert writer.post(change, data={"pages": "4–11", "seen": "3"}).status_code == 303
    answer = writer.post(change, data={"pages": "7", "seen": "3"})
    assert answer.status_code == 409
    assert "Somebody changed the pages to “4–11”" in answer.text
    assert 'value="7"' in answer.text
    assert 'name="seen" type="hidden" value="4–11"' in answer.text
    assert writer.post(change, data={"pages": "7", "seen": "3", "drop": "1"}).status_code == 409
    assert "p. 4–11" in writer.get(address(world)).text
    assert writer.post(change, data={"pages": "4–11", "seen": "3"}).status_code == 303
    assert writer.post(change, data={"pages": "7", "seen": "4–11"}).status_code == 303
    assert "p. 7" in writer.get(address(world)).text


def test_a_piece_is_looked_for_in_a_long_library_and_cited(
    writer: FlaskClient, world: World
) -> None:
    for number in range(8):
        add(world.made, f"list {number}.txt", b"Forty firms, %d." % number)
    page = address(world) + "/evidence"
    assert writer.get(page).text.count('name="library-evidence"') == 8
    shown = writer.get(f"{page}?q=list+5").text
    [piece] = re.findall(r'name="library-evidence"[^>]*value="([^"]+)"', shown)
    data = {"way": "library", "library-evidence": piece, "library-pages": "2"}
    assert writer.post(f"{page}?q=list+5", data=data).status_code == 303
    assert "list 5.txt" in writer.get(address(world)).text
    cited = writer.get(f"/evidence/{piece}").text
    assert f'href="{address(world)}"' in cited
    assert f"1.2 in application {world.application.reference}" in cited
    assert "No piece has all these words." in writer.get(f"{page}?q=nowhere").text
