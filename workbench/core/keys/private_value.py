"""Values that hold private keys, secrets or passwords stay in memory."""

from typing import NoReturn, Self


class PrivateValue:
    """Refuses to be pickled; a copy of it is the value itself, which never changes.

    Its subclasses keep private members out of their ``repr`` themselves.
    """

    __slots__ = ()

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _memo: dict[int, object]) -> Self:
        return self

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} is not pickled: the keyring is the one place for private keys")
