"""Reporting misuse without an account, and asking what became of it with the receipt."""

from contextlib import closing

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from labelling.core import i18n
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound, TooMany
from labelling.core.i18n import gettext, lazy
from labelling.core.web import identity, pages
from labelling.decisions.receipts import slow_down
from labelling.decisions.surveillance import actions, queries
from labelling.decisions.surveillance.actions import Attachment
from labelling.decisions.surveillance.forms import MisuseForm
from labelling.decisions.surveillance.models import MisuseReport
from labelling.decisions.surveillance.receipts import new_receipt, plain_receipt
from labelling.decisions.surveillance.views.blueprint import everybody, notice
from labelling.decisions.surveillance.words import OUTCOME_NAMES
from labelling.organisations.uploads import take_in
from labelling.people.networks import network_of

LARGEST_FILE = 5 * 1024 * 1024
_ENDINGS = (".png", ".jpg", ".jpeg", ".pdf")


@everybody.route("/misuse", methods=["GET", "POST"])
def report() -> ResponseReturnValue:
    """Take a report of misuse from anybody."""
    form = MisuseForm()
    if not form.answered():
        return _form(form, 422 if form.errors else 200)
    now = identity.now()
    try:
        with unit_of_work() as session:
            slow_down(session, network_of(request, pages.settings().trusted_proxies), now)
        attachment = _taken_in(form.file.data)
        file = attachment.sha256 if attachment is not None else ""
        receipt = new_receipt(form.mark("misuse", file))
        with unit_of_work() as session:
            if queries.find_report_by_receipt(session, receipt) is None:
                actions.report_misuse(
                    session,
                    actor=identity.current_actor(),
                    seen=form.seen,
                    receipt=receipt,
                    language=i18n.language() if i18n.language() in i18n.LANGUAGES else i18n.DEFAULT,
                    attachment=attachment,
                    now=now,
                )
    except (Invalid, TooMany) as refusal:
        form.refuse(refusal)
        return _form(form, refusal.status)
    return redirect(url_for(".state", receipt=receipt, done="sent"), 303)


@everybody.get("/misuse/state")
def ask() -> ResponseReturnValue:
    """Ask for a receipt's number; lead to the state of the report."""
    typed = request.args.get("receipt", "").strip()[:60]
    if not typed:
        return pages.page("decisions/surveillance/ask_state.html", typed="", error="")
    with reading() as session:
        found = queries.find_report_by_receipt(session, typed)
    if found is None:
        error = gettext("No report has this number. Compare it with your receipt.")
        return pages.page("decisions/surveillance/ask_state.html", 422, typed=typed, error=error)
    return redirect(url_for(".state", receipt=plain_receipt(typed)), 303)


@everybody.get("/misuse/<receipt>")
def state(receipt: str) -> ResponseReturnValue:
    """Show who holds a receipt how far the report has come: nothing of what it says."""
    with reading() as session:
        found = queries.find_report_by_receipt(session, receipt)
        if found is None:
            raise NotFound
        begun = bool(queries.report_steps(session, found.id))
    return pages.page(
        "decisions/surveillance/state.html",
        report=found,
        receipt=plain_receipt(receipt),
        says=_says(found, begun=begun),
        notice=notice(),
    )


def _form(form: MisuseForm, status: int) -> ResponseReturnValue:
    return pages.page(
        "decisions/surveillance/misuse.html", status, form=form, megabytes=LARGEST_FILE >> 20
    )


def _says(report: MisuseReport, *, begun: bool) -> str:
    if report.outcome is not None:
        return str(OUTCOME_NAMES[report.outcome])
    return gettext("The office looks into it.") if begun else gettext("It waits for the office.")


def _taken_in(sent: FileStorage | None) -> Attachment | None:
    """Inspect and store what was attached; raise Invalid for what is no picture or PDF."""
    if sent is None or not sent.filename:
        return None
    if not sent.filename.lower().endswith(_ENDINGS):
        raise Invalid(lazy("Attach a PNG or JPEG picture, or a PDF."), field="file")
    with closing(sent):
        content = sent.stream.read(LARGEST_FILE + 1)
    file = take_in(sent.filename, content, LARGEST_FILE).file
    return Attachment(file.sha256, file.filename, file.media_type)
