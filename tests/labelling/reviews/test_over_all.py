"""The few strengths and areas for improvement over all: chosen, in order, kept through saves."""

from dataclasses import replace
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.reviews import actions, queries
from labelling.reviews.actions import Move
from labelling.reviews.actions.over_all import StatementChanged
from labelling.reviews.models import PartReview
from labelling.reviews.opinions import Judged
from labelling.reviews.statements import Mark, Marks, Statement, over_all, statements
from tests.labelling.reviews import making
from tests.labelling.reviews.test_pages import enter, scoring


class Beginning:
    """A review with a strength and an area for improvement of each part."""

    def __init__(self) -> None:
        self.world, self.lead, self.address = scoring()
        self.seat = making.seat_of(self.world.application_id, self.lead)
        making.score_all(self.world.application_id, self.lead, 60)

    def rows(self) -> dict[str, PartReview]:
        with reading() as session:
            review = queries.find_review(session, self.seat.id)
            assert review is not None
            return queries.part_reviews(session, review.id)

    def few(self) -> list[str]:
        return [one.part_id for one in over_all(self.rows().values(), "strengths")]

    def one(self, part_id: str) -> Statement:
        return statements(self.rows()[part_id], "strengths")[0]

    def move(
        self, part_id: str, how: Move = Move.CHOOSE, *, by: Actor | None = None, seen: str = ""
    ) -> None:
        one = self.one(part_id)
        with unit_of_work() as session:
            actions.arrange_over_all(
                session,
                actor=by or self.lead,
                seat_id=self.seat.id,
                key=one.key,
                seen=seen or one.seen,
                how=how,
                now=making.NOW,
            )


@pytest.mark.usefixtures("database")
def test_statements_are_chosen_in_order_and_keep_their_places_through_saves() -> None:
    review = Beginning()
    for part_id in ("4.1", "1.1", "2.2"):
        review.move(part_id)
    assert review.few() == ["4.1", "1.1", "2.2"]
    review.move("1.1", Move.UP)
    review.move("1.1", Move.UP)
    assert review.few() == ["1.1", "4.1", "2.2"]
    review.move("1.1", Move.DOWN)
    review.move("2.2", Move.DROP)
    review.move("2.2", Move.DROP)
    assert review.few() == ["4.1", "1.1"]

    version = review.rows()["4.1"].version
    review.move("4.1")
    assert review.rows()["4.1"].version == version
    chosen: Marks = {"strengths": (Mark(chosen=True),)}
    said = Judged(score=Decimal(60), strengths=review.one("4.1").text, marks=chosen)
    making.save_part(review.seat.id, review.lead, "4.1", said)
    assert review.few() == ["4.1", "1.1"]
    making.save_part(review.seat.id, review.lead, "4.1", replace(said, strengths="Anew."))
    assert review.few() == ["4.1", "1.1"]
    making.save_part(review.seat.id, review.lead, "4.1", replace(said, marks=None))
    assert review.few() == ["1.1"]


@pytest.mark.usefixtures("database")
def test_too_many_changed_words_others_and_afterwards_are_refused() -> None:
    review = Beginning()
    for part_id in ("1.1", "1.2", "1.3", "1.5", "2.2"):
        review.move(part_id)
    with pytest.raises(Invalid):
        review.move("3.1")
    with pytest.raises(StatementChanged):
        review.move("1.1", Move.DROP, seen="other words")
    with pytest.raises(NotFound):
        review.move("1.1", Move.DROP, by=review.world.assessors[1])
    assert len(review.few()) == 5
    making.hand_in(review.world.application_id, review.lead)
    with pytest.raises(NotNow):
        review.move("1.1", Move.DROP)


def test_the_page_saves_each_press_and_leads_back_to_the_statement(client: FlaskClient) -> None:
    review = Beginning()
    address = f"{review.address}/over-all"
    enter(client, review.world.assessors[1])
    assert client.get(address).status_code == 404
    enter(client, review.lead)
    assert "Strengths: 0 of 5" in client.get(address).text
    one = review.one("3.1")
    sent = {"key": one.key, "seen": one.seen, "how": "choose"}
    answer = client.post(address, data=sent)
    assert (answer.status_code, answer.location) == (303, f"{address}#s-3.1-strengths-0")
    page = client.get(address).text
    assert ("Strengths: 1 of 5" in page, 'id="s-3.1-strengths-0"' in page) == (True, True)
    assert client.post(address, data={**sent, "how": "fly"}).status_code == 400
    changed = client.post(address, data={**sent, "seen": "x"})
    assert (changed.status_code, "in another window" in changed.text) == (409, True)
    warned = client.get(f"{review.address}/hand-in").text
    assert "You chose 1 of 5 strengths over all." in warned
    assert f'href="{address}"' in warned
