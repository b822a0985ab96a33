"""Forms of assessor profiles, teams and independence."""

from uuid import UUID

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import Length, Optional

from labelling.core import i18n
from labelling.core.web.forms import Form, LineField, lazy, without_control_characters
from labelling.organisations.countries import countries
from labelling.organisations.fields import FIELDS
from labelling.people.models import InvolvementKind
from labelling.reviews.forms.fields import CHOOSE, DayField, choices, required, text_area
from labelling.reviews.independence import BARRING, DECLARABLE

NOTHING, SOMETHING = "nothing", "something"
LANGUAGE_CODES = (
    *("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it"),
    *("lt", "lv", "mt", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sr", "sv", "tr", "uk"),
)


def language_names() -> list[tuple[str, str]]:
    """Return code and name of the languages that one can assess in, by name."""
    named = [(code, i18n.language_name(code)) for code in LANGUAGE_CODES]
    return sorted(named, key=lambda pair: pair[1].casefold())


class ProfileForm(Form):
    """What an assessor says of countries, languages and fields."""

    country = SelectField(lazy("Country where you work"), validators=[required(CHOOSE)])
    languages = SelectMultipleField(
        lazy("Languages that you can read evidence and interview in"),
        validators=[required(lazy("Choose at least one language."))],
    )
    fields = SelectMultipleField(lazy("Technology fields that you know well"))

    def offer(self) -> None:
        """Fill the lists in the language in force."""
        self.country.choices = choices([("", ""), *countries()])
        self.languages.choices = choices(language_names())
        self.fields.choices = choices((key, str(name)) for key, name in FIELDS.items())


class TeamForm(Form):
    """Whom the office wants on the team, and who leads it."""

    people = SelectMultipleField(lazy("Assessors"), coerce=UUID, validate_choice=False)
    leads = RadioField(
        lazy("Who leads"), coerce=str, validators=[Optional()], validate_choice=False
    )
    answer_by = DayField(
        lazy("Answer by"),
        validators=[Optional()],
        description=lazy("Blank: seven days from today."),
    )


class ReasonForm(Form):
    """A step that needs a written reason."""

    reason = text_area(lazy("Reason"), most=1000, needed=True)


class ReaderForm(Form):
    """The further assessor whom a result near the threshold asks for."""

    person = RadioField(
        lazy("Further assessor"), coerce=UUID, validators=[required(CHOOSE)], validate_choice=False
    )


class WaiverForm(Form):
    """Why the office goes without the further assessor."""

    waiver = text_area(lazy("Why the rule is not followed here"), most=2000, needed=True)


class DeclarationForm(Form):
    """What an invited assessor declares of the applicant."""

    independent = RadioField(
        lazy("Is there anything that binds you to this organisation?"),
        choices=choices(
            [
                (NOTHING, lazy("No, none of the things below")),
                (SOMETHING, lazy("Yes, what I tick below")),
            ]
        ),
        validators=[required(CHOOSE)],
    )
    kinds = SelectMultipleField(lazy("What binds you"), validators=[Optional()])
    text = text_area(
        lazy("What it is, and when"),
        most=1000,
        hint=lazy(
            "Needed where you ticked something. The office reads it, and the applicant where both "
            "must agree."
        ),
    )

    def offer(self) -> None:
        """Fill the list in the language in force."""
        self.kinds.choices = choices((kind.value, str(text)) for kind, text in DECLARABLE.items())

    def declared(self) -> list[InvolvementKind]:
        """Return what was ticked; nothing where the assessor says that nothing binds."""
        if self.independent.data == NOTHING:
            return []
        return [InvolvementKind(value) for value in self.kinds.data or []]

    def contradicts(self) -> bool:
        """Say whether the answer and the ticks do not fit each other."""
        return bool((self.independent.data == SOMETHING) != bool(self.kinds.data))


BARRING_VALUES = frozenset(kind.value for kind in BARRING)


class DeclineForm(Form):
    """An assessor who cannot do it."""

    why = LineField(
        lazy("Why not"),
        validators=[Length(max=500), without_control_characters],
        description=lazy("The office reads it. You may leave it blank."),
    )


class ConsentForm(Form):
    """The written answer of office or applicant to a declared conflict."""

    consent = text_area(
        lazy("Your answer in a sentence"),
        most=1000,
        needed=True,
        hint=lazy("It is kept with your name and the date."),
    )
