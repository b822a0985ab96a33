"""Forms of a club and its members."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired

from labelling.club.forms.fields import choices, day, line, lines
from labelling.club.models import KindOfMember, MadeOf, Openness, Scope
from labelling.club.words import (
    MADE_OF_NAMES,
    OPENNESS_NAMES,
    SCOPE_NAMES,
)
from labelling.core import i18n
from labelling.core.web.forms import (
    Form,
    lazy,
)


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


class TokenForm(Form):
    """A token for a program."""

    name = line(lazy("What it is for"), 100, lazy("Such as “Monthly export of our database”."))
    scope = RadioField(lazy("What it may do"), default=Scope.READ.value)
    expires_on = day(lazy("Last day"), lazy("A year from now at most."))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scope.choices = choices((key.value, text) for key, text in SCOPE_NAMES.items())
