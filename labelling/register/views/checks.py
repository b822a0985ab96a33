"""Checking a certificate: by its number, or the file itself. Nothing is kept.

A stranger's file is looked into by a child process of its own (``register/checking``): here it is
only counted, hashed and handed over.
"""

from contextlib import closing
from datetime import date
from hashlib import sha256

from flask import Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from certificates.errors import BadInput
from certificates.identifiers import is_public_id
from certificates.numbers import parse_number
from certificates.report import Report
from certificates.sources import LARGEST_PDF, is_badge, is_pdf
from certificates.trustfile import write_bundle
from labelling.core.database import reading
from labelling.core.errors import Invalid, NotFound, TooLarge
from labelling.core.i18n import format_day, gettext, lazy
from labelling.core.web import identity, pages
from labelling.decisions.models import Label
from labelling.issuing.others import Listed, Wanted, find_listed, listed
from labelling.register import checking, queries
from labelling.register.bidpacks.models import BidPack
from labelling.register.bidpacks.queries import find_pack_by_file
from labelling.register.bundles import bundle_of
from labelling.register.entries import Entry
from labelling.register.findings import finding_of
from labelling.register.forms import FileForm
from labelling.register.telling import band_today, moment_in_words, word
from labelling.register.views.blueprint import bp, shelf, today

Answer = tuple[str, int]

_FORM_AROUND = 64 * 1024
_MEGABYTE = 1024 * 1024


@bp.route("/verify", methods=["GET", "POST"])
def verify() -> ResponseReturnValue:
    """Ask for a number or a file; say what is known of the file that was sent."""
    if request.method == "POST":
        return _result()
    checking.warm_up()
    typed = request.args.get("number", "").strip()
    error = ""
    if "number" in request.args:
        try:
            return redirect(_found(typed), 303)
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
    with checking.turn():
        try:
            data = _read(form.file.data)
        except Invalid as refusal:
            form.refuse(refusal)
            return _form(form, 422)
        if not in_order:
            return _form(form, 422)
        response = make_response(_answer(data, form.on.data))
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer(data: bytes, day: date | None) -> Answer:
    """Return the page that says what is known of a file."""
    digest, asked = sha256(data).hexdigest(), moment_in_words(identity.now())
    with reading() as session:
        pack = find_pack_by_file(session, digest)
        if pack is not None:
            label = session.get_one(Label, pack.label_id)
            return _statement(pack, queries.get_entry(session, label.public_id), digest, asked)
    try:
        report = _check(data, digest, day)
    except checking.CannotBeChecked:
        return pages.page("register/unchecked.html", 422, digest=digest, asked=asked)
    entry = _entry(report.label.id)
    other = _other(report.label.id) if entry is None else None
    finding = finding_of(
        report, entry, day or today(), today(), is_badge=is_badge(data), other=other
    )
    return pages.page("register/result.html", finding=finding, digest=digest, asked=asked)


def _statement(pack: BidPack, entry: Entry, digest: str, asked: str) -> Answer:
    """Return the page about a bid pack of ours: how the label stood then, and stands now."""
    return pages.page(
        "register/statement.html",
        title=gettext("Genuine statement of %(day)s", day=format_day(pack.day)),
        band=band_today(entry, today(), identity.now()),
        said_then=word(pack.status) if pack.status is not None else "",
        entry=entry,
        day=today(),
        digest=digest,
        asked=asked,
    )


def _found(typed: str) -> str:
    """Return the page of the label, or award, that was typed; raise Invalid for none."""
    if is_public_id(typed):
        try:
            with reading() as session:
                return _page(session, queries.find_entry(session, typed), Wanted(public_id=typed))
        except NotFound:
            raise Invalid(lazy("There is no label with this identifier.")) from None
    try:
        number = str(parse_number(typed))
    except BadInput:
        raise Invalid(
            lazy("This is not a label number, or a character is wrong. "
                 "One looks like CE-2026-0417-R. Compare it with the paper.")
        ) from None  # fmt: skip
    try:
        with reading() as session:
            entry = queries.find_entry_by_number(session, number)
            return _page(session, entry, Wanted(number=number))
    except NotFound:
        raise Invalid(
            lazy("No label has the number %(number)s. A paper that bears it is not ours."),
            number=number,
        ) from None


def _page(session: Session, entry: Entry | None, wanted: Wanted) -> str:
    """Return the public page of a label, else of what another room lists; raise NotFound."""
    if entry is not None:
        return url_for("register.label", public_id=entry.label.public_id)
    other = find_listed(session, wanted)
    if other is None:
        raise NotFound
    return other.path


def _read(sent: FileStorage | None) -> bytes:
    """Return the bytes that were sent; raise Invalid for what is no certificate or too large."""
    if sent is None or not sent.filename:
        raise Invalid(lazy("Choose the file that you received."), field="file")
    with closing(sent):
        data = sent.stream.read(LARGEST_PDF + 1)
    if len(data) > LARGEST_PDF:
        raise _too_large(request.content_length or len(data), Invalid)
    if is_pdf(data) or is_badge(data):
        return data
    raise Invalid(
        lazy("This file is neither a PDF nor a badge (PNG, SVG), so it was not checked. "
             "Nothing was kept. Choose the file that you received."),
        field="file",
    )  # fmt: skip


def _too_large(size: int, kind: type[Invalid] | type[TooLarge]) -> Invalid | TooLarge:
    return kind(
        lazy("This file has %(size)d MB; we check up to %(most)d MB. Nothing was kept. "
             "Check the label by its number instead."),
        field="file",
        size=-(-size // _MEGABYTE),
        most=LARGEST_PDF // _MEGABYTE,
    )  # fmt: skip


def _check(data: bytes, digest: str, day: date | None) -> Report:
    """Return what the register says of these bytes: the same that a stranger computes."""
    now, settings = identity.now(), pages.settings()

    def bundle_for(named: str | None) -> bytes:
        with reading() as session:
            trust = shelf().trust(session, settings, now)
            found = [queries.find_entry_by_file(session, digest)]
            others = listed(session, Wanted(file_sha256=digest))
            if named and is_public_id(named):
                found.append(queries.find_entry(session, named))
                others += listed(session, Wanted(public_id=named))
        known = {entry.label.id: entry for entry in found if entry is not None}
        besides = {one.label.id: one.label for one in others}
        return write_bundle(
            bundle_of(list(known.values()), settings, now, trust, list(besides.values()))
        )

    return checking.check(data, bundle_for, day, now)


def _other(public_id: str | None) -> Listed | None:
    if public_id is None:
        return None
    with reading() as session:
        return find_listed(session, Wanted(public_id=public_id))


def _entry(public_id: str | None) -> Entry | None:
    if public_id is None:
        return None
    with reading() as session:
        return queries.find_entry(session, public_id)
