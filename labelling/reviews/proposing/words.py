"""What the solver answers, in words: rules, reasons, and what cannot be met together."""

from collections.abc import Mapping, Sequence

from assessments.assigning.task import Proposal, Reason, Rule
from labelling.core.i18n import Text, gettext, language_name, lazy
from labelling.reviews.proposing.gathering import Question

RULES: Mapping[Rule, Text] = {
    Rule.SIZE: lazy("as many assessors as the level asks for"),
    Rule.INDEPENDENT: lazy("nobody who is barred"),
    Rule.AVAILABLE: lazy("nobody who is away within four weeks"),
    Rule.LANGUAGE: lazy("everybody speaks the organisation’s language, from B2 on"),
    Rule.FIELD: lazy("somebody knows the technology field"),
    Rule.ABROAD: lazy("as many from abroad as the level asks for"),
    Rule.LOAD: lazy("nobody beyond the hours that they have"),
    Rule.TRAINED: lazy("everybody has a training in force"),
    Rule.EXPERIENCED: lazy("somebody has handed in at least three cases"),
    Rule.NOT_AGAIN: lazy("no two who assessed their last case together"),
}

LEAVABLE = tuple(rule for rule in Rule if rule not in {Rule.SIZE, Rule.INDEPENDENT, Rule.ABROAD})
"""Rules of good practice that the office may leave out; the others are the scheme's own."""

REASONS: Mapping[Reason, Text] = {
    Reason.ABROAD: lazy("from abroad, as the level asks"),
    Reason.FIELD: lazy("knows the technology field"),
    Reason.EXPERIENCED: lazy("experienced"),
    Reason.NEWER: lazy("newer, beside somebody experienced"),
    Reason.LIGHT_LOAD: lazy("nothing under way"),
    Reason.NO_TIES: lazy("no ties known"),
}

_BROKEN: Mapping[Rule, Text] = {
    Rule.AVAILABLE: lazy("Somebody of this team is away within four weeks."),
    Rule.LANGUAGE: lazy("Not everybody speaks the organisation’s language well enough."),
    Rule.FIELD: lazy("Nobody of this team knows the technology field."),
    Rule.LOAD: lazy("Somebody of this team has more under way than hours for it."),
    Rule.TRAINED: lazy("Somebody of this team has no training in force."),
    Rule.EXPERIENCED: lazy("Nobody of this team has handed in three cases."),
    Rule.NOT_AGAIN: lazy("Two of this team assessed their last case together."),
}


def reasons_in_words(reasons: Sequence[Reason], language: str) -> list[str]:
    """Return what speaks for somebody, a phrase each."""
    return [
        gettext("speaks %(language)s", language=language_name(language))
        if reason is Reason.LANGUAGE
        else str(REASONS[reason])
        for reason in reasons
    ]


def conflict_in_words(proposal: Proposal, question: Question) -> list[str]:
    """Return the rules that cannot be met together, each with how many could meet it alone."""
    everybody = len(question.candidates)
    return [
        gettext(
            "%(rule)s (%(num)s of %(all)s meet this)",
            rule=RULES[rule],
            num=proposal.numbers[rule],
            all=everybody,
        )
        for rule in proposal.impossible
        if rule is not Rule.SIZE
    ] or [gettext("%(rule)s (there are %(all)s)", rule=RULES[Rule.SIZE], all=everybody)]


def broken_in_words(rules: Sequence[Rule]) -> list[str]:
    """Return in sentences what a team breaks of good practice."""
    return [str(_BROKEN[rule]) for rule in rules if rule in _BROKEN]
