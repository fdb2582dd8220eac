"""What a demo server is, in values that the rest of the program can hold: its users, designs and requests."""

from dataclasses import dataclass, field

from demo_server import DefinitionError, DemoServer
from demo_server.policy.designs import ClaimDesign, load_built_in_designs, load_design
from workbench.core.answers.outcome import Request
from workbench.core.errors import ServerStartError
from workbench.core.strict_json import text as json_text


@dataclass(frozen=True, slots=True)
class UserInfo:
    """A user of the scenario.

    Attributes:
        username: what the user logs in with.
        display_name: the name for people.
        roles: as the scenario gives them.
        groups: as the scenario gives them.
        disabled: whether the account is switched off.
        demo_password: the password that the scenario gives this invented user.
    """

    username: str
    display_name: str
    roles: tuple[str, ...]
    groups: tuple[str, ...]
    disabled: bool
    demo_password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DesignInfo:
    """A claim design that the server can decide by.

    Attributes:
        id: its name in requests.
        title: its name for people.
        type: the ``typ`` of its tokens, ``JWT`` or ``at+jwt``.
        summary: what the token carries and how the server decides.
        claims: names of the claims that its tokens carry beside those that every token has.
        trusted_claims: names of the claims that its grants take rights from; what they say holds until ``exp``.
        account_check: whether each request asks the directory if the subject exists and is enabled.
    """

    id: str
    title: str
    type: str
    summary: str
    claims: tuple[str, ...] = ()
    trusted_claims: tuple[str, ...] = ()
    account_check: bool = False


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """What a running server is.

    Attributes:
        url: base URL, without a slash at the end.
        host: address it listens on.
        port: port it listens on.
        scenario: id of its scenario.
        design: id of the design by which it decides where a request names none.
        issuer: the ``iss`` of its tokens.
        audience: the ``aud`` of its tokens.
        weaknesses: ids of the flaws that are switched on.
        users: who can log in.
        designs: the claim designs.
        requests: the requests worth replaying.
    """

    url: str
    host: str
    port: int
    scenario: str
    design: str
    issuer: str
    audience: str
    weaknesses: tuple[str, ...]
    users: tuple[UserInfo, ...]
    designs: tuple[DesignInfo, ...]
    requests: tuple[Request, ...]


def built_in_designs() -> tuple[DesignInfo, ...]:
    """The designs that every server offers, told without starting one."""
    return tuple(_design_info(each) for each in load_built_in_designs().values())


def read_design(path: str) -> DesignInfo:
    """The design in a file, told without starting a server.

    Raises:
        ServerStartError: the file cannot be used.
    """
    try:
        return _design_info(load_design(path))
    except DefinitionError as error:
        raise ServerStartError(f"The design cannot be used: {error}.", hint="") from None


def _design_info(design: ClaimDesign) -> DesignInfo:
    return DesignInfo(
        id=design.id,
        title=design.title,
        type=design.token_type,
        summary=design.description,
        claims=tuple(design.template),
        trusted_claims=design.trusted_claims,
        account_check=design.account_check,
    )


def describe(server: DemoServer) -> ServerInfo:
    """What *server* is, as long as it runs."""
    scenario = server.scenario
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
        designs=tuple(_design_info(each) for each in server.designs.values()),
        requests=tuple(
            Request(each.id, each.method, each.path, None if each.body is None else json_text.dump(each.body))
            for each in scenario.requests
        ),
    )
