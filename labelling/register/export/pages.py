"""The pages of an export, in the language in force: register, each label, checking, and reading."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from labelling import places
from labelling.applications.schemes import edition_of, level_of
from labelling.core import i18n
from labelling.core.clock import civil_day
from labelling.core.i18n import DEFAULT, LANGUAGES, format_day, gettext
from labelling.organisations.fields import FIELDS
from labelling.register.entries import Entry
from labelling.register.export.folder import File
from labelling.register.happenings import happenings_of
from labelling.register.telling import look_of, moment_in_words, word
from labelling.settings import Settings


@dataclass(frozen=True, slots=True)
class _Row:
    """One label as its page and the list show it."""

    id: str
    number: str
    holder: str
    place: str
    country: str
    field: str
    level: str
    edition: str
    look: str
    status: str
    reason: str
    since: date | None
    valid_from: date
    valid_until: date


def pages_of(
    entries: Sequence[Entry], settings: Settings, now: datetime, language: str, *, demo: bool
) -> Iterator[File]:
    """Yield the pages in the language in force, those of the default one at the top.

    ``demo`` says on each that all of it is fictitious.
    """
    day = civil_day(now, settings.zone)
    rows = [_row(entry, day) for entry in entries]
    below = "" if language == DEFAULT else f"{language}/"
    shared = {
        "language": language,
        "languages": LANGUAGES,
        "default": DEFAULT,
        "day": day,
        "asked": moment_in_words(now),
        "settings": settings,
        "demo": demo,
    }

    def page(name: str, template: str, **context: Any) -> File:
        path = f"{below}{name}"
        top = "../" * path.count("/")
        text = (
            _templates()
            .get_template(f"export/{template}")
            .render(**shared, **context, path=name, top=top, here="../" * name.count("/"))
        )
        return path, text.encode()

    yield page("index.html", "index.html", rows=rows)
    yield page("verify.html", "verify.html")
    yield f"{below}verify-data.js", _data(entries, rows, settings, now)
    for entry, row in zip(entries, rows, strict=True):
        yield page(
            f"labels/{row.id}.html",
            "label.html",
            row=row,
            happenings=happenings_of(entry, day),
            certificates=_documents(entry),
        )


def _row(entry: Entry, day: date) -> _Row:
    term, standing, named = entry.term(day), entry.standing(day), entry.named(day)
    return _Row(
        id=entry.label.public_id,
        number=entry.label.number,
        holder=named.holder,
        place=named.city,
        country=i18n.country_name(term.country),
        field=str(FIELDS.get(entry.field, entry.field)),
        level=level_of(term).name,
        edition=edition_of(term).name,
        look=look_of(standing.status),
        status=word(standing.status),
        reason=standing.reason,
        since=standing.since,
        valid_from=term.valid_from,
        valid_until=term.valid_until,
    )


def _documents(entry: Entry) -> list[dict[str, Any]]:
    terms = {term.id: term for term in entry.terms}
    return [
        {
            "version": one.version,
            "level": level_of(terms[one.term_id]).name,
            "valid_from": terms[one.term_id].valid_from,
            "valid_until": terms[one.term_id].valid_until,
            "sha256": one.sha256,
        }
        for one in entry.certificates
    ]


def _data(
    entries: Sequence[Entry], rows: Sequence[_Row], settings: Settings, now: datetime
) -> bytes:
    """Return what the page for checking compares with, as a script: files cannot fetch files."""
    day = civil_day(now, settings.zone)
    files: dict[str, dict[str, Any]] = {}
    for entry, row in zip(entries, rows, strict=True):
        current = entry.certificate(day)
        for certificate, document in zip(entry.certificates, _documents(entry), strict=True):
            found = {
                "page": f"labels/{row.id}.html",
                "number": row.number,
                "holder": entry.named_in(certificate.version).holder,
                "level": document["level"],
                "version": certificate.version,
                "from": format_day(document["valid_from"]),
                "until": format_day(document["valid_until"]),
                "last": document["valid_until"].isoformat(),
                "status": row.status,
                "look": row.look,
                "reason": row.reason,
                "replaced": certificate.id != current.id,
            }
            files |= dict.fromkeys(certificate.files, found)
    content = {"asOf": now.isoformat(), "day": day.isoformat(), "files": files}
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return f"window.REGISTER = {text};\n".encode()


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(places.TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, i18n.ngettext, newstyle=False
    )
    environment.globals.update({"_": gettext, "pgettext": i18n.pgettext})
    environment.filters.update(day=format_day, number=i18n.format_number)
    return environment
