"""Forms of reserve lists, and of officers who are away."""

from collections.abc import Iterable
from uuid import UUID

from wtforms import SelectField
from wtforms.validators import Optional

from labelling.core.web.forms import Form, lazy
from labelling.reviews.forms.fields import CHOOSE, as_uuid, choices, required
from labelling.reviews.profiles.forms import NeededDay


class ReserveForm(Form):
    """Who is asked next, in order."""

    first = SelectField(lazy("Asked first"), validators=[Optional()])
    second = SelectField(lazy("Asked second"), validators=[Optional()])
    third = SelectField(lazy("Asked third"), validators=[Optional()])

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Fill the lists with these people."""
        offered = choices([("", ""), *people])
        for field in (self.first, self.second, self.third):
            field.choices = offered

    def chosen(self) -> list[UUID]:
        """Return who was chosen, in order."""
        fields = (self.first, self.second, self.third)
        return [key for key in (as_uuid(field.data) for field in fields) if key is not None]

    def show(self, people: Iterable[UUID]) -> None:
        """Choose these people, as far as there are fields."""
        for field, key in zip((self.first, self.second, self.third), people, strict=False):
            field.data = str(key)


class AwayForm(Form):
    """When an officer is away, and who stands in."""

    since = NeededDay(lazy("First day away"))
    until = NeededDay(lazy("Last day away"))
    deputy = SelectField(lazy("Who stands in for you"), validators=[required(CHOOSE)])

    def offer(self, officers: Iterable[tuple[str, str]]) -> None:
        """Fill the list with the other officers."""
        self.deputy.choices = choices([("", ""), *officers])
