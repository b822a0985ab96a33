"""Whole numbers in addresses: as large as a table's column, and no longer to read than that."""

from werkzeug.routing import IntegerConverter, Map

_LARGEST = 2**31 - 1


class ColumnNumber(IntegerConverter):
    """A number in plain digits that every column for whole numbers can hold.

    A larger one names nothing that we have. Asked for, the database would refuse the question.
    """

    regex = r"[0-9]{1,10}"

    def __init__(self, map: Map) -> None:  # noqa: A002 (the name is Werkzeug's)
        super().__init__(map, max=_LARGEST)
