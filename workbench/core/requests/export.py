"""A request as a command for a terminal, or as a program, that sends the same octets as the replay does."""

import re
from collections.abc import Callable

from workbench.core.errors import CopyError
from workbench.core.requests.copy_form import CopyForm
from workbench.core.requests.request import Request, SentRequest, compose
from workbench.core.requests.windows_curl import Arguments, for_command_prompt, for_powershell

# Stands for the token while the text is made; no request can hold it, since NUL is refused everywhere.
_PLACE = "TOKEN\x01PLACE"
_VARIABLE = "TOKEN"
_PLAIN = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")


def export(
    request: Request,
    compact: str,
    demo_url: str,
    design: str,
    form: CopyForm,
    *,
    with_variable: bool = False,
    prove: Callable[[SentRequest], SentRequest] | None = None,
) -> str:
    """The text that sends *request* with the token *compact*.

    Args:
        request: what to write.
        compact: the token.
        demo_url: base URL of the demo server.
        design: by which the demo server is to decide.
        form: for which program.
        prove: adds the proof that a token needs which is bound to a key.
        with_variable: write ``$TOKEN`` (in Python and on Windows the variable of the environment) instead of the token.

    Raises:
        UnsendableTokenError: the token cannot be sent where the request places it.
        CopyError: the form has no way to write this request.
    """
    sent = compose(request, compact, demo_url, design)  # also with a variable: what cannot be sent is refused
    if prove is not None:
        sent = prove(sent)
    token = sent.token
    texts = (sent.url, sent.body or "", *(value for _, value in sent.headers))
    if any("\0" in text for text in texts):
        raise CopyError("The request has a NUL character in it, which no command line can hold.")
    if any(not value.isascii() for _, value in sent.headers):
        raise CopyError("The token has characters beyond ASCII, which a terminal would send as others.")
    if with_variable and sent.in_base64:
        raise CopyError("The token is inside base64 here, where no variable can be.", hint="Copy it with the token.")
    if with_variable and token:
        body = None if sent.body is None else sent.body.replace(token, _PLACE)
        headers = tuple((name, value.replace(token, _PLACE)) for name, value in sent.headers)
        sent = SentRequest(sent.method, sent.url.replace(token, _PLACE), headers, body, "")
    match form:
        case CopyForm.CURL:
            return _curl(sent)
        case CopyForm.CURL_COMMAND_PROMPT:
            return for_command_prompt(_curl_arguments(sent), _PLACE)
        case CopyForm.CURL_POWERSHELL:
            return for_powershell(_curl_arguments(sent), _PLACE)
        case CopyForm.HTTPIE:
            return _httpie(sent)
        case CopyForm.PYTHON:
            return _python(sent)


def _curl_arguments(sent: SentRequest) -> Arguments:
    # Without --globoff curl would read brackets in a URL as several URLs; ours are encoded, a host's are not.
    arguments: list[tuple[str, str | None]] = [("--globoff --include", None)]
    arguments.append(("--head", None) if sent.method == "HEAD" else ("--request", sent.method))
    arguments.append(("--url", sent.url))
    arguments += [("--header", f"{name}: {value}" if value else f"{name};") for name, value in sent.headers]
    if sent.body is not None:
        arguments.append(("--data-raw", sent.body))
    return arguments


def _curl(sent: SentRequest) -> str:
    parts = [option if value is None else f"{option} {_quoted(value)}" for option, value in _curl_arguments(sent)]
    return " \\\n  ".join([f"curl {parts[0]}", *parts[1:]])


def _httpie(sent: SentRequest) -> str:
    parts = [f"http --ignore-stdin {_quoted(sent.method)} {_quoted(sent.url)}"]
    for name, value in sent.headers:
        if "\\" in value or value.startswith(("=", "@")):
            message = f"HTTPie would read the value of {name} in another way."
            raise CopyError(message, hint="Copy the request as curl or Python.")
        parts.append(_quoted(f"{name}:{value}" if value else f"{name};"))
    if sent.body is not None:
        parts.append(f"--raw {_quoted(sent.body)}")
    return " \\\n  ".join(parts)


def _python(sent: SentRequest) -> str:
    needs_variable = any(_PLACE in text for text in (sent.url, sent.body or "", *(value for _, value in sent.headers)))
    lines = ["import os", ""] if needs_variable else []
    lines += ["import httpx", ""]
    if needs_variable:
        lines.append(f'token = os.environ["{_VARIABLE}"]')
    lines += ["response = httpx.request(", f"    {_literal(sent.method)},", f"    {_literal(sent.url)},"]
    lines.append("    headers=[")
    lines += [f"        ({_literal(name)}, {_literal(value)})," for name, value in sent.headers]
    lines.append("    ],")
    if sent.body is not None:
        lines.append(f"    content={_literal(sent.body)}.encode(),")
    lines += ["    trust_env=False,  # no proxy or password file of the environment", ")"]
    lines += ["print(response.status_code, response.reason_phrase)", "print(response.text)"]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """*text* as one word of a POSIX shell, with the variable where the token's place is."""
    pieces = ["" if not piece else _word(piece) for piece in text.split(_PLACE)]
    return f'"${_VARIABLE}"'.join(pieces) or "''"


def _word(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else "'" + text.replace("'", "'\\''") + "'"


def _literal(text: str) -> str:
    """*text* as an expression of Python."""
    pieces = text.split(_PLACE)
    if len(pieces) == 1:
        return repr(text)
    return " + ".join(piece for piece in _alternate(pieces) if piece != "''")


def _alternate(pieces: list[str]) -> list[str]:
    parts: list[str] = []
    for number, piece in enumerate(pieces):
        if number:
            parts.append("token")
        parts.append(repr(piece))
    return parts
