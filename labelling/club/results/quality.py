"""Coverage and quality of a round, as counts over all members that are never small.

A count of members below five, and its complement below five, is not told: who is missing, or who
estimates, would be known to those who talk to each other.
"""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy.orm import Session

from labelling.club.frozen import read_frozen
from labelling.club.results import gate, queries
from labelling.club.results.clubwide import ClubView


@dataclass(frozen=True, slots=True)
class Quality:
    """How many members took part and sent, and how figures are graded over the whole round.

    ``grades`` counts figures, not members; None where a count would tell of few.
    """

    sent: int | None
    taking_part: int | None
    grades: tuple[tuple[str, int | None], ...]
    figures: int | None


def quality_of(session: Session, view: ClubView) -> Quality:
    """Return the coverage of a club's round and the grades of its figures.

    The total stands only beside all of its parts: less the others it would tell a hidden one. All
    are those of the first release and stay: two versions would tell of who came late.
    """
    few = gate.policy_of(view.club).few
    frozen = queries.first_frozen(session, view.round.id)
    sheets = read_frozen(frozen).sheets if frozen is not None else {}
    graded = Counter(
        entry.grade
        for sheet in sheets.values()
        for entry in sheet.entries.values()
        if entry.number is not None
    )
    members = {
        grade: sum(any(e.grade == grade and e.number is not None for e in s.entries.values())
                   for s in sheets.values())
        for grade in ("A", "B", "C", "D")
    }  # fmt: skip
    enough = len(sheets) >= few
    missing = view.taking_part - len(sheets)
    told = enough and (missing == 0 or missing >= few)
    grades = tuple(
        (grade, graded[grade] if members[grade] == 0 or members[grade] >= few else None)
        for grade in ("A", "B", "C", "D")
    )
    whole = enough and all(count is not None for _, count in grades)
    return Quality(
        sent=len(sheets) if enough else None,
        taking_part=view.taking_part if told else None,
        grades=grades,
        figures=sum(graded.values()) if whole else None,
    )
