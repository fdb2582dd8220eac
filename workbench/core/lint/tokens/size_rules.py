"""Rules on the size of a token: what cookies hold, and what real servers take as a header."""

from collections.abc import Iterator

from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens.rule import Hit
from workbench.core.lint.tokens.subject import Subject
from workbench.core.text.wording import joined

_COOKIE_BYTES = 4_096  # name and value together: RFC 6265 section 6.1
_COOKIE_MARGIN = 3  # "=", and the "; " before the next cookie
_THIN_BYTES = 4_096

# The longest bearer token that each takes with its default settings, measured; one byte more is refused.
_SERVERS = (
    (8_114, "Tomcat"),
    (8_114, "lighttpd"),
    (8_161, "Jetty"),
    (8_166, "gunicorn"),
    (8_168, "nginx"),
    (8_169, "Apache httpd"),
    (15_214, "HAProxy"),
    (16_334, "Node.js"),
)
_REFUSED_BYTES = 8_112  # 8 KiB without the name of the header and what ends its line


def too_large_for_a_cookie(subject: Subject) -> Iterator[Hit]:
    """JWT029: more bytes than a cookie may have, if the token is to travel in one."""
    if subject.cookie is None:
        return
    size = len(subject.cookie.encode()) + subject.size
    if size <= _COOKIE_BYTES - _COOKIE_MARGIN:
        return
    severity = Severity.ERROR if size > _COOKIE_BYTES else None
    verb = "ignore" if severity else "may ignore"
    message = f"The cookie takes {size:,} bytes, name and token: browsers {verb} one of more than {_COOKIE_BYTES:,}."
    yield Hit(message, severity=severity)


def large(subject: Subject) -> Iterator[Hit]:
    """JWT030: more than 4,096 bytes, and not yet too many for JWT031."""
    if _THIN_BYTES < subject.size <= _REFUSED_BYTES:
        yield Hit(
            f"The token has {subject.size:,} bytes, half of the 8 KiB that many servers take for all headers together."
        )


def too_large_for_servers(subject: Subject) -> Iterator[Hit]:
    """JWT031: more bytes than common servers take by default."""
    if subject.size <= _REFUSED_BYTES:
        return
    refusing = [name for longest, name in _SERVERS if subject.size > longest]
    who = joined(refusing) or "with a usual header beside it Tomcat and lighttpd"
    yield Hit(f"The token has {subject.size:,} bytes: by default {who} refuse it.")
