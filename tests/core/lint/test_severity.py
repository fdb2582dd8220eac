from workbench.core.lint.severity import NOUNS, SEVERITIES, Severity, counted


def test_the_worst_severity_comes_first():
    assert [severity.rank for severity in SEVERITIES] == [0, 1, 2]
    assert SEVERITIES == ("error", "warning", "info")


def test_each_severity_has_a_noun_of_its_own():
    assert NOUNS == {"error": "error", "warning": "warning", "info": "note"}
    assert [counted(count, Severity.INFO) for count in (1, 1_200)] == ["1 note", "1,200 notes"]
