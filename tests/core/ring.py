"""One key of each algorithm, made once for the whole run: an RSA key takes a tenth of a second."""

from workbench.core.keys import ALGORITHMS, SigningKey, generate

CREATED = 1_764_000_000

KEYS: dict[str, SigningKey] = {
    algorithm: generate(algorithm, f"demo-{algorithm.lower()}", now=CREATED) for algorithm in ALGORITHMS
}

OTHER_ES256 = generate("ES256", "other-es256", now=CREATED)
