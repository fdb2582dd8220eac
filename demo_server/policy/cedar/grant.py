"""The grant that asks Cedar policies, about one request or about each record of a list."""

from demo_server.decision import GrantResult
from demo_server.policy.cedar.changes import additions, removals
from demo_server.policy.cedar.engine import Policy, Verdict, policies_of
from demo_server.policy.cedar.facts import Target, ask, entities, look_up_subject, look_up_target, request
from demo_server.policy.grants import Access, GrantRule, Listing, Readable, counted


def cedar(access: Access, rule: GrantRule) -> GrantResult:
    """Grant what a policy permits and none forbids. The result names the policies that made it so."""
    policies = policies_of(rule.options["policies"])
    target = look_up_target(access, policies)
    question = ask(access, look_up_subject(access, policies, target.type), target)
    verdict = policies.evaluate([request(question)], entities([question]))[0]
    find = removals if verdict.allowed else additions
    flips = find(policies, question, access.least_role() or "")
    return GrantResult(rule.kind, verdict.allowed, _words(verdict), flip=flips)


def readable_by_cedar(access: Access, rule: GrantRule, listing: Listing) -> Readable:
    """Find the records that the policies let the subject read, in one lookup about all of them.

    Records are evaluated together where no policy can tell them apart: those with the same owner, group and entry,
    unless a policy names one of them.
    """
    policies = policies_of(rule.options["policies"])
    found = access.directory.access_to_records(listing.service, access.subject)
    subject = look_up_subject(access, policies, "Record")
    names_records = any("Record" in each.types for each in policies.policies.values())
    names_tenants = any("tenant" in each.attributes for each in policies.about("Record"))
    classes: dict[object, list[str]] = {}
    targets: dict[object, Target] = {}
    for record in listing.records:
        if record not in found:
            continue
        tenant, facts = found[record]
        tenant = tenant if names_tenants else None
        alike = (record if names_records else "", facts, tenant)
        if alike in classes:
            classes[alike].append(record)
        else:
            classes[alike] = [record]
            targets[alike] = Target(record, facts, tenant)
    questions = [ask(access, subject, target) for target in targets.values()]
    verdicts = policies.evaluate([request(each) for each in questions], entities(questions)) if questions else ()
    shown = [alike for alike, verdict in zip(targets, verdicts, strict=True) if verdict.allowed]
    records = [record for alike in shown for record in classes[alike]]
    deciding = dict.fromkeys(policy for verdict in verdicts if verdict.allowed for policy in verdict.determining)
    errors = dict.fromkeys(error for verdict in verdicts for error in verdict.errors)
    if records:
        how = f"permitted by {_names(tuple(deciding))}"
        detail = f"Cedar lets {access.subject} {access.action} {counted(records, listing)}, {how}"
    else:
        detail = f"no Cedar policy lets {access.subject} {access.action} a record of {listing.service}"
    detail += "".join(f"; not evaluated: {error}" for error in errors)
    return Readable(GrantResult(rule.kind, granted=bool(records), detail=detail), records)


def _words(verdict: Verdict) -> str:
    names = _names(verdict.determining)
    if verdict.allowed:
        detail = f"permitted by {names}"
    elif verdict.determining:
        detail = f"forbidden by {names}"
    else:
        detail = "no Cedar policy permits it"
    return detail + "".join(f"; not evaluated: {error}" for error in verdict.errors)


def _names(policies: tuple[Policy, ...]) -> str:
    return f"the Cedar polic{'y' if len(policies) == 1 else 'ies'} {' and '.join(each.name for each in policies)}"
