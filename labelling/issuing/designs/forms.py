"""Forms of designs: what officers choose, in words and shape."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import BooleanField, FileField, HiddenField, RadioField, ValidationError
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length

from assessments.editions.model import Level
from certificates.designs.colours import ENOUGH, contrast_on_paper, is_colour
from certificates.designs.design import LONGEST_ALTERNATIVE, TEXTS, Design, Logo
from certificates.designs.layouts import LAYOUTS
from certificates.designs.texts import PLACEHOLDERS, strange_placeholder
from certificates.errors import BadInput
from certificates.sheet import LONGEST, MOST_SIGNATORIES, Signatory
from labelling.core import i18n
from labelling.core.i18n import Text, gettext
from labelling.core.web.forms import (
    Form,
    LineField,
    LinesField,
    lazy,
    whole_number,
    without_control_characters,
)
from labelling.issuing.designs.actions import REASON_LIMIT
from labelling.issuing.designs.models import ProposalOutcome

LAYOUT_NAMES: Mapping[str, Text] = {
    "classic": i18n.lazy("Classic: text on the left, stone and code on the right, a fine frame"),
    "ceremony": i18n.lazy("Ceremony: everything centred, two frames, lines to sign on"),
    "column": i18n.lazy("Column: a broad band in the level’s colour, text beside it"),
}
TEXT_NAMES: Mapping[str, str] = {
    "opening": lazy("Before the holder’s name"),
    "citation": lazy("Below the scope"),
    "closing": lazy("At the foot"),
}


def _colour(_form: Any, field: Any) -> None:
    """Refuse what is no colour, or too pale to be read on paper."""
    text = field.data or ""
    if not is_colour(text):
        raise ValidationError(gettext("Write the colour as # and six digits, like #12474F."))
    if (found := contrast_on_paper(text)) < ENOUGH:
        raise ValidationError(
            gettext(
                "This colour is too pale for paper: %(found)s to 1, and %(enough)s to 1 is needed, "
                "in colour and in black and white.",
                found=i18n.format_number(round(found, 1)),
                enough=i18n.format_number(ENOUGH),
            )
        )


def _known_placeholders(_form: Any, field: Any) -> None:
    if strange := strange_placeholder(field.data or ""):
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise ValidationError(
            gettext(
                "%(strange)s stands for nothing. There is: %(known)s", strange=strange, known=known
            )
        )


def _png(_form: Any, field: Any) -> None:
    name = getattr(field.data, "filename", "")
    if name and not name.lower().endswith(".png"):
        raise ValidationError(gettext("Choose a PNG picture. SVG and other formats are not taken."))


class _LookForm(Form):
    """How certificates look, without the levels, which differ from scheme to scheme."""

    layout = RadioField(
        lazy("Layout"),
        [InputRequired(lazy("Choose a layout."))],
        choices=[SelectChoice(name, LAYOUT_NAMES[name]) for name in LAYOUTS],
    )
    accent = LineField(
        lazy("Colour of frame and mark"), [_colour], description=lazy("For example #12474F.")
    )
    other = LineField(
        lazy("Colour of any other level"),
        [_colour],
        description=lazy("For levels of earlier or later editions."),
    )
    logo = FileField(
        lazy("File of the logo"),
        [_png],
        description=lazy("A PNG picture. It is drawn anew, and shrunk where it is large."),
    )
    alternative = LineField(
        lazy("What the logo shows, in words"),
        [Length(max=LONGEST_ALTERNATIVE), without_control_characters],
        description=lazy("For those who do not see it, for example “Logo of the association”."),
    )
    without_logo = BooleanField(lazy("Take the logo off"))
    version = HiddenField()

    @property
    def version_number(self) -> int:
        """Return the draft's version that the edit started from; 0 where there was none."""
        return whole_number(self.version.data)


def look_form(levels: Iterable[Level]) -> type[_LookForm]:
    """Return the form of a scheme's look, with a colour for each of its levels."""
    fields: dict[str, Any] = {
        f"level_{level.id}": LineField(
            gettext("Colour of the level %(level)s", level=level.name), [_colour]
        )
        for level in levels
    }
    for number in range(1, MOST_SIGNATORIES + 1):
        fields[f"who_{number}"] = LineField(
            gettext("Signatory %(number)s: name", number=number),
            [Length(max=LONGEST["name"]), without_control_characters],
        )
        fields[f"role_{number}"] = LineField(
            gettext("Signatory %(number)s: function", number=number),
            [Length(max=LONGEST["role"]), without_control_characters],
        )
    return type("LookForm", (_LookForm,), fields)


def shown(design: Design, levels: Iterable[Level], version: int) -> dict[str, Any]:
    """Return a design as the form's data."""
    people = dict(enumerate(design.signatories, 1))
    return {
        "layout": design.layout,
        "accent": design.accent,
        "other": design.other,
        "alternative": design.logo.alternative if design.logo else "",
        "version": str(version),
        **{f"level_{level.id}": design.colour(level.id) for level in levels},
        **{f"who_{number}": who.name for number, who in people.items()},
        **{f"role_{number}": who.role for number, who in people.items()},
    }


def chosen(form: _LookForm, levels: Iterable[Level], before: Design, png: bytes) -> Design:
    """Return the design that a form spells; ``png`` is a new logo drawn anew, or nothing.

    Raises BadInput for a logo without words, too many bytes, and a function without a name.
    """
    own = {level.id: form[f"level_{level.id}"].data for level in levels}
    people = [
        (form[f"who_{number}"].data or "", form[f"role_{number}"].data or "")
        for number in range(1, MOST_SIGNATORIES + 1)
    ]
    return Design(
        layout=form.layout.data,
        accent=form.accent.data or "",
        other=form.other.data or "",
        levels={**before.levels, **own},
        logo=_logo(form, before, png),
        signatories=tuple(Signatory(name=name, role=role) for name, role in people if name or role),
        texts=before.texts,
    )


def _logo(form: _LookForm, before: Design, png: bytes) -> Logo | None:
    if form.without_logo.data:
        return None
    content = png or (before.logo.png if before.logo else b"")
    if not content:
        return None
    if not form.alternative.data:
        raise BadInput("Say in words what the logo shows.")
    return Logo(content, form.alternative.data)


class TextsForm(Form):
    """The scheme's own words in one language."""

    opening = LineField(
        TEXT_NAMES["opening"],
        [Length(max=TEXTS["opening"]), without_control_characters, _known_placeholders],
    )
    citation = LinesField(
        TEXT_NAMES["citation"],
        [Length(max=TEXTS["citation"]), without_control_characters, _known_placeholders],
    )
    closing = LineField(
        TEXT_NAMES["closing"],
        [Length(max=TEXTS["closing"]), without_control_characters, _known_placeholders],
    )
    version = HiddenField()

    @property
    def version_number(self) -> int:
        """Return the draft's version that the edit started from; 0 where there was none."""
        return whole_number(self.version.data)

    @property
    def texts(self) -> dict[str, str]:
        """Return what was written, by kind."""
        return {kind: " ".join((self[kind].data or "").split()) for kind in TEXTS}


class VersionForm(Form):
    """A lone button that says which draft was seen."""

    version = HiddenField()

    @property
    def version_number(self) -> int:
        """Return the draft's version that was seen."""
        return whole_number(self.version.data)


class AnswerForm(Form):
    """The second officer's answer."""

    outcome = RadioField(
        lazy("Your answer"),
        [InputRequired(lazy("Choose an answer."))],
        choices=[
            SelectChoice(
                ProposalOutcome.IN_FORCE.value,
                lazy("Put it into force: certificates are sealed with it from now on"),
            ),
            SelectChoice(ProposalOutcome.SENT_BACK.value, lazy("Send it back")),
        ],
    )
    reason = LinesField(
        lazy("Reason"),
        [Length(max=REASON_LIMIT)],
        description=lazy("Needed when you send it back: what is to be changed."),
    )
