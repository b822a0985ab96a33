"""Forms of the office: figures with their origin, boundaries, a reason in public."""

from typing import Any

from wtforms import BooleanField, FileField, ValidationError
from wtforms.validators import InputRequired, Length

from benchmarking.employment import FIRST_YEAR
from labelling.core import i18n
from labelling.core.web.forms import (
    Form,
    LineField,
    LinesField,
    lazy,
    without_control_characters,
)
from labelling.observatory.actions import Origin
from labelling.organisations.forms import web_address


def _chosen(_form: Form, field: Any) -> None:
    if not getattr(field.data, "filename", ""):
        raise ValidationError(i18n.gettext("Choose a file."))


def _year(_form: Form, field: Any) -> None:
    text = field.data or ""
    if not (text.isascii() and text.isdigit() and len(text) == 4 and int(text) >= FIRST_YEAR):  # noqa: PLR2004
        raise ValidationError(i18n.gettext("Write the year in four digits, for example 2025."))


class OriginFields(Form):
    """Where something comes from, and under which licence."""

    source = LineField(
        lazy("Source"),
        [InputRequired(lazy("Name the source.")), Length(max=300), without_control_characters],
        description=lazy("Who publishes it, under which name, in which edition."),
    )
    licence = LineField(
        lazy("Licence"),
        [InputRequired(lazy("Say what the licence allows.")), Length(max=300),
         without_control_characters],
        description=lazy("As it is to be cited beside the map, for example “CC BY 4.0, © …”."),
    )  # fmt: skip
    file = FileField(lazy("File"), [_chosen])


class ImportForm(OriginFields):
    """Regional employment of a year."""

    year = LineField(lazy("Year of the figures"), [InputRequired(lazy("Enter the year.")), _year])
    source_url = LineField(
        lazy("Address of the source"),
        [Length(max=300), without_control_characters, web_address],
    )
    note = LinesField(
        lazy("Note for readers"),
        [Length(max=1000)],
        description=lazy("What they must know to read the figures: breaks, estimates, gaps."),
    )
    is_fictitious = BooleanField(lazy("These figures are invented; say so wherever they are shown"))

    @property
    def origin(self) -> Origin:
        """Return what was entered."""
        return Origin(
            year=int(self.year.data or "0"),
            source=self.source.data or "",
            licence=self.licence.data or "",
            source_url=self.source_url.data or "",
            note=self.note.data or "",
            is_fictitious=bool(self.is_fictitious.data),
        )


class BoundariesForm(OriginFields):
    """True boundaries of regions."""


class WithdrawalForm(Form):
    """Why a published version is withdrawn."""

    reason = LinesField(
        lazy("Reason, as everybody may read it"),
        [InputRequired(lazy("Say why.")), Length(max=500)],
    )
