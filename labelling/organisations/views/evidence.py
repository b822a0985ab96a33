"""The evidence library: its list, a piece with its versions, and the files themselves."""

from dataclasses import asdict
from uuid import UUID

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from labelling.core import files
from labelling.core.access import decide, require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form
from labelling.core.web.headers import INERT, attachment, shown
from labelling.organisations import evidence_access, queries
from labelling.organisations.actions import evidence as actions
from labelling.organisations.finding import MANY, with_words
from labelling.organisations.forms import (
    DescribeForm,
    DescribePaperForm,
    FileForm,
    LinkForm,
    PaperForm,
    VersionForm,
)
from labelling.organisations.linking import FAULTS
from labelling.organisations.models import Evidence, EvidenceFile, EvidenceKind, Organisation
from labelling.organisations.previewing import looks, picture_of
from labelling.organisations.uploads import Upload, take_in
from labelling.organisations.views.blueprint import bp, notice, own_page
from labelling.people.queries import names

MEGABYTE = 1_048_576


@bp.get("/evidence")
def my_evidence() -> ResponseReturnValue:
    """Lead to one's evidence library."""
    return own_page("organisations.evidence", lazy("Evidence"))


@bp.get("/organisations/<uuid:organisation_id>/evidence")
def evidence(organisation_id: UUID) -> ResponseReturnValue:
    """List the evidence library."""
    actor = identity.current_actor()
    with reading() as session:
        organisation = queries.get_organisation(session, organisation_id)
        require(actor, Permission.EVIDENCE_LIST, organisation)
        whole = queries.evidence_of(session, organisation_id)
        wanted = request.args.get("q", "").strip()
        library = with_words(whole, wanted)
        return pages.page(
            "organisations/evidence.html",
            organisation=organisation,
            library=library,
            wanted=wanted,
            searchable=len(whole) >= MANY,
            looks=looks(session, (entry.file for entry in library)),
            stored=queries.bytes_stored(session, organisation_id),
            quota=_quota(),
            notice=notice(),
        )


@bp.route("/organisations/<uuid:organisation_id>/evidence/file", methods=["GET", "POST"])
def add_file(organisation_id: UUID) -> ResponseReturnValue:
    """Add a piece that is kept here."""
    organisation, form = _library(organisation_id), FileForm()
    if form.answered():
        try:
            upload = _taken_in(organisation_id, form.file.data)
            with unit_of_work() as session:
                actions.add_file(
                    session,
                    actor=identity.current_actor(),
                    organisation_id=organisation_id,
                    description=form.described,
                    file=upload.file,
                    quota=_quota(),
                    now=identity.now(),
                )
            upload.store()
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return _to_library(organisation_id, "added")
    return _form_page("organisations/add_file.html", form, organisation=organisation)


@bp.route("/organisations/<uuid:organisation_id>/evidence/paper", methods=["GET", "POST"])
def add_paper(organisation_id: UUID) -> ResponseReturnValue:
    """Add a piece that is seen on site."""
    organisation, form = _library(organisation_id), PaperForm()
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.add_seen_on_site(
                    session,
                    actor=identity.current_actor(),
                    organisation_id=organisation_id,
                    description=form.described,
                    now=identity.now(),
                )
            return _to_library(organisation_id, "added")
        except Invalid as refusal:
            form.refuse(refusal)
    return _form_page("organisations/add_paper.html", form, organisation=organisation)


@bp.route("/organisations/<uuid:organisation_id>/evidence/link", methods=["GET", "POST"])
def add_link(organisation_id: UUID) -> ResponseReturnValue:
    """Add a page elsewhere; a worker keeps a copy."""
    organisation, form = _library(organisation_id), LinkForm()
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.add_link(
                    session,
                    actor=identity.current_actor(),
                    organisation_id=organisation_id,
                    description=form.described,
                    url=form.url.data or "",
                    now=identity.now(),
                )
            return _to_library(organisation_id, "added")
        except Invalid as refusal:
            form.refuse(refusal)
    return _form_page("organisations/add_link.html", form, organisation=organisation)


@bp.post("/evidence/<uuid:evidence_id>/fetch")
def fetch_again(evidence_id: UUID) -> ResponseReturnValue:
    """Ask for a newer copy of a link."""
    with unit_of_work() as session:
        actions.fetch_again(
            session, actor=identity.current_actor(), evidence_id=evidence_id, now=identity.now()
        )
    return _to_piece(evidence_id, "fetching")


@bp.get("/evidence/<uuid:evidence_id>")
def piece(evidence_id: UUID) -> ResponseReturnValue:
    """Show a piece with all its versions."""
    return _piece_page(evidence_id, VersionForm())


def _piece_page(evidence_id: UUID, form: Form) -> ResponseReturnValue:
    with reading() as session:
        found = queries.get_evidence(session, evidence_id)
        actor = identity.current_actor()
        require(actor, Permission.EVIDENCE_VIEW, found)
        versions = [
            version
            for version in queries.versions(session, evidence_id)
            if decide(actor, Permission.EVIDENCE_READ, version).allowed
        ]
        return pages.page(
            "organisations/piece.html",
            422 if request.method == "POST" else 200,
            piece=found,
            organisation=queries.get_organisation(session, found.organisation_id),
            versions=versions,
            places=evidence_access.places(session, actor, evidence_id),
            names=names(session, [version.uploaded_by for version in versions]),
            form=form,
            fault=FAULTS.get(found.fetch_fault, ""),
            notice=notice(),
        )


@bp.route("/evidence/<uuid:evidence_id>/edit", methods=["GET", "POST"])
def describe(evidence_id: UUID) -> ResponseReturnValue:
    """Change what is said of a piece."""
    found, organisation = _own_piece(evidence_id)
    kept_here = found.kind is not EvidenceKind.SEEN_ON_SITE
    standing = actions.description_of(found)
    data = asdict(standing) | {"seen": standing.mark}
    form: DescribeForm = DescribeForm(data=data) if kept_here else DescribePaperForm(data=data)
    theirs = None
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.describe_evidence(
                    session,
                    actor=identity.current_actor(),
                    evidence_id=evidence_id,
                    description=form.described,
                    seen=form.seen.data or "",
                    now=identity.now(),
                )
            return _to_piece(evidence_id, "described")
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict:
            found, _ = _own_piece(evidence_id)
            theirs = actions.description_of(found)
            form.seen.data = theirs.mark
    return pages.page(
        "organisations/describe.html",
        409 if theirs is not None else 422 if request.method == "POST" else 200,
        form=form,
        organisation=organisation,
        piece=found,
        theirs=theirs,
    )


@bp.post("/evidence/<uuid:evidence_id>")
def add_version(evidence_id: UUID) -> ResponseReturnValue:
    """Store a newer version of a file."""
    found, _organisation = _own_piece(evidence_id)
    form = VersionForm()
    if not form.validate():
        return _piece_page(evidence_id, form)
    try:
        upload = _taken_in(found.organisation_id, form.file.data)
        with unit_of_work() as session:
            actions.add_version(
                session,
                actor=identity.current_actor(),
                evidence_id=evidence_id,
                file=upload.file,
                quota=_quota(),
                now=identity.now(),
            )
        upload.store()
    except Invalid as refusal:
        form.refuse(refusal)
        return _piece_page(evidence_id, form)
    return _to_piece(evidence_id, "version")


@bp.post("/evidence/<uuid:evidence_id>/remove")
def remove(evidence_id: UUID) -> ResponseReturnValue:
    """Take a piece out of the library."""
    with unit_of_work() as session:
        found = queries.get_evidence(session, evidence_id)
        actions.remove_evidence(
            session, actor=identity.current_actor(), evidence_id=evidence_id, now=identity.now()
        )
    return _to_library(found.organisation_id, "removed")


@bp.get("/evidence/<uuid:evidence_id>/<int:version>")
def evidence_file(evidence_id: UUID, version: int) -> ResponseReturnValue:
    """Hand out one version of a file to whom it is open, as an inert download."""
    row = _readable(evidence_id, version)
    return attachment(files.store().get(row.sha256), row.filename, row.media_type)


@bp.get("/evidence/<uuid:evidence_id>/<int:version>/shown")
def evidence_shown(evidence_id: UUID, version: int) -> ResponseReturnValue:
    """Show one version of a PDF or a picture to the same people; other kinds are downloads."""
    row = _readable(evidence_id, version)
    return shown(files.store().get(row.sha256), row.filename, row.media_type)


def _readable(evidence_id: UUID, version: int) -> EvidenceFile:
    with reading() as session:
        row = queries.get_evidence_file(session, evidence_id, version)
        require(identity.current_actor(), Permission.EVIDENCE_READ, row)
    return row


@bp.get("/evidence/<uuid:evidence_id>/<int:version>/preview")
def evidence_preview(evidence_id: UUID, version: int) -> ResponseReturnValue:
    """Show the small picture of a version to whom the file is open."""
    with reading() as session:
        row = queries.get_evidence_file(session, evidence_id, version)
        require(identity.current_actor(), Permission.EVIDENCE_READ, row)
        picture = picture_of(session, row)
    response = Response(picture, mimetype="image/jpeg")
    response.headers["Content-Security-Policy"] = INERT
    return response


def _taken_in(organisation_id: UUID, sent: FileStorage) -> Upload:
    """Inspect and store what was sent, unless there is no room; raise Invalid."""
    content = sent.stream.read()
    with reading() as session:
        actions.refuse_over_quota(session, organisation_id, len(content), _quota())
    return take_in(sent.filename or "", content, pages.settings().upload_megabytes * MEGABYTE)


def _library(organisation_id: UUID) -> Organisation:
    with reading() as session:
        organisation = queries.get_organisation(session, organisation_id)
        require(identity.current_actor(), Permission.EVIDENCE_ADD, organisation)
        return organisation


def _own_piece(evidence_id: UUID) -> tuple[Evidence, Organisation]:
    with reading() as session:
        found = queries.get_evidence(session, evidence_id)
        require(identity.current_actor(), Permission.EVIDENCE_REMOVE, found)
        return found, queries.get_organisation(session, found.organisation_id)


def _quota() -> int:
    return pages.settings().quota_megabytes * MEGABYTE


def _to_library(organisation_id: UUID, done: str) -> ResponseReturnValue:
    there = url_for("organisations.evidence", organisation_id=organisation_id, done=done)
    return redirect(there, 303)


def _to_piece(evidence_id: UUID, done: str) -> ResponseReturnValue:
    return redirect(url_for("organisations.piece", evidence_id=evidence_id, done=done), 303)


def _form_page(template: str, form: Form, **context: object) -> ResponseReturnValue:
    return pages.page(template, 422 if request.method == "POST" else 200, form=form, **context)
