"""Forms of meetings: what is asked for, in words and shape."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID, uuid4

from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Length

from benchmarking.indicators.model import Indicator
from labelling.club.forms import as_uuid, choices, day, day_of, line, lines
from labelling.club.meetings.actions.acting import Draft
from labelling.club.meetings.actions.agenda import Item
from labelling.club.meetings.actions.minuting import TEXT_LIMIT
from labelling.club.meetings.actions.planning import Plan
from labelling.club.meetings.models import ActionState, AgendaItem, ClubAction, Meeting
from labelling.club.meetings.words import ACTION_NAMES
from labelling.core.i18n import place_of_zone
from labelling.core.web.forms import ClockField, Form, LinesField, lazy, whole_number
from labelling.core.zones import ZONES, local_clock
from labelling.people.models import Person

_CHOOSE = lazy("Choose one.")


def _clock(label: str) -> ClockField:
    return ClockField(label, [InputRequired(lazy("Fill this in."))])


class MeetingForm(Form):
    """When, where and by whom a meeting is held."""

    held_on = day(lazy("Day"))
    starts = _clock(lazy("Begins at"))
    ends = _clock(lazy("Ends at"))
    zone = SelectField(
        lazy("By the clocks of"),
        choices=lambda: choices((one, place_of_zone(one)) for one in ZONES),
        description=lazy("The time zone of the place. The calendar entry fits everybody's own."),
    )
    place = line(
        lazy("Place"), 300, lazy("Where people come to, or the address of the video call.")
    )
    chair = SelectField(
        lazy("Chair"),
        description=lazy("A member's contact. All members read the name: ask first."),
    )
    next_dates = lines(
        lazy("Next dates"),
        1000,
        lazy("Beside those of the rounds, which stand there by themselves."),
    )

    def __init__(self, chairs: Iterable[tuple[UUID, str]], **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.chair.choices = choices(
            [("", lazy("Nobody yet")), *((str(key), name) for key, name in chairs)]
        )

    def fill(self, meeting: Meeting | None, day_: date, zone: str, chair_id: UUID | None) -> None:
        """Show a meeting as it is planned, or what is usual."""
        self.held_on.data = meeting.held_on if meeting is not None else day_
        self.zone.data = meeting.zone if meeting is not None else zone
        chair = meeting.chair_id if meeting is not None else chair_id
        self.chair.data = str(chair) if chair is not None else ""
        if meeting is not None:
            self.starts.data = local_clock(meeting.starts_at, meeting.zone)
            self.ends.data = local_clock(meeting.ends_at, meeting.zone)
            self.place.data, self.next_dates.data = meeting.place, meeting.next_dates

    @property
    def plan(self) -> Plan:
        """Return what was entered in a form that is in order."""
        starts, ends = self.starts.data, self.ends.data
        if starts is None or ends is None:
            raise TypeError("a time is missing")
        return Plan(
            held_on=day_of(self.held_on),
            starts=starts,
            ends=ends,
            zone=self.zone.data,
            place=self.place.data or "",
            chair_id=as_uuid(self.chair.data),
            next_dates=self.next_dates.data or "",
        )


class CancelForm(Form):
    """Why a meeting is cancelled."""

    why = line(lazy("Why it is cancelled"), 500, lazy("All who were told of it read this."))


class AnswerForm(Form):
    """Whether one comes, and whether the others may know."""

    comes = RadioField(
        lazy("Do you come?"),
        [InputRequired(_CHOOSE)],
        choices=lambda: choices(
            [("yes", str(lazy("Yes, I come"))), ("no", str(lazy("No, I cannot come")))]
        ),
    )
    named = BooleanField(
        lazy("The others of this meeting may read my name"),
        description=lazy("On the list of participants, and in the minutes."),
    )


class PersonForm(Form):
    """One of a member's own people."""

    person = SelectField(lazy("Who comes for you"))

    def __init__(self, people: Iterable[Person], **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.person.choices = choices((str(one.id), one.name) for one in people)


class GuestForm(Form):
    """A guest of the office."""

    name = line(lazy("Name"), 200)
    email = line(lazy("E-mail address"), 320)


class ItemForm(Form):
    """An item of the agenda."""

    title = line(lazy("Item"), 200, needed=False)
    note = lines(lazy("Note"), 1000, lazy("What to read before, or who speaks."))
    lasts = line(lazy("Minutes"), 3)

    def fill(self, row: AgendaItem, title: str) -> None:
        """Show an item as it stands."""
        self.title.data, self.note.data, self.lasts.data = title, row.note, str(row.lasts)

    def item(self, usual: str = "") -> Item:
        """Return what was entered; ``usual`` is what the item is called anyway."""
        title = self.title.data or ""
        return Item(
            "" if title == usual else title, self.note.data or "", whole_number(self.lasts.data)
        )


class MinutesForm(Form):
    """The minutes as they are typed, with the version that they started from."""

    text = LinesField(
        lazy("Minutes"),
        [Length(max=TEXT_LIMIT)],
        description=lazy(
            "What was said and agreed, item by item. Name no member that is not on the list of "
            "participants, and no figure of a member."
        ),
    )
    version = HiddenField()
    save_id = HiddenField()
    follows = HiddenField()

    def fill(self, text: str, version: int) -> None:
        """Show what was saved, with a fresh save id."""
        self.text.data, self.version.data, self.save_id.data = text, str(version), str(uuid4())

    def started_from(self) -> int:
        """Return the version that the writer saw."""
        return whole_number(self.version.data)

    def save_ids(self) -> tuple[UUID, tuple[UUID, ...]]:
        """Return the id of this save, and of those whose answer never reached the writer."""
        follows = (self.follows.data or "").split(",")[:50]
        return as_uuid(self.save_id.data) or uuid4(), tuple(filter(None, map(as_uuid, follows)))


class CorrectionForm(Form):
    """Why confirmed minutes are corrected."""

    why = line(lazy("What is corrected, and why"), 500)


class ActionForm(Form):
    """An action: quick enough to be typed while people talk."""

    measure = line(lazy("What will be done"), 500)
    indicator = SelectField(lazy("Indicator"))
    baseline = line(lazy("From"), 20, lazy("Blank: your newest figure."), needed=False)
    target = line(lazy("To"), 20, needed=False)
    owner = SelectField(lazy("Who sees to it"))
    due_on = day(lazy("By"))

    def __init__(
        self, indicators: Sequence[Indicator], owners: Iterable[Person], **kwargs: object
    ) -> None:
        super().__init__(**kwargs)
        self.indicator.choices = choices(
            [("", lazy("None")), *((one.code, f"{one.code} {one.name}") for one in indicators)]
        )
        self.owner.choices = choices(
            [("", lazy("Nobody yet")), *((str(one.id), one.name) for one in owners)]
        )

    def fill(self, row: ClubAction) -> None:
        """Show an action as it stands."""
        self.measure.data, self.indicator.data = row.measure, row.indicator
        self.baseline.data, self.target.data = row.baseline, row.target
        self.owner.data = str(row.owner_id) if row.owner_id is not None else ""
        self.due_on.data = row.due_on

    @property
    def draft(self) -> Draft:
        """Return what was entered in a form that is in order."""
        return Draft(
            measure=self.measure.data or "",
            due_on=day_of(self.due_on),
            indicator=self.indicator.data or "",
            baseline=self.baseline.data or "",
            target=self.target.data or "",
            owner_id=as_uuid(self.owner.data),
        )


class EndForm(Form):
    """What became of an action."""

    state = RadioField(
        lazy("What became of it?"),
        [InputRequired(_CHOOSE)],
        choices=lambda: choices(
            [(one.value, str(ACTION_NAMES[one])) for one in (ActionState.DONE, ActionState.DROPPED)]
        ),
    )
    note = lines(
        lazy("What came of it"), 500, lazy("If it was dropped: why. It is kept with the action.")
    )
