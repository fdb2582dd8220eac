"""Where the sources of rules can be read: the published documents that a source names."""

import re
from typing import NamedTuple


class SourceLink(NamedTuple):
    """One document of a source; *url* leads to its first section that is named."""

    words: str
    url: str


_RFC = re.compile(r"RFC (\d+)(?: sections? ([\d.]+))?")

# Documents whose sections have no addresses that follow from their numbers.
_DOCUMENTS = (
    ("OpenID Connect Core", "https://openid.net/specs/openid-connect-core-1_0.html"),
    ("NIST SP 800-63C", "https://pages.nist.gov/800-63-3/sp800-63c.html"),
)


def source_links(source: str) -> tuple[SourceLink, ...]:
    """The documents of *source*, in its order; none where it names a measurement."""
    links: list[SourceLink] = []
    for part in source.split(", "):
        rfc = _RFC.match(part)
        if rfc is not None:
            section = f"#section-{rfc[2]}" if rfc[2] else ""
            links.append(SourceLink(part, f"https://www.rfc-editor.org/rfc/rfc{rfc[1]}.html{section}"))
        links += [SourceLink(part, url) for name, url in _DOCUMENTS if part.startswith(name)]
    return tuple(links)
