from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from certificates.badge import SIDE, Badge, badge_png, badge_svg, picture_of
from certificates.badgewords import BADGE_WORDS, badge_words
from certificates.drawing import Line, Picture, Polygon, Stroke
from certificates.errors import BadInput
from certificates.lettering import lettering
from certificates.levelsign import STONE_CORNERS
from certificates.sheet import LONGEST, Sheet
from certificates.standing import Status
from certificates.wording import WORDINGS
from tests.certificates.examples import TODAY, german_sheet, sheet

SINCE = date(2026, 9, 3)
SHOWN = [status for status in Status if status is not Status.NONE]


def badge(status: Status = Status.ACTIVE, **changes: Any) -> Badge:
    since = None if status is Status.ACTIVE else SINCE
    return Badge(sheet(**changes), status, TODAY, since)


def texts(picture: Picture) -> list[str]:
    return [shape.text for shape in picture.shapes if isinstance(shape, Line)]


def test_an_active_label_says_what_it_is_and_on_which_day() -> None:
    picture = picture_of(badge())
    assert texts(picture) == [
        "Cluster Excellence Label",
        "Silver",
        "second of three levels",
        "Alder Valley",
        "Mobility Cluster",
        "1 June 2026 – 31 May 2028",
        "CE-2026-0417-R",
        "Active",
        "on 22 November 2026",
        "label.example/labels/k7Qm2xV9tRab",
    ]
    assert picture.title == "Silver, level 2 of 3: Active on 22 November 2026"
    assert picture.description == (
        "Alder Valley Mobility Cluster. Cluster Excellence Label, Silver. Number CE-2026-0417-R, "
        "1 June 2026 to 31 May 2028. Look it up: https://label.example/labels/k7Qm2xV9tRab"
    )


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.SUSPENDED, ["Suspended", "since 3 September 2026"]),
        (Status.EXPIRED, ["Expired", "since 3 September 2026"]),
        (Status.WITHDRAWN, ["Withdrawn", "since 3 September 2026"]),
        (Status.REVOKED, ["Revoked", "since 3 September 2026"]),
    ],
)
def test_every_other_state_is_said_in_words(status: Status, words: list[str]) -> None:
    picture = picture_of(badge(status))
    assert texts(picture)[-3:-1] == words
    assert picture.title == f"Silver, level 2 of 3: {' '.join(words)}"


def test_it_speaks_the_certificates_language() -> None:
    picture = picture_of(Badge(german_sheet(), Status.WITHDRAWN, TODAY, SINCE))
    assert texts(picture)[5:9] == [
        "1. Juni 2026 – 31. Mai 2028",
        "CE-2026-0417-R",
        "Zurückgegeben",
        "seit 3. September 2026",
    ]
    assert picture.title == "Silber, Stufe 2 von 3: Zurückgegeben seit 3. September 2026"


def test_a_badge_speaks_every_language_that_a_certificate_does() -> None:
    assert set(BADGE_WORDS) == set(WORDINGS)
    assert {tuple(words.status) for words in BADGE_WORDS.values()} == {
        (Status.ACTIVE, Status.SUSPENDED, Status.EXPIRED, Status.WITHDRAWN, Status.REVOKED)
    }
    with pytest.raises(BadInput, match="no badge in the language 'xx'"):
        badge_words("xx")


def stone_is_full(picture: Picture) -> bool:
    return any(
        isinstance(shape, Polygon) and len(shape.points) == len(STONE_CORNERS)
        for shape in picture.shapes
    )


@pytest.mark.parametrize("status", SHOWN)
def test_only_an_active_labels_stone_is_full(status: Status) -> None:
    assert stone_is_full(picture_of(badge(status))) is (status is Status.ACTIVE)


@pytest.mark.parametrize("ordinal", [1, 2, 3])
def test_the_stone_has_the_levels_streaks(ordinal: int) -> None:
    strokes = [
        shape
        for shape in picture_of(badge(level_ordinal=ordinal)).shapes
        if isinstance(shape, Stroke) and len(shape.points) == 2
    ]
    assert [stroke.dots == 0 for stroke in strokes] == [at < ordinal for at in range(3)]


def test_a_scheme_with_one_level_has_no_rank() -> None:
    picture = picture_of(badge(level_ordinal=1, level_count=1))
    assert texts(picture)[:3] == ["Cluster Excellence Label", "Silver", "Alder Valley"]
    assert picture.title == "Silver: Active on 22 November 2026"


def test_a_demos_badge_is_never_taken_for_an_active_one() -> None:
    picture = picture_of(badge(demo=True))
    assert texts(picture)[-3:-1] == ["Not valid", "demo with fictitious data"]
    assert "Active" not in picture.title
    assert not stone_is_full(picture)


LETTERS = "ABCDEFGHIWMabcdefgiw ÄéŁžΩλЖя-"
NAMES = {
    name: st.text(LETTERS, min_size=1, max_size=LONGEST[name]).filter(str.strip)
    for name in ("scheme", "holder", "level")
}
SHEETS = st.builds(
    lambda german, ordinal, **names: replace(
        german_sheet() if german else sheet(), level_ordinal=ordinal, level_count=5, **names
    ),
    st.booleans(),
    st.integers(1, 5),
    **NAMES,
)


LONG = sheet(
    scheme="The European Label of Excellent Cluster Organisations, established 2008",
    level="Recognised for good work",
    holder="W" * 20 + " Association of Associations" * 4,
)


@settings(max_examples=60, deadline=None)
@example(LONG, Status.ACTIVE)
@given(SHEETS, st.sampled_from(SHOWN))
def test_every_text_keeps_to_its_place(printed: Sheet, status: Status) -> None:
    picture = picture_of(Badge(printed, status, TODAY, SINCE))
    lines = [shape for shape in picture.shapes if isinstance(shape, Line)]
    for line in lines:
        end = line.start[0] + lettering(line.font).width(line.text, line.size)
        beside_the_stone = line.start[1] < 240
        assert 44 <= line.start[0] < end <= (376.01 if beside_the_stone else SIDE - 43.99)
    for above, below in pairwise(lines):
        capitals = below.start[1] - 0.73 * below.size
        assert above.start[1] < capitals, (above, below)


@pytest.mark.parametrize("status", SHOWN)
def test_the_svg_and_the_png_are_whole_and_always_the_same(status: Status) -> None:
    svg, png = badge_svg(badge(status)), badge_png(badge(status), 80)
    assert ET.fromstring(svg).get("viewBox") == "0 0 600 600"  # noqa: S314 (drawn here)
    assert Image.open(BytesIO(png)).size == (80, 80)
    assert (badge_svg(badge(status)), badge_png(badge(status), 80)) == (svg, png)


def test_states_differ_in_grey() -> None:
    grey = {
        Image.open(BytesIO(badge_png(badge(status), 80))).convert("L").tobytes() for status in SHOWN
    }
    assert len(grey) == len(SHOWN)


def test_what_a_badge_cannot_say_is_refused() -> None:
    with pytest.raises(BadInput, match="has no badge"):
        Badge(sheet(), Status.NONE, TODAY)
    with pytest.raises(BadInput, match="since when"):
        Badge(sheet(), Status.REVOKED, TODAY)
    with pytest.raises(BadInput, match="not in the bundled fonts"):
        badge_svg(badge(holder="漢字"))
