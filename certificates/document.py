"""The certificate as a PDF: one page, A4 landscape, PDF/A-3a and PDF/UA-1 in one file."""

import atexit
from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

from certificates.attachments import Attachment
from certificates.designs.design import Design, shipped_design
from certificates.designs.layouts import load_layout
from certificates.designs.letters import refuse_strange_letters
from certificates.errors import CannotPrint
from certificates.sheet import Sheet
from certificates.slots import slots

if TYPE_CHECKING:
    from certificates.press import Press

_presses: dict[str, "Press"] = {}
_warming = Lock()


def render(
    sheet: Sheet,
    design: Design | None = None,
    attachments: Sequence[Attachment] = (),
    *,
    specimen: bool = False,
) -> bytes:
    """Return the certificate with these files inside, in the shipped design unless told.

    The same sheet, design and files give the same bytes, on the same software. The first call
    warms up a press per layout (fonts, style), which the process keeps. A specimen says so behind
    its text. Raises BadInput for a text that the fonts lack or the page cannot hold, and
    CannotPrint where this machine lacks Pango.
    """
    press, chosen = _press_for(sheet, design)
    return press.print(sheet, chosen, slots(sheet, chosen, specimen=specimen), attachments)


def draw(sheet: Sheet, design: Design | None = None, *, specimen: bool = False) -> str:
    """Return the certificate's page as one SVG picture, with all that a browser needs inside.

    It is set as the PDF is, letter by letter by the browser. Raises what `render` raises.
    """
    press, chosen = _press_for(sheet, design)
    return press.draw(sheet, chosen, slots(sheet, chosen, specimen=specimen))


def put_away() -> None:
    """Let the presses go that this process keeps; each cleans up its fonts."""
    _presses.clear()


atexit.register(put_away)  # while Python is still whole


def _press_for(sheet: Sheet, design: Design | None) -> tuple["Press", Design]:
    """Return the warm press of a design's layout; refuse letters that it lacks first."""
    chosen = design if design is not None else shipped_design()
    refuse_strange_letters(sheet, chosen)
    with _warming:
        press = _presses.get(chosen.layout)
        if press is None:
            press = _presses[chosen.layout] = _warm_press(chosen.layout)
    return press, chosen


def _warm_press(layout: str) -> "Press":
    """Import WeasyPrint, which takes seconds and needs Pango, only where something is printed."""
    try:
        from certificates.press import Press  # noqa: PLC0415 - see the docstring
    except (ImportError, OSError) as missing:
        raise CannotPrint(
            "Certificates cannot be printed here: WeasyPrint needs Pango. On Debian install "
            "libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0."
        ) from missing
    return Press(load_layout(layout))
