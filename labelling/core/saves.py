"""Pages that save as people write: which save is a repeat, and which says something else."""

from uuid import UUID, uuid5


def id_of_other_words(save_id: UUID, said: object) -> UUID:
    """Return the id under which a page's save counts when it comes again with other words.

    It is another than the page's own, so that a late repeat of the first save is not taken for one
    that follows it and reverts nothing. ``said`` is a value whose ``repr`` tells all of it.
    """
    return uuid5(save_id, repr(said))
