"""What waits for people in appeals: for officers, second persons, members of panels, owners."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labelling.core.access import Actor, Role, may
from labelling.core.doors import Task, offers_tasks
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.decisions.appeals import queries
from labelling.decisions.appeals.actions.deliberating import open_among
from labelling.decisions.appeals.actions.following import waiting_for_office
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.models import STANDING, MemberState, PanelMember
from labelling.decisions.appeals.proof import SEATS
from labelling.decisions.appeals.queries import AppealRow, Ballot
from labelling.decisions.appeals.subjects import AppealCase

_ACTING = frozenset({Role.OFFICER, Role.COMMITTEE, Role.APPEALS})


@offers_tasks
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield the appeals in which the actor acts next; those who had a part see none of them."""
    if actor.role not in _ACTING:
        return
    running = queries.running_appeals(session)
    to_follow = queries.to_follow(session) if actor.role is Role.OFFICER else []
    appeals = [row.appeal for row in (*running, *to_follow)]
    if not appeals:
        return
    cases = queries.appeal_cases(session, appeals, actor.person_id, now)
    places = queries.members_of_each(session, [row.appeal.id for row in running])
    ballots = queries.ballots_of_each(session, [row.appeal.id for row in running])
    for row in running:
        case = cases[row.appeal.id]
        if may(actor, Permission.APPEAL_VIEW, case):
            title = _title(actor, case, places[row.appeal.id], ballots[row.appeal.id])
            if title:
                yield _task(row, title)
    to_do = waiting_for_office(session, [row.appeal for row in to_follow])
    for row in to_follow:
        if row.appeal.id in to_do and may(actor, Permission.APPEAL_HANDLE, cases[row.appeal.id]):
            yield _task(row, gettext("Do what the appeal’s outcome asks for"))


def _title(
    actor: Actor, case: AppealCase, places: Sequence[PanelMember], ballots: Sequence[Ballot]
) -> str:
    state = case.appeal.state
    if may(actor, Permission.APPEAL_HANDLE, case):
        if state is AppealState.FILED:
            return gettext("Acknowledge an appeal")
        if state is AppealState.ACKNOWLEDGED:
            return gettext("Propose whether an appeal is admissible")
        if state is AppealState.ADMITTED:
            missing = sum(one.state in STANDING for one in places) < SEATS
            return gettext("Name the panel of an appeal") if missing else ""
    if state is AppealState.PROPOSED and may(actor, Permission.APPEAL_JUDGE, case):
        return gettext("Decide whether an appeal is admissible")
    return _title_for_member(actor, case, ballots)


def _title_for_member(actor: Actor, case: AppealCase, ballots: Sequence[Ballot]) -> str:
    if case.member is None or not may(actor, Permission.APPEAL_DECLARE, case):
        return ""
    if case.member.state is MemberState.NAMED:
        return gettext("Say whether you can sit on the panel of an appeal")
    if case.appeal.state is not AppealState.SITTING:
        return ""
    ballot = open_among(case.appeal, ballots)
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
