"""Describes demo servers and claim designs by values that the rest of the program can hold."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from demo_server import DefinitionError, DemoServer
from demo_server.policy.designs import ClaimDesign, load_built_in_designs, load_design
from demo_server.policy.mechanisms import TokenForm
from demo_server.policy.revocation import Revocation
from workbench.core.errors import ServerStartError
from workbench.core.requests.request import Request
from workbench.core.server.info import DesignInfo, Mechanism, ServerInfo, UserInfo
from workbench.core.strict_json import text as json_text

_FIELD = re.compile(r"\{user\.(\w+)\}")


def built_in_designs() -> tuple[DesignInfo, ...]:
    """The designs that every server offers, without starting one."""
    return tuple(_design_info(each) for each in load_built_in_designs().values())


def read_design(path: str) -> DesignInfo:
    """The design in a file, without starting a server.

    Raises:
        ServerStartError: the file cannot be used.
    """
    try:
        return _design_info(load_design(path))
    except DefinitionError as error:
        raise ServerStartError(f"The design cannot be used: {error}.", hint="") from None


def _running_design_info(design: ClaimDesign, server: DemoServer) -> DesignInfo:
    return replace(
        _design_info(design), audience=design.service(server.scenario), usernames=server.usernames(design.id)
    )


def _design_info(design: ClaimDesign) -> DesignInfo:
    return DesignInfo(
        id=design.id,
        title=design.title,
        type=design.token_type,
        summary=design.description,
        claims=design.claim_names,
        trusted_claims=design.trusted_claims,
        account_check=design.account_check,
        fields=tuple((name, tuple(_fields(value))) for name, value in design.template.items()),
        lifetime_s=design.lifetime_s,
        intended=design.intended,
        revocable=design.revocation is Revocation.DENY_LIST,
        mechanisms=frozenset(_mechanisms(design)),
        kept_s=max(design.mechanisms.directory_cache_s, design.mechanisms.introspection_cache_s),
        opaque=design.mechanisms.form is TokenForm.REFERENCE,
    )


def _mechanisms(design: ClaimDesign) -> Iterator[Mechanism]:
    """Yield what the design needs beside tokens and a directory, but for the deny-list: each can do without it."""
    if design.mechanisms.refresh is not None:
        yield Mechanism.REFRESH
    if design.mechanisms.directory_cache_s or design.mechanisms.introspection_cache_s:
        yield Mechanism.CACHE
    if design.revocation is Revocation.VERSION:
        yield Mechanism.VERSION
    if design.revocation is Revocation.INTROSPECTION:
        yield Mechanism.INTROSPECTION
    if design.needs_engine:
        yield Mechanism.POLICY_ENGINE


def _fields(value: object) -> Iterator[str]:
    """Yield the names of the fields in a value of a template, also of those inside tables and arrays."""
    if isinstance(value, str):
        yield from _FIELD.findall(value)
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from _fields(member)
    elif isinstance(value, list):
        for member in value:
            yield from _fields(member)


def describe(server: DemoServer) -> ServerInfo:
    """Describe *server*; valid as long as it runs."""
    scenario, designs = server.scenario, server.designs.values()
    usable = [each for each in designs if not each.unavailable]
    return ServerInfo(
        url=server.url,
        host=server.host,
        port=server.port,
        scenario=scenario.id,
        design=server.default_design,
        issuer=scenario.issuer,
        audience=scenario.audience,
        weaknesses=tuple(weakness.id for weakness in server.weaknesses),
        users=tuple(
            UserInfo(user.username, user.display_name, user.roles, user.groups, user.disabled, user.password)
            for user in scenario.users.values()
        ),
        designs=tuple(_running_design_info(each, server) for each in usable),
        unavailable={each.id: each.unavailable for each in designs if each.unavailable},
        requests=tuple(
            Request(each.id, each.method, each.path, None if each.body is None else json_text.dump(each.body))
            for each in scenario.requests
        ),
    )
