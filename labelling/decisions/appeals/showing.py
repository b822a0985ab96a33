"""What the page of an appeal shows to whom: the panel's own matters to the panel alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.models import ApplicationEvent, EligibilityFinding
from labelling.applications.queries import get_application
from labelling.core.access import Actor, Role, may
from labelling.core.permissions import Permission
from labelling.decisions.appeals import queries
from labelling.decisions.appeals.actions.deliberating import open_ballot
from labelling.decisions.appeals.actions.following import waits_for_office
from labelling.decisions.appeals.life import RUNNING_CLOCK, AppealState
from labelling.decisions.appeals.models import (
    Appeal,
    AppealNote,
    AppealPiece,
    Composition,
    PanelMember,
)
from labelling.decisions.appeals.proof import Candidate, candidates
from labelling.decisions.appeals.queries import Ballot
from labelling.decisions.appeals.subjects import AppealCase
from labelling.decisions.clocks.dates import dates_of, due_dates
from labelling.decisions.clocks.models import CaseDate
from labelling.decisions.models import Decision, Label, LabelChange, LabelEvent
from labelling.organisations.models import Organisation
from labelling.organisations.queries import get_organisation
from labelling.people import queries as people


@dataclass(frozen=True, slots=True)
class Against:
    """What an appeal is against: one of three, with the reasons that were given."""

    called: str
    decision: Decision | None = None
    refusal: ApplicationEvent | None = None
    findings: Sequence[EligibilityFinding] = ()
    event: LabelEvent | None = None
    private_reason: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """An appeal as one actor sees it."""

    appeal: Appeal
    case: AppealCase
    organisation: Organisation
    against: Against
    pieces: Sequence[AppealPiece]
    dates: Sequence[CaseDate]
    due: date | None
    members: Sequence[PanelMember]
    candidates: Sequence[Candidate]
    compositions: Sequence[Composition]
    notes: Sequence[AppealNote]
    ballots: Sequence[Ballot]
    ballot: Ballot | None
    waits_for_office: bool
    is_office: bool
    is_panel: bool
    names: Mapping[UUID, str]

    @property
    def may_read_case(self) -> bool:
        """Say whether private reasons and the frozen case are shown: to office and panel."""
        return self.is_office or self.is_panel


def shown(session: Session, actor: Actor, appeal: Appeal, now: datetime) -> Shown:
    """Return what an actor who may view an appeal sees of it."""
    case = queries.appeal_case(session, appeal, actor.person_id, now)
    is_office = actor.role in {Role.OFFICER, Role.COMMITTEE}
    is_panel = may(actor, Permission.APPEAL_DELIBERATE, case)
    handles = may(actor, Permission.APPEAL_HANDLE, case)
    members = queries.members(session, appeal.id)
    ballots = queries.ballots(session, appeal.id)
    notes = queries.notes(session, appeal.id) if is_panel else []
    decided = appeal.state is AppealState.DECIDED
    compositions = queries.compositions(session, appeal.id) if is_office or is_panel else []
    names = people.names(
        session,
        [
            *(appeal.filed_by, appeal.acknowledged_by, appeal.proposed_by, appeal.judged_by),
            appeal.followed_by,
            *(member.person_id for member in members),
            *(note.person_id for note in notes),
            *(row.composed_by for row in compositions),
            *(UUID(key) for row in compositions for key in row.examined),
        ],
    )
    clock = RUNNING_CLOCK.get(appeal.state)
    composing = handles and appeal.state is AppealState.ADMITTED
    return Shown(
        appeal=appeal,
        case=case,
        organisation=get_organisation(session, appeal.organisation_id),
        against=_against(session, appeal),
        pieces=queries.pieces(session, appeal.id),
        dates=dates_of(session, appeal.id),
        due=due_dates(session, [appeal.id]).get((appeal.id, clock)) if clock is not None else None,
        members=members,
        candidates=candidates(session, appeal, now) if composing else (),
        compositions=compositions,
        notes=notes,
        ballots=ballots if is_panel or (decided and is_office) else ballots[-1:] if decided else (),
        ballot=open_ballot(session, appeal) if is_panel else None,
        waits_for_office=waits_for_office(session, appeal),
        is_office=is_office,
        is_panel=is_panel,
        names=names,
    )


def _against(session: Session, appeal: Appeal) -> Against:
    if appeal.event_id is not None and appeal.label_id is not None:
        event = session.get_one(LabelEvent, appeal.event_id)
        change = session.get_one(LabelChange, event.change_id)
        label = session.get_one(Label, appeal.label_id)
        return Against(label.number, event=event, private_reason=change.private_reason)
    if appeal.application_id is None:
        return Against("")
    reference = get_application(session, appeal.application_id).reference
    if appeal.decision_id is not None:
        decision = session.get_one(Decision, appeal.decision_id)
        return Against(reference, decision=decision, private_reason=decision.private_reason)
    return Against(
        reference,
        refusal=session.get_one(ApplicationEvent, appeal.refusal_id),
        findings=queries.findings(session, appeal.application_id),
    )
