"""The placement of labels that would overlap: pushed apart, or merged into one."""

from collections.abc import Sequence


def dodge(wanted: Sequence[float], room: float, low: float, high: float) -> list[float]:
    """Push positions apart until each has *room*, as little as possible, and keep them between *low* and *high*.

    Returns:
        one position for each of *wanted*, in its order. If there is too little room, they exceed *high*.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    # Minus the room of the labels before it, no position may be less than its predecessor: runs that are get averaged.
    runs: list[tuple[float, int]] = []
    for rank, index in enumerate(order):
        runs.append((wanted[index] - rank * room, 1))
        while len(runs) > 1 and runs[-2][0] > runs[-1][0]:
            (before, many), (after, more) = runs[-2:]
            runs[-2:] = [((before * many + after * more) / (many + more), many + more)]
    level = [mean for mean, many in runs for _ in range(many)]
    last = high - room * (len(wanted) - 1)
    placed = [0.0] * len(wanted)
    for rank, index in enumerate(order):
        placed[index] = max(low, min(level[rank], last)) + rank * room
    return placed


def together(positions: Sequence[float], room: float) -> list[list[int]]:
    """Group the positions that are closer to their neighbour than *room*; groups and members in ascending order."""
    groups: list[list[int]] = []
    for index in sorted(range(len(positions)), key=lambda index: positions[index]):
        if groups and positions[index] - positions[groups[-1][-1]] < room:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups
