"""Officers who are named for certain schemes: what is of another one does not exist for them."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from labelling.core import access
from labelling.core.database import installed, reading
from labelling.core.doors import tasks_of
from labelling.core.permissions import Permission
from tests.labelling.test_permissions import SUBJECTS
from tests.labelling.town import NOW, Town, build_town

OWN, OTHER = frozenset({"cluster-excellence"}), frozenset({"our-programmes"})

# Of all schemes or of none, and so for officers of all schemes only.
OF_ALL = {
    "AppealCase", "AppealList", "AtMeeting", "Backlog", "CallFigures", "Club", "ClubActions",
    "ClubResults", "Clubs", "ComplaintCase", "ComplaintList", "DraftRelease", "NewAppeal",
    "NewComplaint", "OneAction", "OneVersion", "OneVisit", "OwnAppraisal", "OwnAsked",
    "Oversight", "OwnCandidacy", "OwnQuestion", "OwnResults", "OwnSheet", "OwnSurvey", "Part",
    "Place", "ProposedRule", "ProposedTemplate", "RatingBook", "Releases", "Room", "RoundAward",
    "SecondStep", "Severities", "Templates", "Visits", "Workshop", "YearFigures",
}  # fmt: skip

# What concerns everybody who has an account, whatever the scheme.
OF_NONE = {
    Permission.DECISION_LIST, Permission.FEE_LIST, Permission.SITTING_LIST,
    Permission.SURVEILLANCE_LIST, Permission.ORGANISATION_LIST,
    Permission.CALL_OPEN, Permission.ACCESS_ASK,
    Permission.PERSON_LIST, Permission.PERSON_VIEW, Permission.PERSON_INVITE,
    Permission.MISUSE_REPORT,
    Permission.ASSESSOR_LIST, Permission.ASSESSOR_VIEW, Permission.ASSESSOR_KEEP,
    Permission.DEPUTY_KEEP, Permission.CALIBRATION_VIEW, Permission.TRAINING_VIEW,
    Permission.TRAINING_RECORD, Permission.TEAMS_PROPOSE,
}  # fmt: skip


@pytest.fixture
def town(app: Flask) -> Town:
    """Return a town on a fresh database, with every room's rules in force."""
    assert app.extensions["database"] is installed()
    return build_town()


def _allowed(town: Town, schemes: frozenset[str] | None) -> set[Permission]:
    actor = replace(town.officer, schemes=schemes)
    with reading() as session:
        return {
            permission
            for permission, (_, subject) in SUBJECTS.items()
            if access.may(actor, permission, subject(session, town, actor))
        }


def test_every_kind_of_subject_is_of_a_scheme_or_said_to_be_of_all() -> None:
    kinds = {rule.subject for rule in access.rules().values()}
    assert {kind.__name__ for kind in kinds - set(access.bounds())} == OF_ALL


def test_an_officer_of_the_scheme_does_there_what_all_do_and_elsewhere_nothing(
    town: Town,
) -> None:
    everything, own = _allowed(town, None), _allowed(town, OWN)
    lost = {access.rules()[one].subject.__name__ for one in everything - own}
    assert own <= everything
    assert lost <= OF_ALL | {"Clearances"}
    assert _allowed(town, OTHER) == everything & OF_NONE
    assert _allowed(town, frozenset()) == _allowed(town, OTHER)


def test_lists_show_what_single_checks_accept(town: Town) -> None:
    for schemes in (OWN, OTHER):
        actor = replace(town.officer, schemes=schemes)
        with reading() as session:
            for permission, rule in access.rules().items():
                if rule.where is None:
                    continue
                rows = session.scalars(select(rule.subject)).all()
                accepted = [row for row in rows if access.may(actor, permission, row)]
                seen = select(rule.subject).where(access.visible(actor, permission))
                assert set(session.scalars(seen)) == set(accepted), permission


def test_tasks_of_another_scheme_wait_for_nobody_here(town: Town) -> None:
    with reading() as session:
        every = tasks_of(session, town.officer, NOW)
        own = tasks_of(session, replace(town.officer, schemes=OWN), NOW)
        other = tasks_of(session, replace(town.officer, schemes=OTHER), NOW)
    assert other == []
    assert {task.address for task in own} < {task.address for task in every}
    assert len(own) > 1
