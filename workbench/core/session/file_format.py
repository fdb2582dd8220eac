"""A `Session` as JSON, ``.twb``: read strictly, with errors that name the key path.

Another version than `VERSION` is refused, and so is a member that this version does not know: what cannot be kept is
not opened, so that saving loses nothing.
"""

import json
from collections.abc import Iterable, Mapping

from workbench.core.answers.expectations import Place
from workbench.core.answers.outcome import Request
from workbench.core.errors import JsonTextError, RequestError, SessionFileError, SessionNewerError, VariantError
from workbench.core.keys.algorithms import kind_named
from workbench.core.requests.draft import RequestDraft
from workbench.core.requests.request import AUTHORIZATION, TokenPlacement, TokenWhere
from workbench.core.session.saved_token import KeyNote, SavedSegment, SavedToken
from workbench.core.session.session import SavedVariant, Session
from workbench.core.strict_json import text as json_text
from workbench.core.strict_json.members import Members
from workbench.core.token.compact import read
from workbench.core.variants.variant import Signed, SignedHow, checked_name

FORMAT = "token-workbench-session"
VERSION = 1

_LAST_MOMENT = 253_402_300_799  # the last second of the year 9999, beyond which no calendar here goes
_MOST_OCTETS = 1024 * 1024


def to_text(session: Session) -> str:
    """The session as the text of a file."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "scenario": session.scenario,
        "design": session.design,
        "clock": {"moment": session.moment, "offset": session.offset_s},
        "keys": [
            {"kid": key.kid, "name": key.name, "kind": key.kind, "trusted": key.trusted, "issuer": key.issuer}
            for key in session.keys
        ],
        "issued": session.issued and _token_to_json(session.issued),
        "edited": session.edited and _token_to_json(session.edited),
        "requests": [request_to_json(each) for each in session.requests],
        "variants": [
            {"name": each.name, "differs": each.differs, "token": _token_to_json(each.token)}
            for each in session.variants
        ],
        "expected": [
            {"design": design, "variant": variant, "request": request, "status": status}
            for (design, variant, request), status in session.expected.items()
        ],
        "expected_of_designs": [
            {"scenario": scenario, "design": design, "user": user, "request": request, "status": status}
            for scenario, pins in session.expected_of_designs.items()
            for (design, user, request), status in pins.items()
        ],
    }
    return json.dumps(document, indent=1) + "\n"  # in ASCII: no editor can spoil it


def from_text(text: str) -> Session:
    """The session that the text of a file holds.

    Raises:
        SessionNewerError: a newer version of the program wrote it.
        SessionFileError: it is not a session; the message says what is wrong, and where.
    """
    try:
        document = json_text.parse(text)
    except JsonTextError as error:
        raise SessionFileError(f"It is not JSON, or was cut off. {error}") from None
    members = Members(document, error=SessionFileError, unknown="is not a member of a session of this version")
    if members.text("format", "") != FORMAT:
        raise SessionFileError(f"It is not a session: format is not {FORMAT}.")
    version = members.whole("version", least=1, most=10**9)
    if version > VERSION:
        raise SessionNewerError(f"It is of version {version}, and this program reads version {VERSION}.")
    session = _session(members)
    members.end()
    return session


def request_to_json(request: Request) -> dict[str, object]:
    """One request: the place to extend when a request gets another member."""
    document: dict[str, object] = {"id": request.id, "method": request.method, "path": request.path}
    if request.body is not None:
        document["body"] = request.body
    if request.headers:
        document["headers"] = [{"name": name, "value": value} for name, value in request.headers]
    if request.placement != AUTHORIZATION:
        place = request.placement
        document["placement"] = {"where": place.where.value, "name": place.name, "scheme": place.scheme}
    if request.base_url is not None:
        document["base_url"] = request.base_url
    return document


def request_from_json(members: Members) -> Request:
    """The request of `request_to_json`, checked as one that is typed."""
    request = Request(
        id=members.text("id"),
        method=members.text("method"),
        path=members.text("path"),
        body=members.text("body") if members.has("body") else None,
        headers=members.each("headers", lambda each: (each.text("name"), each.text("value")), ()),
        placement=members.one("placement", _placement) if members.has("placement") else AUTHORIZATION,
        base_url=members.text("base_url") if members.has("base_url") else None,
    )
    if not request.path.startswith("/"):
        raise members.wrong("path", "a path that begins with a slash")
    try:
        RequestDraft.of(request).request(request.id)
    except RequestError as error:
        raise SessionFileError(f"{members.path(error.part)}: {error}") from None
    return request


def _session(members: Members) -> Session:
    moment, offset_s = members.one("clock", _clock)
    session = Session(
        scenario=members.text("scenario"),
        design=members.text("design", ""),
        moment=moment,
        offset_s=offset_s,
        keys=members.each("keys", _key, ()),
        issued=members.one("issued", _token) if members.has("issued") else None,
        edited=members.one("edited", _token) if members.has("edited") else None,
        requests=members.each("requests", request_from_json, ()),
        variants=members.each("variants", _variant, ()),
        expected=_of_variants(members.each("expected", lambda pin: _pin(pin, "variant"), ())),
        expected_of_designs=_by_scenario(
            "expected_of_designs",
            members.each("expected_of_designs", lambda pin: (pin.text("scenario"), _pin(pin, "user")), ()),
        ),
    )
    _refuse_twice("keys", "kid", [key.kid for key in session.keys])
    _refuse_twice("requests", "id", [request.id for request in session.requests])
    _refuse_twice("variants", "name", [variant.name for variant in session.variants])
    names = {variant.name for variant in session.variants}
    for number, (_design, variant, _request) in enumerate(session.expected):
        if variant not in names:
            raise SessionFileError(f"expected[{number}].variant: there is no variant {variant}.")
    return session


def _clock(members: Members) -> tuple[int, int]:
    moment = members.whole("moment", least=0, most=_LAST_MOMENT)
    return moment, members.whole("offset", 0, least=-_LAST_MOMENT, most=_LAST_MOMENT)


def _key(members: Members) -> KeyNote:
    note = KeyNote(
        members.text("kid"),
        members.text("name"),
        members.text("kind"),
        members.boolean("trusted"),
        members.boolean("issuer", default=False),
    )
    if kind_named(note.kind) is None:
        raise SessionFileError(f"{members.path('kind')}: {note.kind[:40]} is not a known kind of key.")
    return note


def _variant(members: Members) -> SavedVariant:
    try:
        name = checked_name(members.text("name"), ())
    except VariantError as error:
        raise SessionFileError(f"{members.path('name')}: {error}") from None
    return SavedVariant(name, members.one("token", _token), members.text("differs", ""))


def _token_to_json(token: SavedToken) -> dict[str, object]:
    document: dict[str, object] = {}
    if token.lost:
        document["lost"] = True
    else:
        document |= _segment_to_json("header", token.header) | _segment_to_json("payload", token.payload)
        signed = token.signed
        document["signed"] = {"how": signed.how.value, "kid": signed.kid, "octets": signed.octets}
        if signed.shape:
            document["signed"] |= {"shape": signed.shape}  # type: ignore[operator]  # it is a dict
    if token.compact:
        document["token"] = token.compact
    return document


def _segment_to_json(name: str, segment: SavedSegment) -> dict[str, object]:
    return {f"{name}_segment": segment.raw} if segment.text is None else {name: segment.text}


def _token(members: Members) -> SavedToken:
    compact = members.text("token", "")
    if members.boolean("lost", default=False):
        return SavedToken(SavedSegment(""), SavedSegment(""), Signed(SignedHow.NONE), compact, lost=True)
    header, payload = _segment("header", members), _segment("payload", members)
    token = SavedToken(header, payload, members.one("signed", _signed), compact)
    reading = read(compact)
    if compact and (reading.text != compact or ".".join(reading.segments[:2]) != token.signing_part):
        raise SessionFileError(f"{members.path('token')} is not a token of this header and this payload.")
    return token


def _segment(name: str, members: Members) -> SavedSegment:
    if members.has(f"{name}_segment"):
        raw = members.text(f"{name}_segment")
        if "." in raw:
            raise members.wrong(f"{name}_segment", "one segment, without dots")
        return SavedSegment(raw=raw)
    text = members.text(name)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise SessionFileError(
            f"{members.path(name)} contains half of a surrogate pair, which is not a character."
        ) from None
    return SavedSegment(text)


def _signed(members: Members) -> Signed:
    how = members.one_of("how", SignedHow)
    octets = members.whole("octets", 0, least=0, most=_MOST_OCTETS)
    shape = members.text("shape", "")
    if "." in shape:
        raise members.wrong("shape", "one segment, without dots")
    return Signed(how, members.text("kid", ""), octets, shape)


def _placement(members: Members) -> TokenPlacement:
    return TokenPlacement(members.one_of("where", TokenWhere), members.text("name", ""), members.text("scheme", ""))


def _pin(members: Members, of: str) -> tuple[Place, int]:
    place = (members.text("design"), members.text(of), members.text("request"))
    return place, members.whole("status", least=100, most=599)


def _of_variants(pins: Iterable[tuple[Place, int]]) -> Mapping[Place, int]:
    return _by_scenario("expected", (("", pin) for pin in pins)).get("", {})


def _by_scenario(what: str, pins: Iterable[tuple[str, tuple[Place, int]]]) -> Mapping[str, Mapping[Place, int]]:
    """The expectations of the array *what*, by scenario and place. Two that contradict each other are refused."""
    found: dict[str, dict[Place, int]] = {}
    first: dict[tuple[str, Place], int] = {}
    for number, (scenario, (place, status)) in enumerate(pins):
        earlier = first.setdefault((scenario, place), number)
        before = found.setdefault(scenario, {}).setdefault(place, status)
        if before != status:
            raise SessionFileError(
                f"{what}[{number}] contradicts {what}[{earlier}]: the same request cannot answer both {before} "
                f"and {status}."
            )
    return found


def _refuse_twice(what: str, name: str, values: list[str]) -> None:
    seen: set[str] = set()
    for number, value in enumerate(values):
        if value in seen:
            raise SessionFileError(f"{what}[{number}].{name} is the same as that of an earlier one.")
        seen.add(value)
