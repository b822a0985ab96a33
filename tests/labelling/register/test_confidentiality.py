"""What the public must not see is in no page, export or answer of the register."""

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from html import unescape
from io import BytesIO
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from labelling.applications.life import State
from labelling.applications.models import Answer
from labelling.core.database import unit_of_work
from labelling.decisions.models import (
    Decision,
    DecisionState,
    LabelChange,
    LabelEventKind,
)
from labelling.organisations.models import Evidence, EvidenceKind, FactValue, Organisation
from labelling.reviews.models import AgreedScore, How, Outcome
from tests.labelling.people.making import add_person
from tests.labelling.register.making import (
    DECIDER,
    NOW,
    PREPARER,
    PRIVATE_REASON,
    Happening,
    Made,
    Period,
    add_application,
    make_label,
    pdf_bytes,
    stop_the_clock,
)

REFUSED = "Refused Reed Cluster"
DRAFTING = "Drafting Dune Cluster"
SECRETS = (
    PRIVATE_REASON,
    PREPARER,
    DECIDER,
    "Sigrid Signatory",
    REFUSED,
    DRAFTING,
    "A change that waits for its second person",
    "The minima were missed by far",
    "Our strategy in confidence",
    "Strong on confidential boats",
    "Minutes of a closed meeting",
    "77123",
    "57.25",
    "229/4",
    "@cluster.example",
)
PDF = pdf_bytes("the certificate")


@pytest.fixture
def made(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Made:
    """Make a label with a past, and around it all that is nobody's business."""
    stop_the_clock(monkeypatch)
    label = make_label(
        periods=[Period(pdfs=(PDF,))],
        happenings=[
            Happening(LabelEventKind.SUSPENDED, date(2026, 9, 3), "Not reported in time."),
            Happening(LabelEventKind.LIFTED, date(2026, 9, 21), "The list was checked."),
        ],
    )
    with unit_of_work() as session:
        people = add_person(session, PREPARER).id, add_person(session, DECIDER).id
        _waiting_change(session, label, people[0])
        _content(session, label.organisation.id)
        _refusal(session, people)
        drafting = _organisation(session, DRAFTING)
        add_application(session, drafting.id, "gold", NOW, State.DRAFT)
    return label


def _organisation(session: Session, name: str) -> Organisation:
    organisation = Organisation(
        name=name, country="LU", city="Esch", field="energy", created_at=NOW
    )
    session.add(organisation)
    session.flush()
    return organisation


def _waiting_change(session: Session, made: Made, preparer: UUID) -> None:
    session.add(
        LabelChange(
            label_id=made.label.id,
            kind=LabelEventKind.REVOKED,
            state=DecisionState.PREPARED,
            public_reason="A change that waits for its second person",
            private_reason=PRIVATE_REASON,
            effective_on=NOW.date(),
            prepared_at=NOW,
            prepared_by=preparer,
        )
    )


def _content(session: Session, organisation_id: UUID) -> None:
    application = add_application(session, organisation_id, "gold", NOW, State.SCORING)
    session.add_all(
        [
            Answer(
                application_id=application,
                part_id="1.1",
                band=60,
                text="Our strategy in confidence",
                version=1,
                updated_at=NOW,
            ),
            AgreedScore(
                application_id=application,
                part_id="1.1",
                score=Fraction(229, 4),
                version=1,
                how=How.DISCUSSED,
                reason="57.25",
                strengths="Strong on confidential boats",
                agreed_at=NOW,
            ),
            FactValue(
                organisation_id=organisation_id,
                fact_id="firms",
                year=2025,
                value="77123",
                updated_at=NOW,
            ),
            Evidence(
                organisation_id=organisation_id,
                kind=EvidenceKind.SEEN_ON_SITE,
                title="Minutes of a closed meeting",
                created_at=NOW,
            ),
        ]
    )


def _refusal(session: Session, people: tuple[UUID, UUID]) -> None:
    organisation = _organisation(session, REFUSED)
    application = add_application(session, organisation.id, "silver", NOW)
    session.add(
        Decision(
            application_id=application,
            state=DecisionState.TAKEN,
            proposed_outcome=Outcome.NOT_AWARDED,
            fingerprint="0" * 64,
            prepared_at=NOW,
            prepared_by=people[0],
            outcome=Outcome.NOT_AWARDED,
            reason="The minima were missed by far",
            private_reason=PRIVATE_REASON,
            decided_at=NOW,
            decided_by=people[1],
        )
    )


def _everything(client: FlaskClient, made: Made) -> Iterator[tuple[str, str]]:
    """Yield address and text of all that a stranger reaches by links, searches and uploads."""
    searches = [f"q={name.split()[0]}" for name in (REFUSED, DRAFTING, PREPARER)]
    waiting = [
        "/",
        "/trust.json",
        f"/api/v1/labels/{made.id}?on=2026-09-10&as_published=1",
        f"/labels/{made.id}?day=10&month=9&year=2026",
        *(f"{path}?{query}" for path in ("/register", "/api/v1/labels") for query in searches),
        *(f"/register?status={status}" for status in ("suspended", "revoked", "expired")),
        "/register?country=LU",
        "/verify?number=CE-2026-0001-A",
    ]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(("/static/", "/sign-in")):
            continue
        seen.add(path)
        answer = client.get(path)
        yield path, answer.data.decode("utf-8", "replace")  # pictures carry text, too
        if answer.mimetype in {"text/html", "application/json"}:
            links = re.findall(r'(?:href="|"http://localhost)(/[^"#]*)', answer.text)
            waiting.extend(unescape(link) for link in links)
    for pdf in (PDF, b"%PDF-1.7 other"):
        boundary, body = encode_multipart({"file": FileStorage(BytesIO(pdf), "c.pdf"), "on": ""})
        kind = f"multipart/form-data; boundary={boundary}"
        yield "POST /verify", client.post("/verify", data=body, content_type=kind).text


def test_nothing_confidential_is_in_any_public_page_export_or_answer(
    client: FlaskClient, made: Made
) -> None:
    everything = dict(_everything(client, made))
    assert {"/", "/register", f"/labels/{made.id}", "/trust.json", "/api/docs"} <= set(everything)
    assert any("Not reported in time." in text for text in everything.values())
    told = [
        (path, secret)
        for path, text in everything.items()
        for secret in SECRETS
        if secret in _without_searches(text)
    ]
    assert told == []


def _without_searches(text: str) -> str:
    """Return a page without what the asker typed, which stands in the field and the links."""
    return re.sub(r'(?:value|href)="[^"]*"', "", text)
