"""The list of appeals, filing one, and taking it back."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.core import access
from labelling.core.access import Role, may
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import format_weekday, gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.core.web.paging import page_asked
from labelling.decisions.appeals import actions, forms, queries
from labelling.decisions.appeals.actions.filing import find_appealable
from labelling.decisions.appeals.appealable import appealable
from labelling.decisions.appeals.life import STATE_NAMES
from labelling.decisions.appeals.subjects import AppealList
from labelling.decisions.appeals.views.blueprint import bp, notice
from labelling.decisions.appeals.views.page import take_step
from labelling.decisions.appeals.words import ABOUT_NAMES, OUTCOME_NAMES, About
from labelling.decisions.ended import pager_of
from labelling.organisations.queries import evidence_of


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
        notice=notice(),
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


@bp.post("/appeals/<uuid:appeal_id>/withdrawal")
def withdraw(appeal_id: UUID) -> ResponseReturnValue:
    """Take an appeal back."""
    return take_step(Permission.APPEAL_WITHDRAW, appeal_id, "withdrawn", actions.withdraw_appeal)
