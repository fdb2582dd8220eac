"""The fields of one request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.core.errors import JsonTextError, RequestError
from workbench.core.requests.request import TokenWhere
from workbench.presenters.status import Status, StatusLevel
from workbench.ui.editing.json_edit import JsonEdit
from workbench.ui.requests.headers_edit import HeadersEdit
from workbench.ui.widgets.segments import SegmentedButtons
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.core.requests.draft import RequestDraft
    from workbench.presenters.requests.requests import RequestsPresenter
    from workbench.ui.theme import Appearance


_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_METHOD_WIDTH = 104
_PLACES = (
    (TokenWhere.AUTHORIZATION, "Authorization", "Bearer"),
    (TokenWhere.HEADER, "Other header", "X-Access-Token"),
    (TokenWhere.COOKIE, "Cookie", "session"),
    (TokenWhere.QUERY, "Query", "access_token"),
    (TokenWhere.NOWHERE, "Not at all", ""),
)
_USUAL = {where: usual for where, _, usual in _PLACES}


class RequestEditor(QWidget):
    """Applies each valid change immediately; shows the fault of an invalid one and leaves the request unchanged.

    Signals:
        fault_count_changed(int): the number of invalid fields.
    """

    fault_count_changed = Signal(int)

    def __init__(self, requests: RequestsPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._requests = requests
        self._row = -1
        self._body_text = ""
        self._showing = False
        self._taking = False
        self._kept_scheme = ""
        self._method = QComboBox(self)
        self._method.setObjectName("requests.method")
        self._method.setEditable(True)
        self._method.addItems(_METHODS)
        self._method.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._method.setFixedWidth(_METHOD_WIDTH)
        self._method.setAccessibleName("Method")
        self._url = QLineEdit(self)
        self._url.setObjectName("requests.url")
        self._url.setPlaceholderText("/path, or https://api.example.org/path")
        self._url.setAccessibleName("Path or URL")
        self._placement = QComboBox(self)
        self._placement.setObjectName("requests.placement")
        for where, words, _ in _PLACES:
            self._placement.addItem(words, where)
        self._placement_label = QLabel("&Token in", self)
        self._placement_label.setProperty("role", "caption")
        self._placement_label.setBuddy(self._placement)
        self._name = QLineEdit(self)
        self._name.setObjectName("requests.placement_name")
        self._views = SegmentedButtons("requests.part", (("headers", "Headers"), ("body", "Body")), self)
        self._views.choose("headers")
        self._headers = HeadersEdit("requests.headers", appearance, self)
        self._body = JsonEdit("requests.body", self._on_body_typed, appearance, self)
        self._body.set_accessible_name("Body")
        layout = self._body.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        self._parts = QStackedWidget(self)
        self._parts.addWidget(self._headers)
        self._parts.addWidget(self._body)
        self._fault = StatusLine("requests.fault", appearance, self)
        self._fault.set_small()
        self._lay_out()
        self._method.editTextChanged.connect(self._on_typed)
        self._url.textChanged.connect(self._on_typed)
        self._placement.activated.connect(self._on_place_chosen)
        self._name.textChanged.connect(self._on_typed)
        self._headers.edited.connect(self._on_typed)
        self._views.chosen.connect(self._on_view_chosen)

    def show_row(self, row: int) -> None:
        """Show the request in this row; -1 for none."""
        from workbench.core.requests.draft import RequestDraft

        if self._taking:  # keep what the user types instead of its normal form
            return
        self._row = row
        self.setEnabled(row >= 0)
        draft = self._requests.draft(row) if row >= 0 else RequestDraft(url="")
        if draft != self._draft() or row < 0:
            self._show(draft)
        self._tell(draft.faults() if row >= 0 else ())

    def focus(self) -> None:
        """Focus the field that is changed most often."""
        self._url.setFocus()
        self._url.selectAll()

    def _show(self, draft: RequestDraft) -> None:
        self._showing = True
        self._body_text = draft.body
        self._method.setEditText(draft.method)
        self._url.setText(draft.url)
        self._url.setCursorPosition(0)
        self._headers.show_headers(draft.headers)
        self._body.show_text(draft.body)
        place = draft.placement
        self._placement.setCurrentIndex(self._placement.findData(place.where))
        self._kept_scheme = place.scheme
        self._name.setText(place.scheme if place.where is TokenWhere.AUTHORIZATION else place.name)
        self._describe_place()
        self._showing = False

    def _draft(self) -> RequestDraft:
        from workbench.core.requests.draft import RequestDraft
        from workbench.core.requests.request import TokenPlacement

        where = TokenWhere(self._placement.currentData())
        text = self._name.text().strip()
        match where:
            case TokenWhere.AUTHORIZATION:
                placement = TokenPlacement(where, "Authorization", text)
            case TokenWhere.HEADER:
                placement = TokenPlacement(where, text, self._kept_scheme)
            case TokenWhere.NOWHERE:
                placement = TokenPlacement(where)
            case _:
                placement = TokenPlacement(where, text)
        return RequestDraft(
            self._method.currentText().strip(), self._url.text(), self._headers.headers, self._body_text, placement
        )

    @Slot()
    def _on_typed(self) -> None:
        if not self._showing and self._row >= 0:
            self._taking = True
            faults = self._requests.take(self._row, self._draft())
            self._taking = False
            self._tell(faults)

    def _on_body_typed(self, text: str) -> None:
        # A body that is not JSON is accepted too: a server's answer to it is worth seeing.
        self._body_text = text
        self._body.show_text(text)
        self._on_typed()

    @Slot()
    def _on_place_chosen(self) -> None:
        where = TokenWhere(self._placement.currentData())
        self._kept_scheme = ""
        self._describe_place()
        self._showing = True
        self._name.setText(_USUAL[where])
        self._showing = False
        self._on_typed()

    def _describe_place(self) -> None:
        where = TokenWhere(self._placement.currentData())
        words = {
            TokenWhere.AUTHORIZATION: "Scheme (RFC 6750: auth-scheme)",
            TokenWhere.HEADER: "Name of the header",
            TokenWhere.COOKIE: "Name of the cookie",
            TokenWhere.QUERY: "Name of the parameter",
            TokenWhere.NOWHERE: "The token is sent only where {{token}} is written",
        }[where]
        self._name.setPlaceholderText(words)
        self._name.setAccessibleName(words)
        self._name.setToolTip(words)
        self._name.setEnabled(where is not TokenWhere.NOWHERE)

    def _tell(self, faults: tuple[RequestError, ...]) -> None:
        header = next((fault for fault in faults if fault.part == "headers"), None)
        self._headers.show_fault(None if header is None else header.row, "" if header is None else str(header))
        if faults:
            more = f" {len(faults) - 1} more." if len(faults) > 1 else ""
            self._fault.show_status(Status(f"Rejected: {faults[0]}{more} {faults[0].hint}", StatusLevel.ERROR))
        else:
            self._fault.show_status(self._warning())
        self.fault_count_changed.emit(len(faults))

    def _warning(self) -> Status:
        """A warning about a valid request."""
        from workbench.core.strict_json import text as json_text

        if self._row < 0:
            return Status("")
        draft = self._draft()
        if draft.placement.where is TokenWhere.QUERY:
            return Status("A token in a URL ends up in logs and browser histories.", StatusLevel.WARNING)
        types = [value for name, value in draft.headers if name.lower() == "content-type"]
        if draft.body and (not types or "json" in types[0].lower()):
            try:
                json_text.parse(draft.body)
            except JsonTextError as error:
                return Status(f"The body is not JSON and is sent unchanged. {error}", StatusLevel.WARNING)
        return Status("")

    @Slot(str)
    def _on_view_chosen(self, view: str) -> None:
        self._parts.setCurrentWidget(self._body if view == "body" else self._headers)

    def _lay_out(self) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(8)
        fields.setVerticalSpacing(4)
        fields.addWidget(self._method, 0, 0)
        fields.addWidget(self._url, 0, 1)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self._placement_label)
        place.addWidget(self._placement)
        place.addWidget(self._name, 1)
        place.addWidget(self._views)
        fields.addLayout(place, 1, 0, 1, 2)
        self._name.setMinimumWidth(64)
        foot = QHBoxLayout()
        foot.addWidget(self._fault, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(fields)
        layout.addWidget(self._parts, 1)
        layout.addLayout(foot)
