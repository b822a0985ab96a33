"""Forms of people: what is asked for, in words and shape."""

from collections.abc import Collection, Mapping
from typing import Any

from wtforms import (
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, ValidationError

from labelling.core import i18n
from labelling.core.access import ROLE_NAMES, Role
from labelling.core.web.forms import Form, LineField, lazy, without_control_characters
from labelling.people import passwords
from labelling.people.addresses import checked
from labelling.people.roles import GRANTED


class EmailField(LineField):
    """An e-mail address, kept in one form; errors say what one looks like."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what cannot be an address."""
        address = checked(self.data or "")
        if address is None:
            raise ValidationError(i18n.gettext("Enter an address like name@place.example."))
        self.data = address


class SignInForm(Form):
    """Address and password. Whether they belong together is said for both at once."""

    email = StringField(
        lazy("E-mail address"), [InputRequired(lazy("Enter your e-mail address.")), Length(max=320)]
    )
    password = PasswordField(
        lazy("Password"), [InputRequired(lazy("Enter your password.")), Length(max=1000)]
    )


class CodeForm(Form):
    """Six digits, or a recovery code."""

    code = StringField(
        lazy("Code"),
        [InputRequired(lazy("Enter the code that your app shows.")), Length(max=60)],
    )


class PasskeyForm(Form):
    """A passkey's name; the browser's answer comes along, put in by the page's script."""

    name = LineField(
        lazy("Name of the passkey"),
        [InputRequired(lazy("Enter a name.")), Length(max=60), without_control_characters],
        description=lazy("What you know it by: “Work laptop”, “Blue key”."),
    )
    answer = HiddenField()


class SetUpForm(CodeForm):
    """The first code of an app; the secret goes to and fro sealed until that is right."""

    secret = HiddenField()


class EmailForm(Form):
    """An address alone."""

    email = EmailField(lazy("E-mail address"), [Length(max=320)])


class NewPasswordForm(Form):
    """A new password, typed once: browsers show it on request, and managers fill it in."""

    password = PasswordField(
        lazy("New password"),
        [InputRequired(lazy("Enter a new password.")), Length(max=1000)],
        description=lazy("At least 12 characters. Four or five words are easy to keep."),
    )

    def suits(self, email: str, name: str) -> bool:
        """Say whether the password may be this person's; note at the field why not."""
        if not self.validate():
            return False
        fault = passwords.fault_of(self.password.data or "", email=email, name=name)
        if fault is not None:
            self.password.errors = [str(fault)]
        return fault is None


class ChangePasswordForm(NewPasswordForm):
    """The present password, then a new one."""

    present = PasswordField(
        lazy("Present password"),
        [InputRequired(lazy("Enter your present password.")), Length(max=1000)],
    )


class ChangeEmailForm(EmailForm):
    """A new address, and the password, since mail to it can open the account."""

    present = PasswordField(
        lazy("Password"), [InputRequired(lazy("Enter your password.")), Length(max=1000)]
    )


class DetailsForm(Form):
    """Name and language."""

    name = LineField(
        lazy("Name"),
        [InputRequired(lazy("Enter a name.")), Length(max=200), without_control_characters],
    )
    language = RadioField(
        lazy("Language"), choices=[SelectChoice(*item) for item in i18n.LANGUAGES.items()]
    )


class InviteForm(DetailsForm):
    """A person who is to get an account."""

    email = EmailField(lazy("E-mail address"), [Length(max=320)])
    role = SelectField(lazy("Role"), choices=[])

    def offer(self, roles: tuple[Role, ...]) -> None:
        """Offer these roles, and none."""
        self.role.choices = [
            SelectChoice("", i18n.gettext("None for now (cluster managers get a seat instead)")),
            *(SelectChoice(role.value, str(ROLE_NAMES[role])) for role in roles),
        ]

    @property
    def chosen_role(self) -> Role | None:
        """Return the chosen role, if any."""
        return Role(self.role.data) if self.role.data else None


class RoleForm(Form):
    """One role to be granted."""

    role = SelectField(lazy("Further role"), choices=[])

    def offer(self, roles: tuple[Role, ...] = GRANTED) -> None:
        """Offer these roles."""
        self.role.choices = [SelectChoice(role.value, str(ROLE_NAMES[role])) for role in roles]


class OfficerForm(Form):
    """For which schemes somebody is to be an officer."""

    extent = RadioField(lazy("For which schemes?"))
    schemes = SelectMultipleField(lazy("Schemes"))
    another = LineField(lazy("A scheme that is not here yet"), [Length(max=60)])

    def offer(self, names: Mapping[str, str]) -> None:
        """Offer all schemes, or those that are there, by name."""
        self.extent.choices = [
            SelectChoice("some", i18n.gettext("Only for these")),
            SelectChoice("all", i18n.gettext("For all, and for what is of no scheme")),
        ]
        self._known = frozenset(names)
        unnamed = i18n.gettext("only a draft so far")
        self.schemes.choices = [
            SelectChoice(scheme, i18n.gettext("%(id)s – %(name)s", id=scheme, name=name or unnamed))
            for scheme, name in names.items()
        ]

    def show(self, schemes: Collection[str] | None) -> None:
        """Show for which schemes the person is an officer now, None for all."""
        self.extent.data = "all" if schemes is None else "some"
        self.schemes.data = sorted(self._known.intersection(schemes or ()))
        self.another.data = next(iter(sorted(set(schemes or ()) - self._known)), "")

    @property
    def chosen(self) -> frozenset[str] | None:
        """Return the schemes, None for all."""
        if self.extent.data == "all":
            return None
        another = (self.another.data or "").strip()
        return frozenset([*(self.schemes.data or ()), *([another] if another else [])])


class EraseForm(Form):
    """The address of the account, typed, so that nobody is erased by a slip of the hand."""

    email = StringField(
        lazy("E-mail address of the account"),
        [InputRequired(lazy("Enter the address of the account.")), Length(max=320)],
    )
