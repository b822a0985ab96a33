"""Pages of the office before an award: who chairs the club, and the rule."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.club import queries as club
from labelling.club.award import queries
from labelling.club.award.actions.ruling import name_chair, propose_rule
from labelling.club.award.forms import ChairForm, RuleForm
from labelling.club.award.views.blueprint import bp, notice
from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, Refusal
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.people import queries as people


@bp.route("/clubs/<uuid:club_id>/chair", methods=["GET", "POST"])
def chair(club_id: UUID) -> ResponseReturnValue:
    """Name who chairs a club."""
    actor, now, form = asker(), identity.now(), ChairForm()
    with reading() as session:
        oversight = club.oversight_of(session, actor, club_id, now)
        access.require(actor, Permission.CLUB_OVERSEE, oversight)
        row = oversight.club
        names = people.names(session, [row.chair_id])
    if form.answered():
        try:
            with unit_of_work() as session:
                person_id = _person(session, form.email.data or "", "email")
                name_chair(session, actor=actor, club_id=club_id, person_id=person_id, now=now)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".chair", club_id=club_id, done="chaired"), 303)
    return pages.page(
        "club/award/chair.html",
        422 if form.errors or form.form_errors else 200,
        club=row,
        chair=names.get(row.chair_id) if row.chair_id else None,
        form=form,
        notice=notice(),
    )


@bp.route("/rounds/<uuid:round_id>/rule", methods=["GET", "POST"])
def rule(round_id: UUID) -> ResponseReturnValue:
    """Propose the rule of a round's award."""
    actor, now = asker(), identity.now()
    with reading() as session:
        award = queries.award_for(session, actor, round_id, now)
        access.require(actor, Permission.AWARD_PREPARE, award)
        set_ = club.round_set(session, award.round)
    form = RuleForm.for_set(set_)
    if form.answered():
        try:
            with unit_of_work() as session:
                propose_rule(
                    session,
                    actor=actor,
                    round_id=round_id,
                    route=form.route,
                    measure=form.measure,
                    criteria=form.criteria,
                    appraisers=[_person(session, one, "appraisers") for one in form.emails],
                    now=now,
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", round_id=round_id, done="proposed"), 303)
    status = 422 if form.errors or form.form_errors else 200
    return pages.page("club/award/rule.html", status, award=award, form=form)


def _person(session: Session, email: str, field: str) -> UUID:
    found = people.find_person_by_email(session, email)
    if found is None:
        raise Invalid(lazy("Nobody here has the address %(email)s."), field=field, email=email)
    return found.id
