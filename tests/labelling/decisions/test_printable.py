"""What no certificate could say is refused when the decision is prepared, not after it."""

from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from certificates.designs.design import Design, shipped_design
from certificates.sheet import Signatory
from labelling.applications.models import Application
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.decisions import printable, queries
from labelling.decisions.models import Decision
from labelling.decisions.sheets import foreseen_sheet
from labelling.issuing.designs import actions as designs
from labelling.issuing.designs.models import ProposalOutcome
from labelling.issuing.queries import certificates
from labelling.organisations.queries import get_organisation
from tests.labelling.decisions.making import (
    NOW,
    Office,
    acting,
    decided,
    issue_all,
    make_office,
    officer,
    prepared,
    recommended,
)
from tests.labelling.people.making import sign_in

SCHEME = "cluster-excellence"


@pytest.fixture
def office(app: Flask, database: object) -> Office:
    """Return people who prepare and decide."""
    return make_office()


def decisions() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Decision)) or 0


def put_into_force(office: Office, design: Design) -> None:
    """Put a design into force by two officers."""
    first, second = officer(office), acting(office.second_officer, Role.OFFICER)
    with unit_of_work() as session:
        designs.save_draft(session, actor=first, scheme=SCHEME, version=0, look=design, now=NOW)
        proposal = designs.propose_design(session, actor=first, scheme=SCHEME, version=1, now=NOW)
        designs.decide_design(
            session,
            actor=second,
            proposal_id=proposal.id,
            outcome=ProposalOutcome.IN_FORCE,
            reason="",
            now=NOW + timedelta(seconds=1),
        )


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("Cluster 中 of Graz", r"The name of the holder has the letter “中” \(U\+4E2D\)"),
        ("x" * 161, "161 characters; 160 fit"),
    ],
)
def test_a_name_that_cannot_be_printed_is_refused_when_preparing(
    office: Office, named: str, why: str
) -> None:
    application = recommended(name=named)
    with pytest.raises(Invalid, match=why):
        prepared(office, application)
    assert decisions() == 0


def test_the_page_says_which_letter_and_keeps_what_was_entered(
    office: Office, client: FlaskClient
) -> None:
    application = recommended(name="Cluster ★")
    sign_in(client, office.officer, Role.OFFICER)
    answer = client.post(
        f"/applications/{application.id}/decision",
        data={"outcome": "awarded", "note": "A careful note."},
    )
    assert answer.status_code == 422
    text = unescape(answer.text)
    assert "The name of the holder has the letter “★” (U+2605)" in text
    assert "A careful note." in text
    assert decisions() == 0


def test_a_design_without_room_for_the_name_is_refused(office: Office) -> None:
    crowded = tuple(Signatory(name="W" * 80, role="M" * 80) for _ in range(3))
    design = replace(shipped_design(), layout="ceremony", signatories=crowded)
    put_into_force(office, design)
    with reading() as session:
        sheet, found = printable.sheet_in_design(
            session, recommended(name="Cluster " * 18), "bronze", NOW
        )
    assert found == design
    with pytest.raises(Invalid, match="do not fit on one page"):
        printable.refuse_unprintable(sheet, found)


def _foreseen(application: Application, **profile: Any) -> Any:
    with unit_of_work() as session:
        holder = get_organisation(session, application.organisation_id)
        for name, value in profile.items():
            setattr(holder, name, value)
        session.flush()
        return foreseen_sheet(session, application, "silver", NOW)


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ({"language": "de"}, ("de", "", "Silber", "Österreich")),
        ({"certificate_language": "pt"}, ("pt", "en", "Silver", "Áustria")),
        ({"certificate_language": "el", "language": "de"}, ("el", "en", "Silver", "Αυστρία")),
    ],
)
def test_the_holder_chooses_the_language(
    office: Office, profile: dict[str, str], expected: tuple[str, ...]
) -> None:
    sheet = _foreseen(recommended(), **profile)
    assert (sheet.language, sheet.names_language, sheet.level, sheet.country) == expected


def test_a_certificate_keeps_language_and_design_of_its_sealing(office: Office) -> None:
    people = (Signatory(name="Eva Example", role="Chair"),)
    design = replace(shipped_design(), layout="column", signatories=people)
    put_into_force(office, design)
    application = recommended()
    with unit_of_work() as session:
        get_organisation(session, application.organisation_id).certificate_language = "mt"
    decision = decided(office, application)
    issue_all()
    with reading() as session:
        term = queries.term_of_decision(session, decision.id)
        assert term is not None
        (row,) = certificates(session, term.label_id)
        session.refresh(row, ["sheet"])
        assert row.language == "mt"
        assert row.sheet["design"] == design.sha256()
        assert row.sheet["signatories"] == [{"name": "Eva Example", "role": "Chair"}]
