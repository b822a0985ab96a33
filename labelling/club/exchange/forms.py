"""Forms of exchanges: a visit, a question, an answer."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired

from benchmarking.indicators.model import IndicatorSet
from labelling.club.exchange.actions.asking import MESSAGE_LIMIT, TEXT_LIMIT
from labelling.club.forms import as_uuid, day, line, lines
from labelling.core import i18n
from labelling.core.web.forms import Form, lazy


class VisitForm(Form):
    """A visit that is to be planned."""

    host = SelectField(lazy("Host"), validators=[InputRequired(lazy("Choose one."))])
    guests = SelectMultipleField(
        lazy("Guests"), validators=[InputRequired(lazy("Choose at least one."))]
    )
    topic = line(lazy("Topic"), 200)
    indicator = SelectField(lazy("Indicator that it is about"))
    held_on = day(lazy("Day"))
    notes = lines(lazy("Notes for those who take part"), 2000)

    def __init__(self, members: Mapping[UUID, str], set_: IndicatorSet, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        named = [SelectChoice(str(key), name) for key, name in members.items()]
        self.host.choices = [SelectChoice("", i18n.gettext("Choose")), *named]
        self.guests.choices = named
        self.indicator.choices = [
            SelectChoice("", i18n.gettext("none")),
            *(SelectChoice(one.code, f"{one.code} {one.name}") for one in set_.indicators.values()),
        ]

    @property
    def guest_ids(self) -> list[UUID]:
        """Return the guests that were chosen."""
        return [one for one in map(as_uuid, self.guests.data or []) if one is not None]


class QuestionForm(Form):
    """A question to those who are good at an indicator."""

    text = lines(
        lazy("Your question"),
        TEXT_LIMIT,
        hint=lazy("Leave out what tells who you are, unless you let your name be shown."),
        needed=True,
    )
    named = BooleanField(
        lazy("Show our name to those who are asked"),
        description=lazy("Then you are introduced as soon as one of them agrees."),
    )


class AnswerForm(Form):
    """An answer to a question that one was asked."""

    answer = RadioField(
        lazy("Your answer"),
        validators=[InputRequired(lazy("Choose one."))],
    )
    message = lines(
        lazy("A line to whoever asks"),
        MESSAGE_LIMIT,
        hint=lazy("It is read without your name until both agree. Leave out what tells it."),
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.answer.choices = [
            SelectChoice("accept", i18n.gettext("Yes, introduce us if the other side agrees too")),
            SelectChoice("decline", i18n.gettext("No")),
        ]
