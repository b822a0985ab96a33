"""Dressing a certificate: which design it is printed in, and whether that has all its letters.

Asked before anything is decided, so that nothing is decided that cannot be printed.
"""

from dataclasses import replace

from sqlalchemy.orm import Session

from certificates.designs.letters import refuse_strange_letters
from certificates.sheet import Sheet
from labelling.issuing.designs import queries


def dressed(session: Session, scheme: str, sheet: Sheet) -> Sheet:
    """Return the sheet with the design in force and its signatories.

    Raises BadInput, naming it, for a letter that the fonts lack.
    """
    design = queries.in_force(session, scheme)
    refuse_strange_letters(sheet, design)
    return replace(sheet, design=design.sha256(), signatories=design.signatories)
