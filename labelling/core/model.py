"""The declarative root of all tables: names of constraints, keys, column types."""

from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, MetaData, Table, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from labelling.core.columns import type_annotation_map

_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


@event.listens_for(ForeignKeyConstraint, "after_parent_attach")
def _check_at_commit(constraint: ForeignKeyConstraint, _table: Table) -> None:
    # Rows of one transaction may be written in any order; the references must hold at its end.
    constraint.deferrable, constraint.initially = True, "DEFERRED"


class Model(DeclarativeBase):
    """A table. Relations are loaded on purpose only: give them ``lazy="raise"``."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar = type_annotation_map


class Identified(Model):
    """A table whose rows have an unguessable key of their own."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, sort_order=-1)
