"""Evidence of a part: cited from the library, added right here, changed, taken out."""

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.applications import actions, queries
from labelling.applications.actions.answers import refuse_frozen
from labelling.applications.actions.citations import CitationChanged
from labelling.applications.forms import CitationForm, CiteForm, SeenForm, UploadForm, options
from labelling.applications.models import Application
from labelling.applications.queries.drafts import CitedPiece, cited_pieces
from labelling.applications.schemes import edition_of, level_of, refuse_unknown_part
from labelling.applications.views.blueprint import bp, turn_of
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form
from labelling.core.web.identity import asker
from labelling.organisations import queries as organisations
from labelling.organisations.actions import evidence as library
from labelling.organisations.finding import MANY, with_words
from labelling.organisations.models import EvidenceKind
from labelling.organisations.previewing import looks
from labelling.organisations.queries import EvidenceEntry
from labelling.organisations.uploads import take_in

_MEGABYTE = 1_048_576


@dataclass(frozen=True, slots=True)
class _Place:
    """The part of an application that evidence is cited in."""

    application: Application
    part_id: str
    pieces: list[CitedPiece]


@bp.route("/applications/<uuid:application_id>/parts/<part_id>/evidence", methods=["GET", "POST"])
def evidence(application_id: UUID, part_id: str) -> ResponseReturnValue:
    """Cite a piece of the library, or add a new one and cite it at once."""
    actor = asker()
    with reading() as session:
        place = _place(session, actor, application_id, part_id)
        entries = organisations.evidence_of(session, place.application.organisation_id)
        turn = turn_of(session, actor, place.application, identity.now())
        seen = looks(session, (entry.file for entry in entries))
    cited = {piece.evidence.id for piece in place.pieces}
    others = [entry for entry in entries if entry.evidence.id not in cited]
    wanted = request.args.get("q", "").strip()
    found = with_words(others, wanted)
    forms: dict[str, Form] = {
        "upload": UploadForm(prefix="upload-"),
        "seen": SeenForm(prefix="seen-"),
    }
    cite = CiteForm(prefix="library-")
    cite.evidence.choices = options((str(entry.evidence.id), _described(entry)) for entry in found)
    forms["library"] = cite
    form = forms.get(request.form.get("way", ""))
    if form is not None and form.answered():
        try:
            _cite(actor, place, form)
            return redirect(
                url_for(
                    ".part", application_id=application_id, part_id=part_id, _anchor="evidence"
                ),
                303,
            )
        except Invalid as refusal:
            form.refuse(refusal)
    edition = edition_of(place.application)
    steps = level_of(place.application).steps
    return pages.page(
        "applications/evidence.html",
        422 if form is not None and form.errors else 200,
        application=place.application,
        part=edition.parts[part_id],
        pieces=place.pieces,
        library=[entry for entry in found if entry.file is not None],
        wanted=wanted,
        searchable=len(others) >= MANY,
        looks=seen,
        limit=steps.evidence_limit if steps is not None else len(place.pieces) + 1,
        refused=form,
        cite_form=cite,
        upload_form=forms["upload"],
        seen_form=forms["seen"],
        most=pages.settings().upload_megabytes,
        turn=turn,
    )


def _described(entry: EvidenceEntry) -> str:
    if entry.evidence.kind is EvidenceKind.SEEN_ON_SITE:
        return gettext("%(title)s (seen on site)", title=entry.evidence.title)
    return entry.evidence.title


def _place(session: Session, actor: Actor, application_id: UUID, part_id: str) -> _Place:
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.ANSWER_EDIT, application)
    refuse_frozen(application)
    refuse_unknown_part(edition_of(application), part_id)
    return _Place(application, part_id, cited_pieces(session, application_id).get(part_id, []))


def _cite(actor: Actor, place: _Place, form: Form) -> None:
    """Add the piece where it is new, and cite it. The file is inspected outside the transaction."""
    settings, now = pages.settings(), identity.now()
    file = None
    if isinstance(form, UploadForm):
        sent = form.data["file"]
        content = sent.stream.read()
        with reading() as session:
            library.refuse_over_quota(
                session,
                place.application.organisation_id,
                len(content),
                settings.quota_megabytes * _MEGABYTE,
            )
        file = take_in(sent.filename, content, settings.upload_megabytes * _MEGABYTE)
    with unit_of_work() as session:
        if isinstance(form, CiteForm):
            evidence_id = UUID(form.data["evidence"])
        elif file is not None and isinstance(form, UploadForm):
            evidence_id = library.add_file(
                session,
                actor=actor,
                organisation_id=place.application.organisation_id,
                description=form.described,
                file=file.file,
                quota=settings.quota_megabytes * _MEGABYTE,
                now=now,
            ).id
        elif isinstance(form, SeenForm):
            evidence_id = library.add_seen_on_site(
                session,
                actor=actor,
                organisation_id=place.application.organisation_id,
                description=form.described,
                now=now,
            ).id
        actions.cite_evidence(
            session,
            actor=actor,
            application_id=place.application.id,
            part_id=place.part_id,
            evidence_id=evidence_id,
            pages=form.data["pages"] or "",
            now=now,
        )
    if file is not None:
        file.store()


@bp.route(
    "/applications/<uuid:application_id>/parts/<part_id>/evidence/<uuid:evidence_id>",
    methods=["GET", "POST"],
)
def citation(application_id: UUID, part_id: str, evidence_id: UUID) -> ResponseReturnValue:
    """Change the pages that are meant, or cite the piece no longer."""
    actor, now = asker(), identity.now()
    with reading() as session:
        place = _place(session, actor, application_id, part_id)
        turn = turn_of(session, actor, place.application, now)
    piece = next((one for one in place.pieces if one.evidence.id == evidence_id), None)
    if piece is None:
        raise NotFound
    stands = piece.citation.pages
    form, changed = CitationForm(data={"pages": stands, "seen": stands}), False
    if form.answered():
        try:
            _change(actor, place, evidence_id, form)
            back = url_for(
                ".part", application_id=application_id, part_id=part_id, _anchor="evidence"
            )
            return redirect(back, 303)
        except CitationChanged as refusal:
            changed, form.seen.data = True, refusal.pages
            form.form_errors.append(_changed_meanwhile(refusal))
    return pages.page(
        "applications/citation.html",
        409 if changed else 422 if form.errors else 200,
        form=form,
        application=place.application,
        part=edition_of(place.application).parts[part_id],
        piece=piece,
        turn=turn,
    )


def _change(actor: Actor, place: _Place, evidence_id: UUID, form: CitationForm) -> None:
    """Save the pages, or cite the piece no longer, as the button says."""
    with unit_of_work() as session:
        if "drop" in request.form:
            actions.drop_citation(
                session,
                actor=actor,
                application_id=place.application.id,
                part_id=place.part_id,
                evidence_id=evidence_id,
                seen=form.seen.data,
                now=identity.now(),
            )
        else:
            actions.change_citation(
                session,
                actor=actor,
                application_id=place.application.id,
                part_id=place.part_id,
                evidence_id=evidence_id,
                pages=form.data["pages"] or "",
                seen=form.seen.data,
                now=identity.now(),
            )


def _changed_meanwhile(refusal: CitationChanged) -> str:
    return gettext(
        "Somebody changed the pages to “%(pages)s” while you were writing. Yours are below and not "
        "saved yet; press the button again to have it your way.",
        pages=refusal.pages or gettext("none"),
    )
