"""The form of an organisation's profile."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectField, ValidationError
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import AnyOf, InputRequired, Length

from certificates.wording import WORDINGS
from labelling.core import i18n
from labelling.core.web.forms import (
    Form,
    LineField,
    LinesField,
    lazy,
    whole_number,
    without_control_characters,
)
from labelling.organisations import regional
from labelling.organisations.actions.profile import Profile
from labelling.organisations.countries import CODES, countries
from labelling.organisations.fields import FIELDS
from labelling.organisations.forms.fields import web_address


class ProfileForm(Form):
    """What an organisation says of itself."""

    name = LineField(
        lazy("Name of the organisation"),
        [InputRequired(lazy("Enter the name.")), Length(max=200), without_control_characters],
        description=lazy("As it is to stand on a certificate, in the language of its home."),
    )
    country = SelectField(
        lazy("Country"),
        [AnyOf(CODES, lazy("Choose the country."))],
        choices=[],
        validate_choice=False,
    )
    city = LineField(
        lazy("Town of the office"),
        [InputRequired(lazy("Enter the town.")), Length(max=100), without_control_characters],
    )
    region = SelectField(
        lazy("Region"),
        [AnyOf(["", *regional.CODES], lazy("Choose from the list."))],
        choices=[],
        validate_choice=False,
        description=lazy(
            "The statistical region (NUTS 2) in which most members work. Its stars on the map are "
            "shown beside your label; they rate the region, not you."
        ),
    )
    field = SelectField(
        lazy("Technology field"),
        [AnyOf(FIELDS.keys(), lazy("Choose the field that most members work in."))],
        choices=[],
        validate_choice=False,
        description=lazy("The one that most members work in."),
    )
    website = LineField(lazy("Website"), [Length(max=300), without_control_characters, web_address])
    about = LinesField(
        lazy("About the cluster"),
        [Length(max=1000)],
        description=lazy("Two or three sentences: who the members are, what they do together."),
    )
    language = RadioField(
        lazy("Language"),
        choices=[SelectChoice(*item) for item in i18n.LANGUAGES.items()],
        default=i18n.DEFAULT,
        description=lazy("The language of mail to new people."),
    )
    certificate_language = SelectField(
        lazy("Language of the certificate and the badge"),
        [AnyOf(["", *WORDINGS], lazy("Choose from the list."))],
        choices=[],
        validate_choice=False,
        description=lazy(
            "Any official language of the European Union. Each certificate keeps the language in "
            "which it was issued."
        ),
    )
    version = HiddenField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        blank = SelectChoice("", i18n.gettext("Choose"))
        self.country.choices = [blank, *(SelectChoice(*pair) for pair in countries())]
        self.field.choices = [
            blank,
            *(SelectChoice(key, str(name)) for key, name in FIELDS.items()),
        ]
        spoken = ((code, i18n.language_name(code)) for code in WORDINGS)
        self.certificate_language.choices = [
            SelectChoice("", i18n.gettext("The language above")),
            *(
                SelectChoice(*pair)
                for pair in sorted(spoken, key=lambda one: i18n.in_order(one[1]))
            ),
        ]
        none = SelectChoice("", i18n.gettext("No region, or one that is not listed"))
        self.region.choices = [none, *(SelectChoice(*pair) for pair in regional.regions())]

    def validate_region(self, field: Any) -> None:
        """Refuse a region of another country: one of the two is a slip."""
        if field.data and regional.country_of(field.data) != self.country.data:
            raise ValidationError(i18n.gettext("This region lies in another country."))

    @property
    def profile(self) -> Profile:
        """Return what was entered."""
        return Profile(
            name=self.name.data or "",
            country=self.country.data,
            city=self.city.data or "",
            field=self.field.data,
            website=self.website.data or "",
            about=self.about.data or "",
            language=self.language.data,
            certificate_language=self.certificate_language.data or "",
            region=self.region.data or "",
        )

    @property
    def version_number(self) -> int:
        """Return the version that the edit started from; 0 where it says none."""
        return whole_number(self.version.data)
