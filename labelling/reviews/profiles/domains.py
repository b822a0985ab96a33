"""Domains of websites and mail addresses as they are compared. Pure."""


def plain_domain(text: str) -> str:
    """Return the domain of a website or mail address: small letters, without www and path."""
    rest = text.strip().lower().rpartition("@")[2]
    rest = rest.partition("://")[2] or rest
    return rest.partition("/")[0].partition(":")[0].removeprefix("www.").rstrip(".")
