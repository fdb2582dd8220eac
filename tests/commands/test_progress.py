import io

from workbench.commands.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_shows_each_percent_on_one_line_and_clears_it():
    terminal = Terminal()
    with Progress("Measuring", terminal) as progress:
        for done in (1, 2, 1_500, 2_000):
            progress.show(done, 2_000)
    lines = terminal.getvalue().split("\r\x1b[K")
    assert lines == [
        "",
        "Measuring 1 of 2,000 (Ctrl+C stops)",
        "Measuring 1,500 of 2,000 (Ctrl+C stops)",
        "Measuring 2,000 of 2,000 (Ctrl+C stops)",
        "",
    ]


def test_a_file_gets_nothing():
    file = io.StringIO()
    with Progress("Measuring", file) as progress:
        progress.show(1, 2)
    assert file.getvalue() == ""
