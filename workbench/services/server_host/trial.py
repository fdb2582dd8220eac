"""A demo server for one experiment, in a copy of the running server's world."""

from types import TracebackType
from typing import Self

from demo_server import DemoServer
from workbench.core.decision import Decision
from workbench.core.world import WorldChange
from workbench.services.server_host import world
from workbench.services.server_host.info import ServerInfo, describe


class Trial:
    """A real server on loopback whose clock may be moved and whose world may be changed, to the user's own no harm.

    It begins as a copy of the running server, takes the same tokens, and lasts as long as the ``with`` block. What
    asks many questions asks them here: all of them see one world, whatever the user does to the running server in the
    meantime, and the running server's log of decisions stays the user's own.
    """

    def __init__(self, server: DemoServer) -> None:
        """Be ready to start *server*, which belongs to the trial from now on."""
        self._server = server

    @property
    def info(self) -> ServerInfo:
        """What the server is; its URL counts from when it was started."""
        return describe(self._server)

    def now(self) -> float:
        """The trial's clock, in seconds since 1970 UTC."""
        return self._server.clock.now()

    @property
    def clock_offset(self) -> float:
        """Seconds by which the trial's clock is ahead of the real one."""
        return self._server.clock.offset_s

    def move_clock(self, offset_s: float) -> None:
        """Set the trial's clock *offset_s* seconds ahead of the real one."""
        self._server.clock.move(offset_s)

    def apply(self, change: WorldChange) -> None:
        """Change the trial's world; a log-out is no matter of the directory and is left out.

        Raises:
            WorldChangeError: the scenario has no such user, role or record.
        """
        world.apply(self._server.directory, change)

    def decision(self, request_id: str) -> Decision | None:
        """The decision on that request, without asking for it by HTTP; None if it is not kept."""
        found = self._server.decisions.get(request_id)
        return None if found is None else Decision.from_json(found.to_json())

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.stop()
