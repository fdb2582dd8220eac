"""Runs the rotation of an issuer's key on a trial server whose clock is moved, and records the answers."""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.core.answers.check_outcome import CheckOutcome
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import (
    ClockSlippedError,
    ComparisonStoppedError,
    ExperimentError,
    KeyTextError,
    LoginRefusedError,
    ServerError,
)
from workbench.core.key_files.jwk_public import keys_of_set
from workbench.core.keys.signing_key import generate
from workbench.core.rotation.plan import FAR_S, RotatedKey, RotationPlan, Row, State
from workbench.core.rotation.report import Document, Observation, Question, RotationReport, question
from workbench.core.signing.jose import sign
from workbench.core.text.wording import capitalized
from workbench.core.token.compact import Token, parse_compact, read
from workbench.core.verification.claims_verdict import claims_verdict
from workbench.core.verification.key_verdict import SignatureFinding, SignatureResult, judge_signature
from workbench.services.experiments.steps import Steps

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Outcome, Request
    from workbench.core.experiment import RunControl
    from workbench.services.http_client.client import HttpClient
    from workbench.services.server_host import ServerHost, Trial

_ALGORITHM = "ES256"
_ATTEMPTS = 5
_TICK_S = 0.001  # after the moment itself, so that a rounded clock does not show the previous second


class RotationExperiment:
    """Goes from moment to moment, and asks a trial server at each whether it answers as the plan predicts.

    Both keys are made for this and thrown away. The forged tokens are signed with the old one, as a thief of that key
    would sign them. The API with a cache is a verifier of this program that reads the server's JWKS over HTTP, as
    seldom as the plan says, and verifies by what it read.
    """

    def __init__(self, host: ServerHost, client: HttpClient) -> None:
        self._host = host
        self._client = client

    def __call__(self, plan: RotationPlan, run: RunControl, /) -> RotationReport:
        """Run the plan; a step is a moment.

        Raises:
            ExperimentError: the plan cannot be run, or nobody in the scenario can log in.
            ComparisonStoppedError: the run was stopped.
            ServerUnreachableError: no server runs, or there was no answer.
            ClockSlippedError: answers took too long for the moments they belong to.
        """
        plan.check()
        with self._host.trial(ttl_s=plan.lifetime_s) as trial:
            return _Play(self._client, trial, plan).run(run)


@dataclass(slots=True)
class _CachingApi:
    """A verifier that uses the JWK set that it fetched last.

    Attributes:
        fetched_s: when it fetched the set, in seconds after the start; None before the first time.
        document: the JWK set.
    """

    fetched_s: float | None = None
    document: dict[str, object] = field(default_factory=dict)


class _Play:
    """One plan on one server."""

    def __init__(self, client: HttpClient, trial: Trial, plan: RotationPlan) -> None:
        self._client = client
        self._trial = trial
        self._plan = plan
        self._info = trial.info
        self._start = math.ceil(trial.now())
        now = int(self._start)
        self._old = generate(_ALGORITHM, RotatedKey.OLD.value, now=now)
        self._new = generate(_ALGORITHM, RotatedKey.NEW.value, now=now)
        self._api = _CachingApi()
        self._tokens: dict[Row, str] = {}

    def run(self, run: RunControl) -> RotationReport:
        """Ask at every moment of the plan."""
        plan, moments = self._plan, self._plan.moments()
        self._trial.rotate(
            self._old,
            self._new,
            published_at=self._start + plan.publish_s,
            signs_from=self._start + plan.sign_s,
            retires_at=None if plan.retire_s is None else self._start + plan.retire_s,
        )
        self._username, self._password, self._model = self._find_user()
        self._request = self._find_request()
        stopped = ComparisonStoppedError(
            "The rotation was stopped.", hint="The rows shown are not from a complete run."
        )
        steps = Steps(run, len(moments), stopped)
        questions: list[Question] = []
        documents: list[Document] = []
        for at_s in moments:
            with steps.step():
                document, answers = self._ask_at(at_s)
            documents.append(document)
            for row, answer in answers.items():
                asked = question(plan, row, at_s, answer)
                if asked is not None:
                    questions.append(asked)
        return RotationReport(
            plan,
            tuple(questions),
            tuple(documents),
            ((self._old.kid, RotatedKey.OLD), (self._new.kid, RotatedKey.NEW)),
            f"{self._request.label} as {self._username}",
            self._ask_later(),
        )

    def _ask_at(self, at_s: int) -> tuple[Document, dict[Row, Observation]]:
        """Ask every row at one moment; again if it took so long that an answer may belong to a later moment."""
        for _ in range(_ATTEMPTS):
            self._let_api_fetch(at_s)
            self._set_clock(at_s)
            document = self._client.jwks(self._info.url)
            answers = self._read_keys(document)
            self._keep_tokens(at_s, self._log_in())
            answers[Row.SIGNER] = self._signer()
            for row, compact in self._tokens.items():
                cached = row in (Row.OLD_TOKEN_CACHED, Row.NEW_TOKEN_CACHED)
                answers[row] = self._ask_api(compact) if cached else self._ask_server(compact)
            answers[Row.STOLEN] = self._ask_server(self._forge(at_s))
            if self._trial.now() < self._start + self._plan.steady_until(at_s):
                return Document(at_s, _kids(document)), answers
        raise ClockSlippedError("The answers took so long that they may belong to a later moment.")

    def _ask_later(self) -> Question | None:
        """The answer to a forged token a year later, if the key is never retired."""
        if self._plan.retire_s is not None:
            return None
        self._set_clock(FAR_S)
        return question(self._plan, Row.STOLEN, FAR_S, self._ask_server(self._forge(FAR_S)))

    def _read_keys(self, document: dict[str, object]) -> dict[Row, Observation]:
        kids = _kids(document)
        rows = {Row.OLD_PUBLISHED: self._old, Row.NEW_PUBLISHED: self._new}
        return {row: Observation(State.PUBLISHED if key.kid in kids else State.ABSENT) for row, key in rows.items()}

    def _signer(self) -> Observation:
        signs_new = parse_compact(self._latest).kid == self._new.kid
        return Observation(State.NEW_SIGNS if signs_new else State.OLD_SIGNS)

    def _keep_tokens(self, at_s: int, compact: str) -> None:
        """Keep the token of this moment if the plan follows it."""
        self._latest = compact
        plan = self._plan
        for moment, rows in (
            (plan.old_issued_s, (Row.OLD_TOKEN, Row.OLD_TOKEN_CACHED)),
            (plan.sign_s, (Row.NEW_TOKEN, Row.NEW_TOKEN_CACHED)),
        ):
            if at_s == moment:
                self._tokens |= dict.fromkeys(rows, compact)

    def _find_user(self) -> tuple[str, str, Token]:
        """The first user who can log in, with a token to model the forged ones on."""
        self._set_clock(0)
        for user in self._info.users:
            try:
                answer = self._client.login(self._info.url, user.username, user.demo_password, self._info.design)
            except LoginRefusedError:
                continue
            return user.username, user.demo_password, parse_compact(answer.access_token)
        hint = "Enable an account of the running server, or choose another scenario."
        raise ExperimentError("No user of the scenario can log in, so there is no token to follow.", hint=hint)

    def _find_request(self) -> Request:
        """The first request that the user's token gets through; any, if it gets none through."""
        own = [request for request in self._info.requests if request.base_url is None]
        if not own:
            raise ExperimentError("The scenario has no request to ask.", hint="Choose another scenario.")
        token = self._forge(0)
        allowed = (each for each in own if self._send(each, token).allowed)
        return next(allowed, own[0])

    def _log_in(self) -> str:
        return self._client.login(self._info.url, self._username, self._password, self._info.design).access_token

    def _forge(self, at_s: int) -> str:
        """A token of this moment, signed with the old key as a thief would sign it."""
        now = self._start + at_s
        times = {"iat": now, "nbf": now, "exp": now + self._plan.lifetime_s, "jti": secrets.token_urlsafe(16)}
        claims = ClaimSet.from_dict(self._model.claims.to_dict() | times)
        return sign({**self._model.header, "kid": self._old.kid}, claims, self._old)

    def _ask_server(self, compact: str) -> Observation:
        outcome = self._send(self._request, compact)
        # 403 means that the token was accepted, but lacks a right.
        state = State.REFUSED if outcome.status == 401 else State.ACCEPTED
        return Observation(state, outcome.status, _reason(outcome), _detail(outcome) if state is State.REFUSED else "")

    def _send(self, request: Request, compact: str) -> Outcome:
        return self._client.replay(self._info.url, request, compact, self._info.design)

    def _let_api_fetch(self, at_s: int) -> None:
        fetched_s = self._plan.fetched_s(at_s)
        if self._api.fetched_s != fetched_s:
            self._set_clock(fetched_s)
            self._api = _CachingApi(fetched_s, self._client.jwks(self._info.url))

    def _ask_api(self, compact: str) -> Observation:
        """Verify like an API that only has the JWK set in its cache."""
        finding = self._signature_finding(compact)
        if not finding.ok:
            unknown = finding.result in (SignatureResult.UNKNOWN_KEY, SignatureResult.NO_KEY)
            reason = "key.unknown" if unknown else f"signature.{finding.result}"
            return Observation(State.REFUSED, 401, reason, finding.detail)
        reading = read(compact)
        verdict = claims_verdict(
            reading.claims,
            reading.header,
            now=self._trial.now(),
            issuer=self._info.issuer,
            audience=self._info.audience_of(self._info.design),
            leeway_s=self._plan.leeway_s,
        )
        if not verdict.ok:
            return Observation(State.REFUSED, 401, verdict.faults[0].code, verdict.detail)
        return Observation(State.ACCEPTED, 200)

    def _signature_finding(self, compact: str) -> SignatureFinding:
        try:
            keys, _ = keys_of_set(self._api.document)
        except KeyTextError as error:
            return SignatureFinding(SignatureResult.NO_KEY, str(error))
        return judge_signature(read(compact), keys)

    def _set_clock(self, at_s: float) -> None:
        self._trial.move_clock(self._trial.clock_offset + self._start + at_s + _TICK_S - self._trial.now())


def _kids(document: dict[str, object]) -> tuple[str, ...]:
    keys = document.get("keys")
    if not isinstance(keys, list):
        raise ServerError('The server\'s JWK set has no array "keys".')
    return tuple(str(key.get("kid")) for key in keys if isinstance(key, dict))


def _reason(outcome: Outcome) -> str:
    return outcome.decision.reason if outcome.decision is not None else outcome.reason_phrase


def _detail(outcome: Outcome) -> str:
    """The detail of the first check that failed."""
    checks = outcome.decision.checks if outcome.decision is not None else ()
    detail = next((check.detail for check in checks if check.outcome is CheckOutcome.FAIL), "")
    return capitalized(detail)
