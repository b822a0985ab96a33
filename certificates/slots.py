"""What stands on a certificate's page, slot by slot, in the sheet's language.

What is in another language than the page says so: for a screen reader an English name on a Greek
page is English. `tagging.py` carries that into the PDF.
"""

from collections.abc import Mapping
from html import escape

from certificates.designs.design import Design
from certificates.designs.layouts import Markup, escaped, load_layout
from certificates.designs.texts import filled
from certificates.levelsign import level_sign
from certificates.qrcode import qr_code
from certificates.sheet import Sheet
from certificates.wording import Wording, in_words, wording

LOGO_FILE = "logo.png"

_WHITE = "#FFFFFF"


def slots(sheet: Sheet, design: Design, *, specimen: bool = False) -> dict[str, str]:
    """Return each slot's value; texts are escaped when the page is filled, markup is not."""
    words, english = wording(sheet.language, sheet.kind), wording("en", sheet.kind)
    code = qr_code(sheet.address)
    place = (sheet.level_ordinal, sheet.level_count)
    scheme, level = named(sheet, sheet.scheme), named(sheet, sheet.level)
    return {
        "language": sheet.language,
        "holder": sheet.holder,
        "scheme": scheme,
        "title": words.title.format(scheme=sheet.scheme, holder=sheet.holder, level=sheet.level),
        "author": sheet.scheme,
        "description": f"{sheet.number}, {words.version.format(version=sheet.version)}",
        "decided_on_iso": sheet.decided_on.isoformat(),
        "kind": f"{_watermark(sheet, specimen)} {'with-logo' if design.logo else ''}".strip(),
        "accent": design.accent,
        "colour": design.colour(sheet.level_id),
        "logo": _logo(design),
        "statement": _own_text(sheet, design, "opening") or words.statement,
        "place": ", ".join(filter(None, (sheet.place, sheet.country))),
        "holds": Markup(escape(words.holds).format(scheme=escaped(scheme))),
        "level": level,
        "rank": words.rank_of(*place),
        "scope": sheet.scope,
        "citation": _own_text(sheet, design, "citation"),
        "edition": Markup(
            escape(words.edition).format(edition=escaped(named(sheet, sheet.edition)))
        ),
        "valid_from_name": words.valid_from,
        "valid_from": in_words(sheet.valid_from, sheet.language),
        "valid_until_name": words.valid_until,
        "valid_until": in_words(sheet.valid_until, sheet.language),
        "decided": _decided(sheet, words),
        "signed": _signed(sheet, words),
        "signatories": _signatories(sheet),
        "closing": _own_text(sheet, design, "closing"),
        "note": words.note,
        "note_in_english": "" if words is english else foreign(english.note, "en"),
        "number": sheet.number,
        "version": words.version.format(version=sheet.version),
        "address": sheet.address,
        "address_start": sheet.shown_address[0],
        "address_end": sheet.shown_address[1],
        "quiet_mm": f"{code.quiet_mm:.3f}",
        "qr": Markup(code.svg(words.qr.format(address=sheet.address))),
        "sign": _sign(sheet, design, words.level_of(sheet.level, *place)),
    }


def named(sheet: Sheet, name: str) -> str:
    """Return a name of the scheme's, marked where it is in another language than the page."""
    other = sheet.names_language not in {"", sheet.language}
    return foreign(name, sheet.names_language) if other else name


def foreign(text: str, language: str) -> Markup:
    """Return a text marked as being in another language than the page."""
    return Markup(f'<span lang="{language}">{escape(text)}</span>')


def _own_text(sheet: Sheet, design: Design, kind: str) -> str:
    """Return what the scheme says in its own words, in the sheet's language or in English."""
    sentence, language = design.text(kind, sheet.language)
    if not sentence:
        return ""
    text = filled(sentence, _values(sheet, language))
    return text if language == sheet.language else foreign(text, language)


def _values(sheet: Sheet, language: str) -> Mapping[str, str]:
    """Return what stands for each name that a sentence may have in braces."""
    return {
        "holder": sheet.holder,
        "place": sheet.place,
        "country": sheet.country,
        "scheme": sheet.scheme,
        "level": sheet.level,
        "edition": sheet.edition,
        "number": sheet.number,
        "valid_from": in_words(sheet.valid_from, language),
        "valid_until": in_words(sheet.valid_until, language),
        "decided_on": in_words(sheet.decided_on, language),
    }


def _watermark(sheet: Sheet, specimen: bool) -> str:
    if specimen:
        return "specimen"
    return "demo" if sheet.demo else ""


def _logo(design: Design) -> str:
    if design.logo is None:
        return ""
    alternative = escape(design.logo.alternative)
    return Markup(f'<img class="logo" src="design:{LOGO_FILE}" alt="{alternative}"/>')


def _sign(sheet: Sheet, design: Design, title: str) -> Markup:
    colour = design.colour(sheet.level_id)
    stone, lines = (
        (_WHITE, colour) if load_layout(design.layout).sign_on_colour else (colour, _WHITE)
    )
    return Markup(
        level_sign(
            ordinal=sheet.level_ordinal,
            count=sheet.level_count,
            colour=stone,
            lines=lines,
            title=title,
        )
    )


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


def _signatories(sheet: Sheet) -> Markup:
    """Return a block for each person: a line to sign on, the name, the function."""
    return Markup(
        "".join(
            f'<div class="signatory"><p class="who">{escape(who.name)}</p>'
            f'<p class="role">{escape(who.role)}</p></div>'
            for who in sheet.signatories
        )
    )
