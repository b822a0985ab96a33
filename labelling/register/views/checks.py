"""Checking a certificate: by its number, or the file itself. Nothing is kept."""

from contextlib import closing
from datetime import date
from hashlib import sha256

from flask import Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from certificates.errors import BadInput
from certificates.identifiers import is_public_id
from certificates.numbers import parse_number
from certificates.sources import LARGEST_PDF, checked_pdf
from certificates.verify import verify as check_file
from labelling.core.database import reading
from labelling.core.errors import Invalid, NotFound, TooLarge
from labelling.core.i18n import lazy
from labelling.core.web import identity, pages
from labelling.register import queries
from labelling.register.bundles import bundle_of
from labelling.register.findings import Finding, finding_of
from labelling.register.forms import FileForm
from labelling.register.telling import moment_in_words
from labelling.register.views.blueprint import bp, today

Answer = tuple[str, int]

_FORM_AROUND = 64 * 1024
_MEGABYTE = 1024 * 1024


@bp.route("/verify", methods=["GET", "POST"])
def verify() -> ResponseReturnValue:
    """Ask for a number or a file; say what is known of the file that was sent."""
    if request.method == "POST":
        return _result()
    typed = request.args.get("number", "").strip()
    error = ""
    if "number" in request.args:
        try:
            return redirect(url_for("register.label", public_id=_found(typed)), 303)
        except Invalid as refusal:
            error = refusal.sentence
    return _form(FileForm(), 422 if error else 200, number=typed[:40], number_error=error)


def _form(form: FileForm, status: int, number: str = "", number_error: str = "") -> Answer:
    return pages.page(
        "register/verify.html", status, form=form, number=number, number_error=number_error
    )


def _result() -> Response | Answer:
    """Check the file that was sent; show the form again where there is none to check."""
    if (request.content_length or 0) > LARGEST_PDF + _FORM_AROUND:
        raise _too_large(request.content_length or 0, TooLarge)
    form = FileForm()
    in_order = form.validate()
    try:
        pdf = _read(form.file.data)
    except Invalid as refusal:
        form.refuse(refusal)
        return _form(form, 422)
    if not in_order:
        return _form(form, 422)
    digest = sha256(pdf).hexdigest()
    finding = _check(pdf, digest, form.on.data)
    asked = moment_in_words(identity.now())
    response = make_response(
        pages.page("register/result.html", finding=finding, digest=digest, asked=asked)
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _found(typed: str) -> str:
    """Return the public identifier of the label that was typed; raise Invalid for none."""
    if is_public_id(typed):
        try:
            with reading() as session:
                return queries.get_entry(session, typed).label.public_id
        except NotFound:
            raise Invalid(lazy("There is no label with this identifier.")) from None
    try:
        number = str(parse_number(typed))
    except BadInput:
        raise Invalid(
            lazy("This is not a label number, or a character is wrong. "
                 "One looks like CE-2026-0417-R. Compare it with the paper.")
        ) from None  # fmt: skip
    with reading() as session:
        entry = queries.find_entry_by_number(session, number)
    if entry is None:
        raise Invalid(
            lazy("No label has the number %(number)s. A paper that bears it is not ours."),
            number=number,
        )
    return entry.label.public_id


def _read(sent: FileStorage | None) -> bytes:
    """Return the bytes that were sent; raise Invalid for what is no PDF or too large."""
    if sent is None or not sent.filename:
        raise Invalid(lazy("Choose the PDF that you received."), field="file")
    with closing(sent):
        data = sent.stream.read(LARGEST_PDF + 1)
    if len(data) > LARGEST_PDF:
        raise _too_large(request.content_length or len(data), Invalid)
    try:
        return checked_pdf(data, "file")
    except BadInput:
        raise Invalid(
            lazy("This file is not a PDF, so it was not checked. Nothing was kept. "
                 "Choose the PDF that you received."),
            field="file",
        ) from None  # fmt: skip


def _too_large(size: int, kind: type[Invalid] | type[TooLarge]) -> Invalid | TooLarge:
    return kind(
        lazy("This file has %(size)d MB; we check up to %(most)d MB. Nothing was kept. "
             "Check the label by its number instead."),
        field="file",
        size=-(-size // _MEGABYTE),
        most=LARGEST_PDF // _MEGABYTE,
    )  # fmt: skip


def _check(pdf: bytes, digest: str, day: date | None) -> Finding:
    """Return what the register says of these bytes: the same that a stranger computes."""
    with reading() as session:
        entry = queries.find_entry_by_file(session, digest)
    known = [] if entry is None else [entry]
    bundle = bundle_of(known, pages.settings(), identity.now())
    report = check_file(pdf, bundle, day, identity.now())
    return finding_of(report, entry, day or today(), today())
