"""Forms that are open to everybody: a field that only programs fill in, and sending but once."""

import json
import secrets
from typing import Any

from flask import request
from wtforms import HiddenField
from wtforms.validators import StopValidation

from labelling.core.i18n import gettext
from labelling.core.secrets import vault
from labelling.core.web.forms import Form, LineField, lazy


def _left_empty(_form: Form, field: Any) -> None:
    if field.data:
        raise StopValidation(gettext("Leave this field empty: it only stops programs."))


class OpenForm(Form):
    """A form that needs no account; ``website`` is the trap (templates/decisions/trap.html).

    ``once`` is drawn when the form is opened. What is sent twice from one page, by a double click
    or a browser that asks again, has the same ``mark``; another text from there has another.
    """

    website = LineField(lazy("Leave this field empty"), validators=[_left_empty])
    once = HiddenField(default=lambda: secrets.token_hex(16))

    def mark(self, purpose: str, *more: str) -> bytes:
        """Return 32 bytes that nobody can foresee, the same for the same sending."""
        fields = sorted(
            (name, text) for name, text in request.form.items(multi=True) if name != "csrf_token"
        )
        drawn = self.once.data or secrets.token_hex(16)
        return bytes.fromhex(vault().sign(purpose, json.dumps([drawn, fields, more])))
