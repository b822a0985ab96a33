"""The pages of workshops: for whoever leads, and for those who take part on their phones."""

from datetime import timedelta
from uuid import UUID, uuid4

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications import queries
from labelling.applications.actions import AnswerChanged
from labelling.applications.life import OPEN_FOR_WRITING
from labelling.applications.queries.drafts import find_answer
from labelling.applications.schemes import edition_of, level_of
from labelling.applications.views.blueprint import bp, turn_of
from labelling.applications.workshop.actions import leading, taking_part
from labelling.applications.workshop.forms import JoinForm
from labelling.applications.workshop.queries import (
    Tally,
    find_vote,
    get_place,
    get_workshop,
    is_open,
    open_workshop,
    tally,
)
from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotNow, TooMany
from labelling.core.i18n import Text, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import whole_number
from labelling.core.web.identity import asker, current_actor
from labelling.people.networks import network_of
from labelling.people.tries import Allowance, count_try

everybody = Blueprint("workshop", __name__)

# A whole room may come in from one network.
JOINING = Allowance("joining a workshop", free=120, longest=timedelta(minutes=15))
_DONE: dict[str, Text] = {
    "none": lazy("Choose one of the lines. Nothing was kept yet."),
    "kept": lazy("The result was kept as the answer’s line."),
    "changed": lazy(
        "Somebody saved this part meanwhile. Nothing was kept; look and keep it again."
    ),
}


@bp.get("/applications/<uuid:application_id>/workshop")
def lead_workshop(application_id: UUID) -> ResponseReturnValue:
    """Show whoever leads the code, the part, how many have chosen, and then the differences."""
    actor, now = asker(), identity.now()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ANSWER_EDIT, application)
        workshop = open_workshop(session, application_id, now)
        part_id = workshop.part_id if workshop is not None else None
        counted = tally(session, workshop) if workshop is not None else Tally((), 0, {})
        answer = find_answer(session, application_id, part_id) if part_id else None
        turn = turn_of(session, actor, application, now)
    edition = edition_of(application)
    scope = edition.scope(level_of(application))
    place = scope.index(part_id) if part_id in scope else 0
    part = edition.parts[scope[place]]
    return pages.page(
        "applications/workshop/lead.html",
        application=application,
        workshop=workshop,
        part=part,
        bands=edition.rubrics[part.kind].bands,
        tally=counted,
        scope=scope,
        parts=edition.parts,
        following=scope[place + 1] if place + 1 < len(scope) else None,
        answer=answer,
        save_id=str(uuid4()),
        writing=application.state in OPEN_FOR_WRITING,
        turn=turn,
        notice=_DONE.get(request.args.get("done", "")),
    )


@bp.post("/applications/<uuid:application_id>/workshop")
def start_workshop(application_id: UUID) -> ResponseReturnValue:
    """Open a workshop."""
    with unit_of_work() as session:
        leading.start_workshop(
            session, actor=asker(), application_id=application_id, now=identity.now()
        )
    return redirect(url_for(".lead_workshop", application_id=application_id), 303)


@bp.post("/applications/workshops/<uuid:workshop_id>")
def run_workshop(workshop_id: UUID) -> ResponseReturnValue:
    """Go to a part, show the differences, keep a result, or end the workshop."""
    actor, now, done = asker(), identity.now(), None
    part_id = request.form.get("part", "")
    try:
        with unit_of_work() as session:
            match request.form.get("do"):
                case "show":
                    application_id = leading.show_differences(
                        session, actor=actor, workshop_id=workshop_id, part_id=part_id, now=now
                    ).application_id
                case "keep":
                    application_id = get_workshop(session, workshop_id).application_id
                    leading.keep_result(
                        session,
                        actor=actor,
                        workshop_id=workshop_id,
                        part_id=part_id,
                        band=_band(),
                        version=whole_number(request.form.get("version")),
                        save_id=_save_id(),
                        now=now,
                    )
                    done = "kept"
                case "close":
                    application_id = leading.close_workshop(
                        session, actor=actor, workshop_id=workshop_id, now=now
                    )
                case _:
                    application_id = leading.go_to_part(
                        session,
                        actor=actor,
                        workshop_id=workshop_id,
                        part_id=part_id,
                        now=now,
                    ).application_id
    except AnswerChanged:
        done = "changed"
    except Invalid:
        done = "none"
    return redirect(url_for(".lead_workshop", application_id=application_id, done=done), 303)


def _band() -> int:
    """Return the line that was chosen; none of them, where nobody chose."""
    chosen = request.form.get("band")
    return whole_number(chosen, most=1000) if chosen else -1


def _save_id() -> UUID:
    try:
        return UUID(request.form.get("save_id", ""))
    except ValueError:
        return uuid4()


@everybody.route("/workshop", methods=["GET", "POST"])
def join() -> ResponseReturnValue:
    """Take a code and a name from somebody who takes part."""
    form, now = JoinForm(), identity.now()
    if form.answered():
        try:
            with unit_of_work() as session:
                network = network_of(request, pages.settings().trusted_proxies)
                count_try(session, [(JOINING, network)], now)
            with unit_of_work() as session:
                token = taking_part.join_workshop(
                    session,
                    actor=current_actor(),
                    code=form.code.data or "",
                    name=form.name.data or "",
                    now=now,
                )
            return redirect(url_for(".take_part", token=token), 303)
        except (Invalid, NotNow, TooMany) as refusal:
            form.refuse(refusal)
    elif request.method == "GET":
        form.code.data = request.args.get("code", "")[:20]
    return pages.page("applications/workshop/join.html", 422 if form.errors else 200, form=form)


@everybody.route("/workshop/<token>", methods=["GET", "POST"])
def take_part(token: str) -> ResponseReturnValue:
    """Show a participant the part that is scored now, take a choice, and show the differences."""
    actor, now, missed = current_actor(), identity.now(), ""
    if request.method == "POST":
        try:
            with unit_of_work() as session:
                taking_part.choose_line(
                    session,
                    actor=actor,
                    token=token,
                    part_id=request.form.get("part", ""),
                    band=_band(),
                    now=now,
                )
            return redirect(url_for(".take_part", token=token), 303)
        except (Invalid, NotNow) as refusal:
            missed = refusal.sentence
    with reading() as session:
        place, workshop = get_place(session, token)
        application = queries.get_application(session, workshop.application_id)
        counted = tally(session, workshop)
        vote = find_vote(session, place.id, workshop.part_id or "")
    edition = edition_of(application)
    part = edition.parts[workshop.part_id or edition.scope(level_of(application))[0]]
    return pages.page(
        "applications/workshop/take_part.html",
        422 if missed else 200,
        token=token,
        place=place,
        workshop=workshop,
        part=part,
        bands=edition.rubrics[part.kind].bands,
        tally=counted,
        vote=vote,
        again=bool(request.args.get("again")),
        missed=missed,
        open=is_open(workshop, now),
    )
