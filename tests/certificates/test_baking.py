import json
import struct
import zlib
from datetime import date
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from certificates.badge import Badge, badge_png, badge_svg
from certificates.baking import (
    LARGEST_CREDENTIAL,
    LARGEST_FILE,
    bake_png,
    bake_svg,
    unbake,
    unbake_png,
    unbake_svg,
)
from certificates.canonical import canonical_json
from certificates.credential import check
from certificates.errors import BadInput
from certificates.standing import Status
from tests.certificates.examples import sheet
from tests.certificates.issued import NOW, credential, issuer_key

BADGE = Badge(sheet(), Status.ACTIVE, date(2026, 11, 22))
CREDENTIAL = canonical_json(credential(), "The credential")
SVG = badge_svg(BADGE)
PNG = badge_png(BADGE, 80)
OB = "https://purl.imsglobal.org/ob/v3p0"


def test_a_credential_comes_out_of_a_badge_as_it_went_in() -> None:
    for baked in (bake_svg(SVG, CREDENTIAL).encode("utf-8"), bake_png(PNG, CREDENTIAL)):
        assert unbake(baked) == CREDENTIAL
        assert check(unbake(baked), [issuer_key()], now=NOW).genuine


def test_a_baked_svg_has_the_credential_as_its_first_element() -> None:
    root = ET.fromstring(bake_svg(SVG, CREDENTIAL))  # noqa: S314 (drawn here)
    assert root[0].tag == f"{{{OB}}}credential"
    assert (root[0].text, root[0].attrib) == (CREDENTIAL.decode("utf-8"), {})
    assert [child.tag for child in root[1:]] == [
        child.tag
        for child in ET.fromstring(SVG)  # noqa: S314 (drawn here)
    ]
    assert f'xmlns:openbadges="{OB}"' in bake_svg(SVG, CREDENTIAL).partition(">")[0]


def test_a_baked_png_is_the_same_picture_with_one_uncompressed_text() -> None:
    before, after = (Image.open(BytesIO(data)) for data in (PNG, bake_png(PNG, CREDENTIAL)))
    assert isinstance(after, PngImageFile)
    assert before.tobytes() == after.tobytes()
    assert after.text == {"openbadgecredential": CREDENTIAL.decode("utf-8")}
    assert bake_png(PNG, CREDENTIAL).index(b"iTXtopenbadgecredential\0\0\0\0\0{") < 60


@given(
    st.dictionaries(st.text(max_size=9), st.text(max_size=9) | st.sampled_from(["]]>", "]]>]]>"]))
)
def test_any_json_that_xml_can_carry_is_baked(document: dict[str, str]) -> None:
    data = canonical_json(document, "The credential")
    assert unbake_png(bake_png(PNG, data)) == data
    if any(character in data.decode() for character in "\ufffe\uffff"):
        with pytest.raises(BadInput, match="cannot carry"):
            bake_svg(SVG, data)
    else:
        assert unbake_svg(bake_svg(SVG, data).encode("utf-8")) == data


def test_a_character_that_xml_cannot_carry_is_not_baked_into_an_svg() -> None:
    with pytest.raises(BadInput, match="cannot carry"):
        bake_svg(SVG, '{"a":"\uffff"}'.encode())


@pytest.mark.parametrize(
    "data", [b"", b" ", b"[]", b"{", b'{"a":1,"a":2}', b"x" * (LARGEST_CREDENTIAL + 1)]
)
def test_what_is_no_credential_is_not_baked(data: bytes) -> None:
    with pytest.raises(BadInput):
        bake_png(PNG, data)
    with pytest.raises(BadInput):
        bake_svg(SVG, data)


def test_a_badge_is_baked_once() -> None:
    with pytest.raises(BadInput, match="fresh badge"):
        bake_png(bake_png(PNG, CREDENTIAL), CREDENTIAL)
    with pytest.raises(BadInput, match="fresh badge"):
        bake_svg(bake_svg(SVG, CREDENTIAL), CREDENTIAL)
    with pytest.raises(BadInput, match="fresh badge"):
        bake_svg("<html></html>", CREDENTIAL)


def test_the_form_that_the_specification_shows_is_read() -> None:
    svg = f"""<?xml version="1.0" encoding="UTF-8"?>
    <svg xmlns="http://www.w3.org/2000/svg" xmlns:ob="{OB}" viewBox="0 0 512 512">
      <ob:credential>
        <![CDATA[
          {{"id": "http://example.edu/credentials/3732"}}
        ]]>
      </ob:credential>
      <!-- rest-of-image -->
    </svg>"""
    assert json.loads(unbake(svg.encode())) == {"id": "http://example.edu/credentials/3732"}


def svg_with(inside: str, root: str = "svg", before: str = "") -> bytes:
    return (
        f'{before}<{root} xmlns="http://www.w3.org/2000/svg" xmlns:ob="{OB}">{inside}</{root}>'
    ).encode()


ONE = "<ob:credential>{}</ob:credential>"


@pytest.mark.parametrize(
    ("svg", "reason"),
    [
        (SVG.encode(), "has 0 credentials"),
        (svg_with(ONE + ONE), "has 2 credentials"),
        (svg_with(f"<g>{ONE}</g>"), "stands elsewhere"),
        (svg_with('<ob:credential verify="a.b.c"></ob:credential>'), "in another form"),
        (svg_with("<ob:credential><g>{}</g></ob:credential>"), "is no plain text"),
        (svg_with("<ob:credential></ob:credential>"), "takes 1 to"),
        (svg_with("<ob:credential> \n </ob:credential>"), "takes 1 to"),
        (svg_with(ONE, root="html"), "is no SVG"),
        (svg_with(ONE).replace(b"http://www.w3.org/2000/svg", b"http://other"), "is no SVG"),
        (svg_with(ONE).replace(OB.encode(), b"http://other"), "has 0 credentials"),
        (svg_with(ONE, before="<!DOCTYPE svg>"), "has a document type"),
        (svg_with("<ob:credential>&a;</ob:credential>"), "is not whole SVG"),
        (svg_with(ONE)[:-3], "is not whole SVG"),
        (svg_with(ONE) + b"<svg/>", "is not whole SVG"),
        (svg_with(ONE).decode().encode("utf-16"), "is not whole SVG"),
        (b"\xff" + svg_with(ONE), "is not whole SVG"),
        (b"", "is not whole SVG"),
        (svg_with(ONE) + b" " * LARGEST_FILE, "are read"),
        (svg_with(f"<ob:credential>{'x' * (LARGEST_CREDENTIAL + 1)}</ob:credential>"), "takes 1"),
    ],
)
def test_a_hostile_svg_is_refused(svg: bytes, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        unbake(svg)


def test_entities_are_refused_before_they_grow() -> None:
    lol = "".join(f'<!ENTITY l{step} "{f"&l{step - 1};" * 10}">' for step in range(1, 10))
    before = f'<!DOCTYPE svg [<!ENTITY l0 "lol">{lol}]>'
    with pytest.raises(BadInput, match="has a document type"):
        unbake(svg_with("<ob:credential>&l9;</ob:credential>", before=before))
    outside = '<!DOCTYPE svg [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(BadInput, match="has a document type"):
        unbake(svg_with("<ob:credential>&f;</ob:credential>", before=outside))


def chunk(kind: bytes, data: bytes, crc: int | None = None) -> bytes:
    found = zlib.crc32(kind + data) if crc is None else crc
    return struct.pack(">I", len(data)) + kind + data + found.to_bytes(4)


HEADER = PNG[:33]
TEXT = b"openbadgecredential\0\0\0\0\0{}"


def png_with(*chunks: bytes) -> bytes:
    return HEADER + b"".join(chunks) + PNG[33:]


def test_the_made_up_pngs_are_otherwise_good() -> None:
    assert unbake_png(png_with(chunk(b"iTXt", TEXT))) == b"{}"
    other = chunk(b"iTXt", b"Title\0\0\0\0\0x")
    assert unbake_png(png_with(other, chunk(b"iTXt", TEXT))) == b"{}"


@pytest.mark.parametrize(
    ("png", "reason"),
    [
        (PNG, "has 0 credentials"),
        (png_with(chunk(b"iTXt", TEXT), chunk(b"iTXt", TEXT)), "has 2 credentials"),
        (png_with(chunk(b"tEXt", b"openbadgecredential\0{}")), "has 0 credentials"),
        (png_with(chunk(b"iTXt", TEXT.replace(b"l\0\0", b"l\0\1"))), "is compressed"),
        (png_with(chunk(b"iTXt", TEXT.replace(b"\0{", b"en\0{"))), "in a language"),
        (png_with(chunk(b"iTXt", b"openbadgecredential")), "is compressed"),
        (png_with(chunk(b"iTXt", TEXT[:-2])), "takes 1 to"),
        (png_with(chunk(b"iTXt", TEXT[:-2] + b"x" * (LARGEST_CREDENTIAL + 1))), "takes 1 to"),
        (png_with(chunk(b"iTXt", TEXT, crc=0)), "not a whole PNG"),
        (png_with(b"\x7f\xff\xff\xffiTXt" + TEXT), "not a whole PNG"),
        (png_with(chunk(b"IHDR", b"")), "not a whole PNG"),
        (PNG[:8] + chunk(b"iTXt", TEXT) + PNG[8:], "not a whole PNG"),
        (PNG[:8], "not a whole PNG"),
        (PNG[:-4], "not a whole PNG"),
        (bake_png(PNG, CREDENTIAL) + b"x", "something after its end"),
        (PNG + bytes(LARGEST_FILE), "are read"),
    ],
)
def test_a_hostile_png_is_refused(png: bytes, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        unbake(png)


@given(
    st.binary(max_size=200), st.sampled_from([b"", PNG[:8], PNG[:40], b"<svg ", svg_with(ONE)[:40]])
)
def test_whatever_is_no_badge_is_refused(data: bytes, start: bytes) -> None:
    with pytest.raises(BadInput):
        unbake(start + data)


@given(st.integers(0, len(bake_png(PNG, CREDENTIAL)) - 1), st.integers(1, 255))
def test_a_changed_byte_never_gives_another_genuine_credential(at: int, flip: int) -> None:
    baked: Any = bytearray(bake_png(PNG, CREDENTIAL))
    baked[at] ^= flip
    with pytest.raises(BadInput):
        unbake_png(bytes(baked))
