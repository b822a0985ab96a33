"""What members of the panel do: declaring, declining, deliberating, voting."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.core.permissions import Permission
from labelling.decisions.appeals import actions, forms
from labelling.decisions.appeals.views.blueprint import bp
from labelling.decisions.appeals.views.page import take_step
from labelling.reviews.forms.fields import as_uuid


@bp.post("/appeals/<uuid:appeal_id>/declaration")
def declare(appeal_id: UUID) -> ResponseReturnValue:
    """Declare what binds a member to the organisation, or that nothing does."""
    form = forms.IndependenceForm()
    return take_step(
        Permission.APPEAL_DECLARE,
        appeal_id,
        "declared",
        lambda session, **who: actions.declare_independence(
            session, kinds=form.chosen, text=form.text.data or "", **who
        ),
        form,
    )


@bp.post("/appeals/<uuid:appeal_id>/declining")
def decline(appeal_id: UUID) -> ResponseReturnValue:
    """Say that one cannot sit."""
    form = forms.DeclineForm()
    return take_step(
        Permission.APPEAL_DECLARE,
        appeal_id,
        "declined",
        lambda session, **who: actions.decline_seat(
            session, reason=form.decline_reason.data or "", **who
        ),
        form,
    )


@bp.post("/appeals/<uuid:appeal_id>/notes")
def note(appeal_id: UUID) -> ResponseReturnValue:
    """Say something to the other members."""
    form = forms.NoteForm()
    return take_step(
        Permission.APPEAL_DELIBERATE,
        appeal_id,
        "note",
        lambda session, **who: actions.write_note(session, text=form.note.data or "", **who),
        form,
    )


@bp.post("/appeals/<uuid:appeal_id>/draft")
def draft(appeal_id: UUID) -> ResponseReturnValue:
    """Lay an outcome before the panel."""
    form = forms.DraftForm()

    def write(session: Session, **who: object) -> object:
        outcome, follow = form.chosen
        return actions.write_draft(
            session,
            outcome=outcome,
            follow=follow,
            reasons=form.reasons.data or "",
            **who,  # type: ignore[arg-type]  # actor, appeal_id and now, as take_step gives them
        )

    return take_step(Permission.APPEAL_DRAFT, appeal_id, "draft", write, form)


@bp.post("/appeals/<uuid:appeal_id>/votes")
def vote(appeal_id: UUID) -> ResponseReturnValue:
    """Vote on the present draft."""
    form = forms.VoteForm()
    return take_step(
        Permission.APPEAL_VOTE,
        appeal_id,
        "voted",
        lambda session, **who: actions.cast_vote(
            session,
            draft_id=as_uuid(form.draft.data) or appeal_id,
            agrees=form.agrees,
            dissent=form.dissent.data or "",
            **who,
        ),
        form,
    )
