"""Bid packs: an owner's own choice, signed, made once, known later, and nobody else's data."""

import json
import subprocess
import sys
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assessments.editions import edition
from certificates.attachments import attachments
from certificates.keys import Purpose
from certificates.signature import check_signature
from labelling.core import audit, files, outbox
from labelling.core.access import Actor, Role, Seat
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, TooMany
from labelling.core.i18n import format_day, speaking
from labelling.core.worker import Worker
from labelling.decisions.models import Decision, LabelEventKind
from labelling.issuing import keys
from labelling.organisations.models import FactValue, SeatHolding
from labelling.people.models import Person
from labelling.register.bidpacks import making, queries
from labelling.register.bidpacks.actions import A_DAY, order_pack
from labelling.register.bidpacks.models import BidPack
from labelling.reviews.models import AgreedScore, FeedbackReport, How
from labelling.settings import in_use
from tests.labelling.people.making import add_person, sign_in
from tests.labelling.register.making import (
    EDITION,
    NOW,
    TODAY,
    Happening,
    Made,
    add_happening,
    at,
    certify,
    stop_the_clock,
)
from tests.labelling.register.reading import band_of, text_of
from tests.labelling.register.test_verify_page import check

RESULT = "66"
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask everything on 22 November 2026, 14:32 in Brussels."""
    stop_the_clock(monkeypatch)


@pytest.fixture
def made(client: FlaskClient) -> Made:
    """Return a label whose holder has figures, and a final report."""
    made = certify()
    with unit_of_work() as session:
        for year, value in ((2024, "50"), (2025, "61")):
            session.add(fact(made, "members-total", year, value, grade="A"))
        session.add(fact(made, "income-total", 2025, "1234567.5"))
        application_id = session.scalars(select(Decision.application_id)).one()
        session.add(
            FeedbackReport(
                application_id=application_id, summary="", updated_at=NOW, final_at=at(TODAY)
            )
        )
        for part_id in edition(EDITION).parts:
            session.add(
                AgreedScore(
                    application_id=application_id, part_id=part_id, score=Fraction(66),
                    how=How.SINGLE, version=1, agreed_at=NOW,
                )
            )  # fmt: skip
    return made


def fact(made: Made, fact_id: str, year: int, value: str, grade: str = "") -> FactValue:
    return FactValue(
        organisation_id=made.organisation.id, fact_id=fact_id, year=year, value=value,
        grade=grade, updated_at=NOW,
    )  # fmt: skip


def seated(made: Made, seat: Seat) -> Person:
    with unit_of_work() as session:
        person = add_person(session, f"{seat.value} of it", roles=[Role.MANAGER])
        holding = SeatHolding(
            organisation_id=made.organisation.id, person_id=person.id, seat=seat, since=NOW
        )
        session.add(holding)
    return person


def manager(made: Made, seat: Seat = Seat.OWNER) -> Actor:
    person = seated(made, seat)
    return Actor(
        Role.MANAGER, person.id, seats={made.organisation.id: seat}, roles=frozenset({Role.MANAGER})
    )


def order(made: Made, actor: Actor, **changes: Any) -> BidPack:
    values: dict[str, Any] = {
        "organisation_id": made.organisation.id,
        "public_id": made.id,
        "language": "en",
        "figures": ["members-total"],
        "with_result": False,
        "now": NOW,
    }
    with unit_of_work() as session:
        return order_pack(session, actor=actor, **{**values, **changes})


def made_pack(pack: BidPack) -> tuple[BidPack, bytes]:
    """Let the worker make it; return its row and its file."""
    making.make_pack({"pack": str(pack.id)}, NOW)
    with reading() as session:
        row = queries.get_pack(session, pack.id)
    assert row.sha256 is not None
    return row, files.store().get(row.sha256)


def page_text(pdf: bytes, folder: Path) -> str:
    """Return what stands on the pages, as poppler reads it."""
    file = folder / "pack.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_pack_states_the_label_and_only_what_was_ticked(made: Made, tmp_path: Path) -> None:
    row, pdf = made_pack(order(made, manager(made)))
    said = page_text(pdf, tmp_path)
    assert (row.status, row.day, row.made_at) == ("active", TODAY, NOW)
    for part in (
        "On 22 November 2026: active",
        made.label.number,
        "Alder Valley Mobility Cluster",
        "1 June 2026",
        "31 May 2028",
        f"http://localhost/labels/{made.id}",
        "http://localhost/verify",
        "61 2025 A: from records",
    ):
        assert part in said
    for absent in ("1,234,567", "1234567", "50 2024", RESULT, "Agreed result", "owner of it"):
        assert absent not in said
    assert attachments(pdf) == {"certificate.pdf": made.pdfs[0]}


def test_result_is_shown_only_where_the_owner_ticks_it(made: Made, tmp_path: Path) -> None:
    _, pdf = made_pack(order(made, manager(made), with_result=True, figures=["income-total"]))
    said = page_text(pdf, tmp_path)
    assert f"Agreed result {RESULT} % of the points asked for" in said
    assert "1,234,567.5 € 2025 not said" in said
    assert "61 2025" not in said


def test_pack_is_for_archives_accessible_and_signed_as_a_certificate_is(
    made: Made, tmp_path: Path
) -> None:
    _, pdf = made_pack(order(made, manager(made), with_result=True))
    file = tmp_path / "pack.pdf"
    file.write_bytes(pdf)
    program = [sys.executable, "-m", "tests.certificates.verapdf", str(file)]
    asked = subprocess.run(program, check=True, capture_output=True, cwd=ROOT)
    assert json.loads(asked.stdout) == {str(file): {"3a": [], "ua1": []}}
    with reading() as session:
        chains = [key.chain for key in keys.public_keys(session).of(Purpose.PDF)]
    assert check_signature(pdf, chains, NOW).ok


@pytest.mark.parametrize("language", ["en", "de"])
def test_pack_is_written_in_its_language(made: Made, tmp_path: Path, language: str) -> None:
    _, pdf = made_pack(order(made, manager(made), language=language))
    with speaking(language):
        assert format_day(TODAY) in page_text(pdf, tmp_path)


def test_verify_page_tells_the_day_of_the_statement_and_the_status_now(
    client: FlaskClient, made: Made
) -> None:
    _, pdf = made_pack(order(made, manager(made)))
    add_happening(made, Happening(LabelEventKind.SUSPENDED, TODAY, "Not reported."))
    page = check(client, pdf).text
    look, said = band_of(page)
    assert (look, said.startswith("Genuine statement of 22 November 2026")) == ("suspended", True)
    assert "Status then active Status now Suspended since 22 November 2026" in text_of(page)
    changed = check(client, pdf + b"\n").text
    assert band_of(changed)[0] == "forged"
    assert made.label.number not in changed


def test_a_pack_is_made_once(made: Made) -> None:
    pack = order(made, manager(made))
    first = made_pack(pack)
    assert made_pack(pack)[0].sha256 == first[0].sha256
    with reading() as session:
        verbs = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)).all()
    assert [verb for verb in verbs if verb.startswith("bid-pack")] == [
        "bid-pack.order",
        "bid-pack.make",
    ]


def test_worker_takes_the_order_from_the_outbox(made: Made) -> None:
    order(made, manager(made))
    Worker(in_use(), lambda *_: None).drain(NOW)
    with reading() as session:
        (pack,) = queries.packs(session, made.organisation.id)
    assert pack.sha256 is not None


@pytest.mark.parametrize(
    ("seat", "refusal"), [(Seat.CONTRIBUTOR, NotAllowed), (Seat.READER, NotAllowed)]
)
def test_only_owners_order(made: Made, seat: Seat, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        order(made, manager(made, seat))


def test_strangers_do_not_learn_that_there_is_an_organisation(made: Made) -> None:
    other = certify()
    with pytest.raises(NotFound):
        order(made, manager(other))
    with pytest.raises(NotFound):  # the label of another
        order(made, manager(made), public_id=other.id)


@pytest.mark.parametrize(
    "changes",
    [{"figures": ["members-firms"]}, {"figures": ["x"]}, {"language": "fr"}],
)
def test_what_was_not_offered_is_refused(made: Made, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        order(made, manager(made), **changes)


def test_result_that_is_not_final_cannot_be_shown(client: FlaskClient) -> None:
    made = certify()
    with pytest.raises(Invalid):
        order(made, manager(made), figures=[], with_result=True)


def test_eleventh_pack_of_a_day_waits(made: Made) -> None:
    owner = manager(made)
    for _ in range(A_DAY):
        order(made, owner)
    with pytest.raises(TooMany):
        order(made, owner)
    order(made, owner, now=NOW + timedelta(days=1, seconds=1))


def test_after_a_year_file_and_figures_go_and_the_hash_stays(
    client: FlaskClient, made: Made
) -> None:
    row, pdf = made_pack(order(made, manager(made)))
    with unit_of_work() as session:
        making.end_retention(session, NOW + timedelta(days=364))
        assert queued(session) == []
        making.end_retention(session, NOW + timedelta(days=366))
        assert queued(session) == [str(row.id)]
    making.clear_pack({"pack": str(row.id)}, NOW + timedelta(days=366))
    with reading() as session:
        kept = queries.get_pack(session, row.id)
        assert (kept.chosen, kept.sha256) == ({}, row.sha256)
        assert queries.packs(session, made.organisation.id) == []
        assert list(audit.faults(session)) == []
    assert row.sha256 is not None
    assert not files.store().has(row.sha256)
    assert "Genuine statement of 22 November 2026" in check(client, pdf).text


def queued(session: Any) -> list[str]:
    rows = session.scalars(select(outbox.Outgoing).where(outbox.Outgoing.name == making.CLEAR))
    return [row.payload["pack"] for row in rows]


def test_page_offers_orders_and_hands_out(client: FlaskClient, made: Made) -> None:
    sign_in(client, seated(made, Seat.OWNER), Role.MANAGER, now=NOW)
    address = f"/organisations/{made.organisation.id}/bid-packs"
    page = text_of(client.get(address).text)
    assert "61 (2025)" in page
    assert f"{RESULT} % of the points asked for" in page
    answer = client.post(address, data={"label": made.id, "language": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{address}?done=ordered")
    assert "being made" in client.get(address).text
    with reading() as session:
        (pack,) = queries.packs(session, made.organisation.id)
    assert pack.chosen == {"figures": [], "result": None}
    assert client.get(f"/bid-packs/{pack.id}").status_code == 404
    _, pdf = made_pack(pack)
    handed = client.get(f"/bid-packs/{pack.id}")
    assert (handed.status_code, handed.data) == (200, pdf)
    assert handed.headers["Cache-Control"] == "no-store"
    bad = client.post(address, data={"label": made.id, "language": "en", "figures": ["x"]})
    assert bad.status_code == 422


@pytest.mark.parametrize(("seat", "status"), [(Seat.READER, 403), (Seat.CONTRIBUTOR, 403)])
def test_others_of_the_organisation_do_not_get_the_file(
    client: FlaskClient, made: Made, seat: Seat, status: int
) -> None:
    row, _ = made_pack(order(made, manager(made)))
    sign_in(client, seated(made, seat), Role.MANAGER, now=NOW)
    assert client.get(f"/bid-packs/{row.id}").status_code == status
    stranger = seated(certify(), Seat.OWNER)
    sign_in(client, stranger, Role.MANAGER, now=NOW)
    assert client.get(f"/bid-packs/{row.id}").status_code == 404
