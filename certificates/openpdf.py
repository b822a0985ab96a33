"""Opens a stranger's PDF: strictly, unencrypted, and unpacking only so much."""

import logging
from io import BytesIO

from pyhanko.pdf_utils.decode_limits import (
    DecodeLimits,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.reader import PdfFileReader

from certificates.errors import BadInput

# A stranger's file is answered with its refusals; pyHanko would log a traceback for each.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)

_MEGABYTE = 1024 * 1024
_END_WITHIN = 1024
_MOST_FIELDS = 200
_LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=16 * _MEGABYTE),
    document_budget=DocumentDecodeBudget(base_allowance=64 * _MEGABYTE, max_ratio=1),
)


def open_pdf(pdf: bytes) -> PdfFileReader:
    """Return a reader; raises BadInput for an encrypted file and pyHanko's errors for others.

    Also for a form whose fields are nested: whoever lists them goes every way through them, and a
    file of 3 kB can have more ways than there is time.
    """
    if b"startxref" not in pdf[-_END_WITHIN:]:  # pyHanko would look for it through all the file
        raise BadInput("This file does not end as a PDF does, so it cannot be read.")
    reader = PdfFileReader(BytesIO(pdf), strict=True, decode_limits=_LIMITS)
    if reader.encrypted:
        raise BadInput("This PDF is encrypted; ours are open to everybody.")
    if not _has_a_plain_form(reader):
        raise BadInput("The form of this PDF is built in another way than ours are.")
    return reader


def _has_a_plain_form(reader: PdfFileReader) -> bool:
    """Say whether all fields, if there are any, are few and stand beside one another."""
    if "/AcroForm" not in reader.root or "/Fields" not in reader.root["/AcroForm"]:
        return True
    # By name and number: whatever else would give what points to a field, not the field.
    fields = reader.root["/AcroForm"]["/Fields"]
    return len(fields) <= _MOST_FIELDS and not any(
        "/Kids" in fields[place] for place in range(len(fields))
    )
