"""Files that hold private keys: read once, up to a limit, and neither kept nor copied."""

from workbench.core.errors import KeyImportError
from workbench.core.key_files.importer import MOST_OCTETS
from workbench.services.files.reading import read_bounded


def read_key_file(path: str) -> bytes:
    """The octets of a file.

    Raises:
        KeyImportError: there is no such file, it cannot be read, or is larger than 1 MiB.
    """
    return read_bounded(path, MOST_OCTETS, "is larger than 1 MiB, and no file of keys is.", KeyImportError)
