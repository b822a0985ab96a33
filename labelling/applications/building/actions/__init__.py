"""Every write of the workshop: each action loads, requires, decides, records."""

from labelling.applications.building.actions.beginning import (
    begin_copy,
    begin_empty,
    begin_from_file,
    discard_draft,
    replace_by_file,
)
from labelling.applications.building.actions.mapping import save_mapping, use_mapping
from labelling.applications.building.actions.publishing import (
    proposal_mark,
    propose_edition,
    publish_edition,
    send_back,
    take_back,
)
from labelling.applications.building.actions.writing import (
    add_language,
    add_section,
    can_be_restored,
    drop_language,
    move_section,
    remove_section,
    rename_section,
    restore,
    save_section,
    save_translation,
)

__all__ = [
    "add_language",
    "add_section",
    "begin_copy",
    "begin_empty",
    "begin_from_file",
    "can_be_restored",
    "discard_draft",
    "drop_language",
    "move_section",
    "proposal_mark",
    "propose_edition",
    "publish_edition",
    "remove_section",
    "rename_section",
    "replace_by_file",
    "restore",
    "save_mapping",
    "save_section",
    "save_translation",
    "send_back",
    "take_back",
    "use_mapping",
]
