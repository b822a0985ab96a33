"""What does not keep a draft from being submitted: weak evidence, rules and levels not reached."""

from collections.abc import Iterator, Sequence
from datetime import date

from assessments.levels import Unmet
from labelling.applications.eligibility import RuleStanding
from labelling.applications.figures import percent, reached, required
from labelling.applications.items import Group, Item, Page, part_name, rule_title
from labelling.applications.queries.drafts import CitedPiece, Draft
from labelling.core.i18n import gettext
from labelling.organisations.models import EvidenceKind

_SHORT_TEXT = 150  # characters below which an answer with a band above the first says too little
_SECOND_PIECE_FROM = 60  # percent from which one piece of evidence rarely shows enough
_OLD_AFTER_YEARS = 3


def rules_that_do_not_hold(rules: Sequence[RuleStanding]) -> Iterator[Item]:
    """Yield each rule that does not hold by what was said of it."""
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
        yield Item(Group.SHOULD, rule_title(standing), says, page, anchor=anchor)


def no_members() -> Item:
    """Return the item of an organisation that names none of its members."""
    return Item(
        Group.SHOULD,
        gettext("List of members"),
        gettext("empty; once you hold the label, who leaves and joins is measured against it"),
        Page.MEMBERS,
    )


def weak_parts(draft: Draft, today: date) -> Iterator[Item]:
    """Yield each answered part whose text or evidence is thin or old."""
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
        says += [_changed(piece) for piece in pieces if piece.has_changed]
        if pieces and all(piece.evidence.kind is EvidenceKind.SEEN_ON_SITE for piece in pieces):
            says.append(gettext("all evidence is shown on site only"))
        if says:
            yield Item(
                Group.SHOULD,
                part_name(draft, part_id),
                ", ".join(says),
                Page.PART,
                part_id,
                "text" if len(says) == 1 and not pieces else "evidence",
                draft.who_has(part_id),
            )


def _is_old(piece: CitedPiece, today: date) -> bool:
    dated = piece.evidence.dated
    return dated is not None and dated.year < today.year - _OLD_AFTER_YEARS


def _changed(piece: CitedPiece) -> str:
    return gettext("“%(title)s” has changed since it was cited", title=piece.evidence.title)


def _old(piece: CitedPiece) -> str:
    year = piece.evidence.dated.year if piece.evidence.dated is not None else ""
    return gettext("“%(title)s” is of %(year)s", title=piece.evidence.title, year=year)


def unmet_rules(draft: Draft) -> Iterator[Item]:
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
                draft.who_has(rule.id),
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
        has=reached(unmet),
        asked=required(rule),
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
