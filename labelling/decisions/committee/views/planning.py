"""Planning a sitting, its agenda, the invitation, calling it off."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from assessments.editions import Edition
from labelling.core import access
from labelling.core.access import Role
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.decisions.bodies import schemes
from labelling.decisions.committee import actions, queries
from labelling.decisions.committee.forms import AddForm, ReasonForm, SittingForm
from labelling.decisions.committee.models import Sitting
from labelling.decisions.committee.subjects import Plan
from labelling.decisions.committee.views.blueprint import bp, title_of
from labelling.decisions.committee.views.sittings import offered, show_sitting
from labelling.decisions.ties import ties_of
from labelling.people import queries as people


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Plan a sitting."""
    access.require(asker(), Permission.SITTING_PLAN, Plan())
    form = _form()
    if form.answered():
        try:
            with unit_of_work() as session:
                sitting = actions.plan_sitting(
                    session,
                    actor=asker(),
                    scheme=form.scheme.data,
                    arranged=form.arranged(identity.now()),
                    now=identity.now(),
                )
            return redirect(url_for(".show", sitting_id=sitting.id, done="planned"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return _plan_page(form, None)


@bp.route("/<uuid:sitting_id>/edit", methods=["GET", "POST"])
def edit(sitting_id: UUID) -> ResponseReturnValue:
    """Arrange a sitting otherwise."""
    with reading() as session:
        sitting = queries.get_sitting(session, sitting_id)
        access.require(asker(), Permission.SITTING_PLAN, Plan(sitting))
    form = _form()
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.change_sitting(
                    session,
                    actor=asker(),
                    sitting_id=sitting_id,
                    arranged=form.arranged(identity.now()),
                    now=identity.now(),
                )
            return redirect(url_for(".show", sitting_id=sitting_id, done="changed"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    elif not form.errors:
        form.show(sitting)
    return _plan_page(form, sitting)


def _form() -> SittingForm:
    with reading() as session:
        members = people.people_with_role(session, Role.COMMITTEE)
    form = SittingForm()
    form.offer(((key, found.name) for key, found in _own_schemes().items()), members)
    return form


def _plan_page(form: SittingForm, sitting: Sitting | None) -> ResponseReturnValue:
    return pages.page(
        "decisions/committee/plan.html",
        422 if form.errors else 200,
        form=form,
        sitting=sitting,
        title=title_of(sitting) if sitting is not None else "",
        one_scheme=len(_own_schemes()) == 1,
    )


def _own_schemes() -> dict[str, Edition]:
    return {key: found for key, found in schemes().items() if asker().works_for(key)}


@bp.post("/<uuid:sitting_id>/agenda")
def add(sitting_id: UUID) -> ResponseReturnValue:
    """Put something on the agenda."""
    form = AddForm()
    with reading() as session:
        sitting = queries.get_sitting(session, sitting_id)
        access.require(asker(), Permission.SITTING_PLAN, Plan(sitting))
        ties = ties_of(session, asker().person_id, today(identity.now()))
        form.offer(offered(queries.candidates(session, sitting.scheme, ties)))
    if not form.validate():
        return show_sitting(sitting_id, add_form=form, status=422)
    with unit_of_work() as session:
        actions.put_on_agenda(
            session,
            actor=asker(),
            sitting_id=sitting_id,
            decision_id=form.chosen("decision"),
            change_id=form.chosen("change"),
            now=identity.now(),
        )
    return redirect(url_for(".show", sitting_id=sitting_id, done="added"), 303)


@bp.post("/<uuid:sitting_id>/items/<uuid:item_id>/move")
def move(sitting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Move an item one place up or down."""
    with unit_of_work() as session:
        queries.get_item_of(session, sitting_id, item_id)
        actions.move_item(
            session,
            actor=asker(),
            item_id=item_id,
            up="up" in request.form,
            now=identity.now(),
        )
    return redirect(url_for(".show", sitting_id=sitting_id), 303)


@bp.route("/<uuid:sitting_id>/items/<uuid:item_id>/off", methods=["GET", "POST"])
def take_off(sitting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Take an item off the agenda."""
    with reading() as session:
        sitting = queries.get_sitting(session, sitting_id)
        access.require(asker(), Permission.SITTING_PLAN, Plan(sitting))
        queries.get_item_of(session, sitting_id, item_id)
    form = ReasonForm()
    if form.answered():
        with unit_of_work() as session:
            actions.take_off_agenda(
                session,
                actor=asker(),
                item_id=item_id,
                reason=form.reason.data or "",
                now=identity.now(),
            )
        return redirect(url_for(".show", sitting_id=sitting_id, done="off"), 303)
    return pages.page(
        "decisions/committee/reason.html",
        422 if form.errors else 200,
        form=form,
        sitting=sitting,
        title=title_of(sitting),
        calls_off=False,
    )


@bp.post("/<uuid:sitting_id>/call")
def call(sitting_id: UUID) -> ResponseReturnValue:
    """Invite the members."""
    with unit_of_work() as session:
        actions.call_sitting(session, actor=asker(), sitting_id=sitting_id, now=identity.now())
    return redirect(url_for(".show", sitting_id=sitting_id, done="called"), 303)


@bp.route("/<uuid:sitting_id>/call-off", methods=["GET", "POST"])
def call_off(sitting_id: UUID) -> ResponseReturnValue:
    """Call a sitting off."""
    with reading() as session:
        sitting = queries.get_sitting(session, sitting_id)
        access.require(asker(), Permission.SITTING_PLAN, Plan(sitting))
    form = ReasonForm()
    if form.answered():
        with unit_of_work() as session:
            actions.call_off(
                session,
                actor=asker(),
                sitting_id=sitting_id,
                reason=form.reason.data or "",
                now=identity.now(),
            )
        return redirect(url_for(".show", sitting_id=sitting_id, done="called-off"), 303)
    return pages.page(
        "decisions/committee/reason.html",
        422 if form.errors else 200,
        form=form,
        sitting=sitting,
        title=title_of(sitting),
        calls_off=True,
    )
