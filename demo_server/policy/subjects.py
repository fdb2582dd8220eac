"""The ``sub`` of a design's tokens: the text that names a user, and the user whom such a text names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from demo_server.policy.field_text import FieldText
from demo_server.segments import shorten
from demo_server.world.scenario import EVERY_TENANT, Scenario, User

OPAQUE = "{user.id}"
"""The default: an id that says nothing about the user and is never given to another one."""


def _tenant(user: User, scenario: Scenario) -> str | None:
    """Return the user's own tenant, whatever roles they have: a ``sub`` must not change with a role."""
    return user.tenant or (EVERY_TENANT if scenario.tenants else None)


IDENTIFIERS: Mapping[str, Callable[[User, Scenario], str | None]] = {
    "id": lambda user, _: user.id,
    "username": lambda user, _: user.username,
    "email": lambda user, _: user.email,
    "tenant": _tenant,
}
"""The fields that a ``sub`` can have: those that do not change while the server runs."""


class AmbiguousSubjectError(ValueError):
    """A template names a user of the scenario by no text, or by that of another user."""


@dataclass(frozen=True, slots=True)
class SubjectTemplate:
    """How a design writes the ``sub`` of a user, such as ``{user.tenant}:{user.id}``.

    Attributes:
        text: its fields are among `IDENTIFIERS`.
    """

    text: FieldText

    def fill(self, user: User, scenario: Scenario) -> str:
        """Return the ``sub`` of *user*.

        Raises:
            AmbiguousSubjectError: the user lacks one of the fields.
        """
        values = {}
        for name in self.text.fields:
            value = IDENTIFIERS[name](user, scenario)
            if not value:
                raise AmbiguousSubjectError(f"{user.username} has no {name}")
            values[name] = value
        return self.text.fill(values)

    def usernames(self, scenario: Scenario) -> dict[str, str]:
        """Return the username by ``sub``, for every user of the scenario.

        Raises:
            AmbiguousSubjectError: a user lacks one of the fields, or two users get the same ``sub``, which RFC 7519
                section 4.1.2 forbids.
        """
        found: dict[str, str] = {}
        for user in scenario.users.values():
            sub = self.fill(user, scenario)
            other = found.setdefault(sub, user.username)
            if other != user.username:
                raise AmbiguousSubjectError(f"{other} and {user.username} both get the sub {shorten(sub)}")
        return found
