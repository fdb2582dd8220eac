"""Rules on the size of a token: what cookies hold, and what real servers take as a header."""

from collections.abc import Iterator, Sequence

from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens.rule import Hit
from workbench.core.lint.tokens.subject import Subject
from workbench.core.token.header_limits import HeaderLimit, best_known, named, refusing, servers

_COOKIE_BYTES = 4_096  # name and value together: RFC 6265 section 6.1
_COOKIE_MARGIN = 3  # "=", and the "; " before the next cookie
_MOST_NAMED = 6


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
    """JWT030: more bytes than some server takes by default, and not yet too many for JWT031."""
    refused_by = servers(refusing(subject.references.limits, subject.size))
    if refused_by and not best_known(refused_by):
        yield _refused(subject, refused_by)


def too_large_for_servers(subject: Subject) -> Iterator[Hit]:
    """JWT031: more bytes than one of the best-known servers takes by default."""
    refused_by = servers(refusing(subject.references.limits, subject.size))
    if best_known(refused_by):
        yield _refused(subject, refused_by)


def _refused(subject: Subject, refused_by: Sequence[HeaderLimit]) -> Hit:
    verb = "refuses" if len(refused_by) == 1 else "refuse"
    return Hit(f"The token has {subject.size:,} bytes: by default {named(refused_by, _MOST_NAMED)} {verb} it.")
