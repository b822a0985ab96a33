"""The draft of a scheme's design: its pictures, its words, and proposing it."""

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from certificates.designs.design import TEXTS
from certificates.designs.texts import PLACEHOLDERS
from certificates.errors import BadInput
from certificates.wording import WORDINGS, wording
from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotFound
from labelling.core.i18n import gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.issuing.designs import actions, queries
from labelling.issuing.designs.forms import TextsForm, VersionForm, chosen, look_form, shown
from labelling.issuing.designs.printing import refuse_unprintable
from labelling.issuing.designs.schemes import edition_of_scheme
from labelling.issuing.designs.subjects import Studio
from labelling.issuing.designs.views.blueprint import OK, UNPROCESSABLE, bp, notice, shown_as
from labelling.organisations.inspection.sandbox import inspect_logo
from labelling.people import queries as people


@bp.route("/<scheme>", methods=["GET", "POST"])
def draft(scheme: str) -> ResponseReturnValue:
    """Show the draft of a scheme's design, and save it."""
    actor = asker()
    edition = edition_of_scheme(scheme)
    access.require(actor, Permission.DESIGN_EDIT, Studio(scheme))
    with reading() as session:
        row = queries.find_draft(session, scheme)
        before, in_force = queries.drafted(session, scheme), queries.in_force(session, scheme)
        waits = any(one.scheme == scheme for one in queries.open_proposals(session))
        saver = people.names(session, [row.saved_by]) if row else {}
    version = row.version if row else 0
    form = look_form(edition.levels)(data=shown(before, edition.levels, version))
    status = OK
    if form.answered():
        try:
            look = chosen(form, edition.levels, before, _uploaded_logo(form))
            with unit_of_work() as session:
                actions.save_draft(
                    session,
                    actor=actor,
                    scheme=scheme,
                    version=form.version_number,
                    look=look,
                    now=identity.now(),
                )
            return redirect(url_for(".draft", scheme=scheme, done="saved"), 303)
        except BadInput as refused:
            form.refuse(Invalid(lazy("This cannot be printed: %(why)s"), why=str(refused)))
        except (Invalid, Conflict) as refusal:
            form.refuse(refusal)
            form.version.data = str(version)
            status = refusal.status
    if form.errors or form.form_errors:
        status = status if status != OK else UNPROCESSABLE
    return pages.page(
        "issuing/designs/draft.html",
        status,
        scheme=scheme,
        edition=edition,
        form=form,
        proposal_form=VersionForm(data={"version": str(version)}),
        design=before,
        row=row,
        saver=saver.get(row.saved_by, "") if row and row.saved_by else "",
        changed=before != in_force,
        waits=waits,
        own_texts={code for spoken in before.texts.values() for code in spoken},
        notice=notice(),
        turn=Turn(gettext("Another officer acts next")) if waits else None,
        **shown_as(edition),
    )


@bp.route("/<scheme>/texts/<language>", methods=["GET", "POST"])
def texts(scheme: str, language: str) -> ResponseReturnValue:
    """Show and save the scheme's own words in one language."""
    actor = asker()
    edition = edition_of_scheme(scheme)
    access.require(actor, Permission.DESIGN_EDIT, Studio(scheme))
    if language not in WORDINGS:
        raise NotFound
    with reading() as session:
        row = queries.find_draft(session, scheme)
        before = queries.drafted(session, scheme)
    version = row.version if row else 0
    own = {kind: before.texts.get(kind, {}).get(language, "") for kind in TEXTS}
    form = TextsForm(data={**own, "version": str(version)})
    status = OK
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.save_texts(
                    session,
                    actor=actor,
                    scheme=scheme,
                    version=form.version_number,
                    language=language,
                    texts=form.texts,
                    now=identity.now(),
                )
            return redirect(url_for(".draft", scheme=scheme, language=language, done="saved"), 303)
        except (Invalid, Conflict) as refusal:
            form.refuse(refusal)
            form.version.data = str(version)
            status = refusal.status
    if form.errors:
        status = UNPROCESSABLE
    return pages.page(
        "issuing/designs/texts.html",
        status,
        scheme=scheme,
        edition=edition,
        language_code=language,
        form=form,
        ours={"opening": wording(language).statement, "citation": "", "closing": ""},
        english={kind: before.texts.get(kind, {}).get("en", "") for kind in TEXTS},
        placeholders=PLACEHOLDERS,
    )


@bp.post("/<scheme>/proposal")
def propose(scheme: str) -> ResponseReturnValue:
    """Make the draft a version and ask a second officer, once it was seen to be printable."""
    actor, form = asker(), VersionForm()
    edition_of_scheme(scheme)
    access.require(actor, Permission.DESIGN_EDIT, Studio(scheme))
    with reading() as session:
        design = queries.drafted(session, scheme)
    refuse_unprintable(scheme, design)
    with unit_of_work() as session:
        proposal = actions.propose_design(
            session,
            actor=actor,
            scheme=scheme,
            version=form.version_number,
            now=identity.now(),
        )
    return redirect(url_for(".version", design_id=proposal.design_id, done="proposed"), 303)


def _uploaded_logo(form: Any) -> bytes:
    """Return an uploaded logo as the child process drew it anew; b"" where none was sent."""
    upload = form.logo.data
    name = getattr(upload, "filename", "")
    if not name:
        return b""
    try:
        return inspect_logo(upload.read(), name)
    except Invalid as refusal:
        refusal.field = "logo"
        raise
