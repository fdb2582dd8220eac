"""Which key the sender of a request for a token has: RFC 9449 section 5."""

from demo_server.clock import Clock
from demo_server.http_server.messages import Request, Response, problem
from demo_server.tokens.dpop import ProofLog, ProofRefusedError, only_proof, read_proof


class Senders:
    """Reads the proofs of possession that come with requests for a token.

    Args:
        clock: the server's.
        proofs: those that were used.
    """

    def __init__(self, clock: Clock, proofs: ProofLog) -> None:
        self._clock = clock
        self._proofs = proofs

    def key(self, request: Request) -> str:
        """Return the thumbprint of the key that the sender has: a token for it is bound to that key.

        Raises:
            ProofRefusedError: the request has no proof, or one that is not for it.
        """
        head = request.head
        text = only_proof(head.headers.get("dpop", ()))
        proof = read_proof(text, method=head.method, url=head.url, now=self._clock.now(), token=None)
        self._proofs.use(proof)
        return proof.key


def refused_proof(error: ProofRefusedError, request_id: str) -> Response:
    """Answer a request for a token whose proof shows nothing (RFC 9449 section 5, RFC 6749 section 5.2)."""
    return problem(400, "invalid_dpop_proof", f"proof.{error.code}", str(error), request_id)
