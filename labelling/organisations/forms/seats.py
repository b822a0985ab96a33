"""Forms of seats: asked for, given, changed, handed over."""

from typing import Any

from wtforms import RadioField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import AnyOf, InputRequired, Length

from labelling.core import i18n
from labelling.core.access import Seat
from labelling.core.web.forms import (
    Form,
    LineField,
    LinesField,
    lazy,
    without_control_characters,
)
from labelling.organisations.actions.seats import SEAT_NAMES
from labelling.organisations.countries import CODES, countries
from labelling.organisations.forms.fields import EmailField


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
