"""The bid pack on paper: PDF/A-3a and PDF/UA-1, the certificate inside; nothing is fetched.

Importing it imports WeasyPrint, which takes a second and needs Pango: the job does so late.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from assessments.editions.model import Edition
from certificates.attachments import Attachment
from certificates.designs.layouts import font_files
from certificates.paper import print_paper
from certificates.qrcode import qr_code
from labelling.applications.schemes import edition_of, level_of
from labelling.core.i18n import gettext
from labelling.core.printing import filled_in
from labelling.organisations.provenance import GRADES
from labelling.register.bidpacks.words import percent, shown
from labelling.register.entries import Entry
from labelling.register.telling import word
from labelling.settings import Settings


@dataclass(frozen=True, slots=True)
class Stated:
    """What a bid pack states: a label on a day, and what its holder chose to show."""

    entry: Entry
    chosen: dict[str, Any]
    day: date
    made_at: datetime
    demo: bool


def printed(stated: Stated, certificate: bytes, settings: Settings) -> bytes:
    """Return the PDF in the language in force, unsigned, with the certificate inside."""
    entry, day = stated.entry, stated.day
    term, standing = entry.term(day), entry.standing(day)
    edition = edition_of(term)
    address = f"{settings.public_url}/labels/{entry.label.public_id}"
    check = f"{settings.public_url}/verify"
    page = filled_in(
        "bidpack.html",
        settings=settings,
        number=entry.label.number,
        named=entry.named(day),
        term=term,
        level=level_of(term),
        edition=edition,
        status=word(standing.status),
        reason=standing.reason,
        day=day,
        made_at=stated.made_at,
        address=address,
        check=check,
        qr=Markup(  # noqa: S704 (drawn by ourselves, its title escaped)
            qr_code(address).svg(gettext("QR code of %(address)s", address=address))
        ),
        figures=_figures(stated.chosen["figures"], edition),
        result=percent(stated.chosen["result"]),
        demo=stated.demo,
    )
    inside = Attachment("certificate.pdf", certificate, "The certificate", stated.made_at)
    return print_paper(page, font_files(), [inside])


@dataclass(frozen=True, slots=True)
class _Row:
    """A figure as it is printed; ``grade`` says how sure it is, in words."""

    name: str
    value: str
    year: int
    grade: str


def _figures(chosen: Sequence[Mapping[str, Any]], edition: Edition) -> list[_Row]:
    """Return what was ticked, in the order of the fact sheet."""
    facts = {fact.id: fact for fact in edition.facts}
    return [
        _Row(
            facts[one["fact"]].name,
            shown(facts[one["fact"]].unit, one["value"]),
            one["year"],
            str(GRADES.get(one["grade"], gettext("not said"))),
        )
        for one in chosen
        if one["fact"] in facts
    ]
