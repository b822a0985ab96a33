"""The officer's check of eligibility, and what follows from it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications import actions, queries
from labelling.applications.actions import Finding
from labelling.applications.eligibility import RuleStanding
from labelling.applications.forms import (
    DEROGATION,
    YES,
    RefuseForm,
    ReturnForm,
    eligibility_form,
)
from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.applications.queries.office import findings_of, submitted_rules
from labelling.applications.schemes import edition_of, sign_of
from labelling.applications.views.blueprint import bp, turn_of
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotNow, Refusal
from labelling.core.i18n import gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form
from labelling.core.web.identity import asker
from labelling.organisations import queries as organisations

_SAVE = "save"
_OUTCOMES = ("eligible", "return", "refuse")


@bp.route("/applications/<uuid:application_id>/eligibility", methods=["GET", "POST"])
def eligibility(application_id: UUID) -> ResponseReturnValue:
    """Check each rule against what was submitted; then eligible, returned, or refused."""
    actor = asker()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ELIGIBILITY_CHECK, application)
        if application.state is not State.SUBMITTED:
            raise NotNow(lazy("Eligibility is checked after an application was submitted."))
        organisation = organisations.get_organisation(session, application.organisation_id)
        rules = submitted_rules(session, application)
        found = findings_of(session, application_id)
        turn = turn_of(session, actor, application, identity.now())
    outcome = request.form.get("outcome", "")
    forms: dict[str, Form] = {
        "findings": eligibility_form(rules, found),
        "return": ReturnForm(prefix="return-"),
        "refuse": RefuseForm(prefix="refuse-"),
    }
    if request.method == "POST":
        try:
            if _carried_out(actor, application, outcome, forms, rules):
                there = url_for(".office", application_id=application_id, done=outcome)
                return redirect(there, 303)
        except (Invalid, NotNow) as refusal:
            _show(refusal, outcome, forms)
    return pages.page(
        "applications/eligibility.html",
        422 if any(form.errors for form in forms.values()) else 200,
        application=application,
        organisation=organisation,
        sign=sign_of(edition_of(application), application.level_id),
        rules=rules,
        form=forms["findings"],
        return_form=forms["return"],
        refuse_form=forms["refuse"],
        opened=_opened(outcome),
        turn=turn,
    )


def _carried_out(
    actor: Actor,
    application: Application,
    outcome: str,
    forms: Mapping[str, Form],
    rules: Sequence[RuleStanding],
) -> bool:
    """Record the findings and what follows, in one transaction; say whether it was in order."""
    if outcome not in {_SAVE, *_OUTCOMES}:  # the Enter key, in any field of this long form
        raise Invalid(lazy("Nothing was decided yet. Choose one of the buttons below the rules."))
    findings, now = forms["findings"], identity.now()
    further = forms.get(outcome)
    valid = findings.validate() and (further is None or further.validate())
    if not valid or (outcome == "eligible" and not _all_checked(findings, rules)):
        return False
    with unit_of_work() as session:
        found = _findings(findings)
        if found:
            actions.record_findings(
                session, actor=actor, application_id=application.id, findings=found, now=now
            )
        match outcome:
            case "eligible":
                actions.declare_eligible(
                    session, actor=actor, application_id=application.id, now=now
                )
            case "return":
                actions.return_application(
                    session,
                    actor=actor,
                    application_id=application.id,
                    message=forms["return"].data["message"],
                    day=forms["return"].data["day"],
                    now=now,
                )
            case "refuse":
                actions.refuse_application(
                    session,
                    actor=actor,
                    application_id=application.id,
                    reason=forms["refuse"].data["message"],
                    now=now,
                )
    return True


def _all_checked(form: Form, rules: Sequence[RuleStanding]) -> bool:
    """Say whether each rule has a finding; name the others at their place."""
    unchecked = [rule for rule in rules if not form.data[f"holds-{rule.rule.id}"]]
    for rule in unchecked:
        said = gettext("Not checked yet: %(rule)s", rule=rule.rule.text)
        form[f"holds-{rule.rule.id}"].errors = [said]
    return not unchecked


def _findings(form: Form) -> dict[str, Finding]:
    found: dict[str, Finding] = {}
    for name, value in form.data.items():
        if not name.startswith("holds-") or not value:
            continue
        rule_id = name.removeprefix("holds-")
        found[rule_id] = Finding(
            holds=value == YES,
            derogation=value == DEROGATION,
            reason=form.data.get(f"reason-{rule_id}") or "",
        )
    return found


def _opened(outcome: str) -> str:
    """Return which of the folded outcomes stands open: the one chosen, or written for."""
    if outcome in _OUTCOMES:
        return outcome
    written = (name for name in ("return", "refuse") if request.form.get(f"{name}-message"))
    return next(written, "")


def _show(refusal: Refusal, outcome: str, forms: Mapping[str, Form]) -> None:
    form = forms["findings"]
    if outcome in {"return", "refuse"} and refusal.field in {"message", "day"}:
        form = forms[outcome]
    form.refuse(refusal)
