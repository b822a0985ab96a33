"""Specimens of a design as PDF and as picture, outside any unit of work."""

from certificates import document
from certificates.designs.design import Design
from certificates.errors import BadInput, CannotPrint
from labelling.core.errors import Invalid, Unavailable
from labelling.core.i18n import language_name, lazy
from labelling.issuing.designs.schemes import edition_of_scheme
from labelling.issuing.designs.specimens import LONG_HOLDER, specimen


def specimen_pdf(scheme: str, design: Design, *, level_id: str, language: str) -> bytes:
    """Return the real PDF of a fictitious holder, marked as a specimen; raise Unavailable."""
    sheet = specimen(scheme, design, level_id=level_id, language=language)
    try:
        return document.render(sheet, design, specimen=True)
    except (BadInput, CannotPrint) as problem:
        raise Unavailable(lazy("It cannot be shown: %(why)s"), why=str(problem)) from problem


def specimen_picture(scheme: str, design: Design, *, level_id: str, language: str) -> str:
    """Return the same page as an SVG picture; raise Unavailable where nothing can be set."""
    sheet = specimen(scheme, design, level_id=level_id, language=language)
    try:
        return document.draw(sheet, design, specimen=True)
    except (BadInput, CannotPrint) as problem:
        raise Unavailable(lazy("It cannot be shown: %(why)s"), why=str(problem)) from problem


def refuse_unprintable(scheme: str, design: Design) -> None:
    """Raise Invalid where the design cannot hold a long name at one of the scheme's levels.

    In English and in each language that the design has texts of its own in.
    """
    languages = {"en", *(code for spoken in design.texts.values() for code in spoken)}
    for language in sorted(languages):
        for level in edition_of_scheme(scheme).levels:
            sheet = specimen(
                scheme, design, level_id=level.id, language=language, holder=LONG_HOLDER
            )
            try:
                document.render(sheet, design)
            except BadInput as refused:
                raise Invalid(
                    lazy(
                        "In %(language)s this design has no room for a long name of a holder, or "
                        "lacks a letter: %(why)s"
                    ),
                    language=language_name(language),
                    why=str(refused),
                ) from None
