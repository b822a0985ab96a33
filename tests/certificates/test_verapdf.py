"""A certificate is PDF/A-3a and PDF/UA-1 by veraPDF's word: bare, with files, signed, stamped."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from certificates.attachments import Attachment
from certificates.designs.design import Logo
from certificates.document import render
from certificates.signing import sign
from tests.certificates.examples import design, german_sheet, picture, sheet
from tests.certificates.signed import AT, keys, seal_of, tiny_signed
from tests.certificates.test_layouts import printed
from tests.certificates.test_signing import stamped

FILES = (
    Attachment("credential.json", b'{"level": "silver"}', "The credential", AT),
    Attachment("proof.json", b"{}", "Where the credential stands in the log", AT),
)
PRINTED = {
    "classic in Greek": ("classic", "el"),
    "ceremony in Bulgarian": ("ceremony", "bg"),
    "column in Maltese": ("column", "mt"),
}
NAMES = ["bare", "demo", "with files", "signed", "stamped", "archived", "specimen", *PRINTED]
ROOT = Path(__file__).parents[2]


def pdfs() -> dict[str, bytes]:
    with_files = render(sheet(), attachments=FILES)
    return {
        "bare": render(german_sheet()),
        "demo": render(sheet(demo=True)),
        "with files": with_files,
        "signed": sign(with_files, seal_of(keys()[1]), AT),
        "stamped": stamped(False),
        "archived": stamped(True),
        "specimen": render(sheet(), design(logo=Logo(picture(mode="LA"), "A logo")), specimen=True),
        **{name: printed(layout, language) for name, (layout, language) in PRINTED.items()},
        "something else": tiny_signed(),
    }


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[str]]]:
    """Return the rules that each file breaks, by flavour."""
    folder = tmp_path_factory.mktemp("verapdf")
    paths = {}
    for name, pdf in pdfs().items():
        paths[name] = folder / f"{name}.pdf"
        paths[name].write_bytes(pdf)
    program = [sys.executable, "-m", "tests.certificates.verapdf", *map(str, paths.values())]
    asked = subprocess.run(program, check=True, capture_output=True, cwd=ROOT)
    told: dict[str, dict[str, list[str]]] = json.loads(asked.stdout)
    return {name: told[str(path)] for name, path in paths.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_certificate_breaks_no_rule(answers: dict[str, dict[str, list[str]]], name: str) -> None:
    assert answers[name] == {"3a": [], "ua1": []}


def test_a_file_that_is_neither_is_found_out(answers: dict[str, dict[str, list[str]]]) -> None:
    assert all(len(rules) > 3 for rules in answers["something else"].values())
