"""The pages on which officers design certificates."""

import re
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from pypdf import PdfReader

from certificates.designs.design import Logo, shipped_design
from certificates.designs.layouts import LAYOUTS
from labelling.core.access import Role
from labelling.core.database import reading
from labelling.issuing.designs import queries
from labelling.people.models import Person
from tests.certificates.examples import picture
from tests.labelling.people.making import make_person, sign_in

SCHEME = "cluster-excellence"
DRAFT = f"/office/designs/{SCHEME}"
FORM: dict[str, Any] = {
    "version": "0",
    "layout": "ceremony",
    "accent": "#003399",
    "other": "#12474f",
    "level_bronze": "#8C4A1E",
    "level_silver": "#56606B",
    "level_gold": "#7D5B00",
    "who_1": "Eva Example",
    "role_1": "Chair of the committee",
}


@pytest.fixture
def olga(client: FlaskClient) -> Person:
    person = make_person("Olga Officer", roles=[Role.OFFICER])
    sign_in(client, person, Role.OFFICER)
    return person


def post(client: FlaskClient, **changes: Any) -> Any:
    if "logo" in changes:
        content, name = changes["logo"]
        changes["logo"] = (BytesIO(content), name)
    return client.post(DRAFT, data={**FORM, **changes}, content_type="multipart/form-data")


def png(mode: str = "P", size: tuple[int, int] = (2000, 500)) -> tuple[bytes, str]:
    return picture(size, mode), "our logo.png"


def seen(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(response.text)).split())


def test_an_officer_saves_a_draft_with_a_logo_drawn_anew(client: FlaskClient, olga: Person) -> None:
    answer = post(client, logo=png(), alternative="Logo of the office")
    assert (answer.status_code, answer.location) == (303, f"{DRAFT}?done=saved")
    with reading() as session:
        drafted = queries.drafted(session, SCHEME)
    assert (drafted.layout, drafted.accent) == ("ceremony", "#003399")
    assert drafted.signatories[0].role == "Chair of the committee"
    assert isinstance(drafted.logo, Logo)
    drawn = Image.open(BytesIO(drafted.logo.png))
    assert (drawn.size, drawn.mode) == ((1200, 300), "RGBA")
    assert drafted.logo.png != png()[0]
    page = client.get(f"{DRAFT}?done=saved")
    assert "The draft was saved." in seen(page)
    assert "Propose the draft" in seen(page)
    kept = post(client, version="1", alternative="Our logo")
    assert kept.status_code == 303
    with reading() as session:
        logo = queries.drafted(session, SCHEME).logo
    assert logo == Logo(drafted.logo.png, "Our logo")
    assert post(client, version="2", without_logo="y").status_code == 303
    with reading() as session:
        assert queries.drafted(session, SCHEME).logo is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"accent": "#FFD700"}, "This colour is too pale for paper: 1.4 to 1, and 4.5 to 1"),
        ({"level_gold": "gold"}, "Write the colour as # and six digits"),
        ({"layout": "baroque"}, "Choose from the list."),
        ({"logo": (b"<svg/>", "logo.svg")}, "SVG and other formats are not taken."),
        ({"logo": (b"<svg/>", "logo.png")}, "is not what its name says"),
        ({"logo": (picture(), "logo.png")}, "Say in words what the logo shows."),
        ({"who_1": "", "role_1": "Chair"}, "name is missing"),
        ({"version": "7"}, "Another officer saved this design meanwhile"),
    ],
    ids=["pale", "word", "layout", "svg", "disguise", "wordless", "nameless", "conflict"],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_lost(
    client: FlaskClient, olga: Person, changes: dict[str, Any], why: str
) -> None:
    answer = post(client, **{"who_2": "Max Muster", **changes})
    assert answer.status_code == (409 if "version" in changes else 422)
    assert why in seen(answer)
    assert 'value="Max Muster"' in answer.text
    with reading() as session:
        assert queries.find_draft(session, SCHEME) is None


def test_own_words_are_saved_and_a_strange_name_in_braces_is_told(
    client: FlaskClient, olga: Person
) -> None:
    address = f"{DRAFT}/texts/fr"
    page = client.get(address)
    assert "Own words in French" in seen(page)
    assert "Il est attesté par la présente que" in seen(page)
    bad = client.post(address, data={"version": "0", "closing": "{holder.__class__}"})
    assert bad.status_code == 422
    assert "{holder.__class__} stands for nothing." in seen(bad)
    good = client.post(address, data={"version": "0", "closing": "Félicitations, {holder}."})
    assert (good.status_code, good.location) == (303, f"{DRAFT}?language=fr&done=saved")
    with reading() as session:
        assert queries.drafted(session, SCHEME).texts == {
            "closing": {"fr": "Félicitations, {holder}."}
        }
    assert client.get(f"{DRAFT}/texts/xx").status_code == 404


def test_specimens_are_shown_as_picture_and_as_pdf(client: FlaskClient, olga: Person) -> None:
    for layout in LAYOUTS:
        drawn = client.get(f"{DRAFT}/draft.svg?layout={layout}&level=bronze&language=lv")
        assert drawn.mimetype == "image/svg+xml"
        assert "default-src 'none'" in drawn.headers["Content-Security-Policy"]
        assert "SPECIMEN" in unescape(drawn.text) or "base64" in drawn.text
        assert "Alder Valley Mobility Cluster" in drawn.text
    printed = client.get(f"{DRAFT}/draft.pdf?level=silver&language=el")
    assert printed.mimetype == "application/pdf"
    text = PdfReader(BytesIO(printed.data)).pages[0].extract_text()
    assert text.startswith("SPECIMEN")
    assert "Ισχύει από" in text
    for wrong in ("layout=baroque", "level=platinum", "language=xx"):
        assert client.get(f"{DRAFT}/draft.svg?{wrong}").status_code == 404


def test_a_second_officer_puts_it_into_force(client: FlaskClient, olga: Person) -> None:
    post(client)
    answer = client.post(f"{DRAFT}/proposal", data={"version": "1"})
    assert answer.status_code == 303
    page = answer.location.partition("?")[0]
    own = client.get(page)
    assert "Another officer acts next" in seen(own)
    assert "Send the answer" not in seen(own)
    refused = client.post(page, data={"outcome": "in_force"})
    assert refused.status_code == 403
    otto = make_person("Otto Officer", roles=[Role.OFFICER])
    sign_in(client, otto, Role.OFFICER, fresh=False)
    assert "Confirm that it is you" in seen(client.get(page))
    assert client.post(page, data={"outcome": "in_force"}).status_code == 403
    sign_in(client, otto, Role.OFFICER)
    assert "You act next" in seen(client.get(page))
    assert client.post(page, data={}).status_code == 422
    assert client.post(page, data={"outcome": "sent_back"}).status_code == 422
    done = client.post(page, data={"outcome": "in_force"})
    assert (done.status_code, done.location) == (303, "/office/designs?done=in_force")
    listed = client.get("/office/designs")
    assert "Version 1" in seen(listed)
    assert "Ceremony" in seen(listed)
    assert client.post(page, data={"outcome": "in_force"}).status_code == 404
    for kind, media in (("pdf", "application/pdf"), ("svg", "image/svg+xml")):
        assert client.get(f"{page}/specimen.{kind}").mimetype == media
    begun = client.post(f"{page}/draft", data={"version": "1"})
    assert (begun.status_code, begun.location) == (303, f"{DRAFT}?done=begun")


def test_a_design_without_room_for_a_long_name_is_not_proposed(
    client: FlaskClient, olga: Person
) -> None:
    crowded = {f"who_{n}": "W" * 80 for n in (1, 2, 3)} | {f"role_{n}": "M" * 80 for n in (1, 2, 3)}
    assert post(client, **crowded).status_code == 303
    words = {"citation": "W" * 240, "closing": "W" * 120, "version": "1"}
    assert client.post(f"{DRAFT}/texts/en", data=words).status_code == 303
    answer = client.post(f"{DRAFT}/proposal", data={"version": "2"})
    assert answer.status_code == 422
    assert "In English this design has no room for a long name of a holder" in seen(answer)
    with reading() as session:
        assert queries.open_proposals(session) == []


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.ADMINISTRATOR, Role.ASSESSOR])
def test_others_do_not_see_designs(client: FlaskClient, role: Role) -> None:
    sign_in(client, make_person("Ada Berg", roles=[role]), role)
    for address in ("/office/designs", DRAFT, f"{DRAFT}/draft.pdf", f"{DRAFT}/draft.svg"):
        assert client.get(address).status_code == 403
    assert post(client).status_code == 403


def test_the_design_that_ships_is_named_as_such(client: FlaskClient, olga: Person) -> None:
    page = seen(client.get("/office/designs"))
    assert "The design that ships with the system is in force." in page
    draft = client.get(DRAFT)
    assert shipped_design().accent in draft.text
    assert "nothing changed yet" in seen(draft)
