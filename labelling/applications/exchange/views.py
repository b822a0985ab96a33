"""The self-assessment out as a file, and a file that was filled in off line back in."""

from collections.abc import Mapping
from uuid import UUID

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications import queries
from labelling.applications.actions.answers import refuse_frozen
from labelling.applications.carrying.sources import origins_of
from labelling.applications.carrying.words import origins_in_words
from labelling.applications.exchange import as_form, as_json, as_workbook, fields
from labelling.applications.exchange.sheets import SelfAssessment, assessment_of
from labelling.applications.life import OPEN_FOR_WRITING
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of, level_of
from labelling.applications.versions.actions.keeping import NAME_LIMIT, read_in
from labelling.applications.versions.comparing import incoming
from labelling.applications.versions.sources import (
    DRAFT,
    PartSaid,
    Source,
    load_source,
    version_key,
)
from labelling.applications.views.blueprint import bp, turn_of
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import format_day, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker
from labelling.core.workbooks import MEDIA_TYPE as WORKBOOK
from labelling.organisations import queries as organisations
from labelling.organisations.forms import VersionForm
from labelling.organisations.inspection.sandbox import (
    inspect_document,
    inspect_page,
    inspect_sheet,
    inspect_values,
)
from labelling.organisations.uploads import clean_name

_MOST = 10_000_000
_SAME = lazy("The file says nothing that the draft does not say, so nothing was kept of it.")


@bp.get("/applications/<uuid:application_id>/files")
def as_files(application_id: UUID) -> ResponseReturnValue:
    """Offer the self-assessment in every format, and take one back."""
    return _page(asker(), application_id, VersionForm())


@bp.post("/applications/<uuid:application_id>/files")
def read_file(application_id: UUID) -> ResponseReturnValue:
    """Read a file in as a version, and lead to what differs; the draft stays as it is."""
    actor, form = asker(), VersionForm()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ANSWER_EDIT, application)
        refuse_frozen(application)
    if form.answered():
        name = clean_name(form.file.data.filename)
        try:
            parts = _read(form.file.data.stream.read(_MOST + 1), name, application)
            if not _differ(application, parts):
                return redirect(
                    url_for(".as_files", application_id=application_id, done="same"), 303
                )
            with unit_of_work() as session:
                version = read_in(
                    session,
                    actor=actor,
                    application_id=application_id,
                    name=f"{name[: NAME_LIMIT - 30]}, {format_day(identity.now())}",
                    parts=parts,
                    now=identity.now(),
                )
            return redirect(
                url_for(".preview", application_id=application_id, source=version_key(version)),
                303,
            )
        except Invalid as refusal:
            form.refuse(refusal)
    return _page(actor, application_id, form)


def _read(content: bytes, name: str, application: Application) -> dict[str, PartSaid]:
    if len(content) > _MOST:
        raise Invalid(lazy("The file has more than 10 MB. Nothing was read."), field="file")
    match name.rpartition(".")[2].lower():
        case "json":
            return as_json.read(inspect_values(content, name), application)
        case "xlsx":
            return as_workbook.read(inspect_sheet(content, name), application)
        case "docx":
            return fields.read(inspect_document(content, name), application)
        case "html" | "htm":
            return fields.read(inspect_page(content, name), application)
    raise Invalid(
        lazy("“%(name)s” is none of the files that we read. Add XLSX, DOCX, HTML or JSON."),
        field="file",
        name=name,
    )


def _differ(application: Application, parts: Mapping[str, PartSaid]) -> bool:
    """Say whether anything in a file is not what the draft says already."""
    with reading() as session:
        draft = load_source(session, application, DRAFT)
    scope = edition_of(application).scope(level_of(application))
    return bool(incoming(scope, draft, Source("", "", parts), {}))


def _page(actor: Actor, application_id: UUID, form: VersionForm) -> ResponseReturnValue:
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ANSWER_VIEW, application)
        turn = turn_of(session, actor, application, identity.now())
    return pages.page(
        "applications/exchange/files.html",
        422 if form.errors else 200,
        application=application,
        form=form,
        notice=_SAME if request.args.get("done") == "same" else None,
        may_read_in=application.state in OPEN_FOR_WRITING
        and access.may(actor, Permission.ANSWER_EDIT, application),
        turn=turn,
    )


@bp.get("/applications/<uuid:application_id>/self-assessment.<ending>")
def as_file(application_id: UUID, ending: str) -> Response:
    """Hand out the self-assessment, or a version of it, as a file."""
    actor = asker()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ANSWER_VIEW, application)
        source = load_source(session, application, request.args.get("source", DRAFT))
        organisation = organisations.get_organisation(session, application.organisation_id)
        seen = {part_id: said.rests_on or 0 for part_id, said in source.parts.items()}
        origins = origins_of(session, application.id, seen)
    sheet = assessment_of(application, organisation.name, source, origins)
    name = f"{application.reference}.{ending}"
    match ending:
        case "json":
            return attachment(as_json.written(sheet), name, "application/json")
        case "xlsx":
            return attachment(as_workbook.written(sheet), name, WORKBOOK)
        case "docx":
            return _as_document(sheet, name)
        case "form.html":
            return attachment(as_form.written(sheet), name, "text/html; charset=utf-8")
        case "html":
            return attachment(_as_page(sheet), name, "text/html")
    raise NotFound


def _as_document(sheet: SelfAssessment, name: str) -> Response:
    # The library takes a second to import, which only those pay who want such a file.
    from labelling.applications.exchange import as_document  # noqa: PLC0415

    return attachment(as_document.written(sheet), name, as_document.MEDIA_TYPE)


def _as_page(sheet: SelfAssessment) -> bytes:
    text, _status = pages.page(
        "applications/exchange/self_assessment.html", sheet=sheet, origin_words=origins_in_words
    )
    return text.encode()
