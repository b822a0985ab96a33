import re
from importlib.resources import files

import pytest

from certificates import designs
from certificates.designs import DESIGNS, Drawing, load_design
from certificates.document import slots
from certificates.errors import BadInput
from tests.certificates.examples import sheet

SET_BY_THE_PRESS = {"name_style", "text_top"}


@pytest.mark.parametrize("name", DESIGNS)
def test_a_design_asks_for_what_there_is(name: str) -> None:
    asked = set(re.findall(r"\{([a-z_]+)\}", load_design(name).page))
    assert asked == {*slots(sheet(), name), *SET_BY_THE_PRESS}


@pytest.mark.parametrize("name", DESIGNS)
def test_a_design_uses_only_its_own_files(name: str) -> None:
    design = load_design(name)
    used = set(re.findall(r"url\(\"?([^\")]+)", design.style + design.page))
    assert used == {f"design:{file}" for file in design.files}


@pytest.mark.parametrize("name", DESIGNS)
def test_names_get_smaller_step_by_step(name: str) -> None:
    steps = load_design(name).name.steps
    sizes = [step.size_pt for step in steps]
    assert sizes == sorted(sizes, reverse=True)
    assert [(step.size_pt, step.lines) for step in steps[:3]] == [(34, 2), (28, 2), (24, 2)]


def test_values_are_escaped_unless_drawn_here() -> None:
    design = load_design("classic")
    values = dict.fromkeys(re.findall(r"\{([a-z_]+)\}", design.page), "")
    page = design.fill({**values, "holder": "<b>{title}&\"'", "qr": Drawing("<svg/>")})
    assert "&lt;b&gt;{title}&amp;&quot;&#x27;" in page
    assert "<svg/>" in page


def test_an_unknown_design_is_refused() -> None:
    with pytest.raises(BadInput, match="no certificate design"):
        load_design("../classic")


def test_the_fonts_come_with_their_licence() -> None:
    licence = files(designs).joinpath("fonts", "LICENSE.txt").read_text("utf-8")
    assert "SIL Open Font License, Version 1.1" in licence
