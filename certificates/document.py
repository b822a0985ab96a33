"""The certificate as a PDF: one page, A4 landscape, PDF/A-3a and PDF/UA-1 in one file."""

import atexit
from collections.abc import Sequence
from typing import TYPE_CHECKING

from certificates.attachments import Attachment
from certificates.designs import Drawing, load_design
from certificates.errors import CannotPrint
from certificates.levelsign import level_sign
from certificates.qrcode import qr_code
from certificates.sheet import Sheet
from certificates.wording import ENGLISH, Wording, in_words, wording

if TYPE_CHECKING:
    from certificates.press import Press

_presses: dict[str, "Press"] = {}
atexit.register(_presses.clear)  # a press cleans up its fonts while Python is still whole


def render(sheet: Sheet, design: str = "classic", attachments: Sequence[Attachment] = ()) -> bytes:
    """Return the certificate with these files inside.

    The same sheet and files give the same bytes, on the same software. The first call warms up
    a press per design (fonts, style), which the process keeps. Raises BadInput for a text that
    the fonts lack or the page cannot hold, and CannotPrint where this machine lacks Pango.
    """
    press = _presses.get(design)
    if press is None:
        press = _presses.setdefault(design, _warm_press(design))
    return press.print(sheet, slots(sheet, design), attachments)


def slots(sheet: Sheet, design: str = "classic") -> dict[str, str]:
    """Return what stands on the page, slot by slot, in the sheet's language."""
    words = wording(sheet.language)
    chosen = load_design(design)
    code = qr_code(sheet.address)
    place = (sheet.level_ordinal, sheet.level_count)
    return {
        "language": sheet.language,
        "holder": sheet.holder,
        "scheme": sheet.scheme,
        "title": words.title.format(scheme=sheet.scheme, holder=sheet.holder, level=sheet.level),
        "description": f"{sheet.number}, {words.version.format(version=sheet.version)}",
        "decided_on_iso": sheet.decided_on.isoformat(),
        "demo": "demo" if sheet.demo else "",
        "statement": words.statement,
        "place": ", ".join(filter(None, (sheet.place, sheet.country))),
        "holds": words.holds.format(scheme=sheet.scheme),
        "level": sheet.level,
        "rank": words.rank_of(*place),
        "colour": chosen.colour(sheet.level_id),
        "scope": sheet.scope,
        "edition": words.edition.format(edition=sheet.edition),
        "valid_from_name": words.valid_from,
        "valid_from": in_words(sheet.valid_from, sheet.language),
        "valid_until_name": words.valid_until,
        "valid_until": in_words(sheet.valid_until, sheet.language),
        "decided": _decided(sheet, words),
        "signed": _signed(sheet, words),
        "note": words.note,
        "note_in_english": "" if words is ENGLISH else ENGLISH.note,
        "number": sheet.number,
        "version": words.version.format(version=sheet.version),
        "address": sheet.address,
        "address_start": sheet.shown_address[0],
        "address_end": sheet.shown_address[1],
        "quiet_mm": f"{code.quiet_mm:.3f}",
        "qr": Drawing(code.svg(words.qr.format(address=sheet.address))),
        "sign": Drawing(
            level_sign(
                ordinal=sheet.level_ordinal,
                count=sheet.level_count,
                colour=chosen.colour(sheet.level_id),
                title=words.level_of(sheet.level, *place),
            )
        ),
    }


def _decided(sheet: Sheet, words: Wording) -> str:
    sentence = words.decided_in if sheet.decided_in else words.decided
    return sentence.format(
        by=sheet.decided_by,
        on=in_words(sheet.decided_on, sheet.language),
        place=sheet.decided_in,
    )


def _signed(sheet: Sheet, words: Wording) -> str:
    names = (", ".join(filter(None, (who.name, who.role))) for who in sheet.signatories)
    return words.signed.format(names="; ".join(names)) if sheet.signatories else ""


def _warm_press(design: str) -> "Press":
    """Import WeasyPrint, which takes seconds and needs Pango, only where something is printed."""
    try:
        from certificates.press import Press  # noqa: PLC0415 - see the docstring
    except (ImportError, OSError) as missing:
        raise CannotPrint(
            "Certificates cannot be printed here: WeasyPrint needs Pango. On Debian install "
            "libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0."
        ) from missing
    return Press(load_design(design))
