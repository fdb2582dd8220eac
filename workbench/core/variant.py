"""Named states of the token, kept to come back to and to compare: ``bob as admin``, ``wrong audience``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from workbench.core.errors import VariantNameError
from workbench.core.request import Request

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Variant:
    """A token under a name.

    Attributes:
        name: unique among the variants.
        compact: the token as it stood in the field, also if it was broken.
    """

    name: str
    compact: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class VariantsQuestion:
    """What is to be replayed.

    Attributes:
        variants: the tokens to send.
        requests: the requests to send with each.
        design: id of the design that decides.
    """

    variants: tuple[Variant, ...]
    requests: tuple[Request, ...]
    design: str


class Variants:
    """Variants in their order; immutable, so that every change gives new ones."""

    __slots__ = ("_variants",)

    def __init__(self, variants: Sequence[Variant] = ()) -> None:
        self._variants = tuple(variants)

    @property
    def names(self) -> tuple[str, ...]:
        """The names in order."""
        return tuple(each.name for each in self._variants)

    def get(self, name: str) -> Variant | None:
        """The variant *name*, or None."""
        return next((each for each in self._variants if each.name == name), None)

    def added(self, name: str, compact: str) -> "Variants":
        """These and the token *compact* as *name* at the end.

        Raises:
            VariantNameError: the name is empty, too long, or taken.
        """
        return Variants((*self._variants, Variant(self._checked(name), compact)))

    def renamed(self, name: str, new_name: str) -> "Variants":
        """These, with *name* called otherwise.

        Raises:
            VariantNameError: the new name is empty, too long, or taken.
        """
        if new_name.strip() == name:
            return self
        checked = self._checked(new_name)
        return Variants([replace(each, name=checked) if each.name == name else each for each in self._variants])

    def without(self, name: str) -> "Variants":
        """These without *name*."""
        return Variants([each for each in self._variants if each.name != name])

    def put_back(self, variant: Variant, row: int) -> "Variants":
        """These with *variant* in its row again; under another name if its own was taken meanwhile."""
        named = replace(variant, name=self.free_name(variant.name))
        return Variants((*self._variants[:row], named, *self._variants[row:]))

    def free_name(self, wanted: str) -> str:
        """*wanted*, cut to what a name may have, or with the first number behind it that makes it free."""
        wanted = wanted.strip()[:LONGEST_NAME] or "variant"
        numbered = (f"{wanted[: LONGEST_NAME - 5]} {number}" for number in range(2, len(self._variants) + 3))
        return next(name for name in (wanted, *numbered) if name not in self.names)

    def _checked(self, name: str) -> str:
        name = " ".join(name.split())
        if not name:
            raise VariantNameError("A variant needs a name.", hint="Type one, such as: bob as admin.")
        if len(name) > LONGEST_NAME:
            raise VariantNameError(f"A name has {LONGEST_NAME} characters at most; this one has {len(name)}.")
        if name in self.names:
            raise VariantNameError(
                f"There is a variant {name} already.", hint="Choose another name, or remove that one first."
            )
        return name

    def __len__(self) -> int:
        return len(self._variants)

    def __iter__(self) -> Iterator[Variant]:
        return iter(self._variants)

    def __getitem__(self, row: int) -> Variant:
        return self._variants[row]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Variants) and self._variants == other._variants

    def __hash__(self) -> int:
        return hash(self._variants)
