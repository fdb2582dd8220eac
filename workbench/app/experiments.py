"""The table of experiments: what the views find out by trying it, each with its question and its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # each is imported with its experiment, when a view asks for that
    from collections.abc import Callable

    from workbench.core.answers.matrix import Matrix, MatrixQuestion
    from workbench.core.designs.arithmetic import ArithmeticQuestion, Measurements
    from workbench.core.designs.growth import SizeQuestion, SizeReport
    from workbench.core.designs.sample_tokens import Samples, SamplesQuestion
    from workbench.core.designs.stale_window import StaleWindows, StaleWindowsQuestion
    from workbench.core.designs.staleness import StalenessQuestion
    from workbench.core.designs.staleness_report import StalenessReport
    from workbench.core.designs.stolen_token import BlastRadius, StolenTokenQuestion
    from workbench.core.designs.timing import Measurement, TimingQuestion
    from workbench.core.experiment import Experiment, RunControl
    from workbench.core.lint.designs import LintQuestion, LintReport
    from workbench.core.lint.tokens import References
    from workbench.core.rotation.plan import RotationPlan
    from workbench.core.rotation.report import RotationReport
    from workbench.core.variants.answers import VariantAnswers, VariantsQuestion
    from workbench.core.variants.impact import Impact, ImpactQuestion
    from workbench.core.verdict.profile import Profiles
    from workbench.core.verdict.question import ProfilesQuestion
    from workbench.services.http_client.late import LateHttpClient
    from workbench.services.server_host import ServerHost


class Experiments:
    """Makes the experiments of the window; a presenter takes the one that it runs."""

    def __init__(self, host: ServerHost, client: LateHttpClient, references: Callable[[], References]) -> None:
        """Keep *references*, which reads the linter's data on claims and servers."""
        self._host = host
        self._client = client
        self._references = references

    @property
    def matrix(self) -> Experiment[MatrixQuestion, Matrix]:
        """What each design answers to every user's requests."""

        def ask(question: MatrixQuestion, run: RunControl, /) -> Matrix:
            from workbench.services.experiments.matrix import MatrixExperiment

            return MatrixExperiment(self._host, self._client.client)(question, run)

        return ask  # a session needs its presenter from the start

    @property
    def lint(self) -> Experiment[LintQuestion, LintReport]:
        """What is wrong with the tokens of each design."""
        from workbench.services.experiments.lint import LintExperiment

        return LintExperiment(self._host, self._client.client, self._references())

    @property
    def sizes(self) -> Experiment[SizeQuestion, SizeReport]:
        """How large the tokens of each design are."""
        from workbench.services.experiments.sizes import SizeExperiment

        return SizeExperiment(self._host, self._client.client)

    @property
    def sample_tokens(self) -> Experiment[SamplesQuestion, Samples]:
        """What each design puts in the token of a user."""
        from workbench.services.experiments.sample_tokens import SampleTokensExperiment

        return SampleTokensExperiment(self._host, self._client.client)

    @property
    def timing(self) -> Experiment[TimingQuestion, Measurement]:
        """How long requests take under each design."""
        from workbench.services.experiments.timing import TimingExperiment

        return TimingExperiment(self._host, self._client.client)

    @property
    def staleness(self) -> Experiment[StalenessQuestion, StalenessReport]:
        """How long answers stay wrong after the world has changed."""
        from workbench.services.experiments.staleness import StalenessExperiment

        return StalenessExperiment(self._host, self._client.client)

    @property
    def stale_windows(self) -> Experiment[StaleWindowsQuestion, tuple[StaleWindows, ...]]:
        """How long each kind of right keeps working after its removal."""
        from workbench.services.experiments.stale_windows import StaleWindowsExperiment

        return StaleWindowsExperiment(self._host, self._client.client)

    @property
    def stolen_token(self) -> Experiment[StolenTokenQuestion, BlastRadius]:
        """What a stolen token opens."""
        from workbench.services.experiments.stolen_token import StolenTokenExperiment

        return StolenTokenExperiment(self._host, self._client.client)

    @property
    def arithmetic(self) -> Experiment[ArithmeticQuestion, Measurements]:
        """What a user holds, for the arithmetic."""
        from workbench.services.experiments.arithmetic import ArithmeticExperiment

        return ArithmeticExperiment(self._host, self._client.client)

    @property
    def profiles(self) -> Experiment[ProfilesQuestion, Profiles]:
        """What the verdict knows of each design."""
        from workbench.services.experiments.profiles import ProfilesExperiment

        return ProfilesExperiment(self._host, self._client.client)

    @property
    def impact(self) -> Experiment[ImpactQuestion, Impact]:
        """Which claim decides what."""
        from workbench.services.experiments.impact import ImpactExperiment

        return ImpactExperiment(self._host, self._client.client)

    @property
    def variants(self) -> Experiment[VariantsQuestion, VariantAnswers]:
        """What the server answers to each variant."""

        def ask(question: VariantsQuestion, run: RunControl, /) -> VariantAnswers:
            from workbench.services.experiments.variants import VariantsExperiment

            return VariantsExperiment(self._client)(question, run)

        return ask  # a session needs its presenter from the start

    @property
    def rotation(self) -> Experiment[RotationPlan, RotationReport]:
        """What happens while an issuer rotates its key."""
        from workbench.services.experiments.rotation import RotationExperiment

        return RotationExperiment(self._host, self._client.client)
