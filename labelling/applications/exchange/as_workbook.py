"""The self-assessment as a workbook: one row a part, to be filled in off line and read back."""

from labelling.applications.carrying.words import origins_in_words
from labelling.applications.exchange.sheets import (
    OPEN_REASON,
    SelfAssessment,
    band_of,
    reason_of,
    refuse_long,
    refuse_other,
    refuse_unasked,
    version_of,
    written_reason,
)
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of, level_of
from labelling.applications.versions.sources import PartSaid
from labelling.core.errors import Invalid
from labelling.core.i18n import gettext, lazy
from labelling.core.web.forms import tidy_lines
from labelling.core.workbooks import Cell, workbook

_WIDTHS = (8, 40, 10, 100, 40, 40, 14, 10, 40)
_COLUMNS = len(_WIDTHS)


def written(sheet: SelfAssessment) -> bytes:
    """Return the file. The columns with reference and version tell where a row belongs."""
    header = (
        gettext("Part"),
        gettext("Title"),
        gettext("Line in percent"),
        gettext("Answer"),
        gettext("Does not apply because (“%(open)s”: reason still open)", open=OPEN_REASON),
        gettext("Evidence (not read in)"),
        gettext("Application (leave as it is)"),
        gettext("Version (leave as it is)"),
        gettext("Carried over from (not read in)"),
    )
    return workbook(
        sheet.application.reference,
        header,
        [_row(sheet, part_id, said) for part_id, said in sheet.parts.items()],
        _WIDTHS,
    )


def _row(sheet: SelfAssessment, part_id: str, said: PartSaid) -> list[Cell]:
    evidence = "; ".join(
        f"{one.title} ({one.pages})" if one.pages else one.title for one in said.evidence
    )
    return [
        part_id,
        sheet.edition.parts[part_id].title,
        said.band,
        said.text,
        written_reason(said),
        evidence,
        sheet.application.reference,
        said.rests_on or 0,
        "; ".join(origins_in_words(sheet.origins.get(part_id, ()))),
    ]


def read(rows: list[list[str]], application: Application) -> dict[str, PartSaid]:
    """Return what the rows say of each part; raise Invalid, naming the part that is wrong."""
    edition = edition_of(application)
    scope = edition.scope(level_of(application))
    found: dict[str, PartSaid] = {}
    for row in rows[1:]:
        cells = [*row, *[""] * _COLUMNS][:_COLUMNS]
        if not any(cell.strip() for cell in cells):
            continue
        part_id, _title, band, text, reason, _evidence, reference, version, _origins = cells
        part_id = part_id.strip()
        refuse_other(application, reference.strip())
        refuse_unasked(scope, part_id)
        if part_id in found:
            raise Invalid(
                lazy("Part %(part)s stands twice in the file."), field="file", part=part_id
            )
        found[part_id] = PartSaid(
            band_of(edition, part_id, band),
            refuse_long(part_id, tidy_lines(text)),
            reason_of(edition, part_id, reason),
            rests_on=version_of(part_id, version),
        )
    if not found:
        raise Invalid(lazy("There is no part in the file."), field="file")
    return found
