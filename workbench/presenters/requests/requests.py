"""The list of requests: the scenario's, with the user's changes, and the user's own."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.errors import RequestError, WorkbenchError
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Request
    from workbench.core.requests.copy_form import CopyForm
    from workbench.core.requests.draft import RequestDraft
    from workbench.core.requests.request import SentRequest
    from workbench.presenters.ports import Prove
    from workbench.presenters.requests.replay import ReplayPresenter
    from workbench.presenters.server.server import ServerPresenter


@dataclass(frozen=True, slots=True)
class _Removed:
    """The request that was removed last, and its position."""

    row: int
    request: Request


class RequestsPresenter(QObject):
    """Keeps the requests, and passes changes to the replay; experiments use the scenario's requests only.

    Signals:
        selected(int): select this row, which the user has just added.
        changed(): the list, `removed` or `can_reset` changed.
        status_changed(Status): what was done, or why it was not.
        import_failed(Status): why a command could not be imported.
        token_offered(str): the token of an imported command that is not on the bench; empty for no offer.
        request_offered(str, str): a pasted curl command, and how its request is written; both empty for no offer.
    """

    selected = Signal(int)
    changed = Signal()
    status_changed = Signal(object)
    import_failed = Signal(object)
    token_offered = Signal(str)
    request_offered = Signal(str, str)

    def __init__(self, replay: ReplayPresenter, server: ServerPresenter, prove: Prove) -> None:
        super().__init__()
        self._prove = prove
        self._replay = replay
        self._server = server
        self._scenario: tuple[Request, ...] = ()
        self._requests: tuple[Request, ...] = ()
        self._drafts: dict[str, RequestDraft] = {}
        self._removed: _Removed | None = None
        self._numbers = itertools.count(1)

    @property
    def requests(self) -> tuple[Request, ...]:
        """All requests, in the order of the replay."""
        return self._requests

    @property
    def can_reset(self) -> bool:
        """Whether the scenario's requests were changed."""
        return tuple(each for each in self._requests if not self.is_own(each)) != self._scenario

    @property
    def removed(self) -> Request | None:
        """The request that was removed last, and can be restored."""
        return self._removed.request if self._removed is not None else None

    def is_own(self, request: Request) -> bool:
        """Whether *request* is the user's own."""
        return all(request.id != each.id for each in self._scenario)

    def set_scenario(self, requests: Sequence[Request]) -> None:
        """Replace the scenario's requests by those of another scenario; keep the user's own.

        The same requests again, as after a restart of the server, keep all changes of the user.
        """
        if tuple(requests) == self._scenario:
            return
        own = [each for each in self._requests if self.is_own(each)]
        taken = {each.id for each in requests}
        self._scenario = tuple(requests)
        self._removed = None
        self._drafts.clear()
        renamed = (dataclasses.replace(each, id=self._new_id()) if each.id in taken else each for each in own)
        self._set((*self._scenario, *renamed))

    def replace(self, requests: Sequence[Request]) -> None:
        """Replace all requests, for a session that is opened; clear earlier answers, and go to the first."""
        self._removed = None
        self._drafts.clear()
        self._requests = tuple(requests)
        self._replay.set_requests(self._requests)
        self.changed.emit()
        self.selected.emit(0)

    @Slot()
    def reset(self) -> None:
        """Restore the scenario's requests; keep the user's own after them."""
        own = tuple(each for each in self._requests if self.is_own(each))
        self._removed = None
        self._drafts = {name: draft for name, draft in self._drafts.items() if any(name == each.id for each in own)}
        self._set((*self._scenario, *own))
        self.status_changed.emit(Status("The scenario's requests are restored; your own are unchanged."))

    def add(self) -> None:
        """Add a new request."""
        from workbench.core.answers.outcome import Request

        self._append(Request(self._new_id(), "GET", "/"))

    def duplicate(self, row: int) -> None:
        """Duplicate a request, below it."""
        copied = dataclasses.replace(self._requests[row], id=self._new_id())
        self._set((*self._requests[: row + 1], copied, *self._requests[row + 1 :]))
        self.selected.emit(row + 1)

    def remove(self, row: int) -> None:
        """Remove a request from the list."""
        self._removed = _Removed(row, self._requests[row])
        self._set((*self._requests[:row], *self._requests[row + 1 :]))
        self.selected.emit(min(row, len(self._requests) - 1))
        self.status_changed.emit(Status(f"Removed {self._removed.request.label}."))

    @Slot()
    def undo_remove(self) -> None:
        """Restore the request that was removed last."""
        removed, self._removed = self._removed, None
        if removed is not None:
            row = min(removed.row, len(self._requests))
            self._set((*self._requests[:row], removed.request, *self._requests[row:]))
            self.status_changed.emit(Status(""))
            self.selected.emit(row)

    def move(self, row: int, step: int) -> None:
        """Move a request *step* positions down."""
        place = row + step
        if 0 <= place < len(self._requests):
            others = [*self._requests[:row], *self._requests[row + 1 :]]
            others.insert(place, self._requests[row])
            self._set(tuple(others))
            self.selected.emit(place)

    def draft(self, row: int) -> RequestDraft:
        """The draft in the fields of a request: the request itself, or typed text that is not valid yet."""
        from workbench.core.requests.draft import RequestDraft

        request = self._requests[row]
        return self._drafts.get(request.id, RequestDraft.of(request))

    def take(self, row: int, draft: RequestDraft) -> tuple[RequestError, ...]:
        """Change the request to the typed draft; while that is invalid, keep the draft and leave the request unchanged.

        Returns:
            what is wrong with it.
        """
        request = self._requests[row]
        faults = draft.faults()
        if faults:
            self._drafts[request.id] = draft
            return faults
        self._drafts.pop(request.id, None)
        changed = draft.request(request.id, self._server.running_url or "")
        if changed != request:
            self._set((*self._requests[:row], changed, *self._requests[row + 1 :]))
        return ()

    def import_curl(self, text: str) -> bool:
        """Add the request of a curl command; False if it cannot be read, and `import_failed` says why."""
        from workbench.core.requests.curl import parse_curl

        try:
            got = parse_curl(text, self._new_id(), self._server.running_url or "")
        except WorkbenchError as error:
            self.import_failed.emit(Status.of(error))
            return False
        self._append(got.request)
        self.status_changed.emit(Status(" ".join((f"Imported {got.request.label}.", *got.notes)), StatusLevel.OK))
        self.token_offered.emit("" if got.token == self._replay.edited else got.token)
        return True

    @Slot(str)
    def offer_from(self, text: str) -> None:
        """Offer the request of a curl command whose token was pasted on the bench; withdraw any earlier offer."""
        from workbench.core.requests.curl import parse_curl

        try:
            label = parse_curl(text, "offered", self._server.running_url or "").request.label
        except WorkbenchError:  # another text, or a command that only its import explains
            self.request_offered.emit("", "")
        else:
            self.request_offered.emit(text, label)

    def copy_text(self, row: int, form: CopyForm, *, with_variable: bool) -> str:
        """The request as a command; empty if it cannot be exported, and the status says why."""
        from workbench.core.requests.export import export

        token = self._replay.edited or self._replay.issued
        request = self._requests[row]
        if not token and not with_variable:
            text = "There is no token to copy. Log in or paste one, or copy with $TOKEN instead."
            self.status_changed.emit(Status(text, StatusLevel.ERROR))
            return ""
        url = self._server.running_url
        if url is None and request.base_url is None:
            self.status_changed.emit(Status("The demo server has no address now. Start it again.", StatusLevel.ERROR))
            return ""
        try:
            # The placeholder of the token must not occur in the request by chance.
            compact = token or "eyJ.the.token"
            proofs: list[SentRequest] = []
            text = export(
                request,
                compact,
                url or "",
                self._replay.design,
                form,
                with_variable=with_variable,
                prove=partial(self._with_proof, proofs) if request.base_url is None else None,
            )
        except WorkbenchError as error:
            self.status_changed.emit(Status.of(error))
            return ""
        inside = (
            "$TOKEN is the placeholder of the token." if with_variable else "It contains the token: do not share it."
        )
        if proofs:
            inside += " The proof in it is good once, within a minute: copy it again for each request."
        severity = StatusLevel.OK if with_variable and not proofs else StatusLevel.WARNING
        self.status_changed.emit(Status(f"Copied {request.label} as {form.value}. {inside}", severity))
        return text

    def _with_proof(self, proofs: list[SentRequest], sent: SentRequest) -> SentRequest:
        """Add the proof that the token needs, and note the request in *proofs* if it got one."""
        proven = self._prove(sent, self._replay.token_sender, lambda: self._server.now)
        if proven is not sent:
            proofs.append(proven)
        return proven

    def _append(self, request: Request) -> None:
        self._set((*self._requests, request))
        self.selected.emit(len(self._requests) - 1)

    def _new_id(self) -> str:
        taken = {each.id for each in (*self._requests, *self._scenario)}
        return next(name for name in (f"own-{number}" for number in self._numbers) if name not in taken)

    def _set(self, requests: tuple[Request, ...]) -> None:
        self._requests = requests
        self._replay.change_requests(requests)
        self.changed.emit()
