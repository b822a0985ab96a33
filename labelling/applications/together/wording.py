"""What pages say of people who work on the same part."""

from labelling.core.i18n import gettext


def others_sentence(names: list[str]) -> str:
    """Return in a sentence who else is writing here; nothing while nobody is."""
    if not names:
        return ""
    if len(names) == 1:
        return gettext("%(name)s is writing here, too.", name=names[0])
    return gettext("Others are writing here, too: %(names)s.", names=", ".join(names))
