"""Column types that read back exactly what was written, on SQLite and on PostgreSQL."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

Json = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept as UTC (SQLite has no zones and would drop them silently)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """Return what a row holds."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive instants; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal number as its digits: SQLite's NUMERIC would come back as a float."""

    impl = String(40)
    cache_ok = True

    @property
    def python_type(self) -> type[Decimal]:
        """Return what a row holds."""
        return Decimal

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Store the digits; refuse what is not a number."""
        if value is None:
            return None
        if not value.is_finite():
            raise ValueError("not a finite number")
        return format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Return the number that was written, digit by digit."""
        return None if value is None else Decimal(value)


class ExactFraction(TypeDecorator[Fraction]):
    """An exact quotient such as 190/3: a mean of scores has no last decimal."""

    impl = String(80)
    cache_ok = True

    def process_bind_param(self, value: Fraction | None, dialect: Dialect) -> str | None:
        """Store numerator and denominator."""
        return None if value is None else str(Fraction(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Fraction | None:
        """Return the very same number."""
        return None if value is None else Fraction(value)


def choice(kind: type[StrEnum], name: str | None = None) -> Enum:
    """Return the column type of a closed list of words, stored as text with a CHECK.

    ``name`` tells the CHECKs of two columns of one table apart.
    """
    return Enum(
        kind,
        native_enum=False,
        length=40,
        values_callable=lambda members: [member.value for member in members],
        name=name if name is not None else kind.__name__.lower(),
        create_constraint=True,
        validate_strings=True,
    )


type_annotation_map: dict[Any, Any] = {
    datetime: UtcDateTime,
    Decimal: ExactDecimal,
    Fraction: ExactFraction,
}
