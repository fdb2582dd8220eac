"""A design of one's own, made from a copy in the window, and read again after each edit."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QTableView


def names(window):
    model = window.find(QTableView, "contents.table").model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_a_copy_is_edited_opened_and_read_again(own_window, tmp_path):
    window, mine = own_window, tmp_path / "mine.toml"
    window.open_page("Designs")
    window.open_design_view("In the token")
    contents = window.workbench.designs.presenters["contents"]
    window.wait_until(lambda: "tokens issued" in window.text("contents.status"))
    contents.copy("cedar", mine)
    window.wait_until(lambda: "Copied to" in window.text("contents.status"))
    mine.write_text(mine.read_text(encoding="utf-8").replace('id = "cedar"', 'id = "mine"'), encoding="utf-8")
    contents.open(str(mine))
    window.wait_until(lambda: "mine" in names(window))
    assert window.find(QComboBox, "login.design").findText("mine") >= 0
    mine.write_text(Path(mine).read_text(encoding="utf-8").replace('id = "mine"', 'id = "renamed"'), encoding="utf-8")
    window.wait_until(lambda: "renamed" in names(window))
    assert "mine" not in names(window)
    assert window.workbench.host.design_text("renamed").count("@id(") > 1
