"""Pages of designs: the list, the draft with its pictures, versions and the second officer."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from assessments.editions import Edition
from certificates.designs.design import TEXTS, Design, read_design
from certificates.designs.layouts import LAYOUTS
from certificates.designs.texts import PLACEHOLDERS
from certificates.errors import BadInput
from certificates.wording import WORDINGS, wording
from labelling.core import access
from labelling.core.access import is_fresh
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotFound, SecondFactorNeeded
from labelling.core.i18n import Text, gettext, in_order, language_name, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.issuing.designs import actions, queries
from labelling.issuing.designs.forms import (
    LAYOUT_NAMES,
    TEXT_NAMES,
    AnswerForm,
    TextsForm,
    VersionForm,
    chosen,
    look_form,
    shown,
)
from labelling.issuing.designs.models import DesignProposal, ProposalOutcome
from labelling.issuing.designs.printing import (
    refuse_unprintable,
    specimen_pdf,
    specimen_picture,
)
from labelling.issuing.designs.schemes import edition_of_scheme, schemes
from labelling.issuing.designs.subjects import Studio
from labelling.organisations.inspection.sandbox import inspect_logo
from labelling.people import queries as people

bp = Blueprint("designs", __name__, url_prefix="/office/designs")

_DONE: dict[str, Text] = {
    "saved": lazy("The draft was saved. Nothing changes on certificates before it is in force."),
    "begun": lazy("The draft is that version now."),
    "proposed": lazy("The design was proposed. Another officer acts next."),
    "in_force": lazy("The design is in force: certificates are sealed with it from now on."),
    "sent_back": lazy("The design was sent back. The office goes on from the draft."),
}
OK, UNPROCESSABLE = 200, 422
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"


@bp.get("")
def index() -> ResponseReturnValue:
    """List the schemes with what is in force, and every version."""
    actor = asker()
    known = {scheme: edition_of_scheme(scheme) for scheme in schemes()}
    for scheme in known:
        access.require(actor, Permission.DESIGN_VIEW, Studio(scheme))
    with reading() as session:
        rows = {scheme: queries.versions(session, scheme) for scheme in known}
        proposals = {scheme: queries.proposals(session, scheme) for scheme in known}
        current = {scheme: queries.version_in_force(session, scheme) for scheme in known}
        names = people.names(
            session, [row.made_by for versions in rows.values() for row in versions]
        )
    return pages.page(
        "issuing/designs/index.html",
        schemes=known,
        versions=rows,
        states={scheme: _states(proposals[scheme]) for scheme in known},
        in_force={scheme: row.id if row else None for scheme, row in current.items()},
        layouts=LAYOUT_NAMES,
        names=names,
        notice=_notice(),
    )


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
        notice=_notice(),
        turn=Turn(gettext("Another officer acts next")) if waits else None,
        **_shown_as(edition),
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


@bp.get("/versions/<uuid:design_id>")
def version(design_id: UUID) -> ResponseReturnValue:
    """Show a version as it is printed, and what was decided on it."""
    return _version_page(design_id, AnswerForm(), OK)


@bp.post("/versions/<uuid:design_id>")
def decide(design_id: UUID) -> ResponseReturnValue:
    """Put a proposed version into force, or send it back."""
    form = AnswerForm()
    with reading() as session:
        _scheme(session, design_id)
    if not form.validate():
        return _version_page(design_id, form, UNPROCESSABLE)
    with reading() as session:
        proposal = _open_proposal(
            queries.proposals(session, _scheme(session, design_id)), design_id
        )
    if proposal is None:
        raise NotFound
    outcome = ProposalOutcome(form.outcome.data)
    try:
        with unit_of_work() as session:
            actions.decide_design(
                session,
                actor=asker(),
                proposal_id=proposal.id,
                outcome=outcome,
                reason=form.reason.data or "",
                now=identity.now(),
            )
    except (Invalid, SecondFactorNeeded) as refusal:
        form.refuse(refusal)
        return _version_page(design_id, form, refusal.status)
    return redirect(url_for(".index", done=outcome.value), 303)


@bp.post("/versions/<uuid:design_id>/draft")
def begin(design_id: UUID) -> ResponseReturnValue:
    """Put a version in place of the draft."""
    form = VersionForm()
    with unit_of_work() as session:
        row = actions.begin_from(
            session,
            actor=asker(),
            design_id=design_id,
            version=form.version_number,
            now=identity.now(),
        )
    return redirect(url_for(".draft", scheme=row.scheme, done="begun"), 303)


@bp.get("/<scheme>/draft.pdf")
def draft_pdf(scheme: str) -> Response:
    """Return the specimen of a draft as the real PDF."""
    return _pdf(scheme, _drafted(scheme), "draft")


@bp.get("/<scheme>/draft.svg")
def draft_picture(scheme: str) -> Response:
    """Return the specimen of a draft as a picture; in another layout where one is named."""
    design = _drafted(scheme)
    layout = request.args.get("layout", design.layout)
    if layout not in LAYOUTS:
        raise NotFound
    return _picture(scheme, replace(design, layout=layout))


@bp.get("/versions/<uuid:design_id>/specimen.pdf")
def version_pdf(design_id: UUID) -> Response:
    """Return the specimen of a version as the real PDF."""
    scheme, design = _versioned(design_id)
    return _pdf(scheme, design, "design")


@bp.get("/versions/<uuid:design_id>/specimen.svg")
def version_picture(design_id: UUID) -> Response:
    """Return the specimen of a version as a picture."""
    return _picture(*_versioned(design_id))


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


def _version_page(design_id: UUID, form: AnswerForm, status: int) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        row = queries.get_version(session, design_id)
        access.require(actor, Permission.DESIGN_VIEW, Studio(row.scheme))
        proposals = queries.proposals(session, row.scheme)
        own = [one for one in proposals if one.design_id == design_id]
        current = queries.version_in_force(session, row.scheme)
        draft_row = queries.find_draft(session, row.scheme)
        waits = _open_proposal(proposals, design_id)
        subject = queries.proposed(session, waits, actor.person_id, now) if waits else None
        names = people.names(
            session, [row.made_by, *(x for one in own for x in (one.asked_by, one.decided_by))]
        )
    edition = edition_of_scheme(row.scheme)
    verdict = access.decide(actor, Permission.DESIGN_DECIDE, subject)
    return pages.page(
        "issuing/designs/version.html",
        status,
        row=row,
        edition=edition,
        design=read_design(row.value),
        text_names=TEXT_NAMES,
        proposals=own,
        waits=waits,
        decides=waits is not None and verdict.allowed,
        why_not=str(verdict.reason) if waits is not None and not verdict.allowed else "",
        fresh=is_fresh(actor, now),
        in_force=current is not None and current.id == design_id,
        names=names,
        form=form,
        begin_form=VersionForm(data={"version": str(draft_row.version if draft_row else 0)}),
        turn=_turn(waits, verdict.allowed),
        notice=_notice(),
        **_shown_as(edition),
    )


def _turn(waits: DesignProposal | None, decides: bool) -> Turn | None:
    if waits is None:
        return None
    return Turn(gettext("You act next") if decides else gettext("Another officer acts next"))


def _open_proposal(proposals: list[DesignProposal], design_id: UUID) -> DesignProposal | None:
    return next(
        (one for one in proposals if one.design_id == design_id and one.decided_at is None), None
    )


def _states(proposals: list[DesignProposal]) -> dict[UUID, str]:
    """Return how each version's newest proposal stands: waits, in_force (once), sent_back."""
    states: dict[UUID, str] = {}
    for one in proposals:
        states.setdefault(one.design_id, one.outcome.value if one.outcome else "waits")
    return states


def _scheme(session: Session, design_id: UUID) -> str:
    actor = asker()
    row = queries.get_version(session, design_id)
    access.require(actor, Permission.DESIGN_VIEW, Studio(row.scheme))
    return row.scheme


def _versioned(design_id: UUID) -> tuple[str, Design]:
    with reading() as session:
        scheme = _scheme(session, design_id)
        return scheme, read_design(queries.get_version(session, design_id).value)


def _drafted(scheme: str) -> Design:
    edition_of_scheme(scheme)
    access.require(asker(), Permission.DESIGN_EDIT, Studio(scheme))
    with reading() as session:
        return queries.drafted(session, scheme)


def _shown_as(edition: Edition) -> dict[str, Any]:
    """Return in which level and language the specimen is shown, and what there is to choose."""
    levels = [level.id for level in edition.levels]
    level = request.args.get("level", "")
    language = request.args.get("language", "")
    return {
        "levels": {level.id: level.name for level in edition.levels},
        "certificate_languages": sorted(
            ((code, language_name(code)) for code in WORDINGS), key=lambda pair: in_order(pair[1])
        ),
        "shown_level": level if level in levels else levels[-1],
        "shown_language": language if language in WORDINGS else "en",
        "layouts": LAYOUT_NAMES,
    }


def _pdf(scheme: str, design: Design, name: str) -> Response:
    pdf = specimen_pdf(scheme, design, **_asked())
    response = Response(pdf, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=f"specimen-{name}.pdf")
    return response


def _picture(scheme: str, design: Design) -> Response:
    response = Response(specimen_picture(scheme, design, **_asked()), mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = _PICTURE_POLICY
    return response


def _asked() -> dict[str, str]:
    return {
        "level_id": request.args.get("level", ""),
        "language": request.args.get("language", "en"),
    }


def _notice() -> Text | None:
    return _DONE.get(request.args.get("done", ""))


BLUEPRINTS = (bp,)
