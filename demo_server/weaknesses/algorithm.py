"""Weaknesses of the choice of algorithm: ``alg`` in the header decides how the server verifies.

Both open the hole of RFC 8725 section 2.1. The first is a server that treats "none" as one more algorithm
(CVE-2015-9235). The second refuses "none", but compares case-sensitively, while the code that picks the algorithm does
not; RFC 8725bis section 2.11 describes it with "noNE".
"""

from collections.abc import Callable

from demo_server.checks.evidence import Evidence
from demo_server.checks.parts import CheckFunction, Rules
from demo_server.decision import Check, Source, switched_off
from demo_server.segments import shorten
from demo_server.weaknesses.weakness import Weakness, Wrap


def _unsigned(weakness_id: str, accepts: Callable[[str], bool]) -> Weakness:
    """Return a weakness that skips `algorithm`, `key` and `signature` for a token without a signature.

    Args:
        weakness_id: its id.
        accepts: whether it accepts the token's ``alg``. A signature that is not empty is left to the strict checks.
    """

    def skipping(name: str, why: str) -> Wrap[CheckFunction]:
        def wrap(inner: CheckFunction) -> CheckFunction:
            def flawed(evidence: Evidence, rules: Rules) -> Check:
                alg = (evidence.header or {}).get("alg")
                if not isinstance(alg, str) or not accepts(alg) or evidence.signature:
                    return inner(evidence, rules)
                detail = f"alg is {shorten(alg)}, {why}"
                return switched_off(name, detail, Source.HEADER).by_weakness(weakness_id)

            return flawed

        return wrap

    return Weakness(
        id=weakness_id,
        checks={
            "algorithm": skipping("algorithm", "which this server accepts"),
            "key": skipping("key", "for which no key is looked up"),
            "signature": skipping("signature", "so nothing is verified"),
        },
    )


WEAKNESSES = (
    _unsigned("alg-none", lambda alg: alg == "none"),
    _unsigned("alg-none-case", lambda alg: alg != "none" and alg.lower() == "none"),
)
