"""Links as evidence: a copy kept by a worker, a newer one when the page differs, faults told."""

import hashlib
from dataclasses import replace
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.core import files
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.fetching import Fault, Fetched, NotFetched
from labelling.core.outbox import Outgoing
from labelling.organisations import linking, queries
from labelling.organisations.actions.evidence import (
    FETCH_JOB,
    MOST_WAITING,
    Description,
    add_link,
    fetch_again,
)
from labelling.organisations.models import Evidence
from tests.labelling.organisations.inspection import samples
from tests.labelling.organisations.making import PROFILE, Made, make_organisation
from tests.labelling.people.making import sign_in
from tests.labelling.town import NOW

URL = "https://www.example.org/report"


@pytest.fixture
def made(app: Flask) -> Made:
    """Return an organisation with an owner."""
    with unit_of_work() as session:
        return make_organisation(session, readers=1)


def link(made: Made) -> Evidence:
    """Add a link."""
    with unit_of_work() as session:
        return add_link(
            session,
            actor=made.actor(),
            organisation_id=made.id,
            description=Description("Report"),
            url=URL,
            now=NOW,
        )


def work(
    piece: Evidence,
    monkeypatch: pytest.MonkeyPatch,
    answer: bytes | Fault,
    media_type: str = "text/html",
) -> tuple[list[int], str]:
    """Let the worker fetch; return the versions that stand then, and the fault."""

    def fetched(address: str) -> Fetched:
        assert address == URL
        if isinstance(answer, Fault):
            raise NotFetched(answer)
        return Fetched(answer, media_type, address)

    monkeypatch.setattr(linking, "fetch", fetched)
    linking.keep_copy({"evidence": str(piece.id)}, NOW)
    with reading() as session:
        found = queries.get_evidence(session, piece.id)
        return [one.version for one in queries.versions(session, piece.id)], found.fetch_fault


def test_a_copy_is_kept_and_a_newer_one_only_if_it_differs(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    piece = link(made)
    assert work(piece, monkeypatch, b"<p>One</p>") == ([1], "")
    assert work(piece, monkeypatch, b"<p>One</p>") == ([1], "")
    assert work(piece, monkeypatch, Fault.NO_ANSWER) == ([1], "no_answer")
    assert work(piece, monkeypatch, b"<p>Two</p>") == ([2, 1], "")
    with reading() as session:
        newest = queries.versions(session, piece.id)[0]
    assert files.store().get(newest.sha256) == b"<p>Two</p>"


def test_what_does_not_fit_takes_no_room(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    piece = link(made)
    monkeypatch.setattr(linking, "in_use", lambda: SimpleNamespace(quota_megabytes=0))
    assert work(piece, monkeypatch, b"<p>Large</p>") == ([], "full")
    assert not files.store().has(hashlib.sha256(b"<p>Large</p>").hexdigest())


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (samples.pdf(), ("application/pdf", "www.example.org.pdf", "inline")),
        (
            samples.pdf(script=True),
            ("application/octet-stream", "www.example.org.bin", "attachment"),
        ),
        (b"<html>", ("application/octet-stream", "www.example.org.bin", "attachment")),
    ],
    ids=["harmless", "acts", "another"],
)
def test_a_pdf_that_nobody_could_add_is_kept_as_bytes_of_no_kind(
    client: FlaskClient,
    made: Made,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
    kept: tuple[str, str, str],
) -> None:
    piece = link(made)
    assert work(piece, monkeypatch, content, "application/pdf") == ([1], "")
    sign_in(client, made.owners[0])
    handed = client.get(f"/evidence/{piece.id}/1/shown")
    assert handed.data == content
    with reading() as session:
        row = queries.versions(session, piece.id)[0]
    way = handed.headers["Content-Disposition"].partition(";")[0]
    assert (row.media_type, row.filename, way) == kept


def test_nobody_keeps_the_workers_busy_with_links(made: Made) -> None:
    pieces = [link(made) for _ in range(MOST_WAITING)]
    with pytest.raises(Invalid, match="waiting to be fetched"):
        link(made)
    with pytest.raises(Invalid), unit_of_work() as session:
        fetch_again(session, actor=made.actor(), evidence_id=pieces[0].id, now=NOW)
    with unit_of_work() as session:
        other = make_organisation(session, replace(PROFILE, name="Lower Elm Food Cluster"))
    link(other)
    with unit_of_work() as session:
        waiting = session.scalars(select(Outgoing).where(Outgoing.name == FETCH_JOB))
        waiting.all()[0].finished_at = NOW
    link(made)


def test_every_fault_has_its_sentence() -> None:
    assert set(linking.FAULTS) == {*Fault, "full"}


def test_the_pages_take_a_link_and_hand_its_copy_out_inert(
    client: FlaskClient, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, made.owners[0])
    place = f"/organisations/{made.id}/evidence/link"
    for wrong in ("", "javascript:alert(1)", "ftp://example.org"):
        assert client.post(place, data={"title": "Report", "url": wrong}).status_code == 422
    assert client.post(place, data={"title": "Report", "url": URL}).status_code == 303
    with reading() as session:
        piece = queries.evidence_of(session, made.id)[0].evidence
    assert "link, no copy yet" in client.get(f"/organisations/{made.id}/evidence").text
    page = f"/evidence/{piece.id}"
    assert "A worker fetches a copy." in client.get(page).text
    work(piece, monkeypatch, Fault.NOT_PUBLIC)
    assert "does not lie on the public internet" in client.get(page).text
    work(piece, monkeypatch, b"<script>alert(1)</script>")
    handed = client.get(f"{page}/1")
    assert "attachment" in handed.headers["Content-Disposition"]
    assert "sandbox" in handed.headers["Content-Security-Policy"]
    assert client.post(f"{page}/fetch").status_code == 303
    sign_in(client, made.readers[0])
    assert client.post(f"{page}/fetch").status_code == 403
    assert FETCH_JOB == "evidence.fetch"
