"""The page of one appeal with the step that is due, and how a step is taken on it."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.core import access
from labelling.core.access import is_fresh, may
from labelling.core.clock import today
from labelling.core.database import reading
from labelling.core.errors import Conflict, Invalid, SecondFactorNeeded
from labelling.core.i18n import Text, format_weekday, gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.decisions.appeals import forms, queries
from labelling.decisions.appeals.life import ENDED, STATE_NAMES, AppealState
from labelling.decisions.appeals.models import STANDING, MemberState
from labelling.decisions.appeals.proof import SEATS
from labelling.decisions.appeals.showing import Shown, shown
from labelling.decisions.appeals.views.blueprint import bp, notice
from labelling.decisions.appeals.words import (
    ABOUT_NAMES,
    FOLLOW_NAMES,
    GROUND_NAMES,
    OUTCOME_NAMES,
    Ground,
)
from labelling.decisions.clocks.spans import CLOCK_NAMES
from labelling.decisions.partaking import PART_NAMES, Part
from labelling.decisions.steps import name_of, refused

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


@bp.get("/appeals/<uuid:appeal_id>")
def show(appeal_id: UUID) -> ResponseReturnValue:
    """Show an appeal, with the step that the actor can take."""
    return _show(appeal_id)


def take_step(
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
    asked = partial(step, actor=actor, appeal_id=appeal_id, now=now)
    wrong = refused(form, asked, (Invalid, Conflict, SecondFactorNeeded))
    if wrong is not None:
        given, status = wrong
        return _show(appeal_id, {name_of(given, _FORMS): given}, status)
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
        notice=notice(),
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
