"""Each way in which a peer's system told what was hidden, with data that could tell it here.

Ben has handed in scores and words that would be recognised anywhere; Anna has not. The classes are
those of docs/security.md; what no single request tells is searched for in ``test_inference``.
"""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.applications.models import Application
from labelling.core.access import Actor, Role
from labelling.core.audit import AuditDetail, AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.doors import export_person
from labelling.core.outbox import Outgoing
from labelling.people.models import Person, RoleGrant
from labelling.people.queries import get_person
from labelling.reviews.models import PanelSeat, PartReview
from tests.labelling.people.making import make_person, sign_in
from tests.labelling.reviews import making
from tests.labelling.reviews.test_pages import enter
from tests.labelling.statements import counted

WORD = "by Ben Bakker"
NUMBER = "85"


@pytest.fixture
def world(client: FlaskClient) -> making.World:
    """Return a gold world in which Ben has handed in, and Anna has saved nothing yet."""
    world = making.submitted("gold")
    anna, ben = world.assessors[:2]
    making.panel_for(world.application_id, world.officer, [anna, ben])
    making.accept_all(world.application_id, [anna, ben])
    making.score_all(world.application_id, ben, int(NUMBER), other={"1.1": 15})
    making.hand_in(world.application_id, ben)
    return world


def base(world: making.World) -> str:
    return f"/applications/{world.application_id}"


def seat_address(world: making.World, one: Actor) -> str:
    return f"/reviews/{making.seat_of(world.application_id, one).id}"


def own_pages(world: making.World) -> list[str]:
    own = seat_address(world, world.assessors[0])
    return [
        "/tasks",
        "/reviews",
        own,
        f"{own}/parts/1.1",
        f"{own}/hand-in",
        f"{own}/questions",
        f"{base(world)}/submission",
    ]


def grant(person_id: object, *roles: Role) -> Person:
    """Give somebody further roles, with a second factor."""
    with unit_of_work() as session:
        for role in roles:
            session.add(
                RoleGrant(
                    person_id=person_id,
                    role=role,
                    proposed_at=making.NOW,
                    confirmed_at=making.NOW,
                )
            )
        person = session.scalars(select(Person).where(Person.id == person_id)).one()
        person.totp_sealed, person.totp_confirmed_at = b"x", making.NOW
        return person


def test_the_data_could_leak(world: making.World) -> None:
    """What the tests below look for is there to be found."""
    with reading() as session:
        said = session.scalars(select(PartReview.strengths)).all()
    assert len([text for text in said if WORD in text]) == 32


@pytest.mark.parametrize("query", ["", "?sort=score", "?sort=-handed_in", "?status=handed_in"])
def test_counts_means_orders_and_tabs_tell_nothing(
    client: FlaskClient, world: making.World, query: str
) -> None:
    """Counts and means, sort orders, status tabs: of her own work alone, whatever is asked for."""
    anna = world.assessors[0]
    enter(client, anna)
    for page in own_pages(world):
        text = client.get(page + query).text
        assert WORD not in text, page
        assert not re.search(r"\b[12] (?:of|/) 2\b", text), page
    page = client.get(own_pages(world)[2] + query).text
    assert "32 parts are still open" in page


def test_rows_that_say_none_of_none_are_not_there(client: FlaskClient, world: making.World) -> None:
    """The agreement is absent, not empty: "0 of 0" would say that there is something to count."""
    enter(client, world.assessors[0])
    for page in ("agreement", "agreement/1.1", "visit", "feedback", "recommendation"):
        answer = client.get(f"{base(world)}/{page}")
        assert (answer.status_code, "0 of" in answer.text) == (404, False), page
    enter(client, world.officer)
    assert "Agreement" not in client.get(f"{base(world)}/office").text


@pytest.mark.parametrize("asked", [WORD, "Ben Bakker", NUMBER, "Strength of 1.1"])
def test_no_search_finds_what_is_hidden(
    client: FlaskClient, world: making.World, asked: str
) -> None:
    """A hit, and the number of hits, would tell that a name or a word is there."""
    for actor in (world.assessors[0], world.owner, world.officer):
        enter(client, actor)
        for page in ("/reviews", "/applications", "/register", "/directory", "/tasks"):
            answer = client.get(page, query_string={"q": asked, "search": asked})
            shown = answer.text.replace(f'value="{asked}"', "")
            assert WORD not in shown, page
            assert "Strength of 1.1" not in shown.replace(asked, ""), page


@pytest.mark.parametrize("accept", ["application/json", "text/csv", "application/pdf", "*/*"])
def test_no_other_format_tells_more(client: FlaskClient, world: making.World, accept: str) -> None:
    """Exports in another format: the same address, other headers, other endings."""
    anna = world.assessors[0]
    ben = seat_address(world, world.assessors[1])
    enter(client, anna)
    for page in (
        f"{ben}",
        f"{ben}/parts/1.1",
        f"{ben}/parts/1.1?format=json",
        f"{ben}.json",
        f"{base(world)}/agreement",
        f"{base(world)}/agreement.csv",
        f"{base(world)}/feedback.pdf",
    ):
        answer = client.get(page, headers={"Accept": accept})
        assert answer.status_code == 404, page
        assert WORD.encode() not in answer.data


def test_own_data_for_export_have_nothing_of_others(
    client: FlaskClient, world: making.World
) -> None:
    anna, ben = world.assessors[:2]
    with reading() as session:
        mine, his = (str(export_person(session, making.id_of(one))) for one in (anna, ben))
    assert (WORD in mine, WORD in his) == (False, True)


def test_refusals_are_the_same_whether_or_not_there_is_something(
    client: FlaskClient, world: making.World
) -> None:
    """Error texts: of a part that Ben judged, of one that nobody has, of a seat that is none."""
    enter(client, world.assessors[0])
    ben = seat_address(world, world.assessors[1])
    nobody = "/reviews/00000000-0000-4000-8000-000000000000"
    texts = {
        re.sub(r'name="csrf_token" value="[^"]*"|/reviews/[^"]*', "", client.get(page).text)
        for page in (f"{ben}/parts/1.1", f"{ben}/parts/9.9", f"{nobody}/parts/1.1")
    }
    assert len(texts) == 1
    sent = {"band": "60", "version": "1"}
    statuses = {
        client.post(page, data=sent).status_code
        for page in (f"{ben}/parts/1.1", f"{nobody}/parts/1.1", f"{ben}/hand-in")
    }
    assert statuses == {404}


def test_no_mail_names_scores_or_who_has_handed_in(world: making.World) -> None:
    """Mail merges and mentions: nothing was written to anybody because Ben handed in."""
    with reading() as session:
        mails = session.scalars(select(Outgoing)).all()
    said = [f"{one.subject} {one.payload}" for one in mails]
    assert mails
    assert [text for text in said if WORD in text or "Strength of" in text] == []
    assert {one.name for one in mails} & {"comparison_opens", "reader_done"} == set()


def test_files_and_headers_tell_nothing(client: FlaskClient, world: making.World) -> None:
    """File metadata: no entity tag, date or length of a page changes with what Ben said."""
    enter(client, world.assessors[0])

    def seen() -> list[dict[str, str]]:
        return [
            {
                name: value
                for name, value in client.get(page).headers.items()
                if name in {"ETag", "Last-Modified", "Content-Length", "Content-Disposition"}
            }
            for page in own_pages(world)
        ]

    before = seen()
    with unit_of_work() as session:
        for row in session.scalars(select(PartReview)):
            row.strengths += " and much more of it"
    assert seen() == before
    assert all("ETag" not in one and "Last-Modified" not in one for one in before)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COMMITTEE, Role.ADMINISTRATOR])
def test_another_role_opens_nothing(client: FlaskClient, world: making.World, role: Role) -> None:
    """Direct addresses, asked for in every role that somebody on the team may have besides."""
    anna, ben = world.assessors[:2]
    person = grant(making.id_of(anna), role)
    sign_in(client, person, role)
    for page in (
        seat_address(world, ben),
        f"{seat_address(world, ben)}/parts/1.1",
        f"{base(world)}/agreement",
        f"{base(world)}/agreement/1.1",
        f"{base(world)}/visit",
        f"{base(world)}/feedback",
        f"{base(world)}/questions",
    ):
        answer = client.get(page)
        assert (answer.status_code, WORD in answer.text) == (404, False), page


def test_a_second_address_of_the_same_person_opens_nothing(
    client: FlaskClient, world: making.World
) -> None:
    """Another account with her name, and her own with another address."""
    anna = world.assessors[0]
    double = make_person(anna.name, roles=[Role.ASSESSOR])
    pages = [
        f"{base(world)}/agreement",
        seat_address(world, world.assessors[1]),
        seat_address(world, anna),
        f"{base(world)}/submission",
    ]
    sign_in(client, double, Role.ASSESSOR)
    assert {client.get(page).status_code for page in pages} == {404}
    with unit_of_work() as session:
        session.get_one(Person, making.id_of(anna)).email = "anna.elsewhere@assessors.example"
    with reading() as session:
        person = get_person(session, making.id_of(anna))
    sign_in(client, person, Role.ASSESSOR)
    assert [client.get(page).status_code for page in pages] == [404, 404, 200, 200]


def test_withdrawing_and_releasing_open_nothing(client: FlaskClient, world: making.World) -> None:
    """Withdraw and revive: neither the end of the case nor of a seat shows what was said."""
    anna, ben = world.assessors[:2]
    making.release(world.application_id, ben, world.officer, "Illness.")
    for actor in (anna, world.officer, world.owner):
        enter(client, actor)
        for page in ("agreement", "agreement/1.1", "feedback", "recommendation"):
            assert client.get(f"{base(world)}/{page}").status_code == 404, page
    making.score_all(world.application_id, anna, 60)
    making.hand_in(world.application_id, anna)
    enter(client, anna)
    assert client.get(f"{base(world)}/agreement").status_code == 404
    with reading() as session:
        left = session.scalars(
            select(PanelSeat.person_id).where(
                PanelSeat.application_id == world.application_id, PanelSeat.state == "released"
            )
        ).all()
    assert left == [ben.person_id]


def test_lists_and_first_pages_filter_alike(client: FlaskClient, world: making.World) -> None:
    """A filtered list beside a dashboard that is not: tasks, boxes and lists say the same."""
    for actor in (world.officer, world.owner, world.reader, world.assessors[0]):
        enter(client, actor)
        for page in ("/", "/tasks", "/applications", base(world), f"{base(world)}/office"):
            answer = client.get(page, follow_redirects=True)
            assert WORD not in answer.text, page
            assert "Compare scores and agree" not in answer.text, page
            assert "All on the team have handed in" not in answer.text, page


def test_a_team_that_is_missing_is_not_taken_for_complete(
    client: FlaskClient, world: making.World
) -> None:
    """A missing list taken for valid: without Anna's seat all who are left have handed in."""
    anna = world.assessors[0]
    making.release(world.application_id, anna, world.officer, "Illness.")
    for actor in (world.officer, world.assessors[1]):
        enter(client, actor)
        assert client.get(f"{base(world)}/agreement").status_code == 404
    with reading() as session:
        application = session.get_one(Application, world.application_id)
    assert application.state.value == "scoring"


def test_the_work_for_a_page_does_not_depend_on_what_another_said(
    client: FlaskClient, world: making.World
) -> None:
    """Timing: a page asks the database the same, however much Ben wrote, or nothing."""
    enter(client, world.assessors[0])

    def asked() -> list[list[str]]:
        found = []
        for page in own_pages(world):
            with counted() as said:
                client.get(page)
            found.append(list(said))
        return found

    asked()
    before = asked()
    with unit_of_work() as session:
        for row in session.scalars(select(PartReview)):
            session.delete(row)
    assert asked() == before


def test_the_trail_tells_no_progress(world: making.World) -> None:
    """Saves leave no entry; handing in leaves a hash of what was handed in, and nothing of it."""
    with reading() as session:
        verbs = session.scalars(
            select(AuditEntry.verb).where(AuditEntry.verb.startswith("review"))
        ).all()
        details = session.scalars(select(AuditDetail.details)).all()
    assert verbs == ["review.handed_in"]
    assert details
    assert [one for one in details if WORD in str(one)] == []


def test_administrator_on_the_team_reads_nothing_of_colleagues_in_the_trail(
    client: FlaskClient, world: making.World
) -> None:
    """Who has handed in, and who asked, stands in the trail for administrators: not for Anna."""
    anna, ben = world.assessors[:2]
    making.ask(world.application_id, anna, text="Mine.")
    elsewhere = make_person("Adele", roles=[Role.ADMINISTRATOR])
    for person, told in (
        (elsewhere, True),
        (grant(making.id_of(anna), Role.ADMINISTRATOR), False),
    ):
        sign_in(client, person, Role.ADMINISTRATOR)
        page = client.get("/trail?verb=review.handed_in")
        assert (page.status_code, f">{ben.name}</a>" in page.text) == (200, told)
        assert "Anna" in client.get("/trail?verb=clarification.asked").text
        assert client.get("/trail?subject=sessions").status_code == 200
    making.score_all(world.application_id, anna, 60)
    making.hand_in(world.application_id, anna)
    assert f">{ben.name}</a>" in client.get("/trail?verb=review.handed_in").text
