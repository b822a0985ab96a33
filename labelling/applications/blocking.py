"""What keeps a draft from being submitted: parts, figures and declarations that lack something."""

from collections.abc import Iterator, Sequence

from labelling.applications.eligibility import RuleStanding
from labelling.applications.items import Group, Item, MissingFigure, Page, part_name, rule_title
from labelling.applications.queries.drafts import Draft
from labelling.applications.standing import Gap, gaps
from labelling.core.i18n import gettext, ngettext


def incomplete_parts(draft: Draft) -> Iterator[Item]:
    """Yield each part that lacks something, with all that it lacks."""
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
            gettext("open") if found == _ALL else ", ".join(says),
            Page.PART,
            part_id,
            anchor,
            draft.who_has(part_id),
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


def blank_figures(missing: Sequence[MissingFigure]) -> Iterator[Item]:
    """Yield each figure that is blank in some of the years."""
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


def undeclared_rules(rules: Sequence[RuleStanding]) -> Iterator[Item]:
    """Yield each rule on which the organisation must still say something."""
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
            Group.MUST, rule_title(standing), says, Page.DECLARATIONS, anchor=standing.rule.id
        )
