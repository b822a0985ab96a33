"""Pages of appeals: the list, filing one, and the page of one with the step that is due."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.core import access
from labelling.core.access import Role, is_fresh, may
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotFound, SecondFactorNeeded
from labelling.core.i18n import Text, format_weekday, gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.core.web.paging import page_asked
from labelling.decisions.appeals import actions, forms, queries
from labelling.decisions.appeals.actions.filing import find_appealable
from labelling.decisions.appeals.appealable import appealable
from labelling.decisions.appeals.life import ENDED, STATE_NAMES, AppealState
from labelling.decisions.appeals.models import STANDING, MemberState
from labelling.decisions.appeals.proof import SEATS
from labelling.decisions.appeals.showing import Shown, shown
from labelling.decisions.appeals.subjects import AppealList
from labelling.decisions.appeals.words import (
    ABOUT_NAMES,
    FOLLOW_NAMES,
    GROUND_NAMES,
    OUTCOME_NAMES,
    About,
    Ground,
)
from labelling.decisions.clocks.spans import CLOCK_NAMES
from labelling.decisions.ended import pager_of
from labelling.decisions.partaking import PART_NAMES, Part
from labelling.organisations.queries import evidence_of
from labelling.reviews.forms.fields import as_uuid

bp = Blueprint("appeals", __name__)

DONE: dict[str, Text] = {
    "acknowledged": lazy("The appeal was acknowledged. The organisation was told by mail."),
    "back": lazy("The proposal was sent back. The office acts next."),
    "declared": lazy("Your declaration was recorded."),
    "declined": lazy("You do not sit on this panel. The office was told by mail."),
    "draft": lazy("The draft lies before the panel. All three vote on it."),
    "extended": lazy("The date was changed; it stands in the record."),
    "filed": lazy("Your appeal was filed. You got a mail with its receipt."),
    "judged": lazy("Admissibility was decided. The organisation was told by mail."),
    "note": lazy("Your note was added. Only the panel reads it."),
    "panel": lazy("The panel was named. Its members were told by mail."),
    "proposed": lazy("Your proposal was recorded. A second person acts next."),
    "removed": lazy("The member was taken off the panel, on record."),
    "reopened": lazy("The case was opened again. Other people decide on it."),
    "voted": lazy("Your vote was recorded."),
    "withdrawn": lazy("The appeal was withdrawn. Nobody has to act."),
}

_FORMS: dict[str, type[Form]] = {
    "proposal": forms.ProposalForm,
    "back": forms.ProposalBackForm,
    "panel": forms.PanelForm,
    "independence": forms.IndependenceForm,
    "decline": forms.DeclineForm,
    "removal": forms.RemovalForm,
    "note": forms.NoteForm,
    "draft": forms.DraftForm,
    "vote": forms.VoteForm,
    "extension": forms.ExtensionForm,
}


@bp.get("/appeals")
def index() -> ResponseReturnValue:
    """List the appeals that concern the actor; to organisations, what they may appeal against."""
    actor, now = asker(), identity.now()
    access.require(actor, Permission.APPEAL_LIST, AppealList())
    with reading() as session:
        listed = queries.appeals_for(session, actor, page_asked())
        rows = [*listed.running, *listed.ended]
        open_letters = (
            appealable(session, actor.organisations(), now) if actor.role is Role.MANAGER else []
        )
        cases = queries.appeal_cases(session, [row.appeal for row in rows], actor.person_id, now)
    closed = {key for key, case in cases.items() if not may(actor, Permission.APPEAL_VIEW, case)}
    return pages.page(
        "decisions/appeals/index.html",
        listed=listed,
        closed=closed,
        **pager_of(listed.part),
        letters=open_letters,
        abouts=ABOUT_NAMES,
        states=STATE_NAMES,
        outcomes=OUTCOME_NAMES,
        today=today(now),
        is_organisation=actor.role is Role.MANAGER,
        notice=DONE.get(request.args.get("done", "")),
    )


@bp.route("/appeals/new/<about>/<uuid:subject_id>", methods=["GET", "POST"])
def new(about: str, subject_id: UUID) -> ResponseReturnValue:
    """File an appeal against a letter of ours."""
    actor, now = asker(), identity.now()
    if about not in set(About):
        raise NotFound
    form = forms.AppealForm()
    with reading() as session:
        subject = find_appealable(session, actor, About(about), subject_id, now)
        library = evidence_of(session, subject.organisation_id)
    form.offer(library)
    if form.answered():
        try:
            with unit_of_work() as session:
                appeal = actions.file_appeal(
                    session,
                    actor=actor,
                    about=subject.about,
                    subject_id=subject_id,
                    grounds=form.chosen_grounds,
                    text=form.text.data or "",
                    evidence=form.chosen_evidence,
                    now=now,
                )
            return redirect(url_for(".show", appeal_id=appeal.id, done="filed"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return pages.page(
        "decisions/appeals/new.html",
        422 if form.errors else 200,
        form=form,
        subject=subject,
        library=library,
        abouts=ABOUT_NAMES,
        turn=Turn(gettext("You act next"), format_weekday(subject.until)),
    )


@bp.get("/appeals/<uuid:appeal_id>")
def show(appeal_id: UUID) -> ResponseReturnValue:
    """Show an appeal, with the step that the actor can take."""
    return _show(appeal_id)


@bp.post("/appeals/<uuid:appeal_id>/acknowledgement")
def acknowledge(appeal_id: UUID) -> ResponseReturnValue:
    """Acknowledge an appeal."""
    return _do(Permission.APPEAL_HANDLE, appeal_id, "acknowledged", actions.acknowledge_appeal)


@bp.post("/appeals/<uuid:appeal_id>/admissibility")
def propose(appeal_id: UUID) -> ResponseReturnValue:
    """Propose whether an appeal is admissible."""
    form = forms.ProposalForm()
    return _do(
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
    return _do(Permission.APPEAL_JUDGE, appeal_id, "judged", actions.judge_admissibility)


@bp.post("/appeals/<uuid:appeal_id>/admissibility/back")
def send_back(appeal_id: UUID) -> ResponseReturnValue:
    """Send a proposal on admissibility back."""
    form = forms.ProposalBackForm()
    return _do(
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
    return _do(
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


@bp.post("/appeals/<uuid:appeal_id>/declaration")
def declare(appeal_id: UUID) -> ResponseReturnValue:
    """Declare what binds a member to the organisation, or that nothing does."""
    form = forms.IndependenceForm()
    return _do(
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
    return _do(
        Permission.APPEAL_DECLARE,
        appeal_id,
        "declined",
        lambda session, **who: actions.decline_seat(
            session, reason=form.decline_reason.data or "", **who
        ),
        form,
    )


@bp.post("/appeals/<uuid:appeal_id>/members/<uuid:member_id>/removal")
def remove(appeal_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Take a member off the panel."""
    form = forms.RemovalForm()
    return _do(
        Permission.APPEAL_HANDLE,
        appeal_id,
        "removed",
        lambda session, **who: actions.remove_member(
            session, member_id=member_id, reason=form.remove_reason.data or "", **who
        ),
        form,
    )


@bp.post("/appeals/<uuid:appeal_id>/notes")
def note(appeal_id: UUID) -> ResponseReturnValue:
    """Say something to the other members."""
    form = forms.NoteForm()
    return _do(
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
            **who,  # type: ignore[arg-type]  # actor, appeal_id and now, as _do gives them
        )

    return _do(Permission.APPEAL_DRAFT, appeal_id, "draft", write, form)


@bp.post("/appeals/<uuid:appeal_id>/votes")
def vote(appeal_id: UUID) -> ResponseReturnValue:
    """Vote on the present draft."""
    form = forms.VoteForm()
    return _do(
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


@bp.post("/appeals/<uuid:appeal_id>/dates")
def extend(appeal_id: UUID) -> ResponseReturnValue:
    """Give a step a later date."""
    form = forms.ExtensionForm()
    return _do(
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
    return _do(Permission.APPEAL_HANDLE, appeal_id, "reopened", actions.reopen_case)


@bp.post("/appeals/<uuid:appeal_id>/withdrawal")
def withdraw(appeal_id: UUID) -> ResponseReturnValue:
    """Take an appeal back."""
    return _do(Permission.APPEAL_WITHDRAW, appeal_id, "withdrawn", actions.withdraw_appeal)


def _do(
    permission: Permission,
    appeal_id: UUID,
    done: str,
    step: Callable[..., object],
    form: Form | None = None,
) -> ResponseReturnValue:
    """Take a step and lead back to the page; show it with the form where it was refused."""
    actor, now = asker(), identity.now()
    with reading() as session:
        appeal = queries.get_appeal(session, appeal_id)
        case = queries.appeal_case(session, appeal, actor.person_id, now)
        if not may(actor, permission, case):
            access.require(actor, permission, case)
        if form is not None:
            _offer(form, shown(session, actor, appeal, now))
    given = form if form is not None else Form()
    if form is not None and not form.validate():
        return _show(appeal_id, {_name_of(form): form}, 422)
    try:
        with unit_of_work() as session:
            step(session, actor=actor, appeal_id=appeal_id, now=now)
    except (Invalid, Conflict, SecondFactorNeeded) as refusal:
        given.refuse(refusal)
        return _show(appeal_id, {_name_of(given): given}, refusal.status)
    with reading() as session:  # who declines, or declares a tie, no longer sees it
        case = queries.appeal_case(session, appeal, actor.person_id, now)
    if not may(actor, Permission.APPEAL_VIEW, case):
        return redirect(url_for(".index", done=done), 303)
    return redirect(url_for(".show", appeal_id=appeal_id, done=done), 303)


def _offer(form: Form, seen: Shown) -> None:
    """Offer what the appeal's own state allows to choose from."""
    standing = [one for one in seen.members if one.state in STANDING]
    if isinstance(form, forms.PanelForm):
        form.offer(seen.candidates, standing, dict(seen.names))
    elif isinstance(form, forms.DraftForm):
        form.offer(seen.appeal.about)


def _name_of(form: Form) -> str:
    """Return by which name the page knows a form; none for a lone button."""
    return next((name for name, kind in _FORMS.items() if isinstance(form, kind)), "")


def _show(
    appeal_id: UUID, given: dict[str, Form] | None = None, status: int = 200
) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        appeal = queries.get_appeal(session, appeal_id)
        case = queries.appeal_case(session, appeal, actor.person_id, now)
        access.require(actor, Permission.APPEAL_VIEW, case)
        seen = shown(session, actor, appeal, now)
    offered = {name: kind() for name, kind in _FORMS.items()} | (given or {})
    for form in offered.values():
        _offer(form, seen)
    wrong = next(iter((given or {}).values()), None)
    handles = may(actor, Permission.APPEAL_HANDLE, case)
    judging = access.decide(actor, Permission.APPEAL_JUDGE, case)
    standing = [one for one in seen.members if one.state in STANDING]
    declares = (
        case.member is not None
        and case.member.state is MemberState.NAMED
        and may(actor, Permission.APPEAL_DECLARE, case)
    )
    drafts = may(actor, Permission.APPEAL_DRAFT, case)
    voted = seen.ballot is not None and any(
        one.person_id == actor.person_id for one in seen.ballot.votes
    )
    return pages.page(
        "decisions/appeals/show.html",
        status,
        seen=seen,
        appeal=appeal,
        forms=offered,
        form=wrong or Form(),
        handles=handles,
        judges=judging.allowed,
        why_not=str(judging.reason),
        withdraws=may(actor, Permission.APPEAL_WITHDRAW, case) and appeal.state not in ENDED,
        declares=declares,
        drafts=drafts,
        voted=voted,
        fresh=is_fresh(actor, now),
        missing=SEATS - len(standing),
        standing=standing,
        today=today(now),
        abouts=ABOUT_NAMES,
        grounds=[GROUND_NAMES[Ground(value)] for value in appeal.grounds],
        states=STATE_NAMES,
        outcomes=OUTCOME_NAMES,
        follows=FOLLOW_NAMES,
        clocks=CLOCK_NAMES,
        why_out=_why_out,
        turn=_turn(
            seen,
            declares=declares,
            votes=seen.is_panel and seen.ballot is not None and not voted,
            drafts=drafts,
            handles=handles,
            judges=judging.allowed,
        ),
        notice=DONE.get(request.args.get("done", "")),
    )


def _why_out(parts: list[str]) -> str:
    """Return in words what keeps somebody from a panel."""
    names: dict[str, Text] = {
        **{part.value: PART_NAMES[part] for part in Part},
        "dependent": lazy("does not count as a second person beside those who decided"),
        "named_before": lazy("was named to this panel before"),
    }
    return ", ".join(str(names[part]) for part in parts if part in names)


def _turn(
    seen: Shown, *, declares: bool, votes: bool, drafts: bool, handles: bool, judges: bool
) -> Turn | None:
    """Return whose turn it is; a panel that is named in full declares, writes and votes."""
    state = seen.appeal.state
    if seen.waits_for_office:
        return Turn(gettext("You act next") if handles else gettext("The office acts next"), "")
    if state in ENDED:
        return None
    day = format_weekday(seen.due) if seen.due is not None else ""
    asked = [one for one in seen.members if one.state in STANDING]
    if state is AppealState.SITTING:
        mine, others = (
            votes or (drafts and seen.ballot is None),
            gettext("The appeals panel acts next"),
        )
    elif state is AppealState.PROPOSED:
        mine, others = judges, gettext("A second person acts next")
    elif state is AppealState.ADMITTED and len(asked) == SEATS:
        mine, others = declares, gettext("The appeals panel acts next")
    else:
        mine, others = declares or handles, gettext("The office acts next")
    return Turn(gettext("You act next") if mine else others, day)
