"""What the organisation declares of the eligibility rules."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications import actions, queries
from labelling.applications.forms import NO, YES, declarations_form
from labelling.applications.items import draft_rules
from labelling.applications.life import OPEN_FOR_WRITING
from labelling.applications.queries.drafts import load_draft
from labelling.applications.views.blueprint import bp, turn_of
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form
from labelling.core.web.identity import asker


@bp.route("/applications/<uuid:application_id>/declarations", methods=["GET", "POST"])
def declarations(application_id: UUID) -> ResponseReturnValue:
    """Answer the eligibility rules by yes or no, with a line where the answer is no."""
    actor, now = asker(), identity.now()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(
            actor,
            Permission.ANSWER_EDIT if request.method == "POST" else Permission.ANSWER_VIEW,
            application,
        )
        draft = load_draft(session, application)
        turn = turn_of(session, actor, application, now)
    rules = draft_rules(draft)
    form = declarations_form(rules)
    if form.answered():
        try:
            _declare(actor, application_id, form, [standing.rule.id for standing in rules])
            return redirect(
                url_for(".readiness", application_id=application_id, done="declared"), 303
            )
        except Invalid as refusal:
            form.refuse(refusal)
    return pages.page(
        "applications/declarations.html",
        422 if form.errors else 200,
        form=form,
        application=application,
        draft=draft,
        rules=rules,
        may_write=application.state in OPEN_FOR_WRITING
        and access.may(actor, Permission.ANSWER_EDIT, application),
        turn=turn,
    )


def _declare(actor: Actor, application_id: UUID, form: Form, rule_ids: list[str]) -> None:
    with unit_of_work() as session:
        for rule_id in rule_ids:
            answer = form.data.get(f"holds-{rule_id}")
            explanation = form.data.get(f"explanation-{rule_id}") or ""
            if answer not in {YES, NO} and not explanation:
                continue
            actions.declare(
                session,
                actor=actor,
                application_id=application_id,
                rule_id=rule_id,
                holds=answer == YES,
                explanation=explanation,
                now=identity.now(),
            )
