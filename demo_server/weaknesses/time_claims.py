"""Weaknesses of the checks of ``exp``, ``nbf`` and ``iat``."""

from demo_server.checks.evidence import Evidence
from demo_server.checks.parts import CheckFunction, Rules
from demo_server.decision import Check, Source, switched_off
from demo_server.weaknesses.weakness import Weakness


def _ignore_exp(inner: CheckFunction) -> CheckFunction:  # noqa: ARG001  the check is not made at all
    result = switched_off("expiry", "exp is not checked", Source.CLAIMS).by_weakness("exp-ignored")

    def flawed(evidence: Evidence, rules: Rules) -> Check:  # noqa: ARG001  the signature of every check
        return result

    return flawed


WEAKNESSES = (Weakness(id="exp-ignored", checks={"expiry": _ignore_exp}),)
