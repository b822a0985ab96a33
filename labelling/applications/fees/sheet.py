"""The list of fees as a file for spreadsheets."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from labelling.applications.fees.models import Fee
from labelling.applications.fees.queries import Row
from labelling.core.clock import civil_day, scheme_zone
from labelling.core.i18n import gettext
from labelling.core.spreadsheets import Cell, csv_file


def fees_file(rows: Iterable[Row], names: Mapping[UUID, str]) -> bytes:
    """Return fees as CSV, one a line, in the order given; states and kinds by their ids.

    ``names`` are of those who proposed and decided waivers.
    """
    header = [
        gettext("Application"),
        gettext("Organisation"),
        gettext("Country"),
        gettext("Level"),
        gettext("Kind"),
        gettext("Submitted"),
        gettext("State"),
        gettext("Amount"),
        gettext("Currency"),
        gettext("Note on VAT"),
        gettext("Payer"),
        gettext("Address"),
        gettext("VAT number"),
        gettext("Order number"),
        gettext("Invoice"),
        gettext("Invoiced"),
        gettext("Due"),
        gettext("Paid"),
        gettext("Waived because"),
        gettext("Waived on"),
        gettext("Waiver proposed by"),
        gettext("Waived by"),
        gettext("Terms"),
        gettext("Accepted"),
    ]
    return csv_file(header, (_cells(row, names) for row in rows))


def _cells(row: Row, names: Mapping[UUID, str]) -> list[Cell]:
    fee, application = row.fee, row.application
    submitted = application.submitted_at
    proposed_by, waived_by = _who_waived(fee, names)
    return [
        application.reference,
        row.organisation.name,
        row.organisation.country,
        application.level_id,
        application.kind.value,
        civil_day(submitted, scheme_zone()) if submitted is not None else None,
        row.state.value,
        fee.amount,
        fee.currency,
        fee.vat_note,
        fee.payer_name,
        fee.payer_address,
        fee.payer_vat,
        fee.payer_order,
        fee.invoice_number,
        fee.invoiced_on,
        fee.due_on,
        fee.paid_on,
        fee.waiver_reason if fee.waived_at is not None else "",
        civil_day(fee.waived_at, scheme_zone()) if fee.waived_at is not None else None,
        proposed_by,
        waived_by,
        application.terms_version,
        civil_day(application.terms_accepted_at, scheme_zone()),
    ]


def _who_waived(fee: Fee, names: Mapping[UUID, str]) -> tuple[str, str]:
    """Return who proposed and who decided that a fee is waived; blank where it is not."""
    if fee.waiver_proposed_by is None or fee.waived_by is None:
        return "", ""
    return names.get(fee.waiver_proposed_by, ""), names.get(fee.waived_by, "")
