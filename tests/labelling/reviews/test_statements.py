"""Statements with the places where they were seen: kept beside the words, bound to frozen files."""

from decimal import Decimal
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from labelling.core.database import Database, reading
from labelling.core.errors import Invalid
from labelling.reviews import queries
from labelling.reviews.models import PartReview
from labelling.reviews.opinions import Judged
from labelling.reviews.statements import (
    ANSWER,
    Citation,
    Mark,
    joined,
    over_all,
    read_marks,
    statements,
    written_marks,
)
from tests.labelling.reviews import making
from tests.labelling.reviews.test_pages import enter, scoring


def row_of(world: making.World, part_id: str = "1.1") -> PartReview:
    """Return the lead's saved judgement."""
    with reading() as session:
        review = queries.find_review(
            session, making.seat_of(world.application_id, world.assessors[0]).id
        )
        assert review is not None
        return queries.part_reviews(session, review.id)[part_id]


def test_marks_read_back_as_they_were_written() -> None:
    marks = {
        "strengths": (Mark((Citation(ANSWER), Citation("x", "3–5", 2, "ab")), chosen=True), Mark()),
        "questions": (Mark((Citation("y"),)),),
    }
    assert read_marks(written_marks(marks)) == marks  # type: ignore[arg-type]
    assert written_marks({"strengths": (Mark(), Mark())}) == {}


def test_statements_drop_out_with_their_marks_where_they_are_empty() -> None:
    chosen = Mark(chosen=True)
    pairs = [
        (" ", Mark((Citation("x"),))),
        ("One\n  line.", chosen),
        ("", Mark()),
        ("Two.", Mark()),
    ]
    assert joined(pairs) == ("One line.\nTwo.", (chosen, Mark()))


def test_lines_without_marks_are_statements_too(database: Database) -> None:
    world, lead, _ = scoring()
    seat = making.seat_of(world.application_id, lead)
    judged = Judged(score=Decimal(60), strengths="One.\n\nTwo.", improvements="Three.")
    making.save_part(seat.id, lead, "1.1", judged)
    found = statements(row_of(world))
    assert [(one.key, one.text, one.citations, one.chosen) for one in found] == [
        ("1.1:strengths:0", "One.", (), False),
        ("1.1:strengths:1", "Two.", (), False),
        ("1.1:improvements:0", "Three.", (), False),
    ]


def test_a_citation_is_bound_to_the_file_that_was_submitted(database: Database) -> None:
    world, lead, _ = scoring()
    seat = making.seat_of(world.application_id, lead)
    source = str(world.evidence_id)
    mark = Mark((Citation(source, "4–5", version=99, sha256="forged"), Citation(ANSWER, "7")), True)
    making.save_part(
        seat.id,
        lead,
        "1.1",
        Judged(score=Decimal(60), strengths="Seen.", marks={"strengths": (mark,)}),
    )
    row = row_of(world)
    [one] = statements(row)
    bound, answer = one.citations
    assert (bound.source, bound.pages, bound.version) == (source, "4–5", 1)
    assert bound.sha256 is not None
    assert len(bound.sha256) == 64
    assert answer == Citation(ANSWER)
    assert over_all([row], "strengths") == (one,)
    assert over_all([row], "improvements") == ()


@pytest.mark.parametrize(
    ("cited", "field"),
    [
        (Citation(str(uuid4())), "strengths-0-source"),
        (Citation("../../etc/passwd"), "strengths-0-source"),
        (Citation(ANSWER, "1" * 41), "strengths-0-pages"),
    ],
)
def test_what_was_not_submitted_cannot_be_cited(
    database: Database, cited: Citation, field: str
) -> None:
    world, lead, _ = scoring()
    seat = making.seat_of(world.application_id, lead)
    judged = Judged(strengths="Seen.", marks={"strengths": (Mark((cited,)),)})
    with pytest.raises(Invalid) as refused:
        making.save_part(seat.id, lead, "1.1", judged)
    assert refused.value.field == field


def test_the_form_keeps_statements_places_choice_and_notes(client: FlaskClient) -> None:
    world, lead, seat = scoring()
    enter(client, lead)
    address = f"{seat}/parts/1.1"
    sent = {
        "band": "60",
        "strengths-0": "",
        "strengths-1": "Dates\nare kept.",
        "strengths-1-source": str(world.evidence_id),
        "strengths-1-pages": " 4–5 ",
        "strengths-1-source-more": ANSWER,
        "strengths-1-chosen": "y",
        "improvements-0": "Nobody reviews.",
        "questions-0": "Who decides?",
        "notes": "Call back on Monday.",
        "version": "0",
        "save_id": str(uuid4()),
        "then": "stay",
    }
    assert client.post(address, data=sent).status_code == 303
    row = row_of(world)
    assert (row.strengths, row.improvements, row.questions, row.notes) == (
        "Dates are kept.",
        "Nobody reviews.",
        "Who decides?",
        "Call back on Monday.",
    )
    first, *_ = statements(row)
    assert (first.chosen, [one.pages for one in first.citations]) == (True, ["4–5", ""])
    page = client.get(address).text
    for shown in ("Dates are kept.", "Call back on Monday.", 'value="4–5"', "Among my 5 over all"):
        assert shown in page
    again = sent | {"version": "1", "strengths-1-source": str(uuid4()), "save_id": str(uuid4())}
    refused = client.post(address, data=again)
    assert (refused.status_code, "Choose a source" in refused.text) == (422, True)
    assert "Dates" in refused.text


def test_handed_in_statements_show_where_they_were_seen(client: FlaskClient) -> None:
    world, lead, seat = scoring()
    making.score_all(world.application_id, lead, 60)
    mark = Mark((Citation(str(world.evidence_id), "4"),), chosen=True)
    judged = Judged(
        score=Decimal(60), strengths="Seen.", marks={"strengths": (mark,)}, notes="Mine alone."
    )
    making.save_part(making.seat_of(world.application_id, lead).id, lead, "1.1", judged)
    making.hand_in(world.application_id, lead)
    enter(client, lead)
    page = client.get(f"{seat}/parts/1.1").text
    assert f"/evidence/{world.evidence_id}/1" in page
    assert "(version 1), p. 4" in page
    assert "Mine alone." in page
    enter(client, world.officer)
    agreement = client.get(f"/applications/{world.application_id}/agreement/1.1").text
    assert ("Seen." in agreement, "Mine alone." in agreement) == (True, False)
