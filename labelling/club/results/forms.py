"""Forms of results: what to release, whom to be compared with, a practice sheet."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length

from benchmarking.indicators.model import Indicator
from labelling.club.models import Club
from labelling.core.web.forms import Form, LineField, LinesField, lazy, without_control_characters

TITLE_LIMIT, TEXT_LIMIT = 200, 3000
_FILL_IN = lazy("Fill this in.")
_CHOOSE = lazy("Choose at least one.")


class ReleaseForm(Form):
    """Along which dimension the club is split in a release."""

    dimension = RadioField(
        lazy("Groups of members"),
        description=lazy(
            "The club is shown as a whole and along one dimension. What was released before counts."
        ),
    )

    def __init__(self, dimensions: Mapping[str, str], **kwargs: Any) -> None:
        kwargs.setdefault("data", {"dimension": next(iter(dimensions), "")})
        super().__init__(**kwargs)
        self.dimension.choices = [
            *(SelectChoice(key, name) for key, name in dimensions.items()),
            SelectChoice("", lazy("No groups, the whole club only")),
        ]


class PeersForm(Form):
    """The bands whose members one wants to be compared with."""

    bands = SelectMultipleField(
        lazy("Compare me with members in these bands"),
        description=lazy(
            "Within a dimension any of the bands will do; members must fit every dimension that "
            "you choose from."
        ),
    )

    def __init__(self, club: Club, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bands.choices = [
            SelectChoice(f"{one['id']}:{band['id']}", f"{one['name']}: {band['name']}")
            for one in club.dimensions
            for band in one["bands"]
        ]

    @property
    def chosen(self) -> dict[str, list[str]]:
        """Return the chosen bands by dimension."""
        found: dict[str, list[str]] = {}
        for value in self.bands.data or []:
            dimension, _, band = value.partition(":")
            found.setdefault(dimension, []).append(band)
        return found


class PracticeForm(Form):
    """A practice sheet."""

    title = LineField(
        lazy("What you did, in a line"),
        validators=[InputRequired(_FILL_IN), Length(max=TITLE_LIMIT), without_control_characters],
    )
    text = LinesField(
        lazy("How you did it"),
        description=lazy(
            "What you changed, what it cost, what came of it. Leave out names: it is shown without."
        ),
        validators=[InputRequired(_FILL_IN), Length(max=TEXT_LIMIT)],
    )
    indicators = SelectMultipleField(
        lazy("Indicators that it is about"), validators=[InputRequired(_CHOOSE)]
    )
    may_tell = BooleanField(
        lazy("It may be shown as what one who improved did"),
        description=lazy(
            "Without your name. It tells that the figure of whoever wrote it has improved."
        ),
    )

    def __init__(self, indicators: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.indicators.choices = [
            SelectChoice(one.code, f"{one.code} {one.name}") for one in indicators
        ]
