"""Traces a finding on a token to the design file: what in it causes the finding, and what to change.

The comments of the built-in designs describe the file's format. What the server sets in every token (``iss``, ``exp``,
…) a design file cannot change, and the advice says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from workbench.core.lint.tokens import Finding, Subject
from workbench.core.lint.tokens.lists import GROUP_CLAIMS, RIGHTS_CLAIMS
from workbench.core.strict_json import text as json_text
from workbench.core.text.wording import listed, named

_EVERY_TOKENS = ("iss", "sub", "aud", "exp", "nbf", "iat", "jti")
_KEYS = {"typ": "type", "sub": "sub", "aud": "audience"}
"""The keys of the file that set a header parameter or a claim outside ``[claims]``."""
_SIZE_RULES = ("JWT029", "JWT030", "JWT031")
_PRIVATE_NAMES = "JWT042"
_LARGEST = 2


@dataclass(frozen=True)
class DesignCase:
    """A finding, and the design that made the token.

    Attributes:
        finding: what the linter found.
        template: names of the claims that the design adds to those of every token.
        trusted: names of the claims that its grants take rights from.
        subject: the token.
    """

    finding: Finding
    template: tuple[str, ...]
    trusted: frozenset[str]
    subject: Subject

    @property
    def cause(self) -> str:
        """What in the design file causes the finding."""
        if self._rule in _SIZE_RULES:
            return f"[claims], above all {listed(self._largest)}" if self._largest else "[claims]"
        if self._rule == _PRIVATE_NAMES and self._private:
            return f"[claims] {listed(self._private)}"
        if self._claim in self.template:
            return f"[claims] {self._name}"
        if self._claim in _KEYS:
            return _KEYS[self._claim]
        return f"{self._name}, set by the server" if self._claim else "the server"

    @property
    def advice(self) -> str:
        """What to change in the design file; empty where no change to it helps."""
        make = _ADVICE.get(self._rule)
        if make is not None:
            return make(self)
        if self._claim in self.template:
            return self.remove()
        return f"nothing; the server sets {self._name} in every token." if self._claim in _EVERY_TOKENS else ""

    @property
    def _rule(self) -> str:
        return self.finding.rule_id

    @property
    def _claim(self) -> str:
        """The claim or header parameter that it is about; empty for the whole token."""
        return str(self.finding.path[0]) if self.finding.path else ""

    @property
    def _name(self) -> str:
        return named(self._claim)

    @cached_property
    def _largest(self) -> list[str]:
        """The largest claims of the design; empty where the token was too large to be read."""
        values = self.subject.values
        sizes = {name: len(json_text.dump_compact(values[name])) for name in self.template if name in values}
        return sorted(sizes, key=lambda name: -sizes[name])[:_LARGEST]

    @cached_property
    def _private(self) -> list[str]:
        held = self.subject.values.keys() - self.subject.references.registered
        return [name for name in self.template if name in held]

    def remove(self) -> str:
        """The claim should not be in the token."""
        if self._claim in self.trusted:
            return self.look_up()
        return f"delete {self._name} from [claims]. No grant of this design reads it, so no answer changes."

    def look_up(self) -> str:
        """The rights that the claim gives should be looked up."""
        if self._claim not in self.trusted:
            return f"delete {self._name} from [claims]. No grant of this design reads it, so no answer changes."
        by_record = self._claim in GROUP_CLAIMS or self._claim not in RIGHTS_CLAIMS
        kind = "acl" if by_record else "directory-roles"
        return f'delete {self._name} from [claims] with the grant that reads it, and add a grant of kind = "{kind}".'

    def look_up_flag(self) -> str:
        """The flag should be looked up; its grant can do so."""
        if self._claim not in self.trusted:
            return self.remove()
        return f'delete {self._name} from [claims], and let its grant look it up: kind = "flag", source = "directory".'

    def make_smaller(self) -> str:
        """The token is too large."""
        largest = listed(self._largest) if self._largest else "those that grow with the user"
        return f"delete the largest claims ({largest}) from [claims], and look them up with a grant."

    def name_type(self) -> str:
        """The type is that of any token; RFC 9068 names one for access tokens, and asks for ``client_id``."""
        more = "" if "client_id" in self.template else ", and add client_id to [claims], as RFC 9068 requires"
        return f'set type = "at+jwt"{more}.'

    def name_opaquely(self) -> str:
        """``sub`` says who the user is."""
        return 'set sub = "{user.id}", or leave sub out.'

    def write_scope(self) -> str:
        """``scope`` is not one string, as it must be."""
        return 'write scope = "{user.scope}" in [claims]: one string with spaces between.'

    def rename(self) -> str:
        """There is a registered name for what the claim says."""
        where = "in [claims] and in the grant that reads it" if self._claim in self.trusted else "in [claims]"
        return f"give {self._name} the registered name {where}."

    def add_namespace(self) -> str:
        """The names are private to this design."""
        return (
            "if other issuers' tokens reach the same API, put a namespace before the names in [claims], and in the "
            f'grants that read them: "https://api.example/{self._name}".'
        )


_ADVICE: Mapping[str, Callable[[DesignCase], str]] = {
    "JWT015": DesignCase.name_opaquely,
    "JWT021": DesignCase.name_type,
    "JWT022": DesignCase.name_type,
    "JWT024": DesignCase.write_scope,
    "JWT025": DesignCase.rename,
    "JWT026": DesignCase.look_up,
    "JWT027": DesignCase.look_up,
    "JWT028": DesignCase.look_up,
    "JWT029": DesignCase.make_smaller,
    "JWT030": DesignCase.make_smaller,
    "JWT031": DesignCase.make_smaller,
    "JWT042": DesignCase.add_namespace,
    "JWT043": DesignCase.look_up_flag,
}
