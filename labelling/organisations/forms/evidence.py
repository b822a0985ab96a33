"""Forms of the evidence library: files, links, papers that are seen on site."""

from typing import Any

from wtforms import FileField, HiddenField, ValidationError
from wtforms import Form as WTForm
from wtforms.validators import InputRequired, Length

from labelling.core import i18n
from labelling.core.web.forms import Form, LineField, lazy, without_control_characters
from labelling.organisations.actions.evidence import Description
from labelling.organisations.forms.fields import DayField, web_address


def _chosen(_form: WTForm, field: Any) -> None:
    if not getattr(field.data, "filename", ""):
        raise ValidationError(i18n.gettext("Choose a file."))


class VersionForm(Form):
    """A newer version of a file."""

    file = FileField(lazy("File"), [_chosen])


class DescriptionForm(Form):
    """What is said of a piece of evidence."""

    title = LineField(
        lazy("Title"),
        [InputRequired(lazy("Enter a title.")), Length(max=200), without_control_characters],
        description=lazy("As an assessor will look for it, for example “Strategy 2025–2028”."),
    )
    dated = DayField(lazy("Date of the paper"))
    first = DayField(lazy("It supports the time from"))
    last = DayField(lazy("It supports the time until"))

    @property
    def described(self) -> Description:
        """Return what was entered."""
        return Description(
            title=self.title.data or "",
            dated=self.dated.data,
            first=self.first.data,
            last=self.last.data,
        )


class DescribeForm(DescriptionForm):
    """Another description of a piece; ``seen`` is the mark of the one that it started from."""

    seen = HiddenField()


class FileForm(VersionForm, DescriptionForm):
    """A piece that is kept here: the file, and what is said of it."""


class LinkForm(DescriptionForm):
    """A page elsewhere, of which a copy is kept."""

    url = LineField(
        lazy("Address"),
        [
            InputRequired(lazy("Enter the address of the page.")),
            Length(max=500),
            without_control_characters,
            web_address,
        ],
        description=lazy("For example https://www.example.org/report."),
    )


class PaperForm(DescriptionForm):
    """A piece that is seen on site."""

    where_seen = LineField(
        lazy("Where it can be seen"),
        [InputRequired(lazy("Say where it can be seen.")), Length(max=200)],
        description=lazy("For example “Folder A3 in the office”."),
    )

    @property
    def described(self) -> Description:
        """Return what was entered."""
        return Description(
            title=self.title.data or "",
            dated=self.dated.data,
            where_seen=self.where_seen.data or "",
            first=self.first.data,
            last=self.last.data,
        )


class DescribePaperForm(PaperForm, DescribeForm):
    """Another description of a piece that is seen on site."""
