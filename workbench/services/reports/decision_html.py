"""A decision record as one HTML file that needs nothing else, and prints on A4."""

import json

from jinja2 import Environment, StrictUndefined

from workbench.core.reports.decision_record import DecisionRecord
from workbench.core.verdict.token_claims import PURPOSES


def as_html(record: DecisionRecord, template: str) -> str:
    """The record; what comes from a scenario, a design or a token is escaped.

    Args:
        record: what to write.
        template: the text of ``assets/reports/decision.html``.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template).render(
        record=record,
        verdict=record.verdict,
        purposes=PURPOSES,
        sample="" if record.sample is None else json.dumps(record.sample, indent=2),
        schema="" if record.schema is None else json.dumps(record.schema, indent=2),
    )
