"""The round table: one page for all who sit there, and the part of it that follows the chair."""

from fractions import Fraction
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.applications.figures import percent, shown
from labelling.applications.models import Application
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web import live as changing
from labelling.core.web.forms import whole_number
from labelling.core.web.identity import asker
from labelling.reviews.actions import write_dissent
from labelling.reviews.actions.agreeing import AGREEING
from labelling.reviews.agreement import joined_texts
from labelling.reviews.forms.table import DOES_NOT_APPLY, TableForm, fingerprint, table_form
from labelling.reviews.opinions import lines
from labelling.reviews.roundtable import actions, queries
from labelling.reviews.roundtable.live import Live, live
from labelling.reviews.roundtable.seated import Moved
from labelling.reviews.views.blueprint import (
    bp,
    discussed_from,
    heading_of,
    notice,
    opened_case,
)

_AT = "/applications/<uuid:application_id>/table"


@bp.get(_AT)
def table(application_id: UUID) -> ResponseReturnValue:
    """Show the round table: what is on show, and the own fields."""
    return _page(asker(), application_id)


@bp.get(f"{_AT}/live")
def table_live(application_id: UUID) -> ResponseReturnValue:
    """Return what is on show, or say that nothing has changed."""
    actor = asker()
    with reading() as session:
        application, now = _moment(session, actor, application_id)
    if now is None:
        return "", HTTPStatus.NO_CONTENT
    return changing.part(
        now.tag, lambda: render_template("reviews/table_live.html", **_show(application, now))
    )


@bp.post(f"{_AT}/open")
def open_table(application_id: UUID) -> ResponseReturnValue:
    """Open the table."""
    with unit_of_work() as session:
        actions.open_table(
            session, actor=asker(), application_id=application_id, now=identity.now()
        )
    return redirect(url_for(".table", application_id=application_id), 303)


@bp.post(f"{_AT}/here")
def table_here(application_id: UUID) -> ResponseReturnValue:
    """Note that this screen is at the table."""
    with unit_of_work() as session:
        actions.note_presence(
            session, actor=asker(), application_id=application_id, now=identity.now()
        )
    return "", HTTPStatus.NO_CONTENT


@bp.post(_AT)
def act_at_table(application_id: UUID) -> ResponseReturnValue:
    """Keep what stands in the fields, then do what the button says."""
    actor, form = asker(), TableForm()
    saves = request.accept_mimetypes.best == "application/json"
    with reading() as session:
        opened_case(session, actor, application_id, Permission.AGREEMENT_EDIT)
    try:
        if not form.validate():
            return _refused(actor, application_id, form, HTTPStatus.UNPROCESSABLE_ENTITY, saves)
        _keep(actor, application_id, form)
        if saves:
            return jsonify(version=form.version.data, begun=form.begun.data)
        done = _do(actor, application_id, form, request.form.get("do", ""))
    except Moved:
        done = "elsewhere"
    except Invalid as refusal:
        form.refuse(refusal)
        return _refused(actor, application_id, form, HTTPStatus.UNPROCESSABLE_ENTITY, saves)
    except (Conflict, NotNow) as refusal:
        form.refuse(refusal)
        return _refused(actor, application_id, form, HTTPStatus.CONFLICT, saves)
    return redirect(url_for(".table", application_id=application_id, done=done), 303)


def _keep(actor: Actor, application_id: UUID, form: TableForm) -> None:
    """Save the own view and what the scribe writes, whatever button was pressed."""
    with unit_of_work() as session:
        if form.has_voice:
            voice = form.voice.data or ""
            dropped = voice == DOES_NOT_APPLY
            actions.say(
                session,
                actor=actor,
                application_id=application_id,
                part_id=form.part.data or "",
                score=None if dropped or not voice else Fraction(whole_number(voice, 101)),
                not_applicable=dropped,
                now=identity.now(),
            )
        if form.is_writing:
            row = actions.write_draft(
                session,
                actor=actor,
                application_id=application_id,
                part_id=form.part.data or "",
                pen=form.number("pen"),
                version=form.number("version"),
                draft=form.draft(),
                now=identity.now(),
            )
            form.version.data, form.begun.data = str(row.version), fingerprint(form.draft())


def _do(actor: Actor, application_id: UUID, form: TableForm, wish: str) -> str | None:
    """Do what the button says; return the name of the sentence that confirms it."""
    common: dict[str, Any] = {
        "actor": actor,
        "application_id": application_id,
        "now": identity.now(),
    }
    deed, _, what = wish.partition(":")
    with unit_of_work() as session:
        match deed:
            case "show":
                actions.show_part(session, turn=form.number("turn"), part_id=what or None, **common)
            case "minutes":
                minutes = whole_number(request.form.get("minutes"))
                actions.set_minutes(session, minutes=minutes, **common)
            case "ask":
                actions.ask_for_pen(session, **common)
            case "pass":
                pen = whole_number(request.form.get("pen_now"))
                actions.pass_pen(session, pen=pen, to=_person(what), **common)
                return "pen-passed"
            case "agree":
                _agree(session, actor, application_id, form)
                return "agreed-here"
            case "dissent":
                write_dissent(
                    session, part_id=form.part.data or "", text=form.dissent.data or "", **common
                )
                return "dissented"
            case "close":
                actions.close_table(session, **common)
                return "table-closed"
    return None


def _person(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(lazy("Choose somebody who sits at the table.")) from None


def _agree(session: Session, actor: Actor, application_id: UUID, form: TableForm) -> None:
    actions.agree_at_table(
        session,
        actor=actor,
        application_id=application_id,
        part_id=form.part.data or "",
        pen=form.number("pen"),
        draft=form.draft(),
        score=form.agreed(),
        discussed_from=discussed_from(),
        now=identity.now(),
    )


def _refused(
    actor: Actor, application_id: UUID, form: TableForm, status: HTTPStatus, saves: bool
) -> ResponseReturnValue:
    if saves:
        errors = [text for field in form for text in field.errors]
        return jsonify(sentence=" ".join(map(str, [*form.form_errors, *errors]))), status
    return _page(actor, application_id, form, status)


def _moment(
    session: Session, actor: Actor, application_id: UUID
) -> tuple[Application, Live | None]:
    application, case = opened_case(session, actor, application_id, Permission.AGREEMENT_EDIT)
    found = queries.find_table(session, application_id)
    if found is None:
        return application, None
    return application, live(
        session,
        actor,
        application,
        case,
        found,
        discussed_from=discussed_from(),
        now=identity.now(),
    )


def _show(application: Application, now: Live) -> dict[str, object]:
    """Return what the templates of the table are given."""
    return {
        "application": application,
        "live": now,
        "percent": percent,
        "shown": shown,
        "discussed_from": discussed_from(),
        "text_lines": lines,
        "live_part": now.agreement.edition.parts[now.part.part_id] if now.part else None,
    }


def _page(
    actor: Actor,
    application_id: UUID,
    refused: TableForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> ResponseReturnValue:
    with reading() as session:
        application, case = opened_case(session, actor, application_id, Permission.AGREEMENT_EDIT)
        heading = heading_of(session, application)
        _, now = _moment(session, actor, application_id)
        own = (
            queries.find_voice(session, application_id, now.part.part_id, actor.person_id)
            if now is not None and now.part is not None and actor.person_id is not None
            else None
        )
    is_open = now is not None and now.is_open and application.state in AGREEING
    form, kept = None, None
    if now is not None and is_open:
        texts = joined_texts(now.agreement.reviews, now.part.part_id) if now.part else {}
        fresh = table_form(now, own, [texts.get("strengths", ""), texts.get("improvements", "")])
        form, kept = _with_what_was_refused(fresh, refused, now)
    return pages.page(
        "reviews/table.html",
        status,
        heading=heading,
        may_open=actor.person_id == case.lead and application.state in AGREEING,
        enough=len(case.team | case.readers) >= actions.SEATS,
        is_open=is_open,
        form=form,
        kept=kept,
        refused=refused,
        address=url_for(".table_live", application_id=application_id),
        notice=notice(),
        **(_show(application, now) if now is not None else {"application": application}),
    )


def _with_what_was_refused(
    fresh: TableForm, refused: TableForm | None, now: Live
) -> tuple[TableForm, TableForm | None]:
    """Return the form to show, and apart from it a writing that does not fit into it any more."""
    if refused is None:
        return fresh, None
    part_id = now.part.part_id if now.part is not None else ""
    if now.has_pen and refused.part.data == part_id and refused.number("pen") == now.table.pen:
        refused.voice.choices = fresh.voice.choices
        refused.version.data, refused.turn.data = fresh.version.data, fresh.turn.data
        return refused, None
    fresh.form_errors = list(refused.form_errors)
    return fresh, refused if refused.pen.data and refused.part.data else None
