"""What waits for people in appeals: for officers, second persons, members of panels, owners."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from labelling.core.access import Actor, Role, may
from labelling.core.doors import Task, offers_tasks
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.decisions.appeals import queries
from labelling.decisions.appeals.actions.deliberating import open_ballot
from labelling.decisions.appeals.actions.following import waits_for_office
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.models import MemberState
from labelling.decisions.appeals.proof import SEATS
from labelling.decisions.appeals.queries import AppealRow
from labelling.decisions.appeals.subjects import AppealCase

_ACTING = frozenset({Role.OFFICER, Role.COMMITTEE, Role.APPEALS})


@offers_tasks
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield the appeals in which the actor acts next; those who had a part see none of them."""
    if actor.role not in _ACTING:
        return
    for row in queries.running_appeals(session):
        case = queries.appeal_case(session, row.appeal, actor.person_id, now)
        if may(actor, Permission.APPEAL_VIEW, case):
            title = _title(session, actor, case)
            if title:
                yield _task(row, title)
    if actor.role is Role.OFFICER:
        for row in queries.to_follow(session):
            case = queries.appeal_case(session, row.appeal, actor.person_id, now)
            if may(actor, Permission.APPEAL_HANDLE, case) and waits_for_office(session, row.appeal):
                yield _task(row, gettext("Do what the appeal’s outcome asks for"))


def _title(session: Session, actor: Actor, case: AppealCase) -> str:
    state = case.appeal.state
    if may(actor, Permission.APPEAL_HANDLE, case):
        if state is AppealState.FILED:
            return gettext("Acknowledge an appeal")
        if state is AppealState.ACKNOWLEDGED:
            return gettext("Propose whether an appeal is admissible")
        if state is AppealState.ADMITTED:
            missing = len(queries.panel(session, case.appeal.id)) < SEATS
            return gettext("Name the panel of an appeal") if missing else ""
    if state is AppealState.PROPOSED and may(actor, Permission.APPEAL_JUDGE, case):
        return gettext("Decide whether an appeal is admissible")
    return _title_for_member(session, actor, case)


def _title_for_member(session: Session, actor: Actor, case: AppealCase) -> str:
    if case.member is None or not may(actor, Permission.APPEAL_DECLARE, case):
        return ""
    if case.member.state is MemberState.NAMED:
        return gettext("Say whether you can sit on the panel of an appeal")
    if case.appeal.state is not AppealState.SITTING:
        return ""
    ballot = open_ballot(session, case.appeal)
    if ballot is None:
        return gettext("Write the outcome of an appeal") if case.member.writes else ""
    voted = any(vote.person_id == actor.person_id for vote in ballot.votes)
    return "" if voted else gettext("Vote on the outcome of an appeal")


def _task(row: AppealRow, title: str) -> Task:
    return Task(
        title=title,
        about=f"{row.organisation.name} · {row.called} · {row.appeal.receipt}",
        button=gettext("Open the appeal"),
        address=f"/appeals/{row.appeal.id}",
        due=row.due,
    )
