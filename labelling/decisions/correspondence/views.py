"""Letters for those they were written to, and their templates for the office."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.applications.queries import get_application
from labelling.core import access, files, i18n
from labelling.core.access import Actor, Seat, is_fresh, may
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import Text, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker
from labelling.decisions.bodies import schemes
from labelling.decisions.correspondence import actions, queries
from labelling.decisions.correspondence.filling import NAMES, SAMPLES, filled
from labelling.decisions.correspondence.forms import TemplateForm
from labelling.decisions.correspondence.models import Letter, LetterKind
from labelling.decisions.correspondence.subjects import Templates
from labelling.decisions.correspondence.words import KIND_NAMES
from labelling.decisions.queries import get_label
from labelling.people import queries as people

bp = Blueprint("letters", __name__)

DONE: dict[str, Text] = {
    "in-force": lazy("This version is in force from now on."),
    "written": lazy("The version was saved. Another officer puts it in force."),
}


@bp.get("/letters")
def index() -> ResponseReturnValue:
    """List the letters to the organisations of which one is an owner."""
    actor = asker()
    with reading() as session:
        found = queries.letters_to(session, actor.organisations(Seat.OWNER))
    return pages.page("decisions/letters/index.html", letters=found, kinds=KIND_NAMES)


@bp.get("/letters/<uuid:letter_id>")
def letter(letter_id: UUID) -> ResponseReturnValue:
    """Show a letter."""
    actor = asker()
    with reading() as session:
        row = queries.get_letter(session, letter_id)
        post = queries.post_for(session, row, actor.person_id, identity.now())
        access.require(actor, Permission.LETTER_READ, post)
        printed = queries.find_printed(session, letter_id)
        about = _about(session, actor, row)
    return pages.page(
        "decisions/letters/letter.html",
        letter=row,
        about=about,
        printed=printed is not None,
        is_owner=actor.holds(row.organisation_id),
    )


def _about(session: Session, actor: Actor, row: Letter) -> str:
    """Return the address of the page that a letter is about, for those who may open that one."""
    if row.label_id is not None:
        label = get_label(session, row.label_id)
        if may(actor, Permission.HELD_LABEL_VIEW, label):
            return url_for("decisions.held", label_id=label.id)
        if may(actor, Permission.LABEL_VIEW, label):
            return url_for("decisions.label", label_id=label.id)
    if row.application_id is not None:
        application = get_application(session, row.application_id)
        if may(actor, Permission.OFFICE_VIEW, application):
            return url_for("applications.office", application_id=application.id)
        if may(actor, Permission.APPLICATION_VIEW, application):
            return url_for("applications.show", application_id=application.id)
    return ""


@bp.get("/letters/<uuid:letter_id>/letter.pdf")
def letter_pdf(letter_id: UUID) -> ResponseReturnValue:
    """Return a letter on paper, once it is printed."""
    actor = asker()
    with reading() as session:
        row = queries.get_letter(session, letter_id)
        post = queries.post_for(session, row, actor.person_id, identity.now())
        access.require(actor, Permission.LETTER_READ, post)
        printed = queries.find_printed(session, letter_id)
    if printed is None:
        raise NotFound
    return attachment(
        files.store().get(printed.sha256), f"letter-{row.reference}.pdf", "application/pdf"
    )


@bp.get("/office/letters")
def templates() -> ResponseReturnValue:
    """List the templates of every scheme, and what waits for a second officer."""
    access.require(asker(), Permission.LETTER_TEMPLATE_WRITE, Templates())
    with reading() as session:
        waiting = queries.waiting(session)
        rows = [
            (edition, kind, language, queries.wording(session, scheme, kind, language))
            for scheme, edition in schemes().items()
            for kind in LetterKind
            for language in i18n.LANGUAGES
        ]
    return pages.page(
        "decisions/letters/templates.html",
        rows=rows,
        waiting=waiting,
        kinds=KIND_NAMES,
        notice=DONE.get(request.args.get("done", "")),
    )


@bp.route("/office/letters/<scheme>/<kind>/<spoken>", methods=["GET", "POST"])
def template(scheme: str, kind: str, spoken: str) -> ResponseReturnValue:
    """Write a new version of a template, and look at it filled in."""
    access.require(asker(), Permission.LETTER_TEMPLATE_WRITE, Templates())
    if scheme not in schemes() or spoken not in i18n.LANGUAGES:
        raise NotFound
    try:
        which = LetterKind(kind)
    except ValueError:
        raise NotFound from None
    form = TemplateForm()
    ready = form.answered()
    if ready:
        try:
            actions.refuse_wording(which, form.subject.data or "", form.body.data or "")
        except Invalid as refusal:
            form.refuse(refusal)
            ready = False
    if ready and "preview" not in request.form:
        with unit_of_work() as session:
            row = actions.write_template(
                session,
                actor=asker(),
                scheme=scheme,
                kind=which,
                language=spoken,
                subject=form.subject.data or "",
                body=form.body.data or "",
                now=identity.now(),
            )
        return redirect(url_for(".version", template_id=row.id, done="written"), 303)
    with reading() as session:
        found = queries.wording(session, scheme, which, spoken)
        versions = queries.versions(session, scheme, which, spoken)
    if request.method == "GET":
        form.subject.data, form.body.data = found.subject, found.body
    return pages.page(
        "decisions/letters/template.html",
        422 if form.errors else 200,
        form=form,
        scheme=schemes()[scheme],
        kind=KIND_NAMES[which],
        spoken=spoken,
        found=found,
        versions=versions,
        names=sorted(NAMES[which]),
        samples=SAMPLES,
        preview=(filled(form.subject.data or "", SAMPLES), filled(form.body.data or "", SAMPLES))
        if ready or request.method == "GET"
        else None,
    )


@bp.get("/office/letters/versions/<uuid:template_id>")
def version(template_id: UUID) -> ResponseReturnValue:
    """Show a version of a template filled in; offer it to the second officer."""
    actor, now = asker(), identity.now()
    access.require(actor, Permission.LETTER_TEMPLATE_WRITE, Templates())
    with reading() as session:
        row = queries.get_template(session, template_id)
        proposed = queries.proposed_for(session, row, actor.person_id, now)
        names = people.names(session, [row.written_by, row.put_in_force_by])
        waits = row.id in {one.id for one in queries.waiting(session)}
    verdict = access.decide(actor, Permission.LETTER_TEMPLATE_CONFIRM, proposed)
    return pages.page(
        "decisions/letters/version.html",
        row=row,
        kind=KIND_NAMES[row.kind],
        names=names,
        waits=waits,
        confirms=waits and may(actor, Permission.LETTER_TEMPLATE_CONFIRM, proposed),
        why_not=str(verdict.reason),
        fresh=is_fresh(actor, now),
        preview=(filled(row.subject, SAMPLES), filled(row.body, SAMPLES)),
        notice=DONE.get(request.args.get("done", "")),
    )


@bp.post("/office/letters/versions/<uuid:template_id>")
def put_in_force(template_id: UUID) -> ResponseReturnValue:
    """Put a version in force."""
    with unit_of_work() as session:
        actions.put_in_force(session, actor=asker(), template_id=template_id, now=identity.now())
    return redirect(url_for(".version", template_id=template_id, done="in-force"), 303)
