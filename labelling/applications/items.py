"""Things that are missing from a draft: what each is, where it is mended, who has it."""

from dataclasses import dataclass
from enum import StrEnum

from labelling.applications.eligibility import Declared, RuleStanding, rule_standings
from labelling.applications.queries.drafts import Draft
from labelling.applications.snapshots import facts_by_year
from labelling.core.i18n import gettext


class Group(StrEnum):
    """How an item weighs."""

    MUST = "must"
    SHOULD = "should"
    LEVEL = "level"


class Page(StrEnum):
    """The page where an item is mended."""

    PART = "part"
    FACTS = "facts"
    DECLARATIONS = "declarations"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is missing: what, where it is mended, who has it.

    ``waits`` marks a rule about many parts that mends itself while they are being answered.
    """

    group: Group
    title: str
    says: str
    page: Page
    part_id: str = ""
    anchor: str = ""
    who: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class MissingFigure:
    """A figure that the fact sheet must have and does not."""

    fact_id: str
    name: str
    year: int


def draft_rules(draft: Draft) -> tuple[RuleStanding, ...]:
    """Return the eligibility rules as the draft stands."""
    return rule_standings(
        draft.edition,
        draft.level.id,
        facts_by_year(draft),
        {key: Declared(row.holds, row.explanation) for key, row in draft.declarations.items()},
    )


def part_name(draft: Draft, part_id: str) -> str:
    """Return a part's number and title."""
    return f"{part_id} {draft.edition.parts[part_id].title}"


def rule_title(standing: RuleStanding) -> str:
    """Return the first sentence of a rule, without its full stop."""
    sentence, _, _ = standing.rule.text.partition(". ")
    return gettext("Eligibility: %(rule)s", rule=sentence.rstrip("."))
