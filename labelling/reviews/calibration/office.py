"""The office's page of calibration: who is cleared, what is asked, the second person's answer."""

from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from assessments.editions import Edition
from labelling.core import access
from labelling.core.access import Role
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import Text, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.people.queries import names, people_with_role
from labelling.reviews.calibration import actions, queries
from labelling.reviews.calibration.forms import AnswerForm, RuleForm
from labelling.reviews.calibration.models import CalibrationRule, RuleOutcome
from labelling.reviews.calibration.queries import Rule
from labelling.reviews.calibration.subjects import Clearances
from labelling.reviews.calibration.views import practised

bp = Blueprint("clearances", __name__)

DONE: dict[str, Text] = {
    "proposed": lazy("Proposed. It counts once another officer has confirmed it."),
    RuleOutcome.IN_FORCE.value: lazy(
        "In force. It counts from now on; clearances that were given stay."
    ),
    RuleOutcome.SENT_BACK.value: lazy("Sent back with your reason. What was asked stays in force."),
}


@bp.route("/office/calibration", methods=["GET", "POST"])
def index() -> ResponseReturnValue:
    """Show who is cleared for live panels, and propose what is asked for it."""
    actor = asker()
    access.require(actor, Permission.CALIBRATION_VIEW, Clearances())
    chosen, form = _chosen(), RuleForm()
    if form.answered():
        rule = Rule(
            bool(form.required.data),
            Fraction(form.agreement.data or 0),
            form.lean.data or 0,
            form.months.data or 1,
        )
        try:
            with unit_of_work() as session:
                actions.propose_rule(
                    session, actor=actor, edition_id=chosen.id, rule=rule, now=identity.now()
                )
            return redirect(url_for(".index", edition=chosen.id, done="proposed"), 303)
        except (Invalid, NotNow) as refusal:
            form.refuse(refusal)
    return _page(chosen, form, AnswerForm())


@bp.post("/office/calibration/rules/<uuid:rule_id>")
def decide(rule_id: UUID) -> ResponseReturnValue:
    """Put a proposed rule into force as the second person, or send it back."""
    actor, answer = asker(), AnswerForm()
    access.require(actor, Permission.CALIBRATION_VIEW, Clearances())
    with reading() as session:
        edition_id = queries.get_proposal(session, rule_id).edition_id
    if answer.validate():
        outcome = RuleOutcome(answer.outcome.data)
        try:
            with unit_of_work() as session:
                actions.decide_rule(
                    session,
                    actor=actor,
                    rule_id=rule_id,
                    outcome=outcome,
                    reason=answer.reason.data or "",
                    now=identity.now(),
                )
            return redirect(url_for(".index", edition=edition_id, done=outcome.value), 303)
        except Invalid as refusal:
            answer.refuse(refusal)
    return _page(_known(edition_id), RuleForm(), answer, fresh=True)


def _page(
    chosen: Edition, form: RuleForm, answer: AnswerForm, *, fresh: bool = False
) -> ResponseReturnValue:
    """Return the page; ``fresh`` shows what is in force although something else was sent."""
    actor, now = asker(), identity.now()
    with reading() as session:
        rule = queries.rule_of(session, chosen.id)
        waiting = queries.find_proposal(session, chosen.id)
        may_confirm = waiting is not None and access.may(
            actor,
            Permission.CALIBRATION_CONFIRM,
            queries.proposed(session, waiting, actor.person_id, now),
        )
        called = names(session, [waiting.asked_by] if waiting is not None else [])
        people = people_with_role(session, Role.ASSESSOR)
        ids = [one.id for one in people]
        until = queries.cleared_until(session, chosen.id, ids)
        latest = queries.latest_rounds(session, chosen.id, ids)
    if request.method == "GET" or fresh:
        form.required.data, form.lean.data, form.months.data = rule.required, rule.lean, rule.months
        form.agreement.data = _decimal(rule.agreement)
    return pages.page(
        "reviews/calibration/office.html",
        422 if form.errors or answer.errors else 200,
        edition=chosen,
        editions=practised(),
        rule=rule,
        waiting=waiting,
        asked_by=_who(waiting, called),
        may_confirm=may_confirm,
        answer=answer,
        people=people,
        until=until,
        latest=latest,
        # Officers see who is cleared; how well somebody scored is for those who train them.
        figures=actor.role is Role.QUALITY,
        today=today(now),
        form=form,
        notice=DONE.get(request.args.get("done", "")),
    )


def _who(waiting: CalibrationRule | None, called: dict[UUID, str]) -> str:
    return "" if waiting is None else called.get(waiting.asked_by, "")


def _chosen() -> Edition:
    wanted = request.args.get("edition")
    return practised()[0] if wanted is None else _known(wanted)


def _known(edition_id: str) -> Edition:
    for one in practised():
        if one.id == edition_id:
            return one
    raise NotFound


def _decimal(share: Fraction) -> Decimal:
    return (Decimal(share.numerator) / share.denominator).quantize(Decimal("0.01"))
