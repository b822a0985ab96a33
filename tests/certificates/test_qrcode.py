import re

import pytest
import segno

from certificates.errors import BadInput
from certificates.qrcode import QUIET_MODULES, SIDE_MM, qr_code

ADDRESS = "https://label.example/labels/k7Qm2xV9tRab"


def test_the_drawn_modules_are_those_of_the_address() -> None:
    expected = [bytes(row) for row in segno.make_qr(ADDRESS, error="m", boost_error=False).matrix]
    side = len(expected)
    drawn = [bytearray(side) for _ in range(side)]
    svg = qr_code(ADDRESS).svg("QR code")
    for column, row, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", svg):
        for place in range(int(length)):
            drawn[int(row) - QUIET_MODULES][int(column) - QUIET_MODULES + place] = 1
    assert [bytes(row) for row in drawn] == expected
    assert f'viewBox="0 0 {side + 8} {side + 8}"' in svg


def test_the_code_is_of_level_m_and_its_modules_are_big_enough() -> None:
    assert segno.make_qr(ADDRESS, error="m", boost_error=False).error == "M"
    code = qr_code(ADDRESS)
    assert code.module_mm == SIDE_MM / 37
    assert code.quiet_mm == 4 * code.module_mm
    assert qr_code("https://" + "a" * 142).module_mm >= 0.5


def test_an_address_too_long_for_a_camera_is_refused() -> None:
    with pytest.raises(BadInput, match="too long for a QR code"):
        qr_code("https://" + "a" * 300)
