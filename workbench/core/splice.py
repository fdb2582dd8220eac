"""What two texts, or two runs of octets, have in common at their beginnings and ends."""

from typing import TypeVar

Run = TypeVar("Run", str, bytes)


def common_ends(before: Run, after: Run) -> tuple[int, int]:
    """Lengths of the common beginning and of the common end, which do not overlap in either."""
    shorter = min(len(before), len(after))
    head = _common_head(before, after, shorter)
    tail = _common_tail(before, after, shorter - head)
    return head, tail


def _common_head(before: Run, after: Run, limit: int) -> int:
    # By halving, since comparing slices takes a thousandth of comparing one by one.
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if before[low:middle] == after[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_tail(before: Run, after: Run, limit: int) -> int:
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if before[len(before) - middle : len(before) - low] == after[len(after) - middle : len(after) - low]:
            low = middle
        else:
            high = middle - 1
    return low
