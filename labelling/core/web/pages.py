"""Rendering pages: what every template finds, and answers that come back after a post."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from flask import Flask, current_app, g, render_template, request, url_for
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from markupsafe import Markup, escape

from labelling import places
from labelling.core import i18n
from labelling.core.access import ROLE_NAMES, Actor, Role, may
from labelling.core.permissions import Permission
from labelling.core.web import forgery, language, once
from labelling.core.web.identity import current_actor
from labelling.core.web.statics import static
from labelling.settings import Settings

_NUMBER = re.compile(r"\b[A-Z]{1,4}-\d{4}-\d+(?:-\w+)?\b")
_TAG = re.compile(r"(<[^>]*>)")


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One entry of the main navigation."""

    text: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class FooterLink:
    """One link at the foot of every page."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language."""

    code: str
    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """Who acts next, by when: the strip below the header."""

    who: str
    by: str = ""
    note: str = ""


Belongs = Callable[[Actor], bool]

_entries: dict[Role, list[tuple[i18n.Text, str]]] = {}
_own: list[tuple[i18n.Text, str, Belongs]] = []
_footer: dict[str, i18n.Text] = {}
_below: dict[str, str] = {}


def add_nav(role: Role, *entries: tuple[i18n.Text, str]) -> None:
    """Register navigation entries (text, endpoint) of a role, in order."""
    _entries.setdefault(role, []).extend(entries)


def add_own_nav(text: i18n.Text, endpoint: str, belongs: Belongs) -> None:
    """Register an entry for those alone of whom ``belongs`` says so, whatever their role.

    It is asked where a page draws the navigation, and nowhere else; it stands last, and once.
    """
    _own.append((text, endpoint, belongs))


def put_below(endpoint: str, *blueprints: str) -> None:
    """Say below which navigation entry the pages of further blueprints lie."""
    _below.update(dict.fromkeys(blueprints, endpoint))


def add_footer_links(*links: tuple[i18n.Text, str]) -> None:
    """Register links (text, endpoint) for the foot of every page, in order."""
    _footer.update({endpoint: text for text, endpoint in links})


def settings() -> Settings:
    """Return the settings of the running application."""
    found: Settings = current_app.extensions["settings"]
    return found


def page(template: str, status: int = 200, **context: object) -> tuple[str, int]:
    """Render a page with a status."""
    return render_template(template, **context), status


def prepare(app: Flask) -> None:
    """Give the templates their globals and filters."""
    kit = "govuk_frontend_jinja"  # the form markup behind templates/components/fields.html
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(places.TEMPLATES), PrefixLoader({kit: PackageLoader(kit)})]
    )
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.add_extension("jinja2.ext.do")
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        _gettext, _ngettext, newstyle=False
    )
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals.update(
        _=_gettext,
        ngettext=_ngettext,
        pgettext=i18n.pgettext,
        static=static,
        may=lambda permission, subject: may(current_actor(), Permission(permission), subject),
        csrf_field=_csrf_field,
        csrf_token=forgery.token,
        once_field=once.field,
        kept_language=language.kept_field,
    )
    filters: dict[str, Callable[..., str]] = {
        "day": i18n.format_day,
        "weekday": i18n.format_weekday,
        "instant": i18n.format_instant,
        "clock": i18n.format_clock,
        "number": i18n.format_number,
        "money": i18n.format_money,
        "fixed": i18n.format_fixed,
        "country": i18n.country_name,
        "spoken": i18n.language_name,
        "fingerprint": _grouped,
        "unbroken": _unbroken,
    }
    environment.filters.update(filters)
    app.context_processor(_context)


def _gettext(message: str, **values: object) -> str:
    return i18n.gettext(message, **values)


def _ngettext(singular: str, plural: str, number: int, **values: object) -> str:
    return i18n.ngettext(singular, plural, number, **values)


def _csrf_field() -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(
        forgery.FIELD, forgery.token()
    )


def _unbroken(text: str) -> Markup:
    """Return a heading in which numbers such as CE-2026-0001-V stay on one line."""
    pieces = _TAG.split(str(escape(text)))
    pieces[::2] = [_NUMBER.sub(r'<span class="nowrap">\g<0></span>', one) for one in pieces[::2]]
    return Markup("".join(pieces))  # noqa: S704 (escaped above; only spans were put in)


def _grouped(digest: str) -> str:
    return " ".join(digest[i : i + 4] for i in range(0, len(digest), 4))


def _context() -> dict[str, object]:
    actor = current_actor() if hasattr(g, "actor") else None
    known = settings()
    signed_in = actor is not None and actor.signed_in
    return {
        "product_name": known.product_name,
        "label_name": known.label_name,
        "office_name": known.office_name,
        "office_email": known.office_email,
        "public_url": known.public_url,
        "demo": current_app.extensions.get("demo", False),
        "actor": actor,
        "person": actor if signed_in else None,
        "role_name": ROLE_NAMES.get(actor.role) if actor is not None else None,
        "nav": _Nav(actor),
        "footer_links": _footer_links(),
        "languages": _languages(),
        "language": i18n.language(),
        "other_language": signed_in and language.differs_from_account(),
        "turn": None,
        "notice": None,
        "repeated": once.was_repeated(),
    }


class _Nav:
    """The navigation of an actor, found when a page draws it: parts of pages have none."""

    def __init__(self, actor: Actor | None) -> None:
        self._actor = actor

    def __iter__(self) -> Iterator[NavEntry]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @cached_property
    def _found(self) -> list[NavEntry]:
        return _nav(self._actor)


def _nav(actor: Actor | None) -> list[NavEntry]:
    entries = list(_entries.get(actor.role if actor is not None else Role.PUBLIC, []))
    if actor is not None and actor.signed_in:
        known = {endpoint for _, endpoint in entries}
        entries += [
            (text, endpoint)
            for text, endpoint, belongs in _own
            if endpoint not in known and belongs(actor)
        ]
    current = _entry_of_page([endpoint for _, endpoint in entries])
    return [
        NavEntry(str(text), url_for(endpoint), endpoint == current)
        for text, endpoint in entries
        if endpoint in current_app.view_functions
    ]


def _entry_of_page(endpoints: list[str]) -> str:
    """Return the entry that this page is, or below whose list it lies.

    The first page of all and those at the foot lie below none.
    """
    here = request.endpoint or ""
    if here in endpoints or here in _footer or request.path == "/":
        return here
    blueprint = here.partition(".")[0]
    return _below.get(blueprint, blueprint + ".index")


def _footer_links() -> list[FooterLink]:
    return [
        FooterLink(str(text), url_for(endpoint))
        for endpoint, text in _footer.items()
        if endpoint in current_app.view_functions
    ]


def _languages() -> list[LanguageLink]:
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return [
        LanguageLink(
            code,
            name,
            f"{request.path}?{urlencode([*kept, ('lang', code)])}",
            code == i18n.language(),
        )
        for code, name in i18n.LANGUAGES.items()
    ]
