"""The fact sheet as a page without scripts, and as an address for the script."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from labelling.core.database import reading
from labelling.organisations import fact_sheet, queries
from tests.labelling.organisations.browsing import as_person, at, text_of
from tests.labelling.organisations.making import (
    Made,
)
from tests.labelling.people.making import make_person

YEAR = datetime.now(UTC).year - 2


def base_of(page: str) -> str:
    found = re.search(r'name="base" value="([^"]*)"', page)
    assert found is not None
    return found[1].replace("&#34;", '"').replace("&amp;", "&").replace("&#39;", "'")


def sheet(client: FlaskClient, made: Made, **values: str) -> dict[str, str]:
    page = client.get(at(made, "facts")).get_data(as_text=True)
    sent = {f"value.{name.replace('_', '-')}.{YEAR}": text for name, text in values.items()}
    return {"base": base_of(page), "save_id": str(uuid4()), **sent}


def figures(made: Made) -> dict[str, str]:
    with reading() as session:
        rows = queries.fact_values(session, made.id)
    return {fact_id: row.value for (fact_id, year), row in rows.items() if year == YEAR}


def test_the_sheet_is_saved_without_scripts_and_read_back(owner: FlaskClient, made: Made) -> None:
    sent = sheet(owner, made, members_total="74", income_total="612.000,50", staff_fte="4,5")
    assert owner.post(at(made, "facts"), data=sent).status_code == 303
    assert figures(made) == {
        "members-total": "74",
        "income-total": "612000.5",
        "staff-fte": "4.5",
    }
    english = owner.get(at(made, "facts")).get_data(as_text=True)
    german = owner.get(at(made, "facts") + "?lang=de").get_data(as_text=True)
    assert ('value="612000.5"' in english, "= 612,000.5 €" in english) == (True, True)
    assert ('value="612000,5"' in german, "= 612.000,5 €" in german) == (True, True)


def test_wrong_figures_stay_in_their_boxes_and_the_others_are_saved(
    owner: FlaskClient, made: Made
) -> None:
    sent = sheet(owner, made, members_total="74", staff_fte="1.250", survey_useful="101")
    answer = owner.post(at(made, "facts"), data=sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert ('value="1.250"' in page, 'value="101"' in page) == (True, True)
    assert ("can be read in two ways" in page, "cannot be more than 100" in page) == (True, True)
    assert "2 figures are not saved yet All others are saved." in text_of(answer)
    assert figures(made) == {"members-total": "74"}


def test_two_savers_lose_nothing(app: Flask, made: Made) -> None:
    first, second = (as_person(app, person) for person in made.owners)
    mine = sheet(second, made, members_total="80", members_met="12")
    assert (
        first.post(at(made, "facts"), data=sheet(first, made, members_total="74")).status_code
        == 303
    )
    answer = second.post(at(made, "facts"), data=mine)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Ana Lindqvist saved 74 at" in text_of(answer)
    assert ('value="80"' in page, figures(made)["members-met"]) == (True, "12")
    again = {**mine, "base": base_of(page), "save_id": str(uuid4())}
    assert second.post(at(made, "facts"), data=again).status_code == 303
    assert figures(made)["members-total"] == "80"


def test_theirs_can_be_kept_without_scripts(app: Flask, made: Made) -> None:
    first, second = (as_person(app, person) for person in made.owners)
    mine = sheet(second, made, members_total="80")
    first.post(at(made, "facts"), data=sheet(first, made, members_total="74"))
    page = second.post(at(made, "facts"), data=mine).get_data(as_text=True)
    taken = {**mine, "base": base_of(page), "theirs": f"members-total.{YEAR}"}
    assert second.post(at(made, "facts"), data=taken).status_code == 303
    assert figures(made) == {"members-total": "74"}


def test_boxes_that_were_not_touched_conflict_with_nothing(app: Flask, made: Made) -> None:
    first, second = (as_person(app, person) for person in made.owners)
    mine = sheet(second, made, members_total="", members_met="12")
    first.post(at(made, "facts"), data=sheet(first, made, members_total="74"))
    assert second.post(at(made, "facts"), data=mine).status_code == 303
    assert figures(made) == {"members-total": "74", "members-met": "12"}


@pytest.mark.parametrize(
    ("field", "value"), [("base", "[1]"), ("base", '{"a": 1}'), ("base", "{"), ("save_id", "x")]
)
def test_a_sheet_that_we_did_not_write_is_refused(
    owner: FlaskClient, made: Made, field: str, value: str
) -> None:
    sent = {**sheet(owner, made, members_total="74"), field: value}
    assert owner.post(at(made, "facts"), data=sent).status_code == 400
    assert figures(made) == {}


def test_a_reader_reads_figures_and_has_no_boxes(app: Flask, made: Made) -> None:
    client = as_person(app, made.readers[0])
    page = client.get(at(made, "facts")).get_data(as_text=True)
    assert ("<output" in page, 'name="value.' in page, "facts.js" in page) == (True, False, False)
    sent = {"base": "{}", "save_id": str(uuid4())}
    assert client.post(at(made, "facts"), data=sent).status_code == 403


def put(
    client: FlaskClient, made: Made, value: object, version: object = 0, **more: object
) -> TestResponse:
    return client.put(
        at(made, f"facts/members-total/{YEAR}"),
        json={"value": value, "note": "", "version": version, "save_id": str(uuid4()), **more},
        headers={"Accept": "application/json"},
    )


def test_one_figure_is_saved_by_script(owner: FlaskClient, made: Made) -> None:
    answer = put(owner, made, "1 250", note="counted anew")
    told = answer.get_json()
    assert (answer.status_code, told.pop("at") != "") == (200, True)
    assert told == {
        "version": 1,
        "text": "1250",
        "note": "counted anew",
        "source": "",
        "dated": "",
        "grade": "",
        "told": "",
        "shown": "1,250",
        "who": "Ana Lindqvist",
    }
    assert put(owner, made, "", version=1).get_json()["version"] == 2


def test_source_day_and_grade_are_entered_and_shown_with_the_figure(
    app: Flask, owner: FlaskClient, made: Made
) -> None:
    sent = sheet(owner, made, members_total="74") | {
        f"source.members-total.{YEAR}": "Register of members",
        f"dated.members-total.{YEAR}": f"{YEAR}-12-31",
        f"grade.members-total.{YEAR}": "B",
    }
    assert owner.post(at(made, "facts"), data=sent).status_code == 303
    told = f"B · Register of members · 31 December {YEAR}"
    assert told in text_of(owner.get(at(made, "facts")))
    assert told in text_of(as_person(app, made.readers[0]).get(at(made, "facts")))
    wrong = sheet(owner, made, members_total="74") | {f"grade.members-total.{YEAR}": "Z"}
    answer = owner.post(at(made, "facts"), data=wrong)
    assert (answer.status_code, "The grade is A, B, C or D." in text_of(answer)) == (422, True)


def test_a_script_saves_and_learns_where_a_figure_comes_from(
    owner: FlaskClient, made: Made
) -> None:
    said = {"source": "Accounts", "dated": f"{YEAR}-12-31", "grade": "A"}
    told = put(owner, made, "74", **said).get_json()
    assert {name: told[name] for name in said} == said
    assert told["told"] == f"A · Accounts · 31 December {YEAR}"
    assert put(owner, made, "75", version=1, note="").get_json()["grade"] == "A"
    assert put(owner, made, "75", version=2, **said | {"grade": 1}).status_code == 400


def test_a_note_holds_no_characters_that_mislead_or_cannot_be_stored(
    owner: FlaskClient, made: Made
) -> None:
    answer = put(owner, made, "74", note="counted\x00 \ud800\u202eanew\x1b")
    assert (answer.status_code, answer.get_json()["note"]) == (200, "counted anew")
    sent = sheet(owner, made, members_total="74")
    sent[f"note.members-total.{YEAR}"] = "counted\x00 \u202etwice\x1b"
    assert owner.post(at(made, "facts"), data=sent).status_code == 303
    assert 'value="counted twice"' in owner.get(at(made, "facts")).text


def test_figures_nested_without_end_are_refused(owner: FlaskClient, made: Made) -> None:
    nested = "[" * 100_000
    answer = owner.put(
        at(made, f"facts/members-total/{YEAR}"), data=nested, content_type="application/json"
    )
    bases = (nested, '{"members-total": [1e999, "", ""]}')
    sent = [owner.post(at(made, "facts"), data=sheet(owner, made) | {"base": b}) for b in bases]
    assert [answer.status_code, *(one.status_code for one in sent)] == [400, 400, 400]


def test_a_conflict_of_one_figure_tells_theirs(app: Flask, owner: FlaskClient, made: Made) -> None:
    put(owner, made, "74")
    answer = put(as_person(app, made.contributors[0]), made, "80")
    assert (answer.status_code, answer.get_json()["text"], answer.get_json()["who"]) == (
        409,
        "74",
        "Ana Lindqvist",
    )
    assert figures(made) == {"members-total": "74"}


def test_a_wrong_figure_is_refused_in_words(owner: FlaskClient, made: Made) -> None:
    answer = put(owner, made, "many")
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert "is not a number" in answer.get_json()["detail"]


@pytest.mark.parametrize(
    ("value", "version", "more"),
    [(74, 0, {}), ("74", "0", {}), ("74", 0, {"note": 1}), ("74", 0, {"save_id": "x"})],
)
def test_a_figure_of_the_wrong_shape_is_refused(
    owner: FlaskClient, made: Made, value: object, version: object, more: dict[str, object]
) -> None:
    assert put(owner, made, value, version, **more).status_code == 400


def test_a_script_is_told_when_nobody_is_signed_in_or_may_write(
    app: Flask, client: FlaskClient, made: Made
) -> None:
    assert put(client, made, "74").status_code == 401
    assert put(as_person(app, made.readers[0]), made, "74").status_code == 403
    assert put(as_person(app, make_person()), made, "74").status_code == 404
    assert figures(made) == {}


def test_a_script_without_the_sessions_token_is_refused(owner: FlaskClient, made: Made) -> None:
    owner.environ_base.pop("HTTP_X_CSRF_TOKEN")
    assert put(owner, made, "74").status_code == 400


def test_the_sheet_speaks_the_language_of_the_reader(owner: FlaskClient, made: Made) -> None:
    german = fact_sheet.newest_edition().in_language("de").facts[0].name
    assert german in owner.get(at(made, "facts") + "?lang=de").get_data(as_text=True)
