"""Issuing a certificate: the whole job, and the bare warm render of the same page."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

from sqlalchemy import select
from weasyprint import HTML

from benchmarks.pairs import Pair, measure
from certificates import designs, document
from certificates.press import Press, _screen_profile
from labelling.core.database import reading
from labelling.decisions.models import Label, LabelTerm
from labelling.issuing import sources
from labelling.issuing.jobs import issue_certificate
from labelling.issuing.sources import Order
from tests.labelling.decisions import making


def benchmark(rounds: int) -> Pair:
    """Measure the job (read, print, store, record, mail) against printing alone."""
    label = making.label(making.make_office())
    with reading() as session:
        term = session.scalars(select(LabelTerm).where(LabelTerm.label_id == label.id)).one()
    return measure(
        "issuing a certificate",
        ("the job: read, print, store, record, queue the mail", _job(label, term)),
        (
            "WeasyPrint alone, warm, the same page as PDF/A-3a",
            _bare_render(Order("label", label.id, term.id, "en", 1)),
        ),
        aim=1.3,
        rounds=rounds,
    )


def _job(label: Label, term: LabelTerm) -> Callable[[], None]:
    versions = count(1)

    def issue() -> None:
        order = Order("label", label.id, term.id, "en", next(versions))
        issue_certificate(order.payload(), datetime.now(UTC))

    return issue


def _bare_render(order: Order) -> Callable[[], None]:
    """Return WeasyPrint's own work and nothing of ours: page, style and fonts are ready."""
    with reading() as session:
        sheet = sources.printable(session, order).sheet
    design = designs.load_design("classic")
    page = design.fill(
        {**document.slots(sheet), "name_style": "font-size: 34pt", "text_top": "56mm"}
    )
    warm = Press(design)

    def render() -> None:
        html = HTML(string=page, url_fetcher=warm._files)
        made = html.render(
            font_config=warm._fonts,
            stylesheets=[warm._style],
            color_profiles={"screen": _screen_profile()},
            pdf_variant="pdf/a-3a",
            output_intent="screen",
        )
        made.write_pdf(pdf_variant="pdf/a-3a", output_intent="screen")

    return render
