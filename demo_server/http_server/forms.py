"""Bodies of the token endpoints: ``application/x-www-form-urlencoded`` (RFC 6749 appendix B), read strictly."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from demo_server.http_server.messages import Request

FORM = "application/x-www-form-urlencoded"


class FormError(Exception):
    """A body that is not a form. The message is a sentence whose subject is the body."""


def read_form(request: Request) -> Mapping[str, str]:
    """Return the parameters of the body. One without a value counts as left out (RFC 6749 section 3.2).

    Raises:
        FormError: another media type, text that is not UTF-8, or a parameter that is there twice.
    """
    media_types = [value.partition(";")[0].strip().lower() for value in request.head.headers.get("content-type", ())]
    if media_types != [FORM]:
        found = ", ".join(media_types) or "none"
        raise FormError(f"has the content type {found}; expected {FORM}")
    try:
        pairs = parse_qsl(request.body.decode("ascii"), errors="strict", keep_blank_values=True, max_num_fields=100)
    except UnicodeError:
        raise FormError("is not percent-encoded UTF-8") from None
    except ValueError:
        raise FormError("has more than 100 parameters") from None
    form: dict[str, str] = {}
    for name, value in pairs:
        if name in form:
            raise FormError(f"has the parameter {name} twice")
        form[name] = value
    return {name: value for name, value in form.items() if value}
