"""What one writes about an item on its own page: staying out, objecting, dissenting, motions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import Text, gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form
from labelling.core.web.identity import asker
from labelling.decisions.actions.granting import spans_of
from labelling.decisions.committee import actions, queries
from labelling.decisions.committee.entitled import CaseMatter, matters
from labelling.decisions.committee.forms import (
    DissentForm,
    MotionForm,
    ObjectionForm,
    ReasonForm,
    RecusalForm,
)
from labelling.decisions.committee.views.blueprint import bp, is_hidden, title_of
from labelling.decisions.conditions.queries import conditions_of
from labelling.decisions.picture import picture_of


@dataclass(frozen=True, slots=True)
class Act:
    """A page with one text: who may see it, its words, and what happens with the text."""

    permission: Permission
    form: Callable[[], Form]
    field: str
    heading: Text
    explains: Text
    button: Text
    action: Callable[..., object]
    argument: str
    done: str


_STAY_OUT = Act(
    Permission.AGENDA_ITEM_RECUSE,
    RecusalForm,
    "reason",
    lazy("Stay out of this item"),
    lazy(
        "You read no papers of it any more, you do not vote, and you do not count for its quorum. "
        "A vote of yours is removed."
    ),
    lazy("I stay out"),
    actions.recuse,
    "reason",
    "recused",
)
_OBJECT = Act(
    Permission.AGENDA_ITEM_VOTE,
    ObjectionForm,
    "objection",
    lazy("Object to deciding in writing"),
    lazy("The item leaves this sitting, and the office puts it on the agenda of a meeting."),
    lazy("Object"),
    actions.object_to_writing,
    "reason",
    "objected",
)
_DISSENT = Act(
    Permission.AGENDA_ITEM_VOTE,
    DissentForm,
    "dissent",
    lazy("Put your dissent on record"),
    lazy("The minutes show it under your name, beside the result."),
    lazy("Put it on record"),
    actions.put_dissent,
    "reason",
    "dissented",
)
_PUT_OFF = Act(
    Permission.AGENDA_ITEM_CHAIR,
    ReasonForm,
    "reason",
    lazy("Put this item off"),
    lazy("It leaves this sitting undecided and can be put on another agenda."),
    lazy("Put it off"),
    actions.put_off_item,
    "reason",
    "off",
)


_NOT_HERE = lazy("This cannot be put to the vote here. The office can say why, after the vote.")


@bp.route("/<uuid:sitting_id>/items/<uuid:item_id>/stay-out", methods=["GET", "POST"])
def stay_out(sitting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Stay out of an item."""
    return _page(_STAY_OUT, sitting_id, item_id)


@bp.route("/<uuid:sitting_id>/items/<uuid:item_id>/objection", methods=["GET", "POST"])
def objection(sitting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Object to deciding in writing."""
    return _page(_OBJECT, sitting_id, item_id)


@bp.route("/<uuid:sitting_id>/items/<uuid:item_id>/dissent", methods=["GET", "POST"])
def dissent(sitting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Put a dissent on record."""
    return _page(_DISSENT, sitting_id, item_id)


@bp.route("/<uuid:sitting_id>/items/<uuid:item_id>/put-off", methods=["GET", "POST"])
def put_off(sitting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Put an item off to another sitting."""
    return _page(_PUT_OFF, sitting_id, item_id)


def _page(act: Act, sitting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        item = queries.get_item_of(session, sitting_id, item_id)
        case = queries.agenda_item_for(session, item, actor.person_id, now)
        access.require(actor, act.permission, case)
        own = queries.dissents(session, [item]).get(item_id, {}).get(case.person_id or item_id, "")
    form: Any = act.form()
    if form.answered():
        try:
            with unit_of_work() as session:
                act.action(
                    session,
                    actor=actor,
                    item_id=item_id,
                    now=now,
                    **{act.argument: form[act.field].data or ""},
                )
            return redirect(url_for(".show", sitting_id=sitting_id, done=act.done), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    elif act is _DISSENT and not form.errors:
        form.dissent.data = own
    return pages.page(
        "decisions/committee/act.html",
        422 if form.errors else 200,
        form=form,
        text=form[act.field],
        heading=act.heading,
        explains=act.explains,
        button_text=act.button,
        sitting=case.sitting,
        item=item,
        sitting_title=title_of(case.sitting),
    )


@bp.route("/<uuid:sitting_id>/items/<uuid:item_id>/motion", methods=["GET", "POST"])
def motion(sitting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Put another motion to the vote."""
    actor, now = asker(), identity.now()
    with reading() as session:
        item = queries.get_item_of(session, sitting_id, item_id)
        case = queries.agenda_item_for(session, item, actor.person_id, now)
        access.require(actor, Permission.AGENDA_ITEM_CHAIR, case)
        matter = matters(session, [item])[item_id]
        if not isinstance(matter, CaseMatter):
            raise NotFound
        picture = picture_of(session, matter.application)
        # Levels that no term can begin at are not left out here: what is missing tells of a label.
        hidden = is_hidden(actor, item)
        spans = spans_of(session, matter.application, picture.grantable, now)
        conditions = bool(conditions_of(session, matter.decision.id))
    form = MotionForm()
    possible = [level for level in picture.grantable if hidden or level.id in spans]
    form.offer(picture.level, possible, conditions=conditions)
    if form.answered():
        outcome, level_id = form.chosen
        try:
            with unit_of_work() as session:
                actions.put_motion(
                    session,
                    actor=actor,
                    item_id=item_id,
                    outcome=outcome,
                    level_id=level_id,
                    now=now,
                )
            return redirect(
                url_for(".item", sitting_id=sitting_id, item_id=item_id, done="motion"), 303
            )
        except Invalid as refusal:
            form.refuse(Invalid(_NOT_HERE, field="outcome") if hidden else refusal)
    return pages.page(
        "decisions/committee/act.html",
        422 if form.errors else 200,
        form=form,
        text=form.outcome,
        heading=gettext("Put another motion to the vote"),
        explains=gettext("Votes that were cast on the motion before are removed."),
        button_text=gettext("Put it to the vote"),
        sitting=case.sitting,
        item=item,
        sitting_title=title_of(case.sitting),
    )
