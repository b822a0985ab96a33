"""Small real PDFs made in code: one page with a heading and lines, as evidence."""

import textwrap
from collections.abc import Sequence

_WIDTH = 84
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    b"/Resources << /Font << /F1 5 0 R >> >> >>"
)
_ESCAPED = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)"})


def one_page(title: str, lines: Sequence[str]) -> bytes:
    """Return a PDF 1.4 of one A4 page in Helvetica; letters outside Windows-1252 become "?"."""
    wrapped = [part for line in lines for part in textwrap.wrap(line, _WIDTH) or [""]]
    shown = "".join(f"({_text(line)}) Tj T*\n" for line in wrapped[:48])
    content = (
        f"BT /F1 16 Tf 56 780 Td ({_text(title)}) Tj ET\n"
        f"BT /F1 10.5 Tf 15 TL 56 750 Td\n{shown}ET\n"
    ).encode("cp1252", "replace")
    return _file(
        (
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            _PAGE,
            b"<< /Length %d >>\nstream\n%sendstream" % (len(content), content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        )
    )


def _text(text: str) -> str:
    return text.translate(_ESCAPED)


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )
    return bytes(out)
