"""Courses and reports of staleness, as a measurement would bring them."""

from workbench.core.answers.outcome import Request
from workbench.core.designs.staleness import StalenessQuestion
from workbench.core.designs.staleness_report import Course, Sample, StalenessReport, StalenessRun
from workbench.core.server.directory_change import ChangeKind, Step, WorldChange

READ = Request("doc-3-read", "GET", "/documents/doc-3")
UNSHARE = WorldChange((Step(ChangeKind.UNSHARE, "bob", "doc-3"),))
REASONS = {200: "granted", 401: "expiry.expired", 403: "permission.refused", 431: "Too Large"}


def sample(at_s, status, right_status, reason=""):
    return Sample(float(at_s), status, reason or REASONS[status], right_status, REASONS[right_status])


def course(*samples, design="roles", change_s=300, lifetime_s=1800):
    return Course(design, change_s, lifetime_s, tuple(sample(*each) for each in samples))


def experiment(**more):
    return StalenessQuestion("bob", UNSHARE, READ, **more)


def run(lifetime_s, change_s):
    """`identity` is right immediately, `resource-ids` is wrong until exp, `broad-grants` never lets bob in."""
    end_s = lifetime_s + 60
    moments = (0, change_s, lifetime_s - 2, lifetime_s, end_s)
    statuses = {
        "identity": ((200, 200), (403, 403), (403, 403), (401, 403), (401, 403)),
        "broad-grants": ((403, 403), (403, 403), (403, 403), (401, 403), (401, 403)),
        "resource-ids": ((200, 200), (200, 403), (200, 403), (401, 403), (401, 403)),
    }
    courses = (
        course(
            *((at_s, *pair) for at_s, pair in zip(moments, pairs, strict=True)),
            design=design,
            change_s=change_s,
            lifetime_s=lifetime_s,
        )
        for design, pairs in statuses.items()
    )
    return StalenessRun(lifetime_s, change_s, tuple(courses))


def report(**more):
    wanted = experiment(**more)
    return StalenessReport(wanted, tuple(run(each, wanted.change_in(each)) for each in wanted.lifetimes_s))
