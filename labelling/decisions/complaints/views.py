"""Pages of complaints: the open form and the answer, and what whoever deals with it sees."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.core import access, i18n
from labelling.core.access import may
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound, TooMany
from labelling.core.i18n import Text, format_weekday, gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form
from labelling.core.web.identity import asker, current_actor
from labelling.core.web.pages import Turn
from labelling.core.web.paging import page_asked
from labelling.decisions.clocks.dates import dates_of
from labelling.decisions.clocks.spans import CLOCK_NAMES
from labelling.decisions.complaints import actions, forms, letters, queries
from labelling.decisions.complaints.models import ENDED, ComplaintState
from labelling.decisions.complaints.subjects import ComplaintList
from labelling.decisions.complaints.words import CONCERN_NAMES, OUTCOME_NAMES, STATE_NAMES
from labelling.decisions.ended import pager_of
from labelling.decisions.models import Label
from labelling.decisions.receipts import new_key, slow_down
from labelling.decisions.steps import name_of, refused
from labelling.people import queries as people
from labelling.people.networks import network_of

bp = Blueprint("complaints", __name__)

DONE: dict[str, Text] = {
    "admitted": lazy("It is dealt with. The complainer was told, if there is an address."),
    "answered": lazy("It was answered. The complainer was told, if there is an address."),
    "back": lazy("You gave it back. Somebody else takes it on."),
    "dismissed": lazy("It was closed. The complainer was told, if there is an address."),
    "extended": lazy("The date was changed; it stands in the record."),
    "forgotten": lazy("Name and address were erased."),
    "sent": lazy("We have your complaint. Keep the key below: with it you read our answer."),
    "taken": lazy("You have taken it on. The complainer was told, if there is an address."),
}

_FORMS: dict[str, type[Form]] = {
    "dismissal": forms.DismissalForm,
    "answer": forms.AnswerForm,
    "extension": forms.ExtensionForm,
}


@bp.route("/complaints/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Take a complaint from anybody."""
    form, status = forms.ComplaintForm(), 200
    if form.answered():
        key, now = new_key(form.mark("complaint")), identity.now()
        try:
            with unit_of_work() as session:
                slow_down(session, network_of(request, pages.settings().trusted_proxies), now)
            with unit_of_work() as session:
                if queries.find_by_key(session, key) is None:
                    actions.make_complaint(
                        session,
                        actor=current_actor(),
                        told=form.told,
                        key=key,
                        language=_language(),
                        now=now,
                    )
            return redirect(url_for(".answer", key=key, done="sent"), 303)
        except (Invalid, TooMany) as refusal:
            form.refuse(refusal)
            status = refusal.status
    if form.errors and status == 200:  # noqa: PLR2004 (not refused, but not in order)
        status = 422
    return pages.page("decisions/complaints/new.html", status, form=form)


@bp.get("/complaints/state")
def ask() -> ResponseReturnValue:
    """Ask for a key; lead to the answer that it opens."""
    typed = request.args.get("key", "").strip()[:60]
    if not typed:
        return pages.page("decisions/complaints/ask.html", typed="", error="")
    with reading() as session:
        found = queries.find_by_key(session, typed)
    if found is None:
        error = gettext("No complaint has this key. Compare it with the one that you kept.")
        return pages.page("decisions/complaints/ask.html", 422, typed=typed, error=error)
    return redirect(url_for(".answer", key=typed), 303)


@bp.get("/complaints/<key>")
def answer(key: str) -> ResponseReturnValue:
    """Show who has the key how far a complaint has come, and what was answered."""
    with reading() as session:
        found = queries.find_by_key(session, key)
        if found is None:
            raise NotFound
        dates = dates_of(session, found.id)
        due = queries.due_of(session, found)
    return pages.page(
        "decisions/complaints/answer.html",
        complaint=found,
        key=key,
        dates=dates,
        due=due,
        states=STATE_NAMES,
        concerns=CONCERN_NAMES,
        outcomes=OUTCOME_NAMES,
        clocks=CLOCK_NAMES,
        notice=_notice(),
    )


@bp.get("/office/complaints")
def index() -> ResponseReturnValue:
    """List the complaints that go to the actor."""
    actor, now = asker(), identity.now()
    access.require(actor, Permission.COMPLAINT_LIST, ComplaintList())
    with reading() as session:
        listed = queries.complaints_for(session, actor, now, page_asked())
        rows = [*listed.waiting, *listed.ended]
        names = queries.names_of(session, rows)
        cases = queries.complaint_cases(
            session, [row.complaint for row in rows], actor.person_id, now
        )
    closed = {key for key, case in cases.items() if not may(actor, Permission.COMPLAINT_VIEW, case)}
    return pages.page(
        "decisions/complaints/index.html",
        listed=listed,
        names=names,
        **pager_of(listed.part),
        closed=closed,
        states=STATE_NAMES,
        concerns=CONCERN_NAMES,
        outcomes=OUTCOME_NAMES,
        today=today(now),
        notice=_notice(),
    )


@bp.get("/office/complaints/<uuid:complaint_id>")
def show(complaint_id: UUID) -> ResponseReturnValue:
    """Show a complaint with the step that is due."""
    return _show(complaint_id)


@bp.post("/office/complaints/<uuid:complaint_id>/taking-on")
def take_on(complaint_id: UUID) -> ResponseReturnValue:
    """Take a complaint on."""
    return _do(Permission.COMPLAINT_TAKE_ON, complaint_id, "taken", actions.take_on_complaint)


@bp.post("/office/complaints/<uuid:complaint_id>/giving-back")
def give_back(complaint_id: UUID) -> ResponseReturnValue:
    """Give a complaint back."""
    return _do(Permission.COMPLAINT_HANDLE, complaint_id, "back", actions.give_back_complaint)


@bp.post("/office/complaints/<uuid:complaint_id>/admission")
def admit(complaint_id: UUID) -> ResponseReturnValue:
    """Say that it is dealt with."""
    return _do(Permission.COMPLAINT_HANDLE, complaint_id, "admitted", actions.admit_complaint)


@bp.post("/office/complaints/<uuid:complaint_id>/dismissal")
def dismiss(complaint_id: UUID) -> ResponseReturnValue:
    """Say that it cannot be dealt with."""
    form = forms.DismissalForm()
    return _do(
        Permission.COMPLAINT_HANDLE,
        complaint_id,
        "dismissed",
        lambda session, **who: actions.dismiss_complaint(
            session, answer=form.why_not.data or "", **who
        ),
        form,
    )


@bp.post("/office/complaints/<uuid:complaint_id>/answer")
def give_answer(complaint_id: UUID) -> ResponseReturnValue:
    """Answer a complaint."""
    form = forms.AnswerForm()
    return _do(
        Permission.COMPLAINT_HANDLE,
        complaint_id,
        "answered",
        lambda session, **who: actions.answer_complaint(
            session,
            outcome=form.chosen,
            heard=form.heard.data or "",
            answer=form.answer.data or "",
            **who,
        ),
        form,
    )


@bp.post("/office/complaints/<uuid:complaint_id>/dates")
def extend(complaint_id: UUID) -> ResponseReturnValue:
    """Give a step a later date."""
    form = forms.ExtensionForm()
    return _do(
        Permission.COMPLAINT_HANDLE,
        complaint_id,
        "extended",
        lambda session, **who: actions.extend_complaint(
            session,
            step=form.chosen,
            day=form.day.data or today(identity.now()),
            reason=form.extend_reason.data or "",
            **who,
        ),
        form,
    )


@bp.post("/office/complaints/<uuid:complaint_id>/forgetting")
def forget(complaint_id: UUID) -> ResponseReturnValue:
    """Erase name and address of the complainer."""
    return _do(Permission.COMPLAINT_HANDLE, complaint_id, "forgotten", actions.forget_complainer)


def _do(
    permission: Permission,
    complaint_id: UUID,
    done: str,
    step: Callable[..., object],
    form: Form | None = None,
) -> ResponseReturnValue:
    """Take a step and lead back to the page; show it with the form where it was refused."""
    actor, now = asker(), identity.now()
    with reading() as session:
        complaint = queries.get_complaint(session, complaint_id)
        case = queries.complaint_case(session, complaint, actor.person_id, now)
        if not may(actor, permission, case):
            access.require(actor, permission, case)
    asked = partial(step, actor=actor, complaint_id=complaint_id, now=now)
    wrong = refused(form, asked, (Invalid,))
    if wrong is not None:
        given, status = wrong
        return _show(complaint_id, {name_of(given, _FORMS): given}, status)
    return redirect(url_for(".show", complaint_id=complaint_id, done=done), 303)


def _show(
    complaint_id: UUID, given: dict[str, Form] | None = None, status: int = 200
) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        complaint = queries.get_complaint(session, complaint_id)
        case = queries.complaint_case(session, complaint, actor.person_id, now)
        access.require(actor, Permission.COMPLAINT_VIEW, case)
        label = session.get(Label, complaint.label_id) if complaint.label_id else None
        names = people.names(session, [complaint.handled_by])
        dates = dates_of(session, complaint.id)
        due = queries.due_of(session, complaint)
    handles = may(actor, Permission.COMPLAINT_HANDLE, case)
    takes = complaint.state is ComplaintState.RECEIVED and may(
        actor, Permission.COMPLAINT_TAKE_ON, case
    )
    offered = {name: kind() for name, kind in _FORMS.items()} | (given or {})
    known = letters.contact(complaint) if handles else None
    return pages.page(
        "decisions/complaints/show.html",
        status,
        complaint=complaint,
        label=label,
        names=names,
        dates=dates,
        forms=offered,
        form=next(iter((given or {}).values()), Form()),
        handles=handles,
        takes=takes,
        address=known[0] if known is not None else "",
        states=STATE_NAMES,
        concerns=CONCERN_NAMES,
        outcomes=OUTCOME_NAMES,
        clocks=CLOCK_NAMES,
        turn=Turn(
            gettext("You act next") if handles or takes else gettext("Somebody else acts next"),
            format_weekday(due) if due is not None else "",
        )
        if complaint.state not in ENDED
        else None,
        notice=_notice(),
    )


def _language() -> str:
    return i18n.language() if i18n.language() in i18n.LANGUAGES else i18n.DEFAULT


def _notice() -> Text | None:
    return DONE.get(request.args.get("done", ""))
