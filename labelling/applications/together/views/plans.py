"""Who writes what until when; a part marked as checked; who is writing just now."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.life import OPEN_FOR_WRITING
from labelling.applications.models import Application
from labelling.applications.progress import criteria_progress
from labelling.applications.queries.drafts import Draft, load_draft
from labelling.applications.standing import PartState
from labelling.applications.together.actions import noting, planning
from labelling.applications.together.forms import PlanForm
from labelling.applications.together.queries import colleagues, open_comments
from labelling.applications.together.wording import others_sentence
from labelling.applications.views.blueprint import bp, turn_of
from labelling.core import access
from labelling.core.access import Actor, Seat
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.people import queries as people


@dataclass(frozen=True, slots=True)
class Share:
    """What one person is to write: how many parts, how many of them are done, the next day."""

    name: str
    parts: int
    done: int
    next_due: date | None


@bp.get("/applications/<uuid:application_id>/work")
def work(application_id: UUID) -> ResponseReturnValue:
    """Show who writes what, how far it is, and what was checked."""
    return _page(asker(), application_id, PlanForm())


@bp.post("/applications/<uuid:application_id>/work")
def plan_work(application_id: UUID) -> ResponseReturnValue:
    """Say who writes the chosen parts until when."""
    actor, form = asker(), PlanForm()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.PART_PLAN, application)
        _offer(session, application, form)
    if form.answered():
        try:
            with unit_of_work() as session:
                planning.plan_parts(
                    session,
                    actor=actor,
                    application_id=application_id,
                    part_ids=form.parts.data or [],
                    person_id=form.person_id,
                    due_on=form.due_on.data,
                    now=identity.now(),
                )
            return redirect(url_for(".work", application_id=application_id, done="planned"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return _page(actor, application_id, form)


def _offer(session: Session, application: Application, form: PlanForm) -> None:
    draft = load_draft(session, application)
    writers = colleagues(session, application.organisation_id, Seat.OWNER, Seat.CONTRIBUTOR)
    form.offer(draft.scope, {one.id: one.name for one in writers})


def _page(actor: Actor, application_id: UUID, form: PlanForm) -> ResponseReturnValue:
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ANSWER_VIEW, application)
        draft = load_draft(session, application)
        _offer(session, application, form)
        waiting = open_comments(session, application_id)
        turn = turn_of(session, actor, application, identity.now())
    return pages.page(
        "applications/together/work.html",
        422 if form.errors else 200,
        application=application,
        draft=draft,
        groups=criteria_progress(draft, actor.person_id),
        shares=_shares(draft),
        waiting=waiting,
        form=form,
        chosen=set(form.parts.data or []),
        today=today(identity.now()),
        may_plan=application.state in OPEN_FOR_WRITING
        and access.may(actor, Permission.PART_PLAN, application),
        turn=turn,
        notice=gettext("Saved. Whoever was named is told by mail.")
        if request.args.get("done") == "planned"
        else None,
    )


def _shares(draft: Draft) -> list[Share]:
    """Return what each person is to write, by name."""
    parts: Counter[UUID] = Counter()
    done: Counter[UUID] = Counter()
    next_due: dict[UUID, date] = {}
    for part_id, state in draft.states.items():
        plan = draft.plans.get(part_id)
        if plan is None or plan.assigned_to is None:
            continue
        parts[plan.assigned_to] += 1
        if state is PartState.DONE:
            done[plan.assigned_to] += 1
        elif plan.due_on is not None:
            earlier = next_due.get(plan.assigned_to, plan.due_on)
            next_due[plan.assigned_to] = min(earlier, plan.due_on)
    shares = [
        Share(draft.names.get(key, ""), count, done[key], next_due.get(key))
        for key, count in parts.items()
    ]
    return sorted(shares, key=lambda share: share.name)


@bp.post("/applications/<uuid:application_id>/parts/<part_id>/checked")
def check_part(application_id: UUID, part_id: str) -> ResponseReturnValue:
    """Mark a part as checked as it was shown, or take that back."""
    actor, done = asker(), None
    try:
        with unit_of_work() as session:
            if request.form.get("undo"):
                planning.uncheck_part(
                    session,
                    actor=actor,
                    application_id=application_id,
                    part_id=part_id,
                    now=identity.now(),
                )
            else:
                planning.check_part(
                    session,
                    actor=actor,
                    application_id=application_id,
                    part_id=part_id,
                    mark=request.form.get("mark", ""),
                    now=identity.now(),
                )
    except Conflict:
        done = "changed"
    return redirect(
        url_for(".part", application_id=application_id, part_id=part_id, done=done), 303
    )


@bp.post("/applications/<uuid:application_id>/parts/<part_id>/here")
def here(application_id: UUID, part_id: str) -> ResponseReturnValue:
    """Note that somebody is writing on a part; answer who else is, in a sentence."""
    with unit_of_work() as session:
        others = noting.note_presence(
            session,
            actor=asker(),
            application_id=application_id,
            part_id=part_id,
            now=identity.now(),
        )
        names = people.names(session, others)
    return jsonify(others=others_sentence([names[one] for one in others if one in names]))
