"""A field that people do not see and programs fill in, for forms that are open to everybody."""

from typing import Any

from wtforms.validators import StopValidation

from labelling.core.i18n import gettext
from labelling.core.web.forms import Form, LineField, lazy


def _left_empty(_form: Form, field: Any) -> None:
    if field.data:
        raise StopValidation(gettext("Leave this field empty: it only stops programs."))


class OpenForm(Form):
    """A form that needs no account; ``website`` is the trap (templates/decisions/trap.html)."""

    website = LineField(lazy("Leave this field empty"), validators=[_left_empty])
