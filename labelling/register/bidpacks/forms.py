"""What an owner ticks for a bid pack; nothing is ticked beforehand."""

from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from labelling.core.i18n import LANGUAGES
from labelling.core.web.forms import Form, lazy


class BidPackForm(Form):
    """Label, language, figures, and whether the agreed result is shown."""

    label = RadioField(lazy("Label"), validate_choice=False)
    language = RadioField(
        lazy("Language"),
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )
    figures = SelectMultipleField(lazy("Figures of your fact sheet"), validate_choice=False)
    with_result = BooleanField(lazy("Show the agreed result of our assessment"))
