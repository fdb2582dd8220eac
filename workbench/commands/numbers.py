"""Numbers of the command line, checked while it is parsed."""

import argparse


def whole_number(text: str, least: int, most: int) -> int:
    """The whole number that *text* is. Raises ArgumentTypeError."""
    if not text.isascii() or not text.isdigit() or not least <= int(text[:20]) <= most:
        raise argparse.ArgumentTypeError(f'"{text[:40]}" is not a whole number from {least} to {most:,}')
    return int(text)
