"""Forms of further versions: what owners ask for, what the office notes and refuses."""

from wtforms import SelectField
from wtforms.validators import Length

from certificates.wording import WORDINGS
from labelling.core import i18n
from labelling.core.web.forms import Form, LineField, lazy, without_control_characters
from labelling.decisions.actions.preparing import BACK_LIMIT, TEXT_LIMIT
from labelling.decisions.hearings.forms import EvidenceForm
from labelling.decisions.naming import Named
from labelling.decisions.versions.actions import Wish
from labelling.decisions.versions.queries import Present
from labelling.reviews.forms.fields import choices, required, text_area

HOST_LIMIT = 100


class VersionForm(EvidenceForm):
    """What the new version is to say; it begins with what the present one says."""

    holder = LineField(
        lazy("Name of the cluster organisation"),
        validators=[required(), Length(max=160), without_control_characters],
    )
    host = LineField(
        lazy("Host organisation"),
        validators=[Length(max=HOST_LIMIT), without_control_characters],
        description=lazy(
            "The legal person that carries the cluster organisation, where that is another."
        ),
    )
    city = LineField(
        lazy("Place"), validators=[required(), Length(max=60), without_control_characters]
    )
    language = SelectField(lazy("Language of the certificate"))
    explanation = text_area(
        lazy("What has changed, and since when"),
        most=TEXT_LIMIT,
        hint=lazy("Not needed for another language alone."),
    )

    def prefill(self, before: Present) -> None:
        """Offer the languages of certificates, and begin with what the present one says."""
        self.language.choices = choices(
            sorted(
                ((code, i18n.language_name(code)) for code in WORDINGS),
                key=lambda pair: i18n.in_order(pair[1]),
            )
        )
        if self.holder.raw_data is None:
            self.holder.data, self.host.data = before.names.holder, before.names.host
            self.city.data, self.language.data = before.names.city, before.language

    @property
    def wish(self) -> Wish:
        """Return what was asked for."""
        names = Named(self.holder.data or "", self.host.data or "", self.city.data or "")
        return Wish(names, self.language.data or "")


class CheckForm(Form):
    """What an officer found, for the second person."""

    note = text_area(
        lazy("Note for the second person"),
        most=TEXT_LIMIT,
        hint=lazy("Which proof you checked, and against what."),
    )


class RefusalForm(Form):
    """Why a request is refused."""

    reason = text_area(
        lazy("What is missing or wrong"),
        most=BACK_LIMIT,
        needed=True,
        hint=lazy("The owners read it."),
    )
