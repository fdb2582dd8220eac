"""What views find out by experiment: each question asked on a trial server of its own.

A part of the composition root: it joins the host and the client with the runners, in the shape that the presenters ask
for. Every method blocks, and is called in a thread of its own.
"""

from collections.abc import Callable

from workbench.core.answers.matrix import Matrix
from workbench.core.designs.arithmetic import Measurements
from workbench.core.designs.growth import SizeQuestion, SizeReport
from workbench.core.designs.staleness import StalenessQuestion, StalenessReport
from workbench.core.designs.stolen_token import BlastRadius
from workbench.core.designs.timing import Measurement, TimingQuestion
from workbench.core.lint.designs import LintedDesign
from workbench.core.rotation.plan import RotationPlan
from workbench.core.rotation.report import RotationReport
from workbench.core.server.info import ServerInfo, UserInfo
from workbench.presenters.ports import Report
from workbench.services.experiments import arithmetic as arithmetic_runner
from workbench.services.experiments import lint as design_findings
from workbench.services.experiments import matrix as matrix_runner
from workbench.services.experiments import rotation as rotation_runner
from workbench.services.experiments import sizes as size_runner
from workbench.services.experiments import staleness as staleness_runner
from workbench.services.experiments import stolen_token as reach_runner
from workbench.services.experiments import timing as timing_runner
from workbench.services.http_client.client import HttpClient
from workbench.services.server_host import ServerHost

Stopped = Callable[[], bool]


class Trials:
    """Runs experiments in copies of the running server's world.

    Attributes:
        host: owns the running server.
        client: speaks HTTP with the trial servers.
    """

    def __init__(self, host: ServerHost, client: HttpClient, registered: frozenset[str]) -> None:
        """Be ready; *registered* are the names of the registered claims, which the linter goes by."""
        self.host = host
        self.client = client
        self._registered = registered

    def compare(self, _info: ServerInfo, stopped: Stopped, report: Report) -> Matrix:
        """Compare all designs for all users."""
        with self.host.trial() as trial:
            return matrix_runner.compare(self.client, trial, on_progress=_in_pairs(report), cancelled=stopped)

    def measure_times(self, question: TimingQuestion, stopped: Stopped, report: Report) -> Measurement:
        """Measure what requests take under each design."""
        with self.host.trial() as trial:
            return timing_runner.measure(self.client, trial, question, on_progress=_in_pairs(report), cancelled=stopped)

    def measure_holdings(self, username: str, stopped: Stopped, report: Report) -> Measurements:
        """Find out what the arithmetic needs for one user."""
        with self.host.trial(header_limit=arithmetic_runner.HEADER_LIMIT) as trial:
            return arithmetic_runner.measure(
                self.client, trial, username, on_progress=_in_pairs(report), cancelled=stopped
            )

    def measure_staleness(
        self, info: ServerInfo, experiment: StalenessQuestion, stopped: Stopped, report: Report
    ) -> StalenessReport:
        """Follow tokens of all designs through a change of the world."""
        return staleness_runner.measure_staleness(
            self.client,
            self.host,
            experiment,
            [design.id for design in info.designs],
            on_progress=_in_pairs(report),
            cancelled=stopped,
        )

    def find_reach(self, user: UserInfo, stopped: Stopped, report: Report) -> BlastRadius:
        """Find out what a stolen token of *user* reaches under each design."""
        with self.host.trial() as trial:
            return reach_runner.find_reach(self.client, trial, user, on_progress=_in_pairs(report), cancelled=stopped)

    def measure_sizes(self, info: ServerInfo, question: SizeQuestion, stopped: Stopped, report: Report) -> SizeReport:
        """Measure the tokens of all designs for one user."""
        with self.host.trial() as trial:
            return size_runner.measure_sizes(
                self.client,
                trial.info.url,
                trial,
                [design.id for design in info.designs],
                question,
                next(user.demo_password for user in info.users if user.username == question.username),
                on_progress=_in_pairs(report),
                cancelled=stopped,
            )

    def play_rotation(self, plan: RotationPlan, stopped: Stopped, report: Report) -> RotationReport:
        """Play the rotation of an issuer's key."""
        return rotation_runner.play_rotation(
            self.client, self.host, plan, on_progress=_in_pairs(report), cancelled=stopped
        )

    def lint_designs(
        self, _info: ServerInfo, user: UserInfo, stopped: Stopped, report: Report
    ) -> tuple[LintedDesign, ...]:
        """Look at the tokens that *user* gets under each design."""
        with self.host.trial() as trial:
            info = trial.info
            return design_findings.lint_every_design(
                self.client,
                info.url,
                info.designs,
                user,
                now=trial.now,
                registered=self._registered,
                on_progress=_in_pairs(report),
                cancelled=stopped,
            )


def _in_pairs(report: Report) -> Callable[[int, int], None]:
    """What a runner calls with what is done and what is expected."""
    return lambda done, expected: report((done, expected))
