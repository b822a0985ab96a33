"""What stands between a draft and its submission: what must, what should, what the level asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assessments.levels import Unmet
from labelling.applications.eligibility import Declared, RuleStanding, rule_standings
from labelling.applications.figures import percent, percent_range
from labelling.applications.queries.drafts import CitedPiece, Draft
from labelling.applications.snapshots import facts_by_year
from labelling.applications.standing import Gap, gaps
from labelling.core.i18n import gettext, ngettext
from labelling.organisations.models import EvidenceKind

_SHORT_TEXT = 150  # characters below which an answer with a band above the first says too little
_SECOND_PIECE_FROM = 60  # percent from which one piece of evidence rarely shows enough
_OLD_AFTER_YEARS = 3


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


@dataclass(frozen=True, slots=True)
class MissingFigure:
    """A figure that the fact sheet must have and does not."""

    fact_id: str
    name: str
    year: int


def readiness(draft: Draft, missing: Sequence[MissingFigure], today: date) -> Readiness:
    """Return what the draft lacks, in the order of its parts."""
    rules = draft_rules(draft)
    must = [*_parts(draft), *_figures(missing), *_undeclared(rules)]
    should = [*_weak_parts(draft, today), *_rules_that_do_not_hold(rules)]
    return Readiness(tuple(must), tuple(should), tuple(_level(draft)))


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


def _parts(draft: Draft) -> Iterator[Item]:
    for part_id in draft.scope:
        pieces = draft.pieces.get(part_id, [])
        found = gaps(draft.answers.get(part_id), len(pieces), draft.text_limit)
        gone = [piece for piece in pieces if piece.is_gone]
        if not found and not gone:
            continue
        says = [_gap_in_words(draft, part_id, gap) for gap in found]
        says += [
            gettext("“%(title)s” was taken out of the library", title=piece.evidence.title)
            for piece in gone
        ]
        anchor = _ANCHORS[found[0]] if found else "evidence"
        yield Item(
            Group.MUST,
            part_name(draft, part_id),
            gettext("open") if found == _ALL else _listed(says),
            Page.PART,
            part_id,
            anchor,
            draft.writer(part_id),
        )


_ALL = (Gap.BAND, Gap.TEXT, Gap.EVIDENCE)
_ANCHORS = {
    Gap.BAND: "band",
    Gap.TEXT: "text",
    Gap.LENGTH: "text",
    Gap.EVIDENCE: "evidence",
    Gap.REASON: "reason",
}


def _gap_in_words(draft: Draft, part_id: str, gap: Gap) -> str:
    match gap:
        case Gap.BAND:
            return gettext("no line chosen")
        case Gap.TEXT:
            return gettext("no text")
        case Gap.EVIDENCE:
            return gettext("no evidence")
        case Gap.REASON:
            return gettext("no reason why it does not apply")
        case Gap.LENGTH:
            over = len(draft.answers[part_id].text) - draft.text_limit
            return ngettext("%(num)s character too many", "%(num)s characters too many", over)


def _listed(says: list[str]) -> str:
    return ", ".join(says)


def _figures(missing: Sequence[MissingFigure]) -> Iterator[Item]:
    years: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    for figure in missing:
        years.setdefault(figure.fact_id, []).append(figure.year)
        names[figure.fact_id] = figure.name
    for fact_id, found in years.items():
        listed = ", ".join(str(year) for year in sorted(found))
        yield Item(
            Group.MUST,
            gettext("Fact sheet: %(name)s", name=names[fact_id]),
            gettext("no figure for %(years)s", years=listed),
            Page.FACTS,
            anchor=fact_id,
        )


def _undeclared(rules: Sequence[RuleStanding]) -> Iterator[Item]:
    for standing in rules:
        if standing.declared is not None:
            continue
        if standing.is_declared:
            says = gettext("not answered yet")
        elif standing.within_derogation:
            says = gettext("below the minimum: give the reason for a derogation")
        else:
            continue
        yield Item(
            Group.MUST, _rule_title(standing), says, Page.DECLARATIONS, anchor=standing.rule.id
        )


def _rule_title(standing: RuleStanding) -> str:
    """Return the first sentence of a rule, without its full stop."""
    sentence, _, _ = standing.rule.text.partition(". ")
    return gettext("Eligibility: %(rule)s", rule=sentence.rstrip("."))


def _rules_that_do_not_hold(rules: Sequence[RuleStanding]) -> Iterator[Item]:
    for standing in rules:
        if standing.holds is False and standing.declared is not None:
            says = gettext("does not hold; the office looks at your reason")
        elif standing.holds is False and not standing.within_derogation:
            says = gettext(
                "the fact sheet says %(value)s, asked are %(minimum)s",
                value=standing.value,
                minimum=standing.minimum,
            )
        else:
            continue
        page = Page.DECLARATIONS if standing.is_declared else Page.FACTS
        anchor = standing.rule.id if standing.is_declared else standing.rule.fact or ""
        yield Item(Group.SHOULD, _rule_title(standing), says, page, anchor=anchor)


def _weak_parts(draft: Draft, today: date) -> Iterator[Item]:
    for part_id in draft.scope:
        answer = draft.answers.get(part_id)
        pieces = draft.pieces.get(part_id, [])
        if answer is None or answer.not_applicable is not None or not answer.band:
            continue
        says = []
        if 0 < len(answer.text.strip()) < _SHORT_TEXT:
            says.append(gettext("the text is very short"))
        if len(pieces) == 1 and answer.band >= _SECOND_PIECE_FROM:
            says.append(
                gettext(
                    "one piece of evidence; %(band)s %% is rarely shown by one", band=answer.band
                )
            )
        says += [_old(piece) for piece in pieces if _is_old(piece, today)]
        if pieces and all(piece.evidence.kind is EvidenceKind.SEEN_ON_SITE for piece in pieces):
            says.append(gettext("all evidence is shown on site only"))
        if says:
            yield Item(
                Group.SHOULD,
                part_name(draft, part_id),
                _listed(says),
                Page.PART,
                part_id,
                "text" if len(says) == 1 and not pieces else "evidence",
                draft.writer(part_id),
            )


def _is_old(piece: CitedPiece, today: date) -> bool:
    dated = piece.evidence.dated
    return dated is not None and dated.year < today.year - _OLD_AFTER_YEARS


def _old(piece: CitedPiece) -> str:
    year = piece.evidence.dated.year if piece.evidence.dated is not None else ""
    return gettext("“%(title)s” is of %(year)s", title=piece.evidence.title, year=year)


def _level(draft: Draft) -> Iterator[Item]:
    """Yield what the level still asks: parts below their minimum first, then the whole."""
    order = ("part_minimum", "criterion_minimum", "percent", "total")
    for unmet in sorted(draft.standing.unmet, key=lambda one: order.index(one.requirement.rule)):
        rule = unmet.requirement
        if rule.rule == "part_minimum" and rule.id is not None:
            if unmet.state == "open":  # nothing is chosen there yet: it stands among the others
                continue
            yield Item(
                Group.LEVEL,
                part_name(draft, rule.id),
                gettext(
                    "%(has)s, asked %(asked)s",
                    has=percent(unmet.has.lower),
                    asked=percent(rule.required),
                ),
                Page.PART,
                rule.id,
                "band",
                draft.writer(rule.id),
            )
        else:
            yield _whole(draft, unmet)


def _whole(draft: Draft, unmet: Unmet) -> Item:
    """Return the item of a rule about a criterion or all parts, leading to its weakest part."""
    rule = unmet.requirement
    criterion = rule.id if rule.rule == "criterion_minimum" else None
    if criterion is not None:
        name = next(one.name for one in draft.edition.criteria if one.id == criterion)
        title = gettext("Criterion %(id)s %(name)s", id=criterion, name=name)
    else:
        title = gettext("All parts together")
    state = gettext("still open") if unmet.state == "open" else gettext("not reached")
    says = gettext(
        "%(has)s, asks %(asked)s: %(state)s",
        has=percent_range(unmet.has),
        asked=percent(rule.required),
        state=state,
    )
    return Item(
        Group.LEVEL,
        title,
        says,
        Page.PART,
        _weakest(draft, criterion),
        "band",
        waits=unmet.state == "open",
    )


def _weakest(draft: Draft, criterion: str | None) -> str:
    """Return the part with the most points still to gain, in a criterion or in all."""
    scores = draft.standing.score.parts
    asked = [
        scores[part_id]
        for part_id in draft.scope
        if criterion is None or draft.edition.parts[part_id].criterion == criterion
    ]
    return max(asked, key=lambda part: part.maximum - part.points.lower).part.id
