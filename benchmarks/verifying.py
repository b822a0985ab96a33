"""Verifying a certificate: the whole check, and pyHanko's bare check of its signature."""

from io import BytesIO

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from benchmarks.pairs import Pair, measure
from certificates.verify import verify
from tests.certificates import genuine
from tests.certificates.examples import AS_OF


def benchmark(rounds: int) -> Pair:
    """Measure signature, credential, log, text and status against the signature alone."""
    register, issued = genuine.issued()
    bundle = register.bundle(issued.document())
    trust = register.trust()

    def whole() -> None:
        assert verify(issued.pdf, bundle, None, AS_OF).valid is True

    def bare() -> None:
        context = ValidationContext(
            trust_roots=[Certificate.load(root) for root in trust.anchors],
            moment=AS_OF,
            allow_fetching=False,
        )
        (signature,) = PdfFileReader(BytesIO(issued.pdf)).embedded_signatures
        assert validate_pdf_signature(signature, context).bottom_line

    return measure(
        "verifying a certificate",
        ("the whole report: signature, credential, log, file, text, status", whole),
        ("pyHanko alone: the signature under the pinned root", bare),
        aim=2.5,
        rounds=rounds,
    )
