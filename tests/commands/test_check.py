"""``token-workbench check`` in this process and in one of its own, against the real server."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from demo_server.world.scenario import SCENARIOS
from tests.core.keys.ring import KEYS, OTHER_ES256
from workbench.__main__ import main
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.keys.signing_key import KeyRole
from workbench.core.session.saved_token import KeyNote, SavedToken
from workbench.core.session.session import SavedVariant, Session
from workbench.core.signing.jose import sign
from workbench.core.token.compact import read
from workbench.core.variants.variant import signed_how
from workbench.services.files.session import save

MOMENT = 1_700_000_000  # years ago: every token would be expired without the clock
ISSUER = replace(KEYS["EdDSA"], role=KeyRole.ISSUER, trusted=True)
TRUSTED = replace(KEYS["HS256"], trusted=True)
RING = (ISSUER, TRUSTED, OTHER_ES256)
CLAIMS = {
    "iss": "https://demo.example",
    "sub": "u-1002",
    "aud": "documents",
    "exp": MOMENT + 60,
    "nbf": MOMENT,
    "iat": MOMENT,
    "jti": "j",
    "roles": ["viewer"],
}


def variant(name, key=ISSUER, *, whole=False, **changes):
    claims = ClaimSet.from_dict(CLAIMS | changes)
    compact = sign({"typ": "JWT", "alg": key.algorithm, "kid": key.kid}, claims, key)
    return SavedVariant(name, SavedToken.of(compact, signed_how(read(compact), RING), whole=whole))


VARIANTS = (
    variant("as issued"),
    variant("admin by a trusted key", TRUSTED, roles=["admin"]),
    variant("admin by a stranger", OTHER_ES256, roles=["admin"]),
    variant("expired", exp=MOMENT - 1),
    variant("kept whole", whole=True),
)
HOLDING = {
    ("roles", "as issued", "me"): 200,
    ("roles", "as issued", "doc-1-delete"): 403,
    ("roles", "admin by a trusted key", "doc-1-delete"): 200,
    ("roles", "admin by a stranger", "doc-1-delete"): 401,
    ("roles", "expired", "me"): 401,
    ("roles", "kept whole", "doc-1-read"): 200,
    ("identity", "as issued", "doc-1-read"): 403,
}
OF_DESIGNS = {
    "documents": {("roles", "bob", "doc-1-read"): 200, ("identity", "bob", "doc-1-read"): 403},
    "clinic": {},
}
SESSION = Session(
    "documents",
    "roles",
    moment=MOMENT,
    variants=VARIANTS,
    keys=tuple(map(KeyNote.of, RING)),
    expected=HOLDING,
    expected_of_designs=OF_DESIGNS,
)


@pytest.fixture
def check(tmp_path, capsys):
    """Saves the session, checks it, and gives back exit code, output, errors."""

    def check_one(session, *options):
        path = tmp_path / "team.twb"
        save(path, session)
        code = main(["check", str(path), *options])
        return code, *capsys.readouterr()

    return check_one


def test_everything_holds_years_later_with_keys_that_were_made_for_it(check):
    not_verified = "The signature of 1 saved token was not verified.\n\n"
    assert check(SESSION) == (0, f"{not_verified}All 9 expectations hold.\n", "")
    without = replace(SESSION, variants=VARIANTS[:1], expected={("roles", "as issued", "me"): 200})
    assert check(without) == (0, "All 3 expectations hold.\n", "")


@pytest.mark.parametrize("option", ["--key", "--jwks"])
def test_the_signatures_of_saved_tokens_are_verified_with_a_key(check, tmp_path, option):
    key = tmp_path / "key.json"
    for made, code, result, says in (
        (ISSUER, 0, "valid", "kept whole: The signature is valid: "),
        (OTHER_ES256, 1, "invalid", "kept whole: The signature is not valid: "),
    ):
        jwk = made.public_jwk()
        key.write_text(json.dumps(jwk if option == "--key" else {"keys": [jwk | {"kid": ISSUER.kid}]}))
        found = check(SESSION, option, str(key))
        assert (found[0], found[2]) == (code, "")
        assert says in found[1]
        assert found[1].endswith("All 9 expectations hold.\n")
        found = check(SESSION, option, str(key), "--format", "json")
        [signature] = json.loads(found[1])["signatures"]
        assert (signature["variant"], signature["signature"]) == ("kept whole", result)


def test_without_a_signature_in_the_file_there_is_nothing_to_verify(check, tmp_path):
    key = tmp_path / "key.json"
    key.write_text(json.dumps(ISSUER.public_jwk()))
    session = replace(SESSION, variants=VARIANTS[:1], expected={("roles", "as issued", "me"): 200})
    code, out, err = check(session, "--key", str(key))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "keeps no token with its signature, so none can be verified. Save it again with tokens" in err
    for name, problem in (("none.pem", "no such file"), ("team.twb", "kty")):
        code, out, err = check(SESSION, "--key", str(tmp_path / name))
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert problem in err


def test_what_differs_is_printed_with_what_came_and_why(check):
    expected = HOLDING | {("roles", "as issued", "doc-1-delete"): 200, ("roles", "expired", "me"): 200}
    code, out, err = check(replace(SESSION, expected=expected))
    lines = [line.split("  ") for line in out.splitlines()]
    rows = {line[0]: [part.strip() for part in line if part.strip()] for line in lines}
    assert (code, err) == (1, "")
    assert rows["doc-1-delete"] == ["doc-1-delete", "as issued", "roles", "200", "403", "permission.refused"]
    assert rows["me"] == ["me", "expired", "roles", "200", "401", "expiry.expired"]
    assert out.endswith("2 of 9 expectations do not hold.\n")


def test_json_tells_every_expectation(check):
    of_designs = {"documents": {("roles", "bob", "doc-1-read"): 403}}
    code, out, _ = check(replace(SESSION, expected_of_designs=of_designs), "--format", "json")
    document = json.loads(out)
    assert (code, document["checked"], document["broken"]) == (1, 8, 1)
    [broken] = [each for each in document["expectations"] if not each["holds"]]
    assert broken == {
        "scenario": "documents", "design": "roles", "variant": "", "user": "bob", "request": "doc-1-read",
        "expected": 403, "status": 200, "reason": "granted", "holds": False,
    }  # fmt: skip


def test_what_cannot_be_asked_is_no_success(check):
    pins = {("roles", "as issued", "none"): 200, ("roles", "lost", "me"): 200}
    lost = SavedVariant("lost", SavedToken.of("opaque", signed_how(read("opaque"), ()), whole=False))
    of_designs = {"documents": {("roles", "nobody", "me"): 200}}
    session = replace(SESSION, variants=(*VARIANTS, lost), expected=pins, expected_of_designs=of_designs)
    code, out, _ = check(session)
    assert code == 1
    for reason in ("no such request", "not kept", "no such user"):
        assert reason in out


@pytest.mark.parametrize(
    ("session", "says"),
    [
        (replace(SESSION, expected={}, expected_of_designs={}), "has no expectations, so nothing was checked"),
        (replace(SESSION, scenario="none"), "is not one of the built-in scenarios"),
        (
            replace(SESSION, expected={("mine", "as issued", "me"): 200}),
            'design "mine", which does not exist. Give its',
        ),
    ],
)
def test_a_check_that_cannot_be_made_is_no_success_either(check, session, says):
    code, out, err = check(session)
    assert (code, out) == (2, "")
    assert says in err


def test_expectations_that_contradict_each_other_are_refused(tmp_path, capsys):
    path = tmp_path / "team.twb"
    save(path, SESSION)
    document = json.loads(path.read_text())
    document["expected"].append(document["expected"][1] | {"status": 200})
    path.write_text(json.dumps(document))
    assert main(["check", str(path)]) == 2
    assert "expected[7] contradicts expected[1]" in capsys.readouterr().err


def test_a_design_of_ones_own_is_given_as_a_file(check, tmp_path):
    design = tmp_path / "mine.toml"
    design.write_text('id = "mine"\ntitle = "t"\n[claims]\n[[grants]]\nkind = "acl"\n', encoding="utf-8")
    pins = {("mine", "as issued", "doc-2-read"): 403, ("mine", "as issued", "doc-1-read"): 403}
    code, out, err = check(replace(SESSION, expected=pins), "--design", str(design))
    assert (code, err) == (1, "")  # the scenario asks for no doc-2-read
    assert "1 of 3" not in out
    assert "1 of 4 expectations does not hold" in out


def test_it_runs_as_a_process_without_qt_and_without_a_display(tmp_path):
    (tmp_path / "PySide6.py").write_text("raise ImportError('a command must not need Qt')", encoding="utf-8")
    save(tmp_path / "team.twb", SESSION)
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DBUS_SESSION_BUS_ADDRESS")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    environment |= {
        "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path]),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    for file, code, says in (("team.twb", 0, "All 9 expectations hold."), ("none.twb", 2, "no such file")):
        run = subprocess.run(
            [sys.executable, "-m", "workbench", "check", str(tmp_path / file)],
            env=environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert run.returncode == code, run.stderr
        assert says in run.stdout + run.stderr
        assert "Traceback" not in run.stderr


def test_a_scenario_file_outside_the_sessions_folder_needs_the_users_word(tmp_path, capsys):
    scenario = tmp_path / "own.toml"
    scenario.write_text((SCENARIOS / "documents.toml").read_text(encoding="utf-8"), encoding="utf-8")
    path = tmp_path / "folder" / "team.twb"
    path.parent.mkdir()
    save(path, replace(SESSION, scenario=str(scenario)))
    assert main(["check", str(path)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert f"names a scenario file outside its folder, {scenario} (add --scenario {scenario} if you trust it)." in err
    assert main(["check", str(path), "--scenario", str(scenario)]) == 0
