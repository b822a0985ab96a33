"""The register's pages for people: the list, a label's own page, its certificate."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from certificates.evidence import write_evidence
from certificates.standing import Status
from labelling.applications.schemes import (
    edition_of,
    editions_with_levels,
    level_of,
    sign_of,
)
from labelling.core import files, i18n
from labelling.core.database import reading
from labelling.core.errors import BadRequest
from labelling.core.i18n import gettext, lazy
from labelling.core.web import identity, pages
from labelling.issuing.heads import signed_head
from labelling.observatory.beside import region_stars
from labelling.organisations.fields import FIELDS
from labelling.organisations.queries import get_organisation
from labelling.register import queries
from labelling.register.asked_day import asked_day
from labelling.register.entries import Entry
from labelling.register.happenings import happenings_of
from labelling.register.proofs import evidence_of, logged
from labelling.register.telling import band_on, band_today, word
from labelling.register.views.blueprint import absolute, bp, cacheable, today
from labelling.register.wanted import (
    DESCENDING,
    SORTS,
    STATUSES,
    Wanted,
    read_day,
    read_search,
    refuse_unknown,
)


@bp.get("/register")
def index() -> tuple[str, int]:
    """List the labels that fit a search."""
    wanted = read_search(request.args)
    day = today()
    with reading() as session:
        found = queries.search(session, wanted, day)
        countries = queries.used_countries(session, day)
    last = found.first - 1 + len(found.entries)
    return pages.page(
        "register/index.html",
        wanted=wanted,
        rows=[_row(entry) for entry in found.entries],
        found=found,
        last=last,
        headers={column: _header(wanted, column) for column in SORTS},
        previous=_address(page=wanted.page - 1) if wanted.page > 1 else "",
        next=_address(page=wanted.page + 1) if found.has_next else "",
        countries=_by_name([(code, i18n.country_name(code)) for code in countries]),
        levels=_levels(),
        fields=_by_name([(key, str(name)) for key, name in FIELDS.items()]),
        statuses=[(status.value, word(status).capitalize()) for status in STATUSES],
    )


@bp.get("/labels/<public_id>")
def label(public_id: str) -> ResponseReturnValue:
    """Show how a label stands, today or on another day, and what has happened to it."""
    with reading() as session:
        entry = queries.get_entry(session, public_id)
        story = logged(session, entry)
        holder = get_organisation(session, entry.label.organisation_id)
        stars = region_stars(session, holder.region)
    day = today()
    asked = asked_day(request.args, day)
    shown = asked.value or day
    band = band_today(entry, day, identity.now()) if shown == day else band_on(entry, shown, day)
    term = entry.term(shown)
    edition = edition_of(term)
    return pages.page(
        "register/label.html",
        422 if asked.error else 200,
        entry=entry,
        band=band,
        standing_word=word(entry.standing(shown).status),
        today_status=entry.standing(day).status,
        other_day=shown != day,
        asked=asked,
        term=term,
        names=entry.named(shown),
        edition=edition,
        level=level_of(term),
        sign=sign_of(edition, term.level_id),
        field_name=FIELDS.get(entry.field, entry.field),
        happenings=happenings_of(entry, day),
        story=story,
        shown_day=shown,
        region=stars,
        address=absolute("register.label", public_id=public_id),
        download=_download_text(entry.standing(day).status),
        embed=_embed_code(entry) if entry.standing(day).status is not Status.NONE else "",
    )


@bp.get("/labels/<public_id>/evidence.json")
def evidence(public_id: str) -> Response:
    """Return what the log has of a label, with proofs, to show how it stood on a day."""
    refuse_unknown(request.args, {"on", "lang"})
    day = read_day(request.args.get("on", "")) or today()
    if day > today():
        raise BadRequest(lazy("%(day)s lies in the future."), day=day.isoformat())
    now = identity.now()
    signed_head(now)
    with reading() as session:
        entry = queries.get_entry(session, public_id)
        content = write_evidence(evidence_of(session, entry, day, pages.settings(), now))
    response = Response(content, mimetype="application/json")
    name = f"{entry.label.number}-{day.isoformat()}.evidence.json"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.cache_control.no_store = True
    return response


@bp.get("/labels/<public_id>/certificate.pdf")
def certificate(public_id: str) -> Response:
    """Return the newest certificate, byte for byte as issued."""
    with reading() as session:
        entry = queries.get_entry(session, public_id)
    newest = entry.newest_certificate
    response = Response(files.store().get(newest.sha256), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=f"{entry.label.number}.pdf")
    return cacheable(response, newest.sha256)


def _embed_code(entry: Entry) -> str:
    """Return the lines of HTML that show the badge on a holder's site and lead here."""
    page = absolute("register.label", public_id=entry.label.public_id)
    text = f"{pages.settings().label_name}: {entry.named(today()).holder}"
    return str(
        Markup('<a href="{page}"><img src="{page}/badge.svg" width="200" height="200" '
               'alt="{text}"></a>').format(page=page, text=text)
    )  # fmt: skip


def _row(entry: Entry) -> dict[str, Any]:
    term = entry.term(today())
    return {
        "url": url_for("register.label", public_id=entry.label.public_id),
        "number": entry.label.number,
        "renewing": entry.renewing,
        "holder": entry.named(today()).holder,
        "country": term.country,
        "sign": sign_of(edition_of(term), term.level_id),
        "status": entry.standing(today()).status.value,
        "until": term.valid_until,
    }


def _download_text(status: Status) -> str:
    """Return the text of the link to the certificate, which tells if the label does not count."""
    if status is Status.ACTIVE:
        return gettext("Download the certificate")
    return gettext("Download the certificate (%(status)s)", status=word(status))


def _address(**changes: object) -> str:
    """Return this search with some parameters changed; empty ones are left out."""
    query = {**request.args.to_dict(), **changes}
    return f"{request.path}?{urlencode({name: value for name, value in query.items() if value})}"


def _header(wanted: Wanted, column: str) -> dict[str, str]:
    """Return address and present order of a column's header."""
    descending = wanted.sort == DESCENDING + column
    order = "descending" if descending else "ascending" if wanted.sort == column else ""
    following = DESCENDING + column if order == "ascending" else column
    return {"url": _address(sort=following, page=""), "order": order}


def _levels() -> list[tuple[str, str]]:
    named = {
        level.id: level.name
        for edition in reversed(editions_with_levels())
        for level in edition.levels
    }
    return list(named.items())


def _by_name(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(pairs, key=lambda pair: i18n.in_order(pair[1]))
