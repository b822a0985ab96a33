"""The assessment team: built by the office; seen, and agreed to, by the applicant."""

from dataclasses import replace
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.web import identity
from labelling.core.web.identity import asker
from labelling.reviews import actions, queries
from labelling.reviews.actions import Wish
from labelling.reviews.actions.proposing import advise_team
from labelling.reviews.forms.fields import as_uuid
from labelling.reviews.forms.teams import ConsentForm, ReasonForm, TeamForm
from labelling.reviews.models import PanelState
from labelling.reviews.views.blueprint import bp
from labelling.reviews.views.team_page import team_page


@bp.route("/applications/<uuid:application_id>/panel", methods=["GET", "POST"])
def panel(application_id: UUID) -> ResponseReturnValue:
    """Show the team; for the office, check a choice or invite it."""
    actor = asker()
    form = TeamForm()
    problems: list[str] | None = None
    advice: list[str] = []
    if request.method == "GET":
        _take_over(form)
    if request.method == "POST":
        wishes = _beside(application_id, _wishes(form))
        try:
            if form.validate():
                if "check" not in request.form:
                    return _invite(actor, application_id, form, wishes)
                with reading() as session:
                    problems = actions.check_team(
                        session,
                        actor=actor,
                        application_id=application_id,
                        wishes=wishes,
                        now=identity.now(),
                    )
                    advice = advise_team(
                        session,
                        actor=actor,
                        application_id=application_id,
                        wishes=wishes,
                        now=identity.now(),
                    )
        except Invalid as refusal:
            form.refuse(refusal)
    return team_page(actor, application_id, form, problems=problems, advice=advice)


def _take_over(form: TeamForm) -> None:
    """Tick what a proposal chose; nobody is invited by it."""
    form.people.data = [key for key in map(as_uuid, request.args.getlist("people")) if key]
    lead = as_uuid(request.args.get("leads"))
    form.leads.data = str(lead) if lead is not None else None


def _invite(
    actor: Actor, application_id: UUID, form: TeamForm, wishes: list[Wish]
) -> ResponseReturnValue:
    with unit_of_work() as session:
        actions.invite_team(
            session,
            actor=actor,
            application_id=application_id,
            wishes=wishes,
            answer_by=form.answer_by.data,
            now=identity.now(),
        )
    return redirect(url_for(".panel", application_id=application_id, done="invited"), 303)


def _wishes(form: TeamForm) -> list[Wish]:
    """Return the chosen people; a single one leads."""
    chosen = list(dict.fromkeys(form.people.data or []))
    lead = as_uuid(form.leads.data)
    with_lead = chosen[0] if len(chosen) == 1 and lead is None else lead
    return [Wish(person_id, leads=person_id == with_lead) for person_id in chosen]


def _beside(application_id: UUID, wishes: list[Wish]) -> list[Wish]:
    """Return a choice in which nobody leads, where somebody leads the team already."""
    with reading() as session:
        led = any(seat.leads for seat in queries.panel(session, application_id))
    return [replace(one, leads=False) for one in wishes] if led else wishes


@bp.post("/reviews/<uuid:seat_id>/release")
def release(seat_id: UUID) -> ResponseReturnValue:
    """Take an assessor off the team, with the reason."""
    actor, form = asker(), ReasonForm()
    with reading() as session:
        application_id = queries.get_seat(session, seat_id).application_id
    if form.validate():
        with unit_of_work() as session:
            actions.release_seat(
                session,
                actor=actor,
                seat_id=seat_id,
                reason=form.reason.data or "",
                now=identity.now(),
            )
        return redirect(url_for(".panel", application_id=application_id, done="released"), 303)
    return team_page(actor, application_id, TeamForm(), refused=form, refused_seat=seat_id)


def _consented(state: PanelState) -> str:
    """Return what is said to a side that answered, by what became of the place."""
    if state is PanelState.DECLARED:
        return "conflict-agreed"
    return "conflict-refused" if state is PanelState.RELEASED else "conflict-settled"


@bp.post("/reviews/<uuid:seat_id>/consent")
def consent(seat_id: UUID) -> ResponseReturnValue:
    """Answer, for office or applicant, a declared conflict."""
    actor, form = asker(), ConsentForm()
    agrees = request.form.get("answer") == "agree"
    with reading() as session:
        application_id = queries.get_seat(session, seat_id).application_id
    if form.validate():
        with unit_of_work() as session:
            seat = actions.agree_to_conflict(
                session,
                actor=actor,
                seat_id=seat_id,
                agrees=agrees,
                text=form.consent.data or "",
                now=identity.now(),
            )
            done = _consented(seat.state)
        return redirect(url_for(".panel", application_id=application_id, done=done), 303)
    return team_page(actor, application_id, TeamForm(), refused=form, refused_seat=seat_id)
