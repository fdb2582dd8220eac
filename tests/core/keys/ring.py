"""Keys for the tests, made once for the whole run: an RSA key takes a tenth of a second."""

from workbench.core.keys.algorithms import ALGORITHMS, kind_of
from workbench.core.keys.signing_key import SigningKey, generate

CREATED = 1_764_000_000

KEYS: dict[str, SigningKey] = {
    algorithm: generate(kind_of(algorithm).name, f"demo-{algorithm.lower()}", now=CREATED) for algorithm in ALGORITHMS
}

ED448 = generate("Ed448", "demo-eddsa-ed448", now=CREATED)
"""The other curve of EdDSA."""

EACH_KIND: tuple[SigningKey, ...] = (*KEYS.values(), ED448)

OF_EACH_FAMILY = ("HS256", "RS256", "ES256", "EdDSA", "ML-DSA-44")
"""One algorithm a family, for tests with many cases."""

OTHER_ES256 = generate("ES256", "other-es256", now=CREATED)
