"""``token-workbench lint --format sarif``: the members that SARIF 2.1.0 requires, and where the findings are."""

import json

import pytest

from tests.commands.test_lint import BAD, GOOD, run  # noqa: F401  a fixture
from tests.core.lint.tokens.samples import HEADER, compact
from workbench.core.lint.tokens import RULES


@pytest.fixture
def log(run):  # noqa: F811
    def call(*arguments, stdin=""):
        return json.loads(run("--format", "sarif", *arguments, stdin=stdin)[1])

    return call


def test_the_log_has_the_members_that_sarif_requires(log):
    document = log(stdin=BAD)
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("sarif-schema-2.1.0.json")
    (sarif_run,) = document["runs"]
    driver = sarif_run["tool"]["driver"]
    assert driver["name"] == "Token Workbench"
    assert [rule["id"] for rule in driver["rules"]] == [rule.rule_id for rule in RULES]
    assert all(rule["shortDescription"]["text"].endswith(".") for rule in driver["rules"])
    assert {rule["defaultConfiguration"]["level"] for rule in driver["rules"]} == {"error", "warning", "note"}
    assert sarif_run["results"]
    for result in sarif_run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]


def test_a_result_says_in_which_file_and_where_in_it(log, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a token.txt").write_text(f"\n  {BAD}\n", encoding="utf-8")
    (result, *_) = log("a token.txt")["runs"][0]["results"]
    assert result["ruleId"] == "JWT002"
    where = result["locations"][0]["physicalLocation"]
    assert where["artifactLocation"] == {"uri": "a%20token.txt", "index": 0}
    header, payload, _ = BAD.split(".")
    column = 3 + len(header) + 1
    assert where["region"] == {
        "startLine": 2, "startColumn": column, "endLine": 2, "endColumn": column + len(payload),
    }  # fmt: skip


def test_a_result_names_every_claim_it_is_about(log):
    results = {each["ruleId"]: each for each in log(stdin=BAD)["runs"][0]["results"]}
    (claim,) = results["JWT019"]["locations"][0]["logicalLocations"]
    assert claim == {"fullyQualifiedName": "jti", "kind": "member"}


def test_a_token_broken_into_lines_has_the_line_where_it_begins(log):
    broken = f"\n{BAD[:50]}\n{BAD[50:]}"
    regions = [each["locations"][0]["physicalLocation"]["region"] for each in log(stdin=broken)["runs"][0]["results"]]
    assert {region["startLine"] for region in regions} == {2}


def test_a_token_without_findings_has_a_log_without_results(log):
    assert log(stdin=GOOD)["runs"][0]["results"] == []


def test_an_absolute_name_is_a_file_uri(log, tmp_path):
    path = tmp_path / "token.txt"
    path.write_text(BAD, encoding="utf-8")
    assert log(path)["runs"][0]["artifacts"][0]["location"]["uri"] == path.as_uri()


def test_neither_the_token_nor_its_signature_is_in_the_log(run):  # noqa: F811
    output = run("--format", "sarif", stdin=BAD)[1]
    assert not any(segment[:30] in output for segment in BAD.split("."))


def test_a_name_with_braces_or_a_link_is_no_placeholder(log):
    claims = {"{0}": 1, "[a](1)": 2, "iss": "https://login.example"}
    results = {each["ruleId"]: each for each in log(stdin=compact(HEADER, claims))["runs"][0]["results"]}
    text = results["JWT042"]["message"]["text"]
    assert "{{0}}" in text
    assert r"[a\](1)" in text
