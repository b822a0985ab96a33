"""Everything that people do with accounts, roles, second factors and involvements."""

from labelling.people.actions.accounts import create_admin, invite_person
from labelling.people.actions.ledger import record_involvement

__all__ = ["create_admin", "invite_person", "record_involvement"]
