"""A review taken along and brought back: nothing of either side is lost."""

import io
import json
import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from labelling import places
from labelling.core.access import Actor
from labelling.core.database import reading
from labelling.core.errors import Invalid
from labelling.reviews import queries
from labelling.reviews.opinions import Judged
from labelling.reviews.statements import ANSWER, Citation, Mark
from labelling.reviews.travelling import read_file, read_judged, written
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World
from tests.labelling.reviews.test_pages import enter, scoring
from tests.labelling.reviews.test_statements import row_of

FULL = Judged(
    score=Decimal(65),
    attributes={},
    confidence="low",
    strengths="One.\nTwo.",
    improvements="Three.",
    notes="Mine.",
    marks={"strengths": (Mark((Citation(ANSWER), Citation("x", "4")), chosen=True), Mark())},
)


def taken(client: FlaskClient, seat: str) -> dict[str, Any]:
    """Return the file as it is taken along."""
    answer = client.get(f"{seat}/offline.json")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.data)
    return found


def bring(client: FlaskClient, seat: str, sheet: object, *, merge: bool = False) -> Any:
    """Send a file, or merge what was shown."""
    content = json.dumps(sheet)
    if merge:
        return client.post(f"{seat}/offline", data={"content": content, "merge": "1"})
    return client.post(f"{seat}/offline", data={"file": (io.BytesIO(content.encode()), "r.json")})


def test_a_judgement_reads_back_as_it_was_written() -> None:
    assert read_judged(json.loads(json.dumps(written(FULL)))) == FULL


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b'{"format": 2}',
        b"\xff",
        b"[" * 100_000,
        b'{"format": 1, "seat": "s", "parts": {"1.1": {"version": true}}}',
    ],
)
def test_another_file_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        read_file(content, "s")


@pytest.mark.parametrize("score", ["NaN", "1e999999999", "Infinity", 5])
def test_no_number_is_refused(score: object) -> None:
    sheet = {"version": 0, "taken": written(FULL), "judgement": written(FULL) | {"score": score}}
    content = json.dumps({"format": 1, "seat": "s", "parts": {"1.1": sheet}})
    with pytest.raises(Invalid):
        read_file(content.encode(), "s")


def test_what_was_changed_in_the_file_alone_is_taken_over(client: FlaskClient) -> None:
    world, lead, seat = scoring()
    making.save_part(making.seat_of(world.application_id, lead).id, lead, "1.2", FULL_HERE)
    enter(client, lead)
    sheet = taken(client, seat)
    judgement = sheet["parts"]["1.1"]["judgement"]
    judgement |= {"score": "60", "notes": "From the train."}
    judgement["strengths"] = [
        {
            "text": "Seen on paper.",
            "chosen": True,
            "citations": [{"source": str(world.evidence_id), "pages": "4"}],
        }
    ]
    shown = bring(client, seat, sheet)
    assert (shown.status_code, "1 part was changed in the file" in shown.text) == (200, True)
    assert "From the train." in shown.text
    carried = json.loads(unescape(shown.text.partition('name="content" value="')[2].split('"')[0]))
    assert list(carried["parts"]) == ["1.1"]
    sheet = carried
    assert bring(client, seat, sheet, merge=True).status_code == 303
    row = row_of(world)
    assert (row.score, row.strengths, row.notes, row.version) == (
        Decimal(60),
        "Seen on paper.",
        "From the train.",
        1,
    )
    assert row.marks["strengths"][0]["citations"][0]["version"] == 1
    assert row_of(world, "1.2").version == 1
    assert bring(client, seat, sheet, merge=True).status_code == 303
    assert row_of(world).version == 1
    assert "nothing that is not here already" in bring(client, seat, sheet).text


FULL_HERE = Judged(score=Decimal(40), strengths="Here first.", improvements="Here too.")


def changed_on_both_sides(client: FlaskClient) -> tuple[World, Actor, str, dict[str, Any]]:
    """Return a world, the lead who is signed in, the seat's address, and a file to bring back."""
    world, lead, seat = scoring()
    own = making.seat_of(world.application_id, lead).id
    making.save_part(own, lead, "1.1", FULL_HERE)
    enter(client, lead)
    sheet = taken(client, seat)
    sheet["parts"]["1.1"]["judgement"]["notes"] = "From the train."
    making.save_part(own, lead, "1.1", Judged(score=Decimal(45), strengths="Here later."))
    return world, lead, seat, sheet


@pytest.mark.parametrize("choice", ["take", "discard"])
def test_where_both_changed_both_are_kept_until_one_is_chosen(
    client: FlaskClient, choice: str
) -> None:
    world, lead, seat, sheet = changed_on_both_sides(client)
    own = making.seat_of(world.application_id, lead).id
    assert "changed here too" in bring(client, seat, sheet).text
    for _ in range(2):  # the same file again keeps nothing twice
        assert bring(client, seat, sheet, merge=True).status_code == 303
    assert row_of(world).strengths == "Here later."
    page = client.get(f"{seat}/parts/1.1").text
    assert ("Here later." in page, "From the train." in page) == (True, True)
    with reading() as session:
        review = queries.find_review(session, own)
        assert review is not None
        [kept] = queries.kept_judgements(session, review.id)
    [version] = set(re.findall(r'name="version" value="(\d+)"', page))
    data = {"choice": choice, "version": version}
    chosen = client.post(f"{seat}/kept/{kept.id}", data=data)
    assert chosen.status_code == 303
    assert client.post(f"{seat}/kept/{kept.id}", data=data).status_code == 404
    row = row_of(world)
    expected = ("Here first.", "From the train.") if choice == "take" else ("Here later.", "")
    assert (row.strengths, row.notes) == expected


def test_what_another_window_saved_meanwhile_is_not_replaced_unseen(client: FlaskClient) -> None:
    world, lead, seat, sheet = changed_on_both_sides(client)
    bring(client, seat, sheet, merge=True)
    address = f"{seat}/parts/1.1"
    page = client.get(address).text
    [place] = set(re.findall(r'action="([^"]+/kept/[^"]+)"', page))
    [version] = set(re.findall(r'name="version" value="(\d+)"', page))
    own = making.seat_of(world.application_id, lead).id
    making.save_part(own, lead, "1.1", Judged(score=Decimal(50), strengths="Last of all."))
    for seen in ({"version": version}, {}, {"version": "x"}):
        answer = client.post(place, data={"choice": "take"} | seen, follow_redirects=True)
        assert (answer.status_code, answer.request.path) == (200, address)
        assert "You saved this part meanwhile." in answer.text
        assert ("Last of all." in answer.text, "From the train." in answer.text) == (True, True)
    assert row_of(world).strengths == "Last of all."


def test_a_file_of_another_review_is_refused(client: FlaskClient) -> None:
    world, lead, seat = scoring("gold")
    enter(client, lead)
    sheet = taken(client, seat)
    other = world.assessors[1]
    enter(client, other)
    own = f"/reviews/{making.seat_of(world.application_id, other).id}"
    refused = bring(client, own, sheet)
    assert (refused.status_code, "belongs to another review" in refused.text) == (422, True)
    for path in ("offline", "offline.json", "offline.html"):
        assert client.get(f"{seat}/{path}").status_code == 404


def test_a_file_with_what_the_edition_does_not_take_changes_nothing(client: FlaskClient) -> None:
    world, lead, seat = scoring()
    enter(client, lead)
    sheet = taken(client, seat)
    sheet["parts"]["1.1"]["judgement"]["score"] = "60"
    sheet["parts"]["1.2"]["judgement"]["score"] = "63"
    refused = bring(client, seat, sheet, merge=True)
    assert (refused.status_code, "in steps of 5" in refused.text) == (422, True)
    with pytest.raises(KeyError):
        row_of(world)


@pytest.mark.parametrize("text", ["\0", "\ud800"])
def test_a_text_that_no_database_holds_is_refused(client: FlaskClient, text: str) -> None:
    _, lead, seat = scoring()
    enter(client, lead)
    sheet = taken(client, seat)
    sheet["parts"]["1.1"]["judgement"]["notes"] = text
    for merge in (False, True):
        assert bring(client, seat, sheet, merge=merge).status_code == 422


def test_what_a_file_has_besides_is_not_carried_on(client: FlaskClient) -> None:
    _, lead, seat = scoring()
    enter(client, lead)
    sheet = taken(client, seat) | {"more": "\ud800"}
    sheet["parts"]["1.1"] |= {"more": "\ud800"}
    sheet["parts"]["1.1"]["judgement"]["notes"] = "From the train."
    shown = bring(client, seat, sheet)
    assert (shown.status_code, "more&#34;" in shown.text) == (200, False)


def test_nothing_is_kept_beside_that_could_not_be_taken(client: FlaskClient) -> None:
    world, lead, seat = scoring()
    own = making.seat_of(world.application_id, lead).id
    making.save_part(own, lead, "1.1", FULL_HERE)
    enter(client, lead)
    sheet = taken(client, seat)
    sheet["parts"]["1.1"]["judgement"]["notes"] = "x" * 100_000
    making.save_part(own, lead, "1.1", Judged(score=Decimal(45), strengths="Here later."))
    assert bring(client, seat, sheet, merge=True).status_code == 422


def test_the_page_asks_nobody_for_anything(client: FlaskClient) -> None:
    _, lead, seat = scoring("gold")
    enter(client, lead)
    answer = client.get(f"{seat}/offline.html")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    page = unescape(answer.text)
    assert "default-src 'none'" in page
    assert re.findall(r'(?:src|href|action)="(?!#)[^"]*"', page) == []
    script = (places.STATIC / "offline" / "review.js").read_text(encoding="utf-8")
    assert script in answer.text
    assert not re.search(r"\b(?:fetch\(|XMLHttpRequest|import)", script)
    assert "Our strategy" in page
    assert 'data-part="1.1"' in page


def test_the_own_score_of_the_applicant_does_not_travel(client: FlaskClient) -> None:
    _, lead, seat = scoring()
    enter(client, lead)
    for path in ("offline.json", "offline.html"):
        assert '"band"' not in client.get(f"{seat}/{path}").text
        assert "Where it sees itself" not in client.get(f"{seat}/{path}").text
