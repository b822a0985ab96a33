"""Made-up values for the tests of this library; every organisation is fictitious."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from babel import Locale
from PIL import Image

from certificates.designs.design import Design, shipped_design
from certificates.sheet import Sheet
from certificates.standing import Change, Event, History, Term
from certificates.trust import Bundle, Document, Issuer, Label
from certificates.wording import wording

AS_OF = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)
TODAY = date(2026, 11, 22)
PDF = b"%PDF-1.7\n% a file that the register issued\n%%EOF\n"


def sheet(**changes: Any) -> Sheet:
    """Return a certificate's sheet in English with these changes."""
    values: dict[str, Any] = {
        "scheme": "Cluster Excellence Label",
        "holder": "Alder Valley Mobility Cluster",
        "place": "Graz",
        "country": "Austria",
        "level_id": "silver",
        "level": "Silver",
        "level_ordinal": 2,
        "level_count": 3,
        "scope": "It covers the cluster organisation and its services to members, "
        "not the member firms or their products.",
        "edition": "Cluster Excellence, edition 2026",
        "valid_from": date(2026, 6, 1),
        "valid_until": date(2028, 5, 31),
        "decided_by": "the committee of the label",
        "decided_on": date(2026, 5, 28),
        "decided_in": "Brussels",
        "number": "CE-2026-0417-R",
        "version": 1,
        "address": "https://label.example/labels/k7Qm2xV9tRab",
        "language": "en",
    }
    return Sheet(**{**values, **changes})


def german_sheet(**changes: Any) -> Sheet:
    """Return a certificate's sheet in German with these changes."""
    german: dict[str, Any] = {
        "language": "de",
        "country": "Österreich",
        "level": "Silber",
        "scope": "Es gilt für die Clusterorganisation und ihre Leistungen für Mitglieder, "
        "nicht für die Mitgliedsfirmen oder deren Produkte.",
        "edition": "Cluster Excellence, Ausgabe 2026",
        "decided_by": "die Kommission des Labels",
        "decided_in": "Brüssel",
    }
    return sheet(**{**german, **changes})


def picture(size: tuple[int, int] = (120, 40), mode: str = "RGBA") -> bytes:
    """Return a PNG picture of one colour."""
    data = BytesIO()
    Image.new(mode, size).save(data, "PNG")
    return data.getvalue()


def design(**changes: Any) -> Design:
    """Return the design that ships with these changes."""
    return replace(shipped_design(), **changes)


def sheet_in(language: str, **changes: Any) -> Sheet:
    """Return a certificate's sheet in a language, as the application words it."""
    words = wording(language)
    translated = {"en": "Silver", "de": "Silber"}
    return sheet(
        **{
            "language": language,
            "country": Locale.parse(language).territories["AT"],
            "level": translated.get(language, "Silver"),
            "names_language": "" if language in translated else "en",
            "scope": words.scope,
            "decided_by": words.committee,
            **changes,
        }
    )


def moment(day: date, hour: int = 9) -> datetime:
    """Return an instant on a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def term(
    identifier: str = "t1",
    *,
    level: str = "silver",
    start: date = date(2026, 6, 1),
    end: date = date(2028, 5, 31),
    recorded: datetime | None = None,
) -> Term:
    """Return a term, recorded on its first day unless told."""
    return Term(identifier, level, start, end, recorded or moment(start))


def event(
    kind: Change, day: date, reason: str = "A public reason.", recorded: datetime | None = None
) -> Event:
    """Return an event, recorded on the day it takes effect unless told."""
    return Event(kind, day, recorded or moment(day), reason)


def document(digest: str, **changes: Any) -> Document:
    """Return a certificate's entry in the bundle."""
    entry = Document(
        version=1,
        term="t1",
        level="silver",
        valid_from=date(2026, 6, 1),
        valid_until=date(2028, 5, 31),
        sha256=digest,
        issued_at=moment(date(2026, 5, 29)),
    )
    return replace(entry, **changes)


def label(*documents: Document, **changes: Any) -> Label:
    """Return a label with these certificates, active for one term unless told."""
    entry = Label(
        id="k7Qm2xV9tRab",
        number="CE-2026-0417-R",
        holder="Alder Valley Mobility Cluster",
        country="AT",
        level="silver",
        history=History((term(),)),
        documents=documents,
    )
    return replace(entry, **changes)


def bundle(*labels: Label, **changes: Any) -> Bundle:
    """Return a trust bundle with these labels, of 22 November 2026."""
    entry = Bundle(
        issuer=Issuer("Office of the label (fictitious)", "https://label.example"),
        time_zone="Europe/Brussels",
        as_of=AS_OF,
        valid_until=datetime(2026, 11, 23, 13, 32, tzinfo=UTC),
        labels=labels,
    )
    return replace(entry, **changes)
