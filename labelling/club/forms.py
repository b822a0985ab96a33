"""Forms of the club: what is asked for, in words and shape."""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from wtforms import BooleanField, FileField, HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length

from benchmarking.indicators.model import IndicatorSet
from labelling.club.dates import DATE_NAMES, RoundDates
from labelling.club.models import KindOfMember, MadeOf, Openness, Scope
from labelling.club.words import (
    DIRECTION_NAMES,
    KIND_NAMES,
    MADE_OF_NAMES,
    OPENNESS_NAMES,
    SCOPE_NAMES,
)
from labelling.core import i18n
from labelling.core.errors import Invalid
from labelling.core.web.forms import (
    Form,
    LineField,
    LinesField,
    lazy,
    tidy,
    whole_number,
    without_control_characters,
)
from labelling.organisations.forms import DayField

LONGEST_SHEET = 2_000_000
_LONGEST_NAME = 200
_MOST_FAULTS = 10


def choices(pairs: Iterable[tuple[str, object]]) -> list[SelectChoice]:
    """Return choices of a list from values and texts."""
    return [SelectChoice(value, str(text)) for value, text in pairs]


def as_uuid(text: str | None) -> UUID | None:
    """Return the id that a text spells, None for anything else."""
    try:
        return UUID((text or "").strip())
    except ValueError:
        return None


def line(label: str, most: int, hint: str = "", *, needed: bool = True) -> LineField:
    """Return one line of text with a limit."""
    rules: list[Any] = [Length(max=most), without_control_characters]
    if needed:
        rules.insert(0, InputRequired(lazy("Fill this in.")))
    return LineField(label, rules, description=hint)


def lines(label: str, most: int, hint: str = "", *, needed: bool = False) -> LinesField:
    """Return a longer text with a limit."""
    rules: list[Any] = [Length(max=most)]
    if needed:
        rules.insert(0, InputRequired(lazy("Fill this in.")))
    return LinesField(label, rules, description=hint)


def day(label: str, hint: str = "") -> DayField:
    """Return a day that must be given."""
    return DayField(label, validators=[InputRequired(lazy("Fill this in."))], description=hint)


def day_of(field: Any) -> date:
    """Return the day of a field whose form was found in order."""
    found = field.data
    if not isinstance(found, date):
        raise TypeError("a day is missing")
    return found


class ClubForm(Form):
    """A club that is to be founded."""

    name = line(lazy("Name of the club"), 200)
    code = line(lazy("Short name"), 40, lazy("For files: small letters, digits and hyphens."))
    about = lines(lazy("What it is for"), 2000)
    language = RadioField(lazy("Language"), default=i18n.DEFAULT)
    made_of = RadioField(
        lazy("Who its members are"),
        default=MadeOf.ORGANISATION.value,
        description=lazy("More kinds can be added later."),
    )
    kind = line(lazy("What they are called"), 100, lazy("Such as “Cluster organisations”."))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language.choices = choices(i18n.LANGUAGES.items())
        self.made_of.choices = choices((key.value, text) for key, text in MADE_OF_NAMES.items())


class KindForm(Form):
    """A further kind of member."""

    kind = line(lazy("What they are called"), 100)
    made_of = RadioField(lazy("Who they are"), default=MadeOf.FIRM.value)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.made_of.choices = choices((key.value, text) for key, text in MADE_OF_NAMES.items())


class BandsForm(Form):
    """Where a member stands in the club's dimensions, and what it belongs to."""

    holding = line(
        lazy("Belongs to"),
        200,
        lazy("Members of one holding or carrier count as one. Leave it blank for none."),
        needed=False,
    )

    @classmethod
    def for_dimensions(cls, dimensions: Sequence[Mapping[str, Any]]) -> type["BandsForm"]:
        """Return the form with a field for each dimension of a club."""
        fields = {
            f"band-{one['id']}": SelectField(
                one["name"],
                choices=[
                    SelectChoice("", i18n.gettext("not said")),
                    *choices((band["id"], band["name"]) for band in one["bands"]),
                ],
            )
            for one in dimensions
        }
        return type(cls.__name__, (cls,), fields)

    @property
    def bands(self) -> dict[str, str]:
        """Return the bands that were chosen, by dimension."""
        return {
            name.removeprefix("band-"): str(found.data)
            for name, found in self._fields.items()
            if name.startswith("band-") and found.data
        }


class MemberForm(BandsForm):
    """A member that is to join."""

    kind = SelectField(lazy("Kind of member"))
    organisation = SelectField(lazy("Organisation"))
    firm = line(lazy("Or the name of a firm or office"), 200, needed=False)
    contact = line(
        lazy("E-mail address of the contact"),
        320,
        lazy("Somebody with an account here. In an organisation: somebody with a seat."),
        needed=False,
    )
    joined_on = day(lazy("Member from"))

    def offer(
        self, kinds: Sequence[KindOfMember], organisations: Iterable[tuple[UUID, str]]
    ) -> None:
        """Offer these kinds and organisations."""
        self.kind.choices = choices((str(one.id), one.name) for one in kinds)
        self.organisation.choices = [
            SelectChoice("", i18n.gettext("none of these")),
            *choices((str(key), name) for key, name in organisations),
        ]


class ContactForm(Form):
    """Who answers for a member."""

    contact = SelectField(lazy("Contact"))

    def offer(self, people: Iterable[tuple[UUID, str]]) -> None:
        """Offer these people."""
        self.contact.choices = choices((str(key), name) for key, name in people)


class OpennessForm(Form):
    """Who may know of a membership."""

    openness = RadioField(lazy("Who may know that you are a member"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.openness.choices = choices((key.value, text) for key, text in OPENNESS_NAMES.items())

    @property
    def chosen(self) -> Openness:
        """Return what was chosen."""
        return Openness(self.openness.data)


class LeaveForm(Form):
    """The day on which a member leaves."""

    left_on = day(lazy("Last day as a member"))


class CodeForm(Form):
    """The next version of a code of conduct."""

    text = lines(lazy("Code of conduct"), 20_000, needed=True)
    in_force_on = day(lazy("In force from"))


class AcceptForm(Form):
    """Accepting the code in force."""

    code = HiddenField()
    accepts = BooleanField(
        lazy("I have read the code of conduct and accept it"),
        [InputRequired(lazy("Tick the box if you accept it."))],
    )


class ChangeForm(Form):
    """A definition in other words, and what that does."""

    definition = lines(lazy("Definition"), 320, needed=True)
    guidance = lines(lazy("How to count"), 160, needed=True)
    effect = RadioField(lazy("What changes"), default="wording")
    first_round = line(lazy("From the round"), 10, lazy("Such as 2026-H2."))
    measured_round = line(lazy("Median by both definitions in the round"), 10, needed=False)
    members = line(lazy("Members with both figures"), 6, lazy("At least five."), needed=False)
    before = line(lazy("Median by the old definition"), 30, needed=False)
    after = line(lazy("Median by the new definition"), 30, needed=False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.effect.choices = choices(
            [
                ("wording", lazy("The words only; figures stay as they are")),
                ("restated", lazy("Figures of earlier rounds are put right backwards")),
                ("break", lazy("Figures are not compared with those before")),
            ]
        )

    @property
    def measured(self) -> dict[str, str | int] | None:
        """Return the medians by both definitions, None where none were given."""
        if not self.measured_round.data:
            return None
        return {
            "round": self.measured_round.data,
            "members": whole_number(self.members.data),
            "before": (self.before.data or "").replace(",", "."),
            "after": (self.after.data or "").replace(",", "."),
        }


class ProposalForm(Form):
    """An indicator that is proposed."""

    name = line(lazy("Name"), 80)
    group = SelectField(lazy("Group"))
    definition = lines(lazy("Definition"), 320, lazy("What counts, on which day."), needed=True)
    guidance = lines(lazy("How to count"), 160)
    kind = RadioField(lazy("Kind"), default="stock")
    unit = SelectField(lazy("Unit"))
    direction = RadioField(lazy("Direction"), default="neutral")
    numerator = SelectField(lazy("Divide this"))
    denominator = SelectField(lazy("by this"))
    reason = lines(lazy("Why the club should compare it"), 1000)
    votes_until = day(lazy("Members vote until"))

    def offer(self, set_: IndicatorSet) -> None:
        """Offer what a set has."""
        self.group.choices = choices((one.id, f"{one.id} {one.name}") for one in set_.groups)
        self.unit.choices = choices((one.id, one.name) for one in set_.units.values())
        self.kind.choices = choices(
            (key, KIND_NAMES[key]) for key in ("stock", "flow", "distinct", "share", "ratio")
        )
        self.direction.choices = choices(DIRECTION_NAMES.items())
        quantities = [("", i18n.gettext("nothing is divided"))]
        quantities += [(one.id, one.name) for one in set_.quantities.values()]
        self.numerator.choices = choices(quantities)
        self.denominator.choices = choices(quantities)


class DatesForm(Form):
    """The days of a round."""

    opens_on = day(cast(str, DATE_NAMES["opens_on"]))
    closes_on = day(cast(str, DATE_NAMES["closes_on"]))
    queries_until = day(cast(str, DATE_NAMES["queries_until"]))
    freezes_on = day(cast(str, DATE_NAMES["freezes_on"]))
    draft_on = day(cast(str, DATE_NAMES["draft_on"]))
    meeting_on = day(cast(str, DATE_NAMES["meeting_on"]))
    corrections_until = day(cast(str, DATE_NAMES["corrections_until"]))
    final_on = day(cast(str, DATE_NAMES["final_on"]))

    def fill(self, dates: RoundDates) -> None:
        """Show these days."""
        for name, value in dates:
            self._fields[name].data = value

    @property
    def dates(self) -> RoundDates:
        """Return the days that were given."""
        return RoundDates(*(day_of(self._fields[name]) for name in DATE_NAMES))


class RoundForm(DatesForm):
    """A round that is to be announced."""

    half_year = line(lazy("Half-year"), 10, lazy("Such as 2026-H1 for January to June 2026."))


class FreezeForm(Form):
    """Why another version is frozen."""

    why = lines(lazy("What changed, and why"), 500)


class QueryForm(Form):
    """A question of the office to a member."""

    about = SelectField(lazy("About"))
    question = lines(lazy("Question"), 1000, needed=True)
    due_on = day(lazy("Answer by"))


class QueryAnswerForm(Form):
    """A member's answer to the office."""

    confirms = RadioField(lazy("The figure"), default="yes")
    text = lines(lazy("Your answer"), 1000, needed=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.confirms.choices = choices(
            [
                ("yes", lazy("is right as it is")),
                ("no", lazy("was corrected, and the sheet sent again")),
            ]
        )


class SheetForm(Form):
    """A spreadsheet with figures."""

    file = FileField(lazy("Spreadsheet (XLSX)"))


class TokenForm(Form):
    """A token for a program."""

    name = line(lazy("What it is for"), 100, lazy("Such as “Monthly export of our database”."))
    scope = RadioField(lazy("What it may do"), default=Scope.READ.value)
    expires_on = day(lazy("Last day"), lazy("A year from now at most."))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scope.choices = choices((key.value, text) for key, text in SCOPE_NAMES.items())


class SurveyForm(Form):
    """A survey: its title and when it ends; its questions are read apart, line by line."""

    title = line(lazy("Title"), 200)
    half_year = line(lazy("Half-year"), 10, lazy("Such as 2026-H1."))
    introduction = lines(lazy("Introduction"), 1000)
    language = RadioField(lazy("Language"), default=i18n.DEFAULT)
    ends_on = day(lazy("Last day for answers"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language.choices = choices(i18n.LANGUAGES.items())


class InviteForm(Form):
    """Who is asked: rows of the list of members, and further names."""

    names = lines(
        lazy("Further names, one a line"),
        20_000,
        lazy("Organisations, not persons. Each gets a link of its own."),
    )
    everybody = BooleanField(lazy("All members of our list who have no link yet"))

    def typed(self, known: Iterable[str]) -> list[str]:
        """Return the further names; ``known`` are those that have a link already.

        Raises Invalid with every line that is too long, an address, or there twice.
        """
        seen = {one.casefold() for one in known}
        found, faults = [], []
        for number, text in enumerate((self.names.data or "").splitlines(), start=1):
            name = tidy(text)
            if not name:
                continue
            fault = _fault_of(name, seen)
            if fault:
                faults.append(i18n.gettext("Line %(line)s: %(fault)s", line=number, fault=fault))
            seen.add(name.casefold())
            found.append(name)
        if faults:
            more = len(faults) - _MOST_FAULTS
            rest = i18n.ngettext("and %(num)s more line", "and %(num)s more lines", more)
            told = [*faults[:_MOST_FAULTS], *([rest] if more > 0 else [])]
            raise Invalid(lazy("%(faults)s."), field="names", faults="; ".join(told))
        return found


def _fault_of(name: str, seen: Container[str]) -> str:
    """Return why a name cannot be taken, '' where it can."""
    if "@" in name:
        return i18n.gettext("name the organisation, not an e-mail address")
    if len(name) > _LONGEST_NAME:
        return i18n.gettext("write up to %(most)s characters", most=_LONGEST_NAME)
    if name.casefold() in seen:
        return i18n.gettext("“%(name)s” is there already", name=name)
    return ""
