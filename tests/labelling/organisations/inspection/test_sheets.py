"""Sheets of figures: few bytes that would become very many are refused before they are."""

import json

import pytest

from labelling.organisations.inspection import sheets
from labelling.organisations.inspection.findings import Reason, Refused
from tests.labelling.organisations.inspection import samples


def _shared(cells: int) -> bytes:
    """Return a workbook of so many rows of one cell that all share one long text."""
    rows = "".join('<row><c t="s"><v>0</v></c></row>' for _ in range(cells))
    return samples.archive(
        {
            **samples.XLSX,
            "xl/workbook.xml": '<workbook xmlns:r="r"><sheet name="1" r:id="a"/></workbook>',
            "xl/_rels/workbook.xml.rels": (
                '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/>'
                "</Relationships>"
            ),
            "xl/sharedStrings.xml": f"<sst><si><t>{'x' * 30_000}</t></si></sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet>{rows}</worksheet>",
        }
    )


def test_cells_that_share_a_long_text_count_each() -> None:
    assert json.loads(sheets.inspect(_shared(10), "xlsx")) == [["x" * 30_000]] * 10
    with pytest.raises(Refused) as refused:
        sheets.inspect(_shared(200), "xlsx")
    assert refused.value.reason is Reason.BOMB
