"""Signed files for the tests: keys made once, a PDF of a few hundred bytes, and ways to tamper."""

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from certificates.container import Gap
from certificates.keymaking import NewKey, first_keys
from certificates.openpdf import open_pdf
from certificates.seals import Seal, SigningKey, own_seal
from certificates.signing import sign

OWNER = "Office of the label (fictitious)"
AT = datetime(2026, 5, 29, 9, 0, tzinfo=UTC)


@cache
def keys() -> tuple[NewKey, ...]:
    """Return the keys of a first start: root, PDF, credential, status, checkpoint."""
    return first_keys(OWNER, AT)


def chain() -> tuple[bytes, ...]:
    """Return the pinned chain."""
    return keys()[1].public.chain


def seal_of(key: NewKey) -> Seal:
    """Return the seal of a key that was just made."""
    assert isinstance(key.private, SigningKey)
    return own_seal(key.public.chain, key.private)


def tiny_pdf(
    files: Mapping[str, bytes] | None = None, *, twice: bool = False, packed: bool = False
) -> bytes:
    """Return one empty page of a postage stamp's size, with these files inside.

    `twice` lists each file a second time; `packed` compresses them.
    """
    filtered = b"/Filter /FlateDecode " if packed else b""
    objects = [
        b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 1 0 R /MediaBox [0 0 72 72] /Resources << >> >>",
    ]
    names = b""
    for name, content in (files or {}).items():
        data = zlib.compress(content, 9) if packed else content
        head = b"<< %b/Length %d >>" % (filtered, len(data))
        objects.append(head + b"\nstream\n" + data + b"\nendstream")
        stream = len(objects)
        objects.append(
            b"<< /Type /Filespec /F (%b) /UF (%b) /EF << /F %d 0 R >> >>"
            % (name.encode(), name.encode(), stream)
        )
        names += b"(%b) %d 0 R " % (name.encode(), len(objects)) * (2 if twice else 1)
    objects.append(
        b"<< /Type /Catalog /Pages 1 0 R /Names << /EmbeddedFiles << /Names [%b] >> >> >>" % names
    )
    file = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (len(objects) + 1, len(objects))
    return file + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(file)


@cache
def tiny_signed() -> bytes:
    """Return the small page with a file inside, signed."""
    return sign(tiny_pdf({"credential.json": b'{"level":"silver"}'}), seal_of(keys()[1]), AT)


def gap_of(pdf: bytes) -> Gap:
    """Return where the signature's container lies."""
    return Gap.of(open_pdf(pdf).embedded_signatures[0])


def with_container(pdf: bytes, container: bytes) -> bytes:
    """Return the signed file with another container in the same place."""
    gap = gap_of(pdf)
    digits = container.hex().encode("ascii").ljust(gap.end - gap.start - 2, b"0")
    return pdf[: gap.start + 1] + digits + pdf[gap.end - 1 :]


def flipped(pdf: bytes, offset: int, bits: int = 1) -> bytes:
    """Return the file with some bits of one byte turned."""
    return pdf[:offset] + bytes([pdf[offset] ^ bits]) + pdf[offset + 1 :]
