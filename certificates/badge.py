"""The badge of a label: level, holder, term and how it stands, for web sites and letters.

It says its status by a word, a sign and the stone: full while the label is active, hollow
otherwise. Colour only repeats that.
"""

from dataclasses import dataclass, field
from datetime import date

from certificates.badgewords import badge_words
from certificates.designs.design import Design, shipped_design
from certificates.drawing import Card, Line, Picture, Point, Polygon, Shape, Stroke, write_svg
from certificates.errors import BadInput
from certificates.lettering import BOLD, REGULAR, SEMIBOLD, Fitted, lettering
from certificates.levelsign import DOTS_APART, STONE_CORNERS, streaks
from certificates.picture import write_png
from certificates.sheet import Sheet
from certificates.standing import Status
from certificates.statussign import status_sign
from certificates.wording import in_words, wording

SIDE = 600

_INK, _SLATE, _WHITE = "#1B2230", "#4A5261", "#FFFFFF"
_DEMO = "#5B3A78"
_COLOURS = {
    Status.ACTIVE: "#14532F",
    Status.SUSPENDED: "#7A4B00",
    Status.EXPIRED: _SLATE,
    Status.WITHDRAWN: "#A4262C",
    Status.REVOKED: "#A4262C",
}
_EDGE, _RADIUS, _BAND = 12, 44, 448
_LEFT, _MEASURE, _BESIDE_STONE, _BESIDE_SIGN = 44, 512, 332, 144
_SIGN_AT = (82.0, 523.0)
_STONE_SCALE, _STONE_AT = 3.1, (379.0, 37.0)
_STONE_MIDDLE, _HOLLOW = 32, 7
_LEADING = 1.17


@dataclass(frozen=True, slots=True)
class _Face:
    """A font in a colour."""

    font: str
    colour: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A certificate's sheet and how its label stands: the status on a day, and since when.

    The stone has the level's colour in the certificate's design.

    Raises BadInput for a label that has not begun, and for a status other than active that does
    not say since when.
    """

    sheet: Sheet
    status: Status
    on: date
    since: date | None = None
    design: Design = field(default_factory=shipped_design, hash=False)

    def __post_init__(self) -> None:
        """Refuse what a badge cannot say."""
        if self.status not in _COLOURS:
            raise BadInput("A label that has not begun has no badge.")
        if self.status is not Status.ACTIVE and self.since is None:
            raise BadInput(f"A badge that says {self.status} says since when.")

    @property
    def holds(self) -> bool:
        """Whether the label counts: it is active and no demo's."""
        return self.status is Status.ACTIVE and not self.sheet.demo


def badge_svg(badge: Badge) -> str:
    """Return the badge as SVG; raise BadInput for a character that the fonts lack."""
    return write_svg(picture_of(badge))


def badge_png(badge: Badge, side: int = SIDE) -> bytes:
    """Return the badge as PNG with sides of 64 to 1,200 pixels."""
    return write_png(picture_of(badge), side)


def picture_of(badge: Badge) -> Picture:
    """Return the badge as a drawing, which both files are written from."""
    colour = _DEMO if badge.sheet.demo else _COLOURS[badge.status]
    return Picture(
        side=SIDE,
        shapes=(
            Card(0, 0, SIDE, SIDE, _RADIUS, colour),
            Card(_EDGE, _EDGE, SIDE - 2 * _EDGE, _BAND - _EDGE, _RADIUS - _EDGE, _WHITE, False),
            *_heading(badge),
            *_stone(badge),
            *_holder(badge),
            *_band(badge, colour),
        ),
        title=_title(badge),
        description=_description(badge),
        language=badge.sheet.language,
    )


def _heading(badge: Badge) -> list[Shape]:
    """Set the scheme's name, the level's word and its rank, beside the stone."""
    sheet, words = badge.sheet, wording(badge.sheet.language, badge.sheet.kind)
    scheme = lettering(SEMIBOLD).fit(sheet.scheme, _BESIDE_STONE, [(27, 2), (21, 3)])
    level = lettering(BOLD).fit(sheet.level, _BESIDE_STONE, [(92, 1), (72, 1), (56, 1), (38, 2)])
    rank = words.rank_of(sheet.level_ordinal, sheet.level_count)
    colour = badge.design.colour(sheet.level_id) if badge.holds else _SLATE
    return [
        *_block(scheme, 70, _Face(SEMIBOLD, _INK)),
        *_block(level, 198 - level.size * _LEADING * (len(level.lines) - 1), _Face(BOLD, colour)),
        *_fitted(rank, (_LEFT, 232), 23, _Face(REGULAR, _SLATE), _BESIDE_STONE),
    ]


def _stone(badge: Badge) -> list[Shape]:
    """Draw the level sign at the upper right; hollow where the label is not active."""
    sheet = badge.sheet
    stone = badge.design.colour(sheet.level_id) if badge.holds else _SLATE
    corners = tuple(_in_stone(corner) for corner in STONE_CORNERS)
    body: Shape = Polygon(corners, stone)
    if not badge.holds:
        inner = tuple(_in_stone(_towards_middle(corner)) for corner in STONE_CORNERS)
        body = Stroke((*inner, inner[0]), _HOLLOW, stone)
    lines = [
        Stroke(
            (_in_stone(streak.start), _in_stone(streak.end)),
            streak.width * _STONE_SCALE,
            _WHITE if badge.holds else stone,
            0 if streak.solid else DOTS_APART * _STONE_SCALE,
        )
        for streak in streaks(sheet.level_ordinal, sheet.level_count)
    ]
    return [body, *lines]


def _holder(badge: Badge) -> list[Shape]:
    """Set the holder's name, the term's days and the number."""
    sheet = badge.sheet
    name = lettering(BOLD).fit(sheet.holder, _MEASURE, [(42, 2), (34, 2), (30, 3), (23, 4)])
    days = " – ".join(
        in_words(day, sheet.language) for day in (sheet.valid_from, sheet.valid_until)
    )
    return [
        *_block(name, 252 + name.size, _Face(BOLD, _INK)),
        *_fitted(days, (_LEFT, 397), 27, _Face(SEMIBOLD, _INK), _MEASURE),
        *_fitted(sheet.number, (_LEFT, 428), 22, _Face(REGULAR, _SLATE), _MEASURE),
    ]


def _band(badge: Badge, colour: str) -> list[Shape]:
    """Say the status, its day and the address at which it can be looked up."""
    sheet = badge.sheet
    left = _LEFT if sheet.demo else _BESIDE_SIGN
    measure = SIDE - _LEFT - left
    word, detail = _status(badge)
    return [
        *(() if sheet.demo else status_sign(badge.status, _SIGN_AT, _WHITE, colour)),
        *_fitted(word, (left, 512), 60, _Face(BOLD, _WHITE), measure),
        *_fitted(detail, (left, 550), 25, _Face(SEMIBOLD, _WHITE), measure),
        *_fitted("".join(sheet.shown_address), (left, 579), 19, _Face(REGULAR, _WHITE), measure),
    ]


def _status(badge: Badge) -> tuple[str, str]:
    """Return the status in a word, and the day it is true on or since."""
    words, language = badge_words(badge.sheet.language), badge.sheet.language
    if badge.sheet.demo:
        return words.demo, words.demo_detail
    if badge.since is None or badge.status is Status.ACTIVE:
        return words.status[badge.status], words.on.format(day=in_words(badge.on, language))
    return words.status[badge.status], words.since.format(day=in_words(badge.since, language))


def _title(badge: Badge) -> str:
    sheet, words = badge.sheet, wording(badge.sheet.language, badge.sheet.kind)
    level = words.level_of(sheet.level, sheet.level_ordinal, sheet.level_count)
    return f"{level}: {' '.join(_status(badge))}"


def _description(badge: Badge) -> str:
    sheet = badge.sheet
    return badge_words(sheet.language).description.format(
        holder=sheet.holder,
        scheme=sheet.scheme,
        level=sheet.level,
        number=sheet.number,
        valid_from=in_words(sheet.valid_from, sheet.language),
        valid_until=in_words(sheet.valid_until, sheet.language),
        address=sheet.address,
    )


def _towards_middle(corner: Point) -> Point:
    """Move a corner of the stone by half a hollow stone's edge, so that its outside stays."""
    share = 1 - _HOLLOW / 2 / _STONE_SCALE / (_STONE_MIDDLE - STONE_CORNERS[0][1])
    x, y = (_STONE_MIDDLE + (place - _STONE_MIDDLE) * share for place in corner)
    return x, y


def _in_stone(point: Point) -> Point:
    return _STONE_AT[0] + point[0] * _STONE_SCALE, _STONE_AT[1] + point[1] * _STONE_SCALE


def _fitted(text: str, start: Point, size: float, face: _Face, measure: float) -> list[Shape]:
    """Set one line, smaller where it would be longer than its measure."""
    fitted = lettering(face.font).fit(text, measure, [(size, 1)])
    return [Line(line, start, fitted.size, face.font, face.colour) for line in fitted.lines if line]


def _block(text: Fitted, first: float, face: _Face) -> list[Shape]:
    """Set lines below each other; `first` is the first one's baseline."""
    return [
        Line(
            line,
            (_LEFT, first + position * text.size * _LEADING),
            text.size,
            face.font,
            face.colour,
        )
        for position, line in enumerate(text.lines)
    ]
