"""The QR code that leads to a label's page: level M, black on white, big enough for any camera."""

from dataclasses import dataclass
from html import escape

import segno

from certificates.errors import BadInput

SIDE_MM = 32.0
"""Side of the printed code, its quiet zone included."""

QUIET_MODULES = 4
SMALLEST_MODULE_MM = 0.5


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code as rows of dark (1) and light (0) modules, without its quiet zone."""

    rows: tuple[bytes, ...]

    @property
    def module_mm(self) -> float:
        """Side of one printed module."""
        return SIDE_MM / (len(self.rows) + 2 * QUIET_MODULES)

    @property
    def quiet_mm(self) -> float:
        """Width of the quiet zone on each side."""
        return QUIET_MODULES * self.module_mm

    def svg(self, title: str) -> str:
        """Return the code as SVG with its quiet zone and this text alternative."""
        side = len(self.rows) + 2 * QUIET_MODULES
        path = "".join(
            f"M{start + QUIET_MODULES} {line + QUIET_MODULES}h{length}v1h-{length}z"
            for line, row in enumerate(self.rows)
            for start, length in _dark_runs(row)
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
            f'<title>{escape(title)}</title><path fill="#000" d="{path}"/></svg>'
        )


def qr_code(address: str) -> QrCode:
    """Return the code of an address; raise BadInput where its modules would be too small."""
    code = QrCode(tuple(map(bytes, segno.make_qr(address, error="m", boost_error=False).matrix)))
    if code.module_mm < SMALLEST_MODULE_MM:
        raise BadInput("The label's address is too long for a QR code that every camera reads.")
    return code


def _dark_runs(row: bytes) -> list[tuple[int, int]]:
    """Return start and length of each unbroken run of dark modules."""
    runs: list[tuple[int, int]] = []
    for column, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == column:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((column, 1))
    return runs
