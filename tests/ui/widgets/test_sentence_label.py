from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QTextEdit

from workbench.ui.widgets.sentence_label import WrappedLabel


def test_all_lines_stay_in_sight_in_a_splitter_as_it_becomes_narrower(show):
    splitter, label = QSplitter(), WrappedLabel("some.words")
    label.setText("a sentence that needs more than one line " * 4)
    splitter.addWidget(label)
    splitter.addWidget(QTextEdit())
    show(splitter, 900, 100)
    for width in (600, 300):
        splitter.setSizes([width, 900 - width])
        QApplication.processEvents()
        assert label.height() >= label.heightForWidth(label.width()) > label.fontMetrics().lineSpacing()
    label.setText("")
    assert label.minimumHeight() == 0


def test_what_is_behind_another_view_asks_for_no_room_of_a_width_it_never_had(show):
    stack, label = QStackedWidget(), WrappedLabel("some.words")
    stack.addWidget(QTextEdit())
    stack.addWidget(label)
    show(stack, 900, 200)
    label.setText("a sentence that needs more than one line " * 20)
    assert label.minimumHeight() == 0
    stack.setCurrentWidget(label)
    QApplication.processEvents()
    assert label.minimumHeight() == label.heightForWidth(label.width())


def test_the_room_of_a_narrow_label_is_given_back_when_it_becomes_wide(show):
    splitter, label = QSplitter(), WrappedLabel("some.words")
    label.setText("a sentence that needs more than one line " * 4)
    splitter.addWidget(label)
    splitter.addWidget(QTextEdit())
    show(splitter, 900, 100)
    splitter.setSizes([100, 800])
    QApplication.processEvents()
    narrow = label.height()
    splitter.setSizes([800, 100])
    QApplication.processEvents()
    needed = label.heightForWidth(label.width())
    assert label.minimumHeight() == needed < narrow / 2


def test_a_label_that_is_hidden_again_asks_for_no_room(show):
    stack, label = QStackedWidget(), WrappedLabel("some.words")
    stack.addWidget(label)
    stack.addWidget(QTextEdit())
    label.setText("a sentence that needs more than one line " * 20)
    show(stack, 300, 200)
    assert label.minimumHeight() > 0
    stack.setCurrentIndex(1)
    assert label.minimumHeight() == 0
