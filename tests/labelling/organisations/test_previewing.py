"""First looks at evidence: drawn once by a worker, shown to whom the file is open, gone with it."""

from datetime import timedelta
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.core.database import reading, unit_of_work
from labelling.organisations import jobs
from labelling.organisations.actions.evidence import remove_evidence
from labelling.organisations.models import EvidencePreview
from labelling.organisations.previewing import draw_preview
from tests.labelling.organisations.browsing import as_person, at, text_of
from tests.labelling.organisations.drawing import NOW, add, work
from tests.labelling.organisations.inspection import samples
from tests.labelling.organisations.making import Made
from tests.labelling.people.making import make_person


def drawn() -> list[tuple[bool, int | None]]:
    with reading() as session:
        rows = session.scalars(select(EvidencePreview).order_by(EvidencePreview.pages)).all()
    return [(bool(row.picture), row.pages) for row in rows]


def test_the_library_shows_pictures_pages_and_signs(
    app: Flask, owner: FlaskClient, made: Made
) -> None:
    chart = add(made, "chart.png", samples.picture("PNG", size=(600, 400)))
    add(made, "strategy.pdf", samples.pdf())
    add(made, "notes.txt", b"Forty firms.\n")
    look = f"/evidence/{chart.id}/1/preview"
    assert owner.get(look).status_code == 404
    assert work() == 2
    assert sorted(drawn(), key=str) == [(True, 1), (True, None)]
    page = owner.get(at(made, "evidence"))
    assert f'src="{look}"' in page.text
    for name in ("chart.png", "strategy.pdf"):
        assert f'alt="Small picture of {name}"' in page.text
    assert page.text.count('<span class="pages">1 page</span>') == 1
    assert "TXT" in text_of(page)
    answer = owner.get(look)
    assert (answer.status_code, answer.mimetype, answer.data[:3]) == (
        200,
        "image/jpeg",
        b"\xff\xd8\xff",
    )
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert as_person(app, made.readers[0]).get(look).status_code == 200
    assert as_person(app, make_person()).get(look).status_code == 404
    assert app.test_client().get(look).status_code in {303, 401}


def test_the_same_bytes_are_drawn_once_and_go_with_the_last_piece(app: Flask, made: Made) -> None:
    picture = samples.picture("PNG", size=(300, 200))
    first = add(made, "chart.png", picture)
    work()
    second = add(made, "again.png", picture)
    assert (work(), len(drawn())) == (1, 1)
    purge(made, first.id)
    assert len(drawn()) == 1
    purge(made, second.id)
    assert drawn() == []
    draw_preview({"sha256": "0" * 64, "kind": "png"}, NOW)  # a late job finds nothing to draw
    assert drawn() == []


def purge(made: Made, evidence_id: UUID) -> None:
    """Remove a piece and let its retention end."""
    with unit_of_work() as session:
        remove_evidence(session, actor=made.actor(), evidence_id=evidence_id, now=NOW)
    jobs.purge_evidence({"evidence": str(evidence_id)}, NOW + timedelta(days=31))
