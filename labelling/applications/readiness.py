"""What stands between a draft and its submission: what must, what should, what the level asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from labelling.applications.blocking import blank_figures, incomplete_parts, undeclared_rules
from labelling.applications.items import Item, MissingFigure, Page, draft_rules
from labelling.applications.queries.drafts import Draft
from labelling.applications.shortfalls import (
    no_members,
    rules_that_do_not_hold,
    unmet_rules,
    weak_parts,
)


@dataclass(frozen=True, slots=True)
class Readiness:
    """All items of a draft."""

    must: tuple[Item, ...]
    should: tuple[Item, ...]
    level: tuple[Item, ...]

    @property
    def is_ready(self) -> bool:
        """Say whether nothing keeps the application from being submitted."""
        return not self.must

    def nearest(self, but_not: str, count: int = 3) -> tuple[Item, ...]:
        """Return the nearest gaps, of different kinds first, leaving out one part's own."""
        must = [item for item in self.must if item.part_id != but_not]
        level = [item for item in self.level if item.part_id != but_not and not item.waits]
        parts = [item for item in must if item.page is Page.PART]
        others = [item for item in must if item.page is not Page.PART]
        first = [*parts[:1], *level[:1], *others[:1]]
        rest = [item for item in (*parts, *level, *others) if item not in first]
        return tuple((first + rest)[:count])


def readiness(
    draft: Draft, missing: Sequence[MissingFigure], today: date, *, names_members: bool
) -> Readiness:
    """Return what the draft lacks, in the order of its parts."""
    rules = draft_rules(draft)
    must = [*incomplete_parts(draft), *blank_figures(missing), *undeclared_rules(rules)]
    should = [*weak_parts(draft, today), *rules_that_do_not_hold(rules)]
    if not names_members:
        should.append(no_members())
    return Readiness(tuple(must), tuple(should), tuple(unmet_rules(draft)))
