"""Everything that people do with accounts, roles, second factors and involvements."""

from labelling.people.actions.accounts import create_admin, invite_again, invite_person
from labelling.people.actions.closing import erase_person, reinstate_person, suspend_person
from labelling.people.actions.factors import (
    give_up_second_factor,
    replace_recovery_codes,
    reset_second_factor,
    set_second_factor,
)
from labelling.people.actions.grants import confirm_role, propose_role, withdraw_role
from labelling.people.actions.ledger import record_involvement
from labelling.people.actions.own import (
    ask_for_email,
    change_details,
    change_password,
    end_other_sessions,
    end_session,
    switch_role,
)
from labelling.people.actions.passkeys import add_passkey, remove_passkey

__all__ = [
    "add_passkey",
    "ask_for_email",
    "change_details",
    "change_password",
    "confirm_role",
    "create_admin",
    "end_other_sessions",
    "end_session",
    "erase_person",
    "give_up_second_factor",
    "invite_again",
    "invite_person",
    "propose_role",
    "record_involvement",
    "reinstate_person",
    "remove_passkey",
    "replace_recovery_codes",
    "reset_second_factor",
    "set_second_factor",
    "suspend_person",
    "switch_role",
    "withdraw_role",
]
