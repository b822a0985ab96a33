"""Whether a certificate could be printed: asked when a decision is prepared, not after it."""

from datetime import datetime

from sqlalchemy.orm import Session

from certificates import document
from certificates.designs.design import Design
from certificates.designs.letters import StrangeLetter
from certificates.errors import BadInput, CannotPrint
from certificates.sheet import Sheet
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of
from labelling.core.errors import Invalid
from labelling.core.i18n import Text, lazy
from labelling.decisions.sheets import foreseen_sheet
from labelling.issuing.designs.queries import in_force

_WHERE: dict[str, Text] = {
    "holder": lazy("The name of the holder"),
    "place": lazy("The town"),
}
_LETTER = lazy(
    "%(where)s has the letter “%(letter)s” (%(code)s), which certificates cannot print: their "
    "fonts have Latin, Greek and Cyrillic. The organisation writes it in one of these in its "
    "profile; then prepare the decision."
)


def sheet_in_design(
    session: Session, application: Application, level_id: str, now: datetime
) -> tuple[Sheet, Design]:
    """Return what a certificate would say and how it would look.

    Raises Invalid for a letter that the fonts lack, naming it, and for texts that are no sheet.
    """
    try:
        sheet = foreseen_sheet(session, application, level_id, now)
    except StrangeLetter as strange:
        raise Invalid(
            _LETTER,
            where=_WHERE.get(strange.name, strange.said),
            letter=strange.letter,
            code=f"U+{ord(strange.letter):04X}",
        ) from None
    except BadInput as refused:
        raise _cannot(refused) from None
    return sheet, in_force(session, edition_of(application).scheme)


def refuse_unprintable(sheet: Sheet, design: Design) -> None:
    """Raise Invalid where the page has no room for these texts; outside any unit of work.

    On a machine that cannot print at all nothing is refused: the worker may be another one.
    """
    try:
        document.render(sheet, design)
    except BadInput as refused:
        raise _cannot(refused) from None
    except CannotPrint:
        return


def _cannot(refused: BadInput) -> Invalid:
    return Invalid(lazy("The certificate could not be printed: %(why)s"), why=str(refused))
