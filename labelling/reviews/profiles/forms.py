"""Forms of assessors' files: what assessors say of themselves, and what the office records."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import IntegerField, SelectField
from wtforms.validators import Length, NumberRange, Optional, StopValidation

from labelling.applications.fees.forms import AmountField
from labelling.core import i18n
from labelling.core.web.forms import Form, LineField, lazy, without_control_characters
from labelling.organisations.countries import CODES
from labelling.organisations.members import folded
from labelling.people.models import InvolvementKind
from labelling.reviews.forms.fields import CHOOSE, DAY, DayField, choices, required, text_area
from labelling.reviews.independence import DECLARABLE, KIND_NAMES
from labelling.reviews.profiles.levels import LEVELS

LEVEL = "level_"


class NeededDay(DayField):
    """A day that cannot be left blank."""

    def pre_validate(self, form: Any) -> None:
        """Refuse a blank day."""
        if self.data is None and not self.process_errors:
            raise StopValidation(str(DAY))

    @property
    def day(self) -> date:
        """Return the day of a form that is in order."""
        if self.data is None:
            raise LookupError("the form was not checked")
        return self.data


class CountriesField(LineField):
    """Countries by name in any of our languages, separated by commas; ``codes`` follow."""

    codes: tuple[str, ...] = ()

    def pre_validate(self, form: Any) -> None:
        """Refuse what is the name of no country, and say which."""
        known = _codes_by_name()
        names = [name.strip() for name in (self.data or "").split(",") if name.strip()]
        unknown = [name for name in names if folded(name) not in known]
        if unknown:
            raise StopValidation(
                i18n.gettext("We know no country called %(name)s.", name=", ".join(unknown))
            )
        self.codes = tuple(dict.fromkeys(known[folded(name)] for name in names))

    def show(self, codes: Iterable[str]) -> None:
        """Fill in the names of these countries in the language in force."""
        self.data = ", ".join(i18n.country_name(code) for code in codes)


def _codes_by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            found |= {folded(i18n.country_name(code)): code for code in CODES}
    return found | {code.casefold(): code for code in CODES}


class ExperienceForm(Form):
    """How well an assessor speaks, where they worked and lived, how much time they have."""

    worked_in = CountriesField(
        lazy("Countries where you have worked"),
        validators=[Length(max=600)],
        description=lazy("By name, separated by commas. You need not repeat the present one."),
    )
    lived_in = CountriesField(
        lazy("Countries where you have lived"),
        validators=[Length(max=600)],
        description=lazy("By name, separated by commas."),
    )
    hours_a_month = IntegerField(
        lazy("Hours a month that you have for assessing"),
        validators=[
            Optional(),
            NumberRange(0, 200, message=lazy("Write hours a month, from 0 to 200.")),
        ],
    )

    def levels(self) -> dict[str, str]:
        """Return the level of each language that one was chosen for."""
        return {
            name.removeprefix(LEVEL): field.data
            for name, field in self._fields.items()
            if name.startswith(LEVEL) and field.data
        }


def experience_form(languages: Iterable[str]) -> ExperienceForm:
    """Return the form with one list of levels for each of these languages."""
    offered = choices(
        [("", i18n.gettext("Not said")), *((key, str(LEVELS[key])) for key in LEVELS)]
    )
    fields = {
        LEVEL + code: SelectField(
            i18n.gettext("How well you speak %(language)s", language=i18n.language_name(code)),
            choices=offered,
            validators=[Optional()],
        )
        for code in languages
    }
    form: ExperienceForm = type("LeveledForm", (ExperienceForm,), fields)()
    return form


class EmployerForm(Form):
    """For whom an assessor works or worked."""

    name = LineField(
        lazy("Employer or client"),
        validators=[required(), Length(max=200), without_control_characters],
    )
    domain = LineField(
        lazy("Its website"),
        validators=[Length(max=250), without_control_characters],
        description=lazy("For example example.org. It helps to find conflicts of interest."),
    )
    since = NeededDay(lazy("First day"))
    until = DayField(
        lazy("Last day"), validators=[Optional()], description=lazy("Blank: it goes on.")
    )


class EndForm(Form):
    """The last day at an employer."""

    until = NeededDay(lazy("Last day"))


class AbsenceForm(Form):
    """When an assessor is away."""

    since = NeededDay(lazy("First day away"))
    until = NeededDay(lazy("Last day away"))


class TrainingForm(Form):
    """A training that was passed."""

    title = LineField(
        lazy("Training"), validators=[required(), Length(max=200), without_control_characters]
    )
    passed_on = NeededDay(lazy("Passed on"))
    expires_on = DayField(
        lazy("Counts until"),
        validators=[Optional()],
        description=lazy("Blank: it does not run out."),
    )


class ContractForm(Form):
    """A contract with an assessor."""

    since = NeededDay(lazy("From"))
    until = DayField(lazy("Until"), validators=[Optional()], description=lazy("Blank: open end."))
    signed_on = DayField(
        lazy("Signed by both on"),
        validators=[Optional()],
        description=lazy("Blank: not signed yet. It counts from then."),
    )


class RateForm(Form):
    """What an assessor gets from a day on."""

    since = NeededDay(lazy("From"))
    fee_a_day = AmountField(lazy("Fee for a day, in euros"), validators=[required()])
    expenses = LineField(
        lazy("Expenses"),
        validators=[Length(max=300), without_control_characters],
        description=lazy("For example: travel in second class and hotel, against receipts."),
    )


class TieForm(Form):
    """What the office knows to bind an assessor to an organisation."""

    organisation = SelectField(lazy("Organisation"), validators=[required(CHOOSE)])
    kind = SelectField(lazy("What binds them"), validators=[required(CHOOSE)])
    since = DayField(lazy("Since"), validators=[Optional()])
    until = DayField(
        lazy("Until"), validators=[Optional()], description=lazy("Blank: it is so today.")
    )
    note = text_area(lazy("Where it is known from"), most=500)

    def offer(self, organisations: Iterable[tuple[str, str]]) -> None:
        """Fill the lists in the language in force."""
        blank = ("", "")
        self.organisation.choices = choices([blank, *organisations])
        self.kind.choices = choices(
            [blank, *((kind.value, str(KIND_NAMES[kind])) for kind in DECLARABLE)]
        )

    def chosen_kind(self) -> InvolvementKind:
        """Return what was chosen."""
        return InvolvementKind(self.kind.data)
