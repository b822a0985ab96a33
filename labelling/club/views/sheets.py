"""The sheet as a spreadsheet: out, and in again after a look at what would change."""

import json
from uuid import UUID, uuid4

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from benchmarking.rounds import Round
from benchmarking.validation.given import Given
from labelling.club import queries
from labelling.club.actions.entering import (
    Figure,
    Outcome,
    faults_of_figures,
    refuse_closed,
    save_figures,
)
from labelling.club.forms import LONGEST_SHEET, SheetForm, as_uuid
from labelling.club.models import Source
from labelling.club.spreadsheet import (
    ReadSheet,
    read_sheet,
    sheet_file,
    shown_change,
    without_faults,
)
from labelling.club.standing import SheetState, sheet_state
from labelling.club.subjects import Part
from labelling.club.views.blueprint import bp
from labelling.core.access import require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import BadRequest, Invalid
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.secrets import vault
from labelling.core.web import identity, pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker
from labelling.core.workbooks import MEDIA_TYPE
from labelling.organisations.inspection.sandbox import inspect_sheet
from labelling.organisations.uploads import clean_name


@bp.get("/parts/<uuid:part_id>/figures.xlsx")
def sheet_out(part_id: UUID) -> Response:
    """Return the sheet as a workbook."""
    with reading() as session:
        part = queries.part_for(session, asker(), part_id, identity.now())
        require(asker(), Permission.FIGURES_VIEW, part)
        state = sheet_state(session, part)
        half = Round.parse(part.round.half_year)
        earlier = queries.earlier_sheets(session, part.row.membership_id, half)
    content = sheet_file(
        state.set, state.asked, state.rows, earlier.get(half.previous), _mark(part)
    )
    return attachment(content, f"{part.place.club.code}-{half}.xlsx", MEDIA_TYPE)


@bp.route("/parts/<uuid:part_id>/sheet", methods=["GET", "POST"])
def sheet_in(part_id: UUID) -> ResponseReturnValue:
    """Take in a spreadsheet: show what would change, and save it once that was looked at."""
    form = SheetForm()
    with reading() as session:
        part = queries.part_for(session, asker(), part_id, identity.now())
        require(asker(), Permission.FIGURES_EDIT, part)
        state = sheet_state(session, part)
    refuse_closed(part.round, identity.now())
    if request.method == "GET":
        return _page(part, form)
    if "figures" in request.form:
        return _take_over(part, form, state)
    try:
        read = _checked(part, state, read_sheet(state.asked, state.rows, _sent(form), _mark(part)))
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(part, form, status=422)
    return _page(part, form, read, status=422 if read.faults else 200)


def _checked(part: Part, state: SheetState, read: ReadSheet) -> ReadSheet:
    """Return what was read without the figures that saving would refuse; they are faults."""
    half = Round.parse(part.round.half_year)
    figures = [one.figure for one in read.changes]
    return without_faults(read, faults_of_figures(state.set, half, figures))


def _sent(form: SheetForm) -> list[list[str]]:
    file: FileStorage | None = form.file.data
    if file is None or not file.filename:
        raise Invalid(lazy("Choose a spreadsheet."), field="file")
    content = file.stream.read(LONGEST_SHEET + 1)
    if len(content) > LONGEST_SHEET:
        raise Invalid(lazy("This file is too large for a sheet of figures."), field="file")
    return inspect_sheet(content, clean_name(file.filename))


def _take_over(part: Part, form: SheetForm, state: SheetState) -> ResponseReturnValue:
    """Save the figures that were looked at: they come back as they left, signed."""
    written = request.form["figures"]
    if not vault().signed(_purpose(part), written, request.form.get("seen", "")):
        raise BadRequest(lazy("These are not the figures that were shown. Choose the file again."))
    figures = [
        Figure(name, Given(number, unit, grade, accuracy, note), none, revision)
        for name, number, unit, grade, accuracy, note, none, revision in json.loads(written)
    ]
    with unit_of_work() as session:
        outcome = save_figures(
            session,
            actor=asker(),
            part_id=part.row.id,
            figures=figures,
            save_id=as_uuid(request.form.get("save_id")) or uuid4(),
            source=Source.SHEET,
            now=identity.now(),
        )
    if outcome.faults or outcome.conflicts:
        for sentence in _sentences(outcome, state):
            form.form_errors.append(sentence)
        return _page(part, form, status=422)
    return redirect(url_for(".figures", part_id=part.row.id, done="taken"), 303)


def _sentences(outcome: Outcome, state: SheetState) -> list[str]:
    names = state.set.quantities
    return [f"{names[key].name}: {fault.sentence}" for key, fault in outcome.faults.items()] + [
        str(lazy("%(name)s: somebody saved another figure meanwhile.")) % {"name": names[key].name}
        for key in outcome.conflicts
    ]


def _mark(part: Part) -> str:
    """Return what stands in each row of a member's sheet of a round."""
    return f"{part.round.half_year} {part.row.id.hex[:12]}"


def _purpose(part: Part) -> str:
    return f"sheet:{part.row.id}"


def _page(
    part: Part, form: SheetForm, read: ReadSheet | None = None, *, status: int = 200
) -> ResponseReturnValue:
    figures = ""
    if read is not None and read.changes:
        figures = json.dumps(
            [
                [
                    one.figure.quantity,
                    one.figure.given.number,
                    one.figure.given.unit,
                    one.figure.given.grade,
                    one.figure.given.accuracy,
                    one.figure.given.note,
                    one.figure.not_collected,
                    one.figure.revision,
                ]
                for one in read.changes
            ],
            ensure_ascii=False,
        )
    return pages.page(
        "club/sheet_in.html",
        status,
        part=part,
        form=form,
        read=read,
        figures=figures,
        seen=vault().sign(_purpose(part), figures) if figures else "",
        save_id=uuid4(),
        shown_change=shown_change,
    )
