"""The form with which an owner asks that the label ends."""

from wtforms import BooleanField

from labelling.core.web.forms import Form, lazy
from labelling.decisions.withdrawals.actions import REASON_LIMIT
from labelling.reviews.forms.fields import required, text_area


class WithdrawalForm(Form):
    """Why, and that the owner knows what it means."""

    reason = text_area(
        lazy("Why your organisation gives the label up"),
        most=REASON_LIMIT,
        hint=lazy("For the office alone."),
    )
    understood = BooleanField(
        lazy("My organisation gives this label up for good, and I may say so for it."),
        validators=[required(lazy("Confirm this, or leave the page: nothing was sent."))],
    )
