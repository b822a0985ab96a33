"""A draft is tried over decided cases, by those who may know them."""

import re
from dataclasses import replace
from html import unescape

from flask.testing import FlaskClient

from labelling.applications.building import actions
from labelling.applications.building.queries import drafts
from labelling.applications.building.trying import FEW
from labelling.core.access import Role, Seat
from labelling.core.database import reading, unit_of_work
from labelling.people.models import Person
from labelling.reviews.models import AgreedScore, How
from labelling.reviews.past_cases import decided_cases
from labelling.reviews.queries import agreed_scores
from tests.labelling.applications.building import making
from tests.labelling.applications.making import EDITION, NOW
from tests.labelling.decisions import making as decisions
from tests.labelling.people.making import make_person, sign_in

SILVER = ("levels", "silver")


def seen(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(page)).split())


def trial_page(client: FlaskClient, person: Person, minimum: int) -> str:
    """Try a silver threshold over all decided cases, as an officer."""
    officer = decisions.acting(person, Role.OFFICER)
    draft = making.begin(officer)
    making.save(officer, draft.id, ("levels", "gold"), minimum_percent=95)
    making.save(officer, draft.id, SILVER, minimum_percent=minimum)
    sign_in(client, person, Role.OFFICER)
    page = client.get(f"/office/schemes/{draft.id}/trial?over={EDITION}")
    assert page.status_code == 200
    return seen(page.text)


def test_cases_that_would_lose_their_level_are_named_to_the_office(client: FlaskClient) -> None:
    office = decisions.make_office()
    decisions.label(office, name="Alder Cluster")
    decisions.label(office, name="Birch Cluster")
    low = decisions.recommended(name="Cedar Cluster", percent=70)
    decisions.decided(office, low)
    decisions.recommended(name="Not Decided Cluster", percent=70)
    page = trial_page(client, office.officer, 80)
    assert "Cedar Cluster Silver Bronze loses a level" in page
    assert "Alder Cluster Silver Silver the same level" in page
    assert "Not Decided Cluster" not in page
    assert "All cases Group Cases gains a level loses a level the same level cannot be told" in page
    assert "all 3 0 1 2 0" in page


def test_part_with_another_id_keeps_what_was_agreed_of_it(client: FlaskClient) -> None:
    office = decisions.make_office()
    decisions.label(office, name="Alder Cluster")
    officer = decisions.acting(office.officer, Role.OFFICER)
    draft = making.begin(officer)
    making.save(officer, draft.id, ("levels", "gold"), minimum_percent=95)
    with unit_of_work() as session:
        actions.rename_section(
            session,
            actor=officer,
            draft_id=draft.id,
            path=("criteria", "1"),
            name="8",
            with_parts=True,
            now=NOW,
        )
    sign_in(client, office.officer, Role.OFFICER)
    page = seen(client.get(f"/office/schemes/{draft.id}/trial?over={EDITION}").text)
    assert "Alder Cluster Silver Silver the same level" in page


def test_case_that_dropped_all_that_a_level_asks_is_told_as_untried(client: FlaskClient) -> None:
    office = decisions.make_office()
    decisions.label(office, name="Alder Cluster")
    low = decisions.recommended(name="Cedar Cluster", percent=70)
    decisions.decided(office, low)
    with unit_of_work() as session:
        agreed = agreed_scores(session, low.id)["1.1"]
        dropped = {"part_id": "6.3", "not_applicable": True, "how": How.MEAN, "version": 1}
        by = {"agreed_at": agreed.agreed_at, "agreed_by": agreed.agreed_by}
        session.add(AgreedScore(application_id=low.id, **dropped, **by))
    officer = decisions.acting(office.officer, Role.OFFICER)
    draft = making.begin(officer)
    making.save(
        officer,
        draft.id,
        ("levels", "bronze"),
        parts=["6.3"],
        part_minimum=None,
        criterion_minimum=None,
    )
    silver = next(one for one in decisions.EDITION.levels if one.id == "silver")
    making.save(officer, draft.id, SILVER, parts=[*decisions.EDITION.scope(silver), "6.3"])
    sign_in(client, office.officer, Role.OFFICER)
    answer = client.get(f"/office/schemes/{draft.id}/trial?over={EDITION}")
    assert answer.status_code == 200
    page = seen(answer.text)
    assert "1 case cannot be tried: no part that a level asks for applied there." in page
    assert "Cedar Cluster – – cannot be tried" in page
    assert "small groups together 1" in page


def test_small_groups_stand_in_no_row_of_their_own(client: FlaskClient) -> None:
    office = decisions.make_office()
    decisions.label(office, name="Alder Cluster")
    page = trial_page(client, office.officer, 60)
    assert FEW > 1
    assert "small groups together 1" in page
    assert "Germany 1" not in page


def test_cases_of_ones_own_organisation_are_left_out(client: FlaskClient) -> None:
    office = decisions.make_office()
    label = decisions.label(office, name="Alder Cluster")
    officer = decisions.acting(office.officer, Role.OFFICER)
    with reading() as session:
        rows = decided_cases(session, officer, EDITION, decisions.EDITION.identity)
    assert [row.organisation for row in rows] == ["Alder Cluster"]
    seated = replace(officer, seats={label.organisation_id: Seat.OWNER})
    with reading() as session:
        assert decided_cases(session, seated, EDITION, decisions.EDITION.identity) == []


def test_trial_is_closed_to_others(client: FlaskClient) -> None:
    first, _ = making.make_officers()
    draft = making.begin(first)
    assert client.get(f"/office/schemes/{draft.id}/trial").status_code == 303
    sign_in(client, make_person("Mona Manager"), Role.MANAGER)
    assert client.get(f"/office/schemes/{draft.id}/trial").status_code == 403


def test_other_thresholds_are_tried_without_a_draft(client: FlaskClient) -> None:
    office = decisions.make_office()
    decisions.label(office, name="Alder Cluster")
    low = decisions.recommended(name="Cedar Cluster", percent=70)
    decisions.decided(office, low)
    sign_in(client, office.officer, Role.OFFICER)
    page = f"/office/schemes/thresholds/{EDITION}"
    standing = client.get(page)
    assert standing.status_code == 200
    assert "These are the numbers in force" in standing.text
    stricter = client.get(f"{page}?level-silver=80")
    assert "Cedar Cluster Silver Bronze loses a level" in seen(stricter.text)
    assert "in force: 55" in seen(stricter.text)
    weighted = client.get(f"{page}?points-1=110&level-silver=60,5")
    assert weighted.status_code == 200
    with reading() as session:
        assert drafts(session) == []


def test_other_minima_are_tried_without_a_draft(client: FlaskClient) -> None:
    office = decisions.make_office()
    low = decisions.recommended(name="Cedar Cluster", percent=70)
    decisions.decided(office, low)
    sign_in(client, office.officer, Role.OFFICER)
    page = f"/office/schemes/thresholds/{EDITION}"
    part = client.get(f"{page}?part_minimum-silver-1.1=75&part_minimum-gold-1.1=75")
    assert "Cedar Cluster Silver Bronze loses a level" in seen(part.text)
    criterion = client.get(f"{page}?criterion_minimum-silver-1=75")
    assert "Cedar Cluster Silver Bronze loses a level" in seen(criterion.text)
    none = client.get(f"{page}?criterion_minimum-silver-1=&part_minimum-gold-1.1=")
    assert none.status_code == 422
    assert "It is lower than at the level below (silver)." in seen(none.text)
    wrong = client.get(f"{page}?criterion_minimum-silver-1=many")
    assert (wrong.status_code, 'value="many"' in wrong.text) == (422, True)


def test_other_thresholds_say_what_is_wrong_with_them(client: FlaskClient) -> None:
    sign_in(client, make_person(roles=[Role.OFFICER]), Role.OFFICER)
    page = f"/office/schemes/thresholds/{EDITION}"
    for typed, said in [
        ("level-silver=many", "Type a number from 0 to 100."),
        ("level-silver=101", "Type a number from 0 to 100."),
        ("level-silver=90", "lower than at the level below"),
        ("points-1=0", "Type a whole number from 1"),
    ]:
        answer = client.get(f"{page}?{typed}")
        assert (answer.status_code, said in seen(answer.text)) == (422, True), typed
        assert typed.partition("=")[2] in answer.text
    assert client.get("/office/schemes/thresholds/no-such-edition").status_code == 404
    sign_in(client, make_person("Mona Manager"), Role.MANAGER)
    assert client.get(page).status_code == 403
