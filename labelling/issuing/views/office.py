"""How issuing comes along, for the office: counts, what was hindered and why, another try."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.i18n import Text, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.issuing import actions, backlog
from labelling.issuing.subjects import Backlog

bp = Blueprint("issuing", __name__, url_prefix="/office/issuing")

_DONE: dict[str, Text] = {
    "retried": lazy("It is tried again, from where it stands. Load this page to see how it goes."),
}


@bp.get("")
def progress() -> ResponseReturnValue:
    """Show how many certificates stand where, and what was tried in vain."""
    access.require(asker(), Permission.ISSUING_VIEW, Backlog())
    now = identity.now()
    with reading() as session:
        counts = backlog.counts(session, now)
        given_up = backlog.given_up(session) if counts.given_up else []
        hindered = backlog.hindered(session) if counts.hindered else []
    return pages.page(
        "issuing/progress.html",
        counts=counts,
        given_up=given_up,
        hindered=hindered,
        asked_at=now,
        notice=_DONE.get(request.args.get("done", "")),
    )


@bp.post("/retry")
def retry_all() -> ResponseReturnValue:
    """Have all that was given up tried again."""
    with unit_of_work() as session:
        actions.retry_all(session, actor=asker(), now=identity.now())
    return redirect(url_for(".progress", done="retried"), 303)


@bp.post("/<uuid:job_id>/retry")
def retry(job_id: UUID) -> ResponseReturnValue:
    """Have one certificate that was given up tried again."""
    with unit_of_work() as session:
        actions.retry_certificate(session, actor=asker(), job_id=job_id, now=identity.now())
    return redirect(url_for(".progress", done="retried"), 303)
