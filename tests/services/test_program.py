from importlib.metadata import PackageNotFoundError

from workbench.services import program


def test_an_installed_program_knows_its_version_and_its_readme():
    assert program.program_version().count(".") == 2
    try:
        program.version("token-workbench")
    except PackageNotFoundError:
        assert program.program_readme() == ""
    else:
        assert program.program_readme().startswith("# Token Workbench")


def test_a_program_that_is_not_installed_has_neither(monkeypatch):
    def missing(_name):
        raise PackageNotFoundError

    monkeypatch.setattr(program, "version", missing)
    monkeypatch.setattr(program, "metadata", missing)
    assert (program.program_version(), program.program_readme()) == ("0.0.0", "")
