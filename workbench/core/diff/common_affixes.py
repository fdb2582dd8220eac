"""What two texts, or two runs of octets, have in common at their beginnings and ends."""

from typing import TypeVar

Run = TypeVar("Run", str, bytes)


def common_affixes(before: Run, after: Run) -> tuple[int, int]:
    """Lengths of the common beginning and of the common end, which do not overlap in either."""
    shorter = min(len(before), len(after))
    head = common_head(before, after, shorter)
    return head, common_tail(before, after, shorter - head)


def common_head(before: Run, after: Run, limit: int) -> int:
    """Length of the common beginning, of which no more than *limit* is looked at."""
    # By halving, since comparing slices takes a thousandth of comparing one by one.
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if before[low:middle] == after[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_tail(before: Run, after: Run, limit: int) -> int:
    """Length of the common end, of which no more than *limit* is looked at."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if before[len(before) - middle : len(before) - low] == after[len(after) - middle : len(after) - low]:
            low = middle
        else:
            high = middle - 1
    return low
