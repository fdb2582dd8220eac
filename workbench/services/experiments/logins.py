"""The logins of an experiment: each user's first one with the password, the others without its slow hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.core.errors import LoginRefusedError

if TYPE_CHECKING:
    from workbench.core.server.info import UserInfo
    from workbench.core.server.login import LoginAnswer
    from workbench.services.http_client.client import HttpClient
    from workbench.services.server_host import Trial

_DISABLED = "login.disabled"
"""The reason of a login whose password was right."""


class Logins:
    """Logs users in to a trial server, under as many designs and as often as an experiment needs.

    A password is hashed slowly on purpose, so that an experiment with dozens of logins would do little else. Once a
    user's password was accepted over HTTP, the server is asked directly; it checks the account each time.
    """

    def __init__(self, client: HttpClient, trial: Trial) -> None:
        self._client = client
        self._trial = trial
        self._known: set[str] = set()

    def log_in(self, user: UserInfo, design: str) -> LoginAnswer:
        """Log in.

        Raises:
            LoginRefusedError: wrong password, or a disabled account.
            ServerUnreachableError: no answer came.
        """
        if user.username in self._known:
            return self._client.hold(self._trial.admit(user.username, design, self._client.thumbprint))
        url = self._trial.info.url
        try:
            answer = self._client.login(url, user.username, user.demo_password, design)
        except LoginRefusedError as error:
            if error.reason == _DISABLED:
                self._known.add(user.username)
            raise
        self._known.add(user.username)
        return answer

    def issue(self, username: str, design: str) -> LoginAnswer:
        """The answer to a login without a password, of a disabled account too; see `Trial.issue`."""
        return self._client.hold(self._trial.issue(username, design, self._client.thumbprint))
