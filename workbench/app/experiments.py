"""The table of experiments: what the views find out by trying it, each with the question and the report it takes."""

from dataclasses import dataclass

from workbench.core.answers.matrix import Matrix, MatrixQuestion
from workbench.core.designs.arithmetic import ArithmeticQuestion, Measurements
from workbench.core.designs.growth import SizeQuestion, SizeReport
from workbench.core.designs.staleness import StalenessQuestion
from workbench.core.designs.staleness_report import StalenessReport
from workbench.core.designs.stolen_token import BlastRadius, StolenTokenQuestion
from workbench.core.designs.timing import Measurement, TimingQuestion
from workbench.core.experiment import Experiment
from workbench.core.lint.designs import LintQuestion, LintReport
from workbench.core.rotation.plan import RotationPlan
from workbench.core.rotation.report import RotationReport
from workbench.core.variants.answers import VariantAnswers, VariantsQuestion
from workbench.core.variants.impact import Impact, ImpactQuestion
from workbench.services.experiments.arithmetic import ArithmeticExperiment
from workbench.services.experiments.impact import ImpactExperiment
from workbench.services.experiments.lint import LintExperiment
from workbench.services.experiments.matrix import MatrixExperiment
from workbench.services.experiments.rotation import RotationExperiment
from workbench.services.experiments.sizes import SizeExperiment
from workbench.services.experiments.staleness import StalenessExperiment
from workbench.services.experiments.stolen_token import StolenTokenExperiment
from workbench.services.experiments.timing import TimingExperiment
from workbench.services.experiments.variants import VariantsExperiment
from workbench.services.http_client.client import HttpClient
from workbench.services.server_host import ServerHost


@dataclass(frozen=True, slots=True)
class Experiments:
    """Every experiment of the window; a presenter takes the one that it runs."""

    matrix: Experiment[MatrixQuestion, Matrix]
    lint: Experiment[LintQuestion, LintReport]
    sizes: Experiment[SizeQuestion, SizeReport]
    timing: Experiment[TimingQuestion, Measurement]
    staleness: Experiment[StalenessQuestion, StalenessReport]
    stolen_token: Experiment[StolenTokenQuestion, BlastRadius]
    arithmetic: Experiment[ArithmeticQuestion, Measurements]
    impact: Experiment[ImpactQuestion, Impact]
    variants: Experiment[VariantsQuestion, VariantAnswers]
    rotation: Experiment[RotationPlan, RotationReport]


def make_experiments(host: ServerHost, client: HttpClient, registered: frozenset[str]) -> Experiments:
    """Make every experiment; *registered* are the names of the registered claims, which the linter goes by."""
    return Experiments(
        matrix=MatrixExperiment(host, client),
        lint=LintExperiment(host, client, registered),
        sizes=SizeExperiment(host, client),
        timing=TimingExperiment(host, client),
        staleness=StalenessExperiment(host, client),
        stolen_token=StolenTokenExperiment(host, client),
        arithmetic=ArithmeticExperiment(host, client),
        impact=ImpactExperiment(host, client),
        variants=VariantsExperiment(client),
        rotation=RotationExperiment(host, client),
    )
