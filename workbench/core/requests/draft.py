"""A request while it is typed: its parts as texts, what is wrong with each, and the request once all are valid."""

import re
from dataclasses import dataclass, field

from workbench.core.errors import RequestError
from workbench.core.requests.origin import split_url
from workbench.core.requests.request import AUTHORIZATION, Request, TokenPlacement, TokenWhere

# RFC 9110 section 5.6.2: what a method and the name of a header consist of.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NO_VALUE = re.compile(r"[^\t\x20-\x7e]")
_MOST_CHARACTERS = 65_536

# The client frames the message; two framings of one message are how a request is smuggled (RFC 9112 section 11.2).
_FRAMING = frozenset({"content-length", "transfer-encoding", "connection", "host", "te", "trailer", "upgrade"})


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """The texts in the fields of the editor.

    Attributes:
        method: HTTP method.
        url: a path for the demo server, or an absolute URL.
        headers: names and values; a row with neither does not count.
        body: text; empty for none.
        placement: where the token goes.
    """

    method: str = "GET"
    url: str = "/"
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: str = field(default="", repr=False)
    placement: TokenPlacement = AUTHORIZATION

    @classmethod
    def of(cls, request: Request) -> "RequestDraft":
        """The fields for *request*."""
        url = (request.base_url or "") + request.path
        return cls(request.method, url, request.headers, request.body or "", request.placement)

    def faults(self) -> tuple[RequestError, ...]:
        """What is wrong, at most one fault for a part."""
        checks = (self._check_method, self._check_url, self._check_headers, self._check_placement, self._check_body)
        found: list[RequestError] = []
        for check in checks:
            try:
                check()
            except RequestError as error:
                found.append(error)
        return tuple(found)

    def request(self, request_id: str, demo_url: str = "") -> Request:
        """The request that the fields make.

        Args:
            request_id: its id.
            demo_url: where the demo server answers now; a URL there is one of the demo server.

        Raises:
            RequestError: the first of `faults`.
        """
        for fault in self.faults():
            raise fault
        origin, path = split_url(self.url)
        base_url = None if origin is None or str(origin) == demo_url else str(origin)
        headers = tuple((name.strip(), value.strip(" \t")) for name, value in self.headers if name or value)
        return Request(request_id, self.method.upper(), path, self.body or None, headers, self.placement, base_url)

    def _check_method(self) -> None:
        if _TOKEN.fullmatch(self.method) is None:
            raise RequestError("A method is one word of letters, such as GET.", part="method")
        if self.method.upper() == "CONNECT":
            raise RequestError("CONNECT asks for a tunnel, which only a proxy provides.", part="method")

    def _check_url(self) -> None:
        split_url(self.url)
        if len(self.url) > _MOST_CHARACTERS:
            raise RequestError("The URL is longer than 65,536 characters.", part="url")

    def _check_headers(self) -> None:
        for row, (name, value) in enumerate(self.headers):
            if name or value:
                problem = self._problem_of_header(name.strip(), value)
                if problem:
                    raise RequestError(problem, part="headers", row=row)

    def _problem_of_header(self, name: str, value: str) -> str:
        if not name:
            return "This value has no header name."
        if _TOKEN.fullmatch(name) is None:
            return f"{name[:40]!r} is not a valid header name: no blanks, colons or characters beyond ASCII."
        if name.lower() in _FRAMING:
            return f"{name} is written by the program itself, from the URL and the body."
        if self._writes(name):
            return f"{name} is where the token is sent; take this header out, or send the token elsewhere."
        found = _NO_VALUE.search(value)
        if found is None:
            return ""
        if found[0] in "\r\n":
            return f"The value of {name} has a line break in it, which would begin another header."
        return f"The value of {name} has the character U+{ord(found[0]):04X} in it; a header's value is ASCII."

    def _writes(self, name: str) -> bool:
        """Whether the token's placement writes the header *name*."""
        place = self.placement
        written = {TokenWhere.AUTHORIZATION: "authorization", TokenWhere.HEADER: place.name.lower()}.get(place.where)
        return name.lower() == written

    def _check_placement(self) -> None:
        place = self.placement
        if place.where in (TokenWhere.HEADER, TokenWhere.COOKIE) and _TOKEN.fullmatch(place.name) is None:
            kind = "header" if place.where is TokenWhere.HEADER else "cookie"
            problem = f"Name the {kind} that carries the token: letters, digits and -, no blanks."
            raise RequestError(problem, part="placement")
        if place.where is TokenWhere.HEADER and place.name.lower() in _FRAMING:
            raise RequestError(f"{place.name} is written by the program itself.", part="placement")
        if place.where is TokenWhere.QUERY and (not place.name or not place.name.isprintable()):
            raise RequestError("Name the parameter of the query that carries the token.", part="placement")
        if place.scheme and _TOKEN.fullmatch(place.scheme) is None:
            raise RequestError("The word before the token is one word, such as Bearer.", part="placement")

    def _check_body(self) -> None:
        try:
            self.body.encode()
        except UnicodeEncodeError as error:
            code = f"U+{ord(self.body[error.start]):04X}"
            raise RequestError(
                f"The body has {code} in it, half of a pair that UTF-8 cannot write.", part="body"
            ) from None
