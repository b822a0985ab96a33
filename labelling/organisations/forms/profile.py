"""Forms of organisations: what is asked for, in words and shape."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from wtforms import DateField, FileField, HiddenField, RadioField, SelectField, ValidationError
from wtforms import Form as WTForm
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import AnyOf, InputRequired, Length

from certificates.wording import WORDINGS
from labelling.core import i18n
from labelling.core.access import Seat
from labelling.core.web.forms import (
    Form,
    LineField,
    LinesField,
    lazy,
    whole_number,
    without_control_characters,
)
from labelling.organisations import regional
from labelling.organisations.actions.evidence import Description
from labelling.organisations.actions.profile import Profile
from labelling.organisations.actions.seats import SEAT_NAMES
from labelling.organisations.countries import CODES, countries
from labelling.organisations.fields import FIELDS
from labelling.people.addresses import checked

LONGEST_LIST = 500_000


class EmailField(LineField):
    """An e-mail address, kept in one form."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what cannot be an address."""
        address = checked(self.data or "")
        if address is None:
            raise ValidationError(i18n.gettext("Enter an address like name@place.example."))
        self.data = address


class DayField(DateField):
    """A day in three boxes; all three blank is no day."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, format="%d %m %Y", **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the day that the boxes spell."""
        typed = [part.strip() for part in valuelist]
        self.data: date | None = None
        if not any(typed):
            return
        try:
            self.data = datetime.strptime(" ".join(typed), "%d %m %Y").date()  # noqa: DTZ007 (a day)
        except ValueError:
            raise ValueError(i18n.gettext("Write day, month and year, like 14 5 2025.")) from None


def web_address(_form: Any, field: Any) -> None:
    """Refuse what is not an ordinary address of a page."""
    text = field.data or ""
    if not text:
        return
    try:
        parts = urlsplit(text)
        odd = parts.scheme not in {"http", "https"} or not parts.hostname or parts.username
    except ValueError:
        odd = True
    if odd or " " in text or "." not in (parts.hostname or ""):
        raise ValidationError(i18n.gettext("Write the address in full: https://cluster.example"))


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


class MembersForm(Form):
    """The list of members, pasted from a spreadsheet or as a CSV file."""

    text = LinesField(
        lazy("Paste the list"),
        [Length(max=LONGEST_LIST)],
        description=lazy(
            "A line for each member: name, kind and country, copied from a spreadsheet. "
            "It takes the place of the present list."
        ),
    )
    file = FileField(lazy("Or choose a CSV file"))
    base = HiddenField()
    previewed = HiddenField()


class AskForm(Form):
    """Whom somebody asks for access."""

    name = LineField(
        lazy("Name of the organisation"),
        [InputRequired(lazy("Enter the name.")), Length(max=200)],
        description=lazy("Exactly as it is written here."),
    )
    country = SelectField(
        lazy("Country"),
        [AnyOf(CODES, lazy("Choose the country."))],
        choices=[],
        validate_choice=False,
    )
    message = LinesField(
        lazy("Message to its owners"),
        [Length(max=500)],
        description=lazy("Who you are and what you will do there."),
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        blank = SelectChoice("", i18n.gettext("Choose"))
        self.country.choices = [blank, *(SelectChoice(*pair) for pair in countries())]


def _seats() -> list[SelectChoice]:
    return [SelectChoice(seat.value, name) for seat, name in SEAT_NAMES.items()]


class InviteForm(Form):
    """Somebody who is to get a seat."""

    name = LineField(
        lazy("Name"),
        [InputRequired(lazy("Enter a name.")), Length(max=200), without_control_characters],
    )
    email = EmailField(lazy("E-mail address"), [Length(max=320)])
    seat = RadioField(
        lazy("Seat"),
        [InputRequired(lazy("Choose a seat."))],
        choices=_seats(),
    )

    @property
    def chosen(self) -> Seat:
        """Return the chosen seat."""
        return Seat(self.seat.data)


class SeatForm(Form):
    """Another seat for somebody."""

    seat = SelectField(lazy("Seat"), choices=_seats())


class AnswerForm(Form):
    """An answer to a request for access."""

    seat = SelectField(lazy("Seat"), choices=[*_seats(), SelectChoice("", lazy("No seat"))])


class HandOverForm(Form):
    """To whom an owner hands over."""

    to = RadioField(
        lazy("New owner"),
        [InputRequired(lazy("Choose a person."))],
        choices=[],
        validate_choice=True,
    )


class AppointForm(Form):
    """An owner whom the office names."""

    name = LineField(
        lazy("Name"),
        [InputRequired(lazy("Enter a name.")), Length(max=200), without_control_characters],
    )
    email = EmailField(lazy("E-mail address"), [Length(max=320)])
    reason = LinesField(
        lazy("Reason"),
        [InputRequired(lazy("Say why the office hands this over.")), Length(max=500)],
        description=lazy("It stands in the trail."),
    )


def _chosen(_form: WTForm, field: Any) -> None:
    if not getattr(field.data, "filename", ""):
        raise ValidationError(i18n.gettext("Choose a file."))


class VersionForm(Form):
    """A newer version of a file."""

    file = FileField(lazy("File"), [_chosen])


class DescriptionForm(Form):
    """What is said of a piece of evidence."""

    title = LineField(
        lazy("Title"),
        [InputRequired(lazy("Enter a title.")), Length(max=200), without_control_characters],
        description=lazy("As an assessor will look for it, for example “Strategy 2025–2028”."),
    )
    dated = DayField(lazy("Date of the paper"))
    first = DayField(lazy("It supports the time from"))
    last = DayField(lazy("It supports the time until"))

    @property
    def described(self) -> Description:
        """Return what was entered."""
        return Description(
            title=self.title.data or "",
            dated=self.dated.data,
            first=self.first.data,
            last=self.last.data,
        )


class FileForm(VersionForm, DescriptionForm):
    """A piece that is kept here: the file, and what is said of it."""


class LinkForm(DescriptionForm):
    """A page elsewhere, of which a copy is kept."""

    url = LineField(
        lazy("Address"),
        [
            InputRequired(lazy("Enter the address of the page.")),
            Length(max=500),
            without_control_characters,
            web_address,
        ],
        description=lazy("For example https://www.example.org/report."),
    )


class PaperForm(DescriptionForm):
    """A piece that is seen on site."""

    where_seen = LineField(
        lazy("Where it can be seen"),
        [InputRequired(lazy("Say where it can be seen.")), Length(max=200)],
        description=lazy("For example “Folder A3 in the office”."),
    )

    @property
    def described(self) -> Description:
        """Return what was entered."""
        return Description(
            title=self.title.data or "",
            dated=self.dated.data,
            where_seen=self.where_seen.data or "",
            first=self.first.data,
            last=self.last.data,
        )
