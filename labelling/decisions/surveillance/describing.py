"""A finding in words of the reader: the rule, what it asks, what is reported, what to do."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assessments.editions.model import Edition, EligibilityRule
from labelling.applications.schemes import edition_of
from labelling.core.i18n import format_day, format_number, gettext
from labelling.decisions.models import LabelTerm
from labelling.decisions.surveillance.models import Finding, FindingCause
from labelling.decisions.surveillance.words import CAUSE_NAMES

MARK = "mark"
CONDITIONS = "conditions"


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as it is told: its title, the rule, what is asked and reported, what to do."""

    title: str
    rule: str
    required: str
    reported: str
    ask: str


def tell_finding(finding: Finding, term: LabelTerm) -> Told:
    """Return a finding in the language in force; raise EditionChanged as ``edition_of`` does."""
    title = str(CAUSE_NAMES[finding.cause])
    if finding.cause is FindingCause.ELIGIBILITY:
        return _rule_not_met(finding, title, edition_of(term))
    if finding.cause is FindingCause.MEMBERS:
        return _members_gone(finding, title)
    if finding.cause is FindingCause.CONFIRMATION:
        return _not_confirmed(finding, title)
    if finding.cause is FindingCause.ANSWER:
        return _not_agreed(finding, title, term)
    return Told(title, "", "", finding.reported, finding.required)


def first_sentence(rule: EligibilityRule) -> str:
    """Return the first sentence of a rule, which says what it asks."""
    sentence, _, _ = rule.text.partition(". ")
    return sentence.rstrip(".") + "."


def _rule_not_met(finding: Finding, title: str, edition: Edition) -> Told:
    rule = next((one for one in edition.eligibility if one.id == finding.key), None)
    text = first_sentence(rule) if rule is not None else finding.key
    if finding.measure is None:
        said = finding.reported or gettext("The holder said that it does not hold.")
        ask = gettext("Tell the office how, and until when, the rule will hold again.")
        return Told(title, text, "", said, ask)
    reported = gettext(
        "%(value)s in %(year)s", value=format_number(finding.measure), year=finding.year
    )
    ask = gettext(
        "Bring the figure back to what is asked, or correct it in the fact sheet; tell the office "
        "what you do."
    )
    return Told(title, text, format_number(Decimal(finding.required)), reported, ask)


def _members_gone(finding: Finding, title: str) -> Told:
    there, _, named = finding.reported.partition("/")
    return Told(
        title,
        gettext("More than half of the members named in the application are gone."),
        "",
        gettext("%(there)s of %(named)s are still members", there=there, named=named),
        gettext(
            "Bring the list of members up to date, and tell the office for whom the cluster works "
            "today."
        ),
    )


def _not_confirmed(finding: Finding, title: str) -> Told:
    due = format_day(date.fromisoformat(finding.key))
    return Told(
        title,
        gettext("Each year the holder confirms that the conditions still hold."),
        "",
        gettext("Due by %(day)s, not given", day=due),
        gettext("Give the yearly confirmation now."),
    )


def _not_agreed(finding: Finding, title: str, _term: LabelTerm) -> Told:
    about_mark = finding.key.startswith(MARK)
    rule = (
        gettext("The mark is used by the rules: by the organisation only, with level and year.")
        if about_mark
        else gettext("The conditions of the label are kept.")
    )
    ask = gettext("Tell the office how, and until when, you put it right.")
    return Told(title, rule, "", finding.reported, ask)
