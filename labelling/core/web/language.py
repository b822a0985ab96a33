"""Which language a request is answered in, and how a visitor keeps it without a cookie."""

from typing import Any

from flask import g, has_request_context, request
from markupsafe import Markup

from labelling.core import i18n

_NAME = "lang"


def of_request() -> str:
    """Return the language asked for in the address, chosen in the account, or liked most."""
    chosen: str | None = getattr(g, "chosen_language", None)
    return _asked() or chosen or i18n.best_of([code for code, _ in request.accept_languages])


def _asked() -> str | None:
    code = request.args.get(_NAME)
    return code if code in i18n.LANGUAGES or code == i18n.PSEUDO else None


def differs_from_account() -> bool:
    """Say whether this page alone is in another language than the account."""
    return getattr(g, "chosen_language", None) not in {None, i18n.language()}


def _kept() -> str | None:
    """Return what goes on with a visitor; who has signed in has a language in the account."""
    return None if getattr(g, "chosen_language", None) else _asked()


def keep(endpoint: str, values: dict[str, Any]) -> None:
    """Let the links of a page that was asked for in a language ask for it too."""
    if has_request_context() and endpoint != "static" and _NAME not in values:
        code = _kept()
        if code is not None:
            values[_NAME] = code


def kept_field() -> Markup:
    """Return the same for a form that asks by GET, which drops the query of its address."""
    code = _kept()
    field = Markup('<input type="hidden" name="{}" value="{}">').format(_NAME, code)
    return field if code is not None else Markup("")
