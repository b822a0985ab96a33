"""The self-assessment on paper: ordered, waited for a moment, downloaded."""

from uuid import UUID

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications.paper import actions
from labelling.applications.paper.queries import DRAFT, SUBMISSION, find_copy, wanted
from labelling.applications.views.blueprint import bp
from labelling.core import access, files
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotFound
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker

LOOK_AGAIN = "5"
"""Seconds after which a page that waits loads itself again."""


@bp.get("/applications/<uuid:application_id>/paper")
def paper(application_id: UUID) -> ResponseReturnValue:
    """Show whether the PDF of the draft, a version or the submission is made or being made."""
    actor, asked = asker(), request.args.get("of", DRAFT)
    with reading() as session:
        one = wanted(session, actor, application_id, asked)
        row = find_copy(session, one)
    waiting = row is not None and row.waiting
    answer = make_response(
        pages.page(
            "applications/paper.html",
            application=one.application,
            is_draft=asked != SUBMISSION,
            version=one.version,
            asked=asked,
            with_lines=one.with_lines,
            knows=access.may(actor, Permission.APPLICATION_VIEW, one.application),
            copy=row,
            waiting=waiting,
        )
    )
    if waiting:
        answer.headers["Refresh"] = LOOK_AGAIN
    return answer


@bp.post("/applications/<uuid:application_id>/paper")
def order_paper(application_id: UUID) -> ResponseReturnValue:
    """Order the PDF in the language in which it is asked for."""
    asked = request.form.get("of", DRAFT)
    with unit_of_work() as session:
        actions.order_copy(
            session,
            actor=asker(),
            application_id=application_id,
            asked=asked,
            now=identity.now(),
        )
    return redirect(url_for(".paper", application_id=application_id, of=asked), 303)


@bp.get("/applications/<uuid:application_id>/paper.pdf")
def paper_pdf(application_id: UUID) -> ResponseReturnValue:
    """Hand out the PDF, once it is made."""
    asked = request.args.get("of", DRAFT)
    with reading() as session:
        one = wanted(session, asker(), application_id, asked)
        row = find_copy(session, one)
    if row is None or row.sha256 is None:
        raise NotFound
    shown = one.source if one.version is not None else asked  # not how often it was submitted
    name = f"{one.application.reference}-{shown}.pdf"
    return attachment(files.store().get(row.sha256), name, "application/pdf")
