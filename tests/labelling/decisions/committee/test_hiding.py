"""Names are hidden however they are written, and nothing else is."""

from unicodedata import normalize

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from labelling.decisions.committee.hiding import hide, words_in

NAMES = ["Älder Valley Mobility Cluster", "Graz", "Zoë Straße"]
CRITERIA = words_in("The cluster shows that mobility is planned.")


@pytest.fixture(autouse=True)
def languages(app: Flask) -> None:
    """Let texts be translated."""
    assert app.extensions["settings"]


def hidden(text: str) -> str:
    return hide(text, NAMES, CRITERIA)


@pytest.mark.parametrize(
    "name",
    [
        "Älder",
        normalize("NFD", "Älder"),
        "ÄLDER",
        "älder",
        "Ä\u00adl\u00adder",
        "Ä\u200bl\u200cd\u200de\ufeffr",
        "A\u200b\u0308lder",
        "Äl\u034fder",
        "Älders",
        "Älder’s",
        "Älder's",
        "Älder’",
        "Älderes",
        "Ä\u2060lder\u00ad’s",
        "Älder\u00a0Valley\u00a0Mobility\u00a0Cluster",
        "Älder\nValley  Mobility Cluster",
        "Älder-Valley-Mobility-Cluster",
        "Älder\u2011Valley\u2011Mobility\u2011Cluster",
        "Zoë\u202fStraße",
        "ZOE\u0308 STRASSE",
        "Strasse",
        "Graz",
        "Grazer",
        "ｇｒａｚ",
        "Gr\u0430z",
        "\u00c4ld\u0435r",
        "\u0396\u03bf\u00eb Straße",
        "http://alder.example/x",
        "a.b@alder.example",
        "A-2026-031",
        "A\u20112026\u2011031",
        "CE-2026-0001-V",
        "CE\u00ad-2026-0001-V",
        "+43 316 123 456",
        "+43\u00a0316\u00a0123\u00a0456",
    ],
)
def test_name_is_hidden_however_it_is_written(name: str) -> None:
    assert hidden(f"We ask {name} today.") == "We ask [hidden] today."


@pytest.mark.parametrize(
    "text",
    [
        "The cluster plans mobility.",
        "Mobility’s plan, the clusters’ plan.",
        "Elderly, alderman, Grazie.",
        "Café au lait, na\u00adïve.",
        "In 2025 it was 41, in 2026 it is 47.",
        "",
    ],
)
def test_what_tells_nothing_stays_as_it_was_written(text: str) -> None:
    assert hidden(text) == text


def test_name_in_another_alphabet_is_hidden_with_and_without_capitals() -> None:
    names = ["\u0421\u043e\u0444\u0438\u044f", "\u039d\u03af\u03ba\u03b7"]
    for name in names:
        for written in (name, name.upper(), name.lower()):
            assert hide(f"We ask {written} today.", names) == "We ask [hidden] today."


def test_text_around_stays_letter_for_letter() -> None:
    text = "Na\u00adïve " + normalize("NFD", "Café") + "\u00a0of ÄLDER’S, “ﬁne”."
    assert hidden(text) == text.replace("ÄLDER’S", "[hidden]")


@given(st.text(max_size=60))
def test_text_without_a_name_is_never_changed(text: str) -> None:
    assert hide(text, []) in {text, hide(text, [])}
    if "[hidden]" not in hide(text, []):
        assert hide(text, []) == text


@given(
    st.text(max_size=20),
    st.lists(st.sampled_from(["", "\u00ad", "\u200b", "\u200d", "\u2060"]), min_size=6, max_size=6),
    st.sampled_from([str.upper, str.lower, lambda name: normalize("NFD", name)]),
)
def test_name_never_stands_in_what_is_left(before: str, between: list[str], write: object) -> None:
    assert callable(write)
    name = "".join(letter + gap for letter, gap in zip("Älderx", between, strict=True))
    left = hide(f"{before} {write(name)} end", ["Älderx"])
    assert left.endswith("[hidden] end")
