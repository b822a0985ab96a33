"""Filing an appeal, moving its dates, taking it back; and each refusal."""

from datetime import date
from uuid import uuid4

import pytest
from flask import Flask

from labelling.applications.life import State
from labelling.applications.queries import get_application
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound
from labelling.decisions.appeals import actions
from labelling.decisions.appeals.appealable import appealable
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.words import About, Ground
from labelling.decisions.clocks.dates import due_dates
from labelling.decisions.clocks.spans import Clock
from tests.labelling.decisions import making
from tests.labelling.decisions.appeals.making import (
    DAY,
    LATER,
    TEXT,
    Scene,
    clerk,
    current,
    filed,
    owner_of,
    sitting,
    verbs,
)
from tests.labelling.decisions.making import NOW, make_office

# filing


def test_filed_appeal_starts_its_clocks_and_changes_nothing(scene: Scene) -> None:
    appeal = current(filed(scene))
    assert (appeal.state, appeal.about, appeal.grounds, appeal.text, appeal.letter_on) == (
        AppealState.FILED,
        About.DECISION,
        ["procedure", "facts"],
        TEXT,
        date(2026, 5, 28),
    )
    with reading() as session:
        assert due_dates(session, [appeal.id]) == {
            (appeal.id, Clock.ACKNOWLEDGE): date(2026, 6, 5),
            (appeal.id, Clock.ADMISSIBILITY): date(2026, 6, 12),
            (appeal.id, Clock.PANEL): date(2026, 6, 26),
            (appeal.id, Clock.OUTCOME): date(2026, 7, 28),
        }
        application = get_application(session, scene.application.id)
        assert application.state is State.DECIDED
        assert appealable(session, [application.organisation_id], LATER) == []
    assert verbs() == ["appeal.filed"]


@pytest.mark.parametrize(("days", "possible"), [(0, True), (30, True), (31, False)])
def test_thirty_days_count_from_the_letter(scene: Scene, days: int, possible: bool) -> None:
    with reading() as session:
        found = appealable(session, scene.owner.organisations(), NOW + days * DAY)
    assert bool(found) is possible


def test_late_appeal_second_appeal_and_anothers_are_answered_alike(scene: Scene) -> None:
    with pytest.raises(NotFound):
        filed(scene, NOW + 31 * DAY)
    filed(scene)
    with pytest.raises(NotFound):
        filed(scene)
    other = making.recommended(name="Another Cluster")
    stranger = owner_of(other.organisation_id)
    with pytest.raises(NotFound), unit_of_work() as session:
        actions.file_appeal(
            session, actor=stranger, about=About.DECISION, subject_id=scene.decision.id,
            grounds=[Ground.FACTS], text=TEXT, evidence=[], now=LATER,
        )  # fmt: skip


def test_award_at_the_level_applied_for_cannot_be_appealed(app: Flask) -> None:
    office = make_office()
    label = making.label(office)
    with reading() as session:
        assert appealable(session, [label.organisation_id], LATER) == []


@pytest.mark.parametrize(
    ("grounds", "text", "field"), [([], TEXT, "grounds"), ([Ground.FACTS], " ", "text")]
)
def test_appeal_without_ground_or_text_is_refused(
    scene: Scene, grounds: list[Ground], text: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal, unit_of_work() as session:
        actions.file_appeal(
            session, actor=scene.owner, about=About.DECISION, subject_id=scene.decision.id,
            grounds=grounds, text=text, evidence=[], now=LATER,
        )  # fmt: skip
    assert refusal.value.field == field


def test_evidence_of_another_library_is_refused(scene: Scene) -> None:
    with pytest.raises(Invalid), unit_of_work() as session:
        actions.file_appeal(
            session, actor=scene.owner, about=About.DECISION, subject_id=scene.decision.id,
            grounds=[Ground.FACTS], text=TEXT, evidence=[uuid4()], now=LATER,
        )  # fmt: skip


# dates, taking back


def test_date_is_extended_with_a_reason_by_the_office_alone(scene: Scene) -> None:
    appeal = filed(scene)
    for actor, day, reason, refusal in (
        (scene.owner, date(2026, 8, 10), "Holidays.", NotAllowed),
        (clerk(scene), date(2026, 7, 1), "Earlier.", Invalid),
        (clerk(scene), date(2026, 8, 10), "", Invalid),
    ):
        with pytest.raises(refusal), unit_of_work() as session:
            actions.extend_appeal(
                session, actor=actor, appeal_id=appeal.id, step=Clock.OUTCOME, day=day,
                reason=reason, now=LATER,
            )  # fmt: skip
    with unit_of_work() as session:
        actions.extend_appeal(
            session, actor=clerk(scene), appeal_id=appeal.id, step=Clock.OUTCOME,
            day=date(2026, 8, 10), reason="Holidays.", now=LATER,
        )  # fmt: skip
    with reading() as session:
        assert due_dates(session, [appeal.id])[appeal.id, Clock.OUTCOME] == date(2026, 8, 10)


def test_owner_withdraws_for_good(scene: Scene) -> None:
    appeal = sitting(scene)
    with pytest.raises(NotAllowed), unit_of_work() as session:
        actions.withdraw_appeal(session, actor=clerk(scene), appeal_id=appeal.id, now=LATER)
    with unit_of_work() as session:
        actions.withdraw_appeal(session, actor=scene.owner, appeal_id=appeal.id, now=LATER)
    assert current(appeal).state is AppealState.WITHDRAWN
    with pytest.raises(NotFound):
        filed(scene)
