"""A page of text for archives: HTML in, one PDF (PDF/A-3a, PDF/UA-1) with files inside out."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from certificates.archival import OUTPUT_INTENT, VARIANT, screen_profile, written
from certificates.attachments import Attachment
from certificates.ownfiles import OwnFiles


def print_paper(
    page: str, own: Mapping[str, bytes], attachments: Sequence[Attachment] = ()
) -> bytes:
    """Return the PDF of an HTML page that may load `own` files as design:<name>, and no others.

    The same page and files give the same bytes. Raises what WeasyPrint raises for another address.
    """
    document = HTML(string=page, url_fetcher=OwnFiles(own)).render(
        font_config=FontConfiguration(), color_profiles={OUTPUT_INTENT: screen_profile()}, **VARIANT
    )
    digest = sha256(page.encode())
    for attachment in attachments:
        digest.update(sha256(attachment.content).digest())
    return written(document, digest.hexdigest()[:32], attachments)
