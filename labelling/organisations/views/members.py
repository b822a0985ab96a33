"""The list of members: what is saved, and a new list looked at before it takes its place."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from labelling.core.access import may, require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import tidy_lines
from labelling.organisations import queries
from labelling.organisations.actions.members import save_members
from labelling.organisations.forms import LONGEST_LIST, MembersForm
from labelling.organisations.inspection.sandbox import inspect
from labelling.organisations.members import (
    KIND_NAMES,
    Difference,
    MemberLine,
    ReadList,
    as_text,
    difference,
    fingerprint,
    read_members,
)
from labelling.organisations.uploads import clean_name
from labelling.organisations.views.blueprint import bp, notice


@bp.get("/organisations/<uuid:organisation_id>/members")
def members(organisation_id: UUID) -> ResponseReturnValue:
    """Show the present members; offer another list to those who write."""
    return _page(organisation_id, MembersForm())


@bp.post("/organisations/<uuid:organisation_id>/members")
def change_members(organisation_id: UUID) -> ResponseReturnValue:
    """Look at a new list; save it once it was looked at."""
    form = MembersForm()
    with reading() as session:
        organisation = queries.get_organisation(session, organisation_id)
        require(identity.current_actor(), Permission.FACTS_EDIT, organisation)
        present = [row.line for row in queries.member_rows(session, organisation_id)]
    if not form.validate():
        return _page(organisation_id, form, status=422)
    try:
        form.text.data = _sent(form)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(organisation_id, form, status=422)
    read = read_members(form.text.data)
    found = difference(present, read.members)
    seen = fingerprint(read.members)
    if read.faults or "save" not in request.form or form.previewed.data != seen:
        form.base.data, form.previewed.data = fingerprint(present), seen
        status = 422 if read.faults else 200
        return _page(organisation_id, form, read, found, status=status)
    try:
        _save(organisation_id, read.members, form.base.data or "")
    except Conflict as refusal:
        form.refuse(refusal)
        form.base.data = fingerprint(present)
        return _page(organisation_id, form, read, found, status=refusal.status)
    there = url_for("organisations.members", organisation_id=organisation_id, done="saved")
    return redirect(there, 303)


def _save(organisation_id: UUID, lines: tuple[MemberLine, ...], base: str) -> None:
    with unit_of_work() as session:
        save_members(
            session,
            actor=identity.current_actor(),
            organisation_id=organisation_id,
            members=lines,
            base=base,
            now=identity.now(),
        )


def _sent(form: MembersForm) -> str:
    """Return the text that was pasted, or that of the file, inspected; raise Invalid."""
    file: object = form.file.data
    if not isinstance(file, FileStorage) or not file.filename:  # a text where a file is expected
        if not form.text.data:
            raise Invalid(lazy("Paste a list, or choose a file."), field="text")
        return form.text.data
    name = clean_name(file.filename)
    if not name.lower().endswith((".csv", ".txt")):
        raise Invalid(lazy("Choose a CSV file, or paste the list."), field="file")
    content = file.stream.read(LONGEST_LIST + 1)
    if len(content) > LONGEST_LIST:
        raise Invalid(lazy("This file is too large for a list of members."), field="file")
    kept = inspect(content, name).content
    for code in ("utf-8-sig", "cp1252"):
        try:
            return tidy_lines(kept.decode(code))
        except UnicodeDecodeError:
            continue
    raise Invalid(lazy("This file could not be read. Save it as CSV in UTF-8."), field="file")


def _page(
    organisation_id: UUID,
    form: MembersForm,
    read: ReadList | None = None,
    found: Difference | None = None,
    *,
    status: int = 200,
) -> ResponseReturnValue:
    with reading() as session:
        organisation = queries.get_organisation(session, organisation_id)
        require(identity.current_actor(), Permission.FACTS_VIEW, organisation)
        rows = queries.member_rows(session, organisation_id)
    if request.method == "GET":
        form.text.data = as_text([row.line for row in rows])
    return pages.page(
        "organisations/members.html",
        status,
        organisation=organisation,
        rows=rows,
        form=form,
        read=read,
        found=found,
        kinds=KIND_NAMES,
        writes=may(identity.current_actor(), Permission.FACTS_EDIT, organisation),
        notice=notice(),
    )
