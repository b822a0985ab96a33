"""How a label must stand, counted anew and simply: what the stateful campaign compares with.

It shares no code with the application or the verifier.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass
class Paper:
    """A published certificate: which term it tells of, and which version it is."""

    id: UUID
    term: int
    version: int
    pdf: bytes = field(repr=False)


@dataclass
class Told:
    """All that happened to one label, in the order in which it was recorded."""

    number: str
    public_id: str
    terms: list[tuple[date, date]] = field(default_factory=list)
    published: set[int] = field(default_factory=set)
    events: list[tuple[str, date]] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)

    def term_on(self, day: date) -> int | None:
        """Return the term that counts: the one recorded last of those that have begun."""
        begun = [place for place in sorted(self.published) if self.terms[place][0] <= day]
        return begun[-1] if begun else None

    def status(self, day: date) -> str:
        """Return the label's status on a day; of several the worst."""
        term = self.term_on(day)
        if term is None:
            return "none"
        for final in ("revoked", "withdrawn"):
            if any(kind == final and since <= day for kind, since in self.events):
                return final
        if day > self.terms[term][1]:
            return "expired"
        return "suspended" if self.is_suspended(day) else "active"

    def is_suspended(self, day: date) -> bool:
        """Say whether a suspension counts: on the day of its lifting it still does."""
        since: date | None = None
        for kind, effective in sorted(
            ((kind, day_) for kind, day_ in self.events if kind in {"suspended", "lifted"}),
            key=lambda event: event[1],
        ):
            if kind == "suspended" and effective <= day:
                since = since or effective
            elif kind == "lifted" and effective < day:
                since = None
        return since is not None

    def is_over(self, paper: Paper, day: date) -> bool:
        """Say whether a paper will never count again, whatever comes."""
        ended = any(
            kind in {"revoked", "withdrawn"} and since <= day for kind, since in self.events
        )
        term = self.term_on(day)
        followed = term is not None and term > paper.term
        return ended or followed or paper.version < self._newest(paper.term)

    def is_valid(self, paper: Paper, day: date) -> bool:
        """Say whether a paper proves the label on a day: running, this term, newest version."""
        return (
            self.status(day) == "active"
            and self.term_on(day) == paper.term
            and paper.version == self._newest(paper.term)
        )

    def _newest(self, term: int) -> int:
        return max(one.version for one in self.papers if one.term == term)
