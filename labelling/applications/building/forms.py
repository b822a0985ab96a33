"""Forms of the workshop besides those of tables: beginning, files, languages, publishing."""

from typing import Any

from wtforms import BooleanField, FileField, HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, StopValidation

from labelling.applications.building.actions.publishing import REASON_LIMIT
from labelling.applications.building.models import EDITION
from labelling.core.web.forms import (
    Form,
    LineField,
    LinesField,
    lazy,
    whole_number,
    without_control_characters,
)
from labelling.organisations.forms import DayField

_FILL_IN = lazy("Fill this in.")
_CHOOSE = lazy("Choose one.")
PUBLISH, BACK = "publish", "back"


def _needs_day(_form: Form, field: Any) -> None:
    if field.data is None and not field.errors:
        raise StopValidation(str(lazy("Write the day as three numbers, for example 30 11 2026.")))


class _NewForm(Form):
    """What every new edition has: a name, an id for ever, and its scheme."""

    name = LineField(
        lazy("Name of the new edition"),
        validators=[InputRequired(_FILL_IN), Length(max=200), without_control_characters],
        description=lazy("For example “Cluster Excellence, edition 2027”."),
    )
    edition_id = LineField(
        lazy("Id of the new edition"),
        validators=[InputRequired(_FILL_IN), Length(max=EDITION)],
        description=lazy("Small letters, digits and hyphens. It stands in addresses for ever."),
    )
    scheme = LineField(
        lazy("Scheme"),
        validators=[InputRequired(_FILL_IN), Length(max=EDITION)],
        description=lazy(
            "Editions of one scheme follow one another. Write a new id to begin another scheme."
        ),
    )


class CopyForm(_NewForm):
    """A draft begun as a copy."""

    source = SelectField(lazy("Copy which edition?"), validators=[InputRequired(_CHOOSE)])


class EmptyForm(_NewForm):
    """A draft begun from nothing."""

    note = LinesField(
        lazy("What it is"),
        validators=[InputRequired(_FILL_IN)],
        description=lazy("Everybody reads this: whose it is, what it rests on."),
    )
    language = SelectField(
        lazy("Language in which it is written"),
        validators=[InputRequired(_CHOOSE)],
        description=lazy("It stays as it is. Other languages can be added as translations."),
    )
    scales = SelectField(
        lazy("Begin with the scales of"),
        description=lazy("In the same language, where that edition has it. You can change them."),
    )


class FileForm(Form):
    """An edition as a file."""

    file = FileField(lazy("TOML file"))
    version = HiddenField()

    @property
    def version_number(self) -> int:
        """Return the draft's version that was seen."""
        return whole_number(self.version.data)


class LanguageForm(Form):
    """A language to be begun."""

    language = SelectField(lazy("Language"), validators=[InputRequired(_CHOOSE)])


class RenameForm(Form):
    """Another id for a criterion or a part."""

    name = LineField(
        lazy("Id"),
        validators=[InputRequired(_FILL_IN), Length(max=64)],
        description=lazy("Short, for example 1.2."),
    )
    with_parts = BooleanField(lazy("Its parts follow"))


class SureForm(Form):
    """A lone button."""


class ProposeForm(Form):
    """A draft to be proposed."""

    applies_from = DayField(
        lazy("From which day should it apply?"),
        validators=[_needs_day],
        description=lazy("Everybody sees it from the day of publishing; calls open from this day."),
    )
    sure = BooleanField(
        lazy("I have read what differs, and looked at it as applicants will see it."),
        validators=[InputRequired(lazy("Confirm this before you propose it."))],
    )
    version = HiddenField()

    @property
    def version_number(self) -> int:
        """Return the draft's version that was seen."""
        return whole_number(self.version.data)


class AnswerForm(Form):
    """The second officer's answer; ``seen`` is the mark of the proposal that was read."""

    seen = HiddenField()
    outcome = RadioField(
        lazy("Your answer"),
        [InputRequired(lazy("Choose an answer."))],
        choices=[
            SelectChoice(PUBLISH, lazy("Publish it: from then on nobody can change it")),
            SelectChoice(BACK, lazy("Send it back")),
        ],
    )
    reason = LinesField(
        lazy("Reason"),
        [Length(max=REASON_LIMIT)],
        description=lazy("Needed when you send it back: what is to be changed."),
    )
