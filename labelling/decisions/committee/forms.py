"""Forms of sittings: shape and wording of what people enter."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import Length, StopValidation

from labelling.core.clock import scheme_zone, today
from labelling.core.i18n import gettext
from labelling.core.web.forms import Form, LineField, lazy, without_control_characters
from labelling.decisions.actions.preparing import TEXT_LIMIT
from labelling.decisions.committee.actions import Arrangement
from labelling.decisions.committee.actions.attending import OBSERVERS_LIMIT
from labelling.decisions.committee.actions.minuting import REMARKS_LIMIT
from labelling.decisions.committee.actions.planning import REASON_LIMIT
from labelling.decisions.committee.actions.voting import DISSENT_LIMIT, OBJECTION_LIMIT
from labelling.decisions.committee.models import Choice, Reply, Sitting, SittingKind
from labelling.decisions.committee.showing import CHOICE_NAMES
from labelling.decisions.committee.stages import KIND_NAMES
from labelling.decisions.forms import OutcomeForm
from labelling.people.models import Person
from labelling.reviews.forms.fields import (
    CHOOSE,
    DAY,
    DayField,
    as_uuid,
    choices,
    required,
    text_area,
)

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_WRITE_CLOCK = lazy("Write hours and minutes, for example 14:30.")


def _clock_in_order(_form: Form, field: Any) -> None:
    if field.data and not _CLOCK.fullmatch(field.data):
        raise StopValidation(str(_WRITE_CLOCK))


def _day_of_meeting(form: Any, field: Any) -> None:
    if form.kind.data == SittingKind.MEETING and field.data is None and not field.errors:
        raise StopValidation(str(DAY))


def _begin_of_meeting(form: Any, field: Any) -> None:
    if form.kind.data == SittingKind.MEETING and not field.data:
        raise StopValidation(gettext("Write when it begins, for example 14:30."))


def _place_of_meeting(form: Any, field: Any) -> None:
    if form.kind.data == SittingKind.MEETING and not field.data and not form.link.data:
        raise StopValidation(gettext("Write the place, or the link to a video meeting."))


class SittingForm(Form):
    """When and where a sitting is, and who chairs it."""

    scheme = SelectField(lazy("Scheme"))
    kind = RadioField(lazy("How the committee comes together"), validators=[required(CHOOSE)])
    day = DayField(
        lazy("Day"),
        validators=[_day_of_meeting],
        description=lazy(
            "Of the meeting. In writing the days for voting begin with the invitation."
        ),
    )
    clock = LineField(
        lazy("Begins at"),
        validators=[_begin_of_meeting, Length(max=5), _clock_in_order],
        description=lazy("For a meeting: hours and minutes, for example 14:30."),
    )
    place = LineField(
        lazy("Place"),
        validators=[_place_of_meeting, Length(max=200), without_control_characters],
    )
    link = LineField(
        lazy("Link to the video meeting"),
        validators=[Length(max=500), without_control_characters],
    )
    chair = SelectField(lazy("Chair"), validators=[required(CHOOSE)])
    deputy = SelectField(
        lazy("Stands in for the chair"),
        description=lazy("Chairs the items from which the chair stays out."),
    )

    def offer(self, schemes: Iterable[tuple[str, str]], members: Sequence[Person]) -> None:
        """Offer schemes, kinds and the members of the committee."""
        people = [(str(person.id), person.name) for person in members]
        self.scheme.choices = choices(schemes)
        self.kind.choices = choices((kind.value, str(name)) for kind, name in KIND_NAMES.items())
        self.chair.choices = choices([("", gettext("Choose")), *people])
        self.deputy.choices = choices([("", gettext("Nobody")), *people])

    def show(self, sitting: Sitting) -> None:
        """Show how a sitting is arranged."""
        self.scheme.data, self.kind.data = sitting.scheme, sitting.kind.value
        self.day.data, self.place.data, self.link.data = sitting.day, sitting.place, sitting.link
        if sitting.begins_at is not None:
            self.clock.data = f"{sitting.begins_at.astimezone(scheme_zone()):%H:%M}"
        self.chair.data = str(sitting.chair_id)
        self.deputy.data = str(sitting.deputy_id or "")

    def arranged(self, now: datetime) -> Arrangement:
        """Return what was entered."""
        kind = SittingKind(self.kind.data)
        day = self.day.data or today(now)
        chair = as_uuid(self.chair.data)
        if chair is None:
            raise ValueError("the form was not validated")
        return Arrangement(
            kind=kind,
            day=day,
            begins_at=self._begins(day) if kind is SittingKind.MEETING else None,
            place=self.place.data or "",
            link=self.link.data or "",
            chair_id=chair,
            deputy_id=as_uuid(self.deputy.data),
        )

    def _begins(self, day: date) -> datetime | None:
        found = _CLOCK.fullmatch(self.clock.data or "")
        if found is None:
            return None
        return datetime.combine(day, time(int(found[1]), int(found[2])), scheme_zone())


class AddForm(Form):
    """What is put on the agenda."""

    subject = RadioField(lazy("What waits and is on no agenda"), validators=[required(CHOOSE)])

    def offer(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Offer what waits, as ``decision:<id>`` or ``change:<id>``."""
        self.subject.choices = choices(pairs)

    def chosen(self, kind: str) -> UUID | None:
        """Return the id that was chosen, where it is of this kind."""
        what, _, found = str(self.subject.data).partition(":")
        return as_uuid(found) if what == kind else None


class ReasonForm(Form):
    """Why something is called off, taken off or put off."""

    reason = text_area(lazy("Why"), most=REASON_LIMIT, needed=True)


class RecusalForm(Form):
    """Why a member stays out of an item."""

    reason = text_area(
        lazy("Why you stay out"),
        most=REASON_LIMIT,
        needed=True,
        hint=lazy("It stands in the minutes. It cannot be taken back."),
    )


class ReplyForm(Form):
    """Whether a member comes."""

    answer = RadioField(lazy("Do you attend?"), validators=[required(CHOOSE)])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.answer.choices = choices(
            [
                (Reply.ATTENDING.value, gettext("Yes, I attend")),
                (Reply.EXCUSED.value, gettext("No, please excuse me")),
            ]
        )

    @property
    def chosen(self) -> Reply:
        """Return the answer."""
        return Reply(self.answer.data)


class VoteForm(Form):
    """A vote."""

    choice = RadioField(lazy("Your vote"), validators=[required(CHOOSE)])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choice.choices = choices(
            (said.value, str(name)) for said, name in CHOICE_NAMES.items()
        )

    @property
    def chosen(self) -> Choice:
        """Return the vote."""
        return Choice(self.choice.data)


class ObjectionForm(Form):
    """Why an item should not be decided in writing."""

    objection = text_area(
        lazy("Why not in writing"),
        most=OBJECTION_LIMIT,
        needed=True,
        hint=lazy("One objection takes the item to a meeting."),
    )


class DissentForm(Form):
    """A member's own view, under the member's name."""

    dissent = text_area(
        lazy("Your dissent, with its reason"),
        most=DISSENT_LIMIT,
        hint=lazy("It stands in the minutes under your name. Blank takes it back."),
    )


class MotionForm(OutcomeForm):
    """Another motion than the office's proposal."""


class CloseForm(Form):
    """What the chair writes when a vote is closed."""

    reason = text_area(
        lazy("Reasons"),
        most=TEXT_LIMIT,
        needed=True,
        hint=lazy("The organisation reads them; they are never public. Name no scores."),
    )
    reason_if_lost = text_area(
        lazy("Reasons if there is no majority"),
        most=TEXT_LIMIT,
        hint=lazy("The ballot is secret: you learn the result when you close it."),
    )
    private_reason = text_area(
        lazy("Private reason"),
        most=TEXT_LIMIT,
        hint=lazy("For the committee and the office alone."),
    )


class AttendanceForm(Form):
    """Who is present."""

    present = SelectMultipleField(
        lazy("Present now"),
        description=lazy("Who is absent has no vote. Record it anew when somebody comes or goes."),
    )
    observers = text_area(
        lazy("Observers"),
        most=OBSERVERS_LIMIT,
        hint=lazy("Names and whom they stand for, for the minutes. They have no vote."),
    )

    def offer(self, members: Sequence[Person]) -> None:
        """Offer the members who were called."""
        self.present.choices = choices((str(person.id), person.name) for person in members)

    @property
    def chosen(self) -> list[UUID]:
        """Return who is present."""
        return [found for text in self.present.data or [] if (found := as_uuid(text)) is not None]


class RemarksForm(Form):
    """What the minutes say beside what was recorded."""

    remarks = text_area(lazy("Remarks"), most=REMARKS_LIMIT)
