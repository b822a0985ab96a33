"""What the office does about an appeal: admitting, composing the panel, dates, opening the case."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from labelling.core.clock import today
from labelling.core.permissions import Permission
from labelling.core.web import identity
from labelling.decisions.appeals import actions, forms
from labelling.decisions.appeals.views.blueprint import bp
from labelling.decisions.appeals.views.page import take_step
from labelling.reviews.forms.fields import as_uuid


@bp.post("/appeals/<uuid:appeal_id>/acknowledgement")
def acknowledge(appeal_id: UUID) -> ResponseReturnValue:
    """Acknowledge an appeal."""
    return take_step(
        Permission.APPEAL_HANDLE, appeal_id, "acknowledged", actions.acknowledge_appeal
    )


@bp.post("/appeals/<uuid:appeal_id>/admissibility")
def propose(appeal_id: UUID) -> ResponseReturnValue:
    """Propose whether an appeal is admissible."""
    form = forms.ProposalForm()
    return take_step(
        Permission.APPEAL_HANDLE,
        appeal_id,
        "proposed",
        lambda session, **who: actions.propose_admissibility(
            session, admissible=form.is_admissible, reason=form.reason.data or "", **who
        ),
        form,
    )


@bp.post("/appeals/<uuid:appeal_id>/judgement")
def judge(appeal_id: UUID) -> ResponseReturnValue:
    """Decide on admissibility as it was proposed."""
    return take_step(Permission.APPEAL_JUDGE, appeal_id, "judged", actions.judge_admissibility)


@bp.post("/appeals/<uuid:appeal_id>/admissibility/back")
def send_back(appeal_id: UUID) -> ResponseReturnValue:
    """Send a proposal on admissibility back."""
    form = forms.ProposalBackForm()
    return take_step(
        Permission.APPEAL_JUDGE,
        appeal_id,
        "back",
        lambda session, **who: actions.send_proposal_back(
            session, reason=form.back_reason.data or "", **who
        ),
        form,
    )


@bp.post("/appeals/<uuid:appeal_id>/panel")
def name_panel(appeal_id: UUID) -> ResponseReturnValue:
    """Name the members who are missing."""
    form = forms.PanelForm()
    return take_step(
        Permission.APPEAL_HANDLE,
        appeal_id,
        "panel",
        lambda session, **who: actions.compose_panel(
            session,
            person_ids=form.chosen,
            writer_id=as_uuid(form.writer.data) or appeal_id,
            **who,
        ),
        form,
    )


@bp.post("/appeals/<uuid:appeal_id>/members/<uuid:member_id>/removal")
def remove(appeal_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Take a member off the panel."""
    form = forms.RemovalForm()
    return take_step(
        Permission.APPEAL_HANDLE,
        appeal_id,
        "removed",
        lambda session, **who: actions.remove_member(
            session, member_id=member_id, reason=form.remove_reason.data or "", **who
        ),
        form,
    )


@bp.post("/appeals/<uuid:appeal_id>/dates")
def extend(appeal_id: UUID) -> ResponseReturnValue:
    """Give a step a later date."""
    form = forms.ExtensionForm()
    return take_step(
        Permission.APPEAL_HANDLE,
        appeal_id,
        "extended",
        lambda session, **who: actions.extend_appeal(
            session,
            step=form.chosen,
            day=form.day.data or today(identity.now()),
            reason=form.extend_reason.data or "",
            **who,
        ),
        form,
    )


@bp.post("/appeals/<uuid:appeal_id>/reopening")
def reopen(appeal_id: UUID) -> ResponseReturnValue:
    """Open the case again, as the outcome asks for."""
    return take_step(Permission.APPEAL_HANDLE, appeal_id, "reopened", actions.reopen_case)
