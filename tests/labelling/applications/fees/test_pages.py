"""Owner and officer do their part of a fee on its page."""

import csv
import io

from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.applications.fees.models import FeeEntry
from labelling.applications.models import Application
from labelling.core.access import Actor
from labelling.core.clock import utcnow
from labelling.core.database import reading
from labelling.people import queries as people
from tests.labelling.applications.fees.making import PAYER, set_amount, signed_in
from tests.labelling.applications.making import World


def test_owner_and_officer_find_their_part_on_the_page(world: World, client: FlaskClient) -> None:
    address = f"/applications/{world.id}/fee"
    signed_in(client, world.owner)
    text = client.get(address).get_data(as_text=True)
    assert "Save who pays" in text
    assert "Keep the record" not in text
    payer = {"name": PAYER.name, "address": PAYER.address, "vat": "", "order": ""}
    assert client.post(f"{address}/payer", data={**payer, "name": ""}).status_code == 422
    assert client.post(f"{address}/payer", data=payer).status_code == 303
    assert client.post(f"{address}/amount", data={"amount": "1", "reason": "x"}).status_code == 403
    assert client.get("/fees").status_code == 403
    signed_in(client, world.officer)
    assert "Keep the record" in client.get(address).get_data(as_text=True)
    for amount, status in (("1,650.00", 303), ("1.650", 422), ("much", 422), ("0", 422)):
        sent = client.post(f"{address}/amount", data={"amount": amount, "reason": "List."})
        assert sent.status_code == status, amount
    today = utcnow().date()
    day = [str(today.day), str(today.month), str(today.year)]
    bill = {"number": "2026-118", "invoiced_on": day, "due_on": day}
    assert client.post(f"{address}/invoice", data={**bill, "due_on": ""}).status_code == 422
    assert client.post(f"{address}/invoice", data=bill).status_code == 303
    assert (
        client.post(f"{address}/payment", data={"paid_on": ["1", "1", "2020"]}).status_code == 422
    )
    assert client.post(f"{address}/payment", data={"paid_on": day}).status_code == 303
    assert client.post(f"{address}/payment/back", data={"reason": ""}).status_code == 422
    listed = client.get("/fees?state=paid").get_data(as_text=True)
    assert world.made.organisation.name in listed
    file = client.get("/fees.csv?state=paid")
    assert file.headers["Content-Type"].startswith("text/csv")
    assert b"2026-118" in file.data
    assert b"2026-118" not in client.get("/fees.csv?state=waived").data


def test_the_waiver_is_decided_on_the_page(
    world: World, second: Actor, client: FlaskClient
) -> None:
    address = f"/applications/{world.id}/fee"
    signed_in(client, world.officer)
    assert client.post(f"{address}/waiver", data={"reason": "A pilot case."}).status_code == 303
    assert client.post(f"{address}/waiver/decide", data={"answer": "waive"}).status_code == 403
    signed_in(client, second)
    assert "A pilot case." in client.get(address).get_data(as_text=True)
    assert client.post(f"{address}/waiver/decide").status_code == 422
    assert client.post(f"{address}/waiver/decide", data={"answer": "waive"}).status_code == 303
    page = client.get(address).get_data(as_text=True)
    assert "Waived: nothing is charged" in page
    with reading() as session:
        names = people.names(session, [world.officer.person_id, second.person_id])
    first_name, second_name = (names[key] for key in names)
    for name in (first_name, second_name):
        assert name in page
    (line,) = csv.DictReader(io.StringIO(client.get("/fees.csv").data.decode("utf-8-sig")))
    said = (line["Waived because"], {line["Waiver proposed by"], line["Waived by"]})
    assert said == ("A pilot case.", {first_name, second_name})


def test_the_page_says_what_the_invoice_waits_for(world: World, client: FlaskClient) -> None:
    set_amount(world)
    signed_in(client, world.officer)
    page = client.get(f"/applications/{world.id}/fee").get_data(as_text=True)
    assert "once the postal address of who pays is there" in page
    assert "1,650.00 EUR" in page


def test_the_fees_entries_name_who_did_what(world: World) -> None:
    set_amount(world)
    with reading() as session:
        rows = session.scalars(select(FeeEntry).order_by(FeeEntry.number)).all()
        application = session.get_one(Application, world.id)
    assert [row.by for row in rows] == [application.created_by, world.officer.person_id]
