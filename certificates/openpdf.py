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
_LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=16 * _MEGABYTE),
    document_budget=DocumentDecodeBudget(base_allowance=64 * _MEGABYTE, max_ratio=1),
)


def open_pdf(pdf: bytes) -> PdfFileReader:
    """Return a reader; raises BadInput for an encrypted file and pyHanko's errors for others."""
    if b"startxref" not in pdf[-_END_WITHIN:]:  # pyHanko would look for it through all the file
        raise BadInput("This file does not end as a PDF does, so it cannot be read.")
    reader = PdfFileReader(BytesIO(pdf), strict=True, decode_limits=_LIMITS)
    if reader.encrypted:
        raise BadInput("This PDF is encrypted; ours are open to everybody.")
    return reader
