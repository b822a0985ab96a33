"""Forms of working together: who writes what, a comment."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from wtforms import SelectField, SelectMultipleField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, Optional

from labelling.applications.together.actions.commenting import TEXT_LIMIT
from labelling.core.i18n import gettext
from labelling.core.web.forms import Form, LinesField, lazy
from labelling.organisations.forms import DayField


class PlanForm(Form):
    """Parts to be written by somebody until a day."""

    parts = SelectMultipleField(
        lazy("Parts"), validators=[InputRequired(lazy("Choose at least one part."))]
    )
    person = SelectField(lazy("Who writes them"))
    due_on = DayField(
        lazy("Until when"),
        validators=[Optional()],
        description=lazy("For example 30 11 2026. Leave it blank for no day."),
    )

    def offer(self, parts: Iterable[str], writers: Mapping[UUID, str]) -> None:
        """Give the choices: parts by id, and who can write."""
        self.parts.choices = [SelectChoice(part_id, part_id) for part_id in parts]
        self.person.choices = [
            SelectChoice("", gettext("Nobody in particular")),
            *(SelectChoice(str(key), name) for key, name in writers.items()),
        ]

    @property
    def person_id(self) -> UUID | None:
        """Return who was chosen; None for nobody."""
        return UUID(self.person.data) if self.person.data else None


class CommentForm(Form):
    """A comment, and whom to tell of it."""

    text = LinesField(
        lazy("Your comment"),
        validators=[InputRequired(lazy("Write something first.")), Length(max=TEXT_LIMIT)],
        description=lazy("Write @ and a colleague’s name to tell them by mail."),
    )
    told = SelectMultipleField(lazy("Tell by mail"))

    def __init__(self, colleagues: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.told.choices = [SelectChoice(str(key), name) for key, name in colleagues.items()]

    @property
    def told_ids(self) -> list[UUID]:
        """Return who was chosen."""
        return [UUID(one) for one in self.told.data or []]
