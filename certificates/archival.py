"""What makes a printed page one for archives: PDF/A-3a and PDF/UA-1, colours, files inside.

Importing it imports WeasyPrint, which takes a second and needs Pango: whoever prints does so late.
"""

from collections.abc import Sequence
from datetime import UTC
from importlib.resources import files
from io import BytesIO
from typing import Any

import weasyprint
from weasyprint.css import ColorProfile

from certificates.attachments import Attachment
from certificates.tagging import finish

OUTPUT_INTENT = "screen"
VARIANT = {"pdf_variant": "pdf/a-3a", "output_intent": OUTPUT_INTENT}


def screen_profile() -> ColorProfile:
    """Read WeasyPrint's own sRGB profile, for one print: used twice it writes other bytes.

    WeasyPrint would leave its file open.
    """
    profile = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
    return ColorProfile(
        BytesIO(profile), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
    )


def written(document: Any, identifier: str, attachments: Sequence[Attachment]) -> bytes:
    """Return a rendered document as a PDF with these files inside, the same bytes each time."""
    pdf: bytes = document.write_pdf(
        **VARIANT,
        attachments=[_enclosed(attachment) for attachment in attachments],
        pdf_identifier=identifier,
        finisher=finish,
    )
    return pdf


def _enclosed(attachment: Attachment) -> weasyprint.Attachment:
    """Give both dates, or WeasyPrint takes the present."""
    at = attachment.at.astimezone(UTC)
    return weasyprint.Attachment(
        file_obj=BytesIO(attachment.content),
        name=attachment.name,
        description=attachment.description,
        created=at,
        modified=at,
        relationship="Data",
    )
