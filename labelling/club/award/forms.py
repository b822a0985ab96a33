"""Forms of awards: chair, rule, what a member agrees to, scores, a reason."""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired

from benchmarking.indicators.model import IndicatorSet
from labelling.club.award import counts
from labelling.club.award.actions.candidates import PLACE_LIMIT, STATEMENT_LIMIT
from labelling.club.award.actions.revoking import REASON_LIMIT
from labelling.club.award.actions.ruling import Weighed
from labelling.club.award.models import Naming, Route
from labelling.club.award.words import MEASURE_NAMES, MEASURES, NAMING_NAMES, ROUTE_NAMES
from labelling.club.forms import line, lines
from labelling.core import i18n
from labelling.core.errors import Invalid
from labelling.core.web.forms import Form, lazy
from labelling.organisations.countries import CODES

ROWS = (1, 2, 3)
"""How many criteria a rule takes on the page."""

_WRITTEN = re.compile(r"-?[0-9]{1,9}([.][0-9]{1,6})?", re.ASCII)


class ChairForm(Form):
    """Who chairs the club."""

    email = line(lazy("E-mail of the chair"), 254, lazy("The person needs an account here."))


class RuleForm(Form):
    """The rule of an award."""

    way = RadioField(
        lazy("Route and measure"),
        validators=[InputRequired(lazy("Choose one."))],
        description=lazy("Fixed before the figures of the round are. Afterwards it stands."),
    )
    appraisers = lines(
        lazy("Appraisers, one e-mail a line"),
        2000,
        hint=lazy("At least two. They decide on best practice, and among a shortlist."),
        needed=True,
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.way.choices = [
            SelectChoice(f"{route.value}:{measure}", f"{ROUTE_NAMES[route]}: {_small(measure)}")
            for route in Route
            for measure in MEASURES[route]
        ]

    @classmethod
    def for_set(cls, set_: IndicatorSet) -> "RuleForm":
        """Return the form with rows of criteria from a set, and from what is counted."""
        choices = [
            SelectChoice("", i18n.gettext("none")),
            *(
                SelectChoice(one.code, f"{one.code} {one.name}")
                for one in set_.indicators.values()
                if one.direction != "neutral"
            ),
            *(SelectChoice(name, str(title)) for name, title in counts.names().items()),
        ]
        fields: dict[str, Any] = {}
        for at in ROWS:
            fields[f"criterion{at}"] = SelectField(lazy("Figure"), choices=choices)
            fields[f"weight{at}"] = StringField(lazy("Weight"), default="1")
            fields[f"target{at}"] = StringField(
                lazy("Target"),
                description=lazy("Only where the share of a gap is measured."),
            )
        made: type[RuleForm] = type("RuleFormForSet", (cls,), fields)
        return made()

    def rows(self) -> Iterator[tuple[Any, Any, Any]]:
        """Yield the fields of each criterion."""
        for at in ROWS:
            yield self[f"criterion{at}"], self[f"weight{at}"], self[f"target{at}"]

    @property
    def route(self) -> Route:
        """Return the chosen route."""
        return Route((self.way.data or ":").partition(":")[0])

    @property
    def measure(self) -> str:
        """Return the chosen measure."""
        return str(self.way.data or ":").partition(":")[2]

    @property
    def criteria(self) -> list[Weighed]:
        """Return the criteria that were chosen; raise Invalid for what is no number."""
        return [
            Weighed(
                criterion.data,
                _number(weight.data, weight.name),
                _number(target.data, target.name) if (target.data or "").strip() else None,
            )
            for criterion, weight, target in self.rows()
            if criterion.data
        ]

    @property
    def emails(self) -> list[str]:
        """Return the addresses, one a line."""
        return [one.strip() for one in (self.appraisers.data or "").splitlines() if one.strip()]


def _small(measure: str) -> str:
    text = str(MEASURE_NAMES[measure])
    return text[:1].lower() + text[1:] if i18n.language() == i18n.DEFAULT else text


def _number(text: str | None, field: str) -> Fraction:
    written = (text or "").strip().replace(",", ".")
    if not _WRITTEN.fullmatch(written):
        raise Invalid(lazy("Write a number."), field=field)
    return Fraction(written)


class CandidacyForm(Form):
    """What a member agrees to."""

    naming = RadioField(lazy("If we are first"), default=Naming.NOTHING.value)
    by_name = BooleanField(
        lazy("The appraisers may read our name"),
        description=lazy(
            "Otherwise you are “Candidate 1” or another number to them. Who is not chosen is named "
            "to nobody else."
        ),
    )
    statement = lines(
        lazy("What the appraisers read"),
        STATEMENT_LIMIT,
        needed=False,
        hint=lazy("What you did, how, and what came of it. It is read as you write it."),
    )
    country = SelectField(lazy("Country that is printed"))
    place = line(lazy("Town that is printed"), PLACE_LIMIT, needed=False)

    def __init__(self, *, prints: bool, by_appraisal: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.naming.choices = [
            SelectChoice(key.value, text)
            for key, text in NAMING_NAMES.items()
            if not (by_appraisal and key is Naming.FIGURE)
        ]
        names = sorted((i18n.country_name(code), code) for code in CODES)
        self.country.choices = [
            SelectChoice("", i18n.gettext("not said")),
            *(SelectChoice(code, name) for name, code in names),
        ]
        if not prints:
            del self.country
            del self.place


class AppraisalForm(Form):
    """An appraiser's scores; a field for each candidate, and one to stay out of it."""

    @classmethod
    def for_candidates(
        cls, names: Mapping[UUID, str], known: Mapping[UUID, int | None]
    ) -> "AppraisalForm":
        """Return the form with what was saved."""
        fields: dict[str, Any] = {}
        for key, name in names.items():
            score = known.get(key)
            fields[f"score-{key}"] = StringField(
                i18n.gettext("Score for %(name)s, from 0 to 100", name=name),
                default="" if score is None else str(score),
            )
            fields[f"out-{key}"] = BooleanField(
                i18n.gettext("I am not independent of %(name)s", name=name),
                default=key in known and score is None,
            )
        made: type[AppraisalForm] = type("AppraisalFormForSome", (cls,), fields)
        return made()

    def scores(self, candidates: Sequence[UUID]) -> dict[UUID, int | None]:
        """Return what was given; raise Invalid for what is no whole number from 0 to 100."""
        found: dict[UUID, int | None] = {}
        for key in candidates:
            if self[f"out-{key}"].data:
                found[key] = None
                continue
            text = (self[f"score-{key}"].data or "").strip()
            if not text:
                continue
            if not (text.isascii() and text.isdigit() and int(text[:4]) <= 100):  # noqa: PLR2004
                raise Invalid(lazy("Write a whole number from 0 to 100."), field=f"score-{key}")
            found[key] = int(text)
        return found


class RevocationForm(Form):
    """Why an award is taken back."""

    public_reason = lines(
        lazy("Reason that the public reads"),
        REASON_LIMIT,
        hint=lazy("Without names of persons."),
        needed=True,
    )
