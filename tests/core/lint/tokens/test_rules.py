"""Each rule on tokens that break it and on tokens that only look as if, and what its fix leaves behind."""

from hashlib import sha256

import pytest

from tests.common_secrets import is_common_secret
from tests.core.lint.tokens.samples import CLAIMS, HEADER, NEW_ID, NOW, REFERENCES, changed, compact, subject
from workbench.core.claims.registry import parse_header_registry, parse_registry, registered_names
from workbench.core.keys import signing_key as keys
from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens import RULES, KeyFacts, References, TokenKind, apply_fix, lint
from workbench.core.lint.tokens.subject import key_facts
from workbench.core.text.wording import shown
from workbench.core.token.compact import encode_segment, read
from workbench.core.token.header_limits import servers
from workbench.ui.assets import asset

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741  the letters of the rules' source
PLAIN = {"typ": "JWT"}  # with client_id left out: a token of no known kind
UNKNOWN = {"client_id": ...}
ID = {"profile": TokenKind.ID}
LOGOUT = {"http://schemas.openid.net/event/backchannel-logout": {}}
TABLE = asset("claims.csv").read_text(encoding="utf-8")
KNOWN = References(registered_names(TABLE), parse_registry(TABLE))
PARAMETERS = References(parameters=parse_header_registry(TABLE))
DISCLOSURE = encode_segment(b'["salt", "name", "Ann"]')
DIGEST = encode_segment(sha256(DISCLOSURE.encode()).digest())
UUIDS = [f"6f1c2f0e-51b7-4c8e-9d0e-{number:012x}" for number in range(120)]
ROLES = [f"role {number}" for number in range(300)]
COOKIE = {"cookie": "session"}


def sized(size):
    """A token of exactly this many bytes."""
    token = compact(HEADER, CLAIMS)
    return {"text": token + "A" * (size - len(token))}


def case(rule_id, severity, words, claims=None, header=None, **facts):
    """A token that breaks a rule, and what the message must say of it."""
    values = (rule_id, severity, words, (claims or {}, header or {}, facts))
    return pytest.param(*values, id=f"{rule_id}-{words[:40]}")


def good(rule_id, why, claims=None, header=None, **facts):
    return pytest.param(rule_id, (claims or {}, header or {}, facts), id=f"{rule_id}-{why}")


BAD = [
    case("JWT001", E, 'alg is "none"', {}, {"alg": "none"}),
    case("JWT001", E, 'alg is "nOnE"', {}, {"alg": "nOnE"}),
    case("JWT001", E, "alg is missing", {}, {"alg": ...}),
    case("JWT001", E, "alg is null", {}, {"alg": None}),
    case("JWT001", E, "signature is empty", text=compact(HEADER, CLAIMS, b"")),
    case("JWT001", E, "signature is empty, though", text=compact(HEADER, CLAIMS).rpartition(".")[0]),
    case("JWT002", E, "exp is missing", {"exp": ...}),
    case("JWT003", W, "exp is 3,601 s after iat", {"exp": NOW + 3601}),
    case("JWT003", E, "exp is 1 day after iat", {"exp": NOW + 86_401}),
    case("JWT003", E, "exp is 30 days after now", {"exp": NOW + 30 * 86_400, "iat": ...}),
    case("JWT004", W, "exp is only 29 s after iat", {"exp": NOW + 29}),
    case("JWT004", W, "a leeway of 2 min", {"exp": NOW + 120}, leeway_s=120),
    case("JWT005", E, f'exp is "{NOW + 60}"', {"exp": str(NOW + 60)}),
    case("JWT005", E, 'exp is "tomorrow"', {"exp": "tomorrow"}),
    case("JWT005", E, "nbf is true", {"nbf": True}),
    case("JWT005", E, "iat is null", {"iat": None}),
    case("JWT005", E, "exp is 1e400", text=compact(HEADER, '{"exp":1e400}')),
    case("JWT006", E, "these are milliseconds", {"exp": (NOW + 60) * 1000}),
    case("JWT006", E, "these are microseconds", {"nbf": NOW * 10**6}),
    case("JWT006", E, "these are nanoseconds", {"iat": NOW * 10**9 + 5}),
    case("JWT006", E, "beyond the year 5138", {"exp": 253_402_300_799}),
    case("JWT006", E, "beyond the year 5138", {"iat": 10**30}),
    case("JWT007", E, "exp is the very second of iat", {"exp": NOW}),
    case("JWT007", E, "exp is 1 min before iat", {"exp": NOW - 60}),
    case("JWT007", E, "nbf is the very second of exp", {"nbf": NOW + 1800}),
    case("JWT007", E, "nbf is 1 min after exp", {"nbf": NOW + 1860}),
    case("JWT008", W, "iat is 1 min 1 s ahead", {"iat": NOW + 61}, leeway_s=60),
    case("JWT009", E, "aud is missing", {"aud": ...}),
    case("JWT009", W, "aud is missing", {"aud": ..., **UNKNOWN}, PLAIN),
    case("JWT010", W, "aud lists 2 audiences", {"aud": ["documents", "billing"]}),
    case("JWT011", E, 'aud is "*"', {"aud": "*"}),
    case("JWT011", E, 'aud is ""', {"aud": ""}),
    case("JWT011", E, "aud is an empty array", {"aud": []}),
    case("JWT011", E, "aud is null", {"aud": None}),
    case("JWT011", E, 'aud holds "*"', {"aud": ["documents", "*"]}),
    case("JWT011", E, "aud holds 7", {"aud": ["documents", 7]}),
    case("JWT012", E, "iss is missing", {"iss": ...}),
    case("JWT012", E, "iss is an empty array", {"iss": []}),
    case("JWT012", E, 'iss is ""', {"iss": ""}),
    case("JWT013", W, 'iss is "http://login.example"', {"iss": "http://login.example"}),
    case("JWT013", W, 'iss is "demo"', {"iss": "demo"}),
    case("JWT013", W, 'iss is "https://a.example?x=1"', {"iss": "https://a.example?x=1"}),
    case("JWT014", E, "sub is missing", {"sub": ...}),
    case("JWT014", E, "sub is empty", {"sub": ""}),
    case("JWT014", W, "sub is missing", {"sub": ...}, PLAIN),
    case("JWT014", E, "sub is missing", {"sub": ...}, PLAIN, **ID),
    case("JWT015", W, "an e-mail address", {"sub": "bob@example.org"}),
    case("JWT015", W, "a telephone number", {"sub": "+49 30 1234567"}),
    case("JWT015", W, 'sub is "bob", which looks like a login name', {"sub": "bob"}),
    case("JWT015", W, "login name", {"sub": "jane.doe"}),
    case("JWT015", W, "the same as preferred_username", {"sub": "jdoe42", "preferred_username": "jdoe42"}),
    case("JWT016", E, "sub has 256 characters", {"sub": "x1" * 128}, **ID),
    case("JWT016", E, 'sub is "é1"', {"sub": "é1"}, **ID),
    case("JWT017", E, "sub is 42", {"sub": 42}),
    case("JWT017", E, "jti is 7.50", text=compact(HEADER, '{"jti":7.50}')),
    case("JWT017", E, "jti is null", {"jti": None}),
    case("JWT017", E, "sub is true", {"sub": True}),
    case("JWT018", E, "jti is missing", {"jti": ...}),
    case("JWT018", W, "jti is missing", {"jti": ...}, PLAIN),
    case("JWT018", E, "a second use", {"jti": ...}, {"typ": "dpop+jwt"}),
    case("JWT018", W, "a second use", {"jti": ...}, PLAIN, profile=TokenKind.CLIENT_ASSERTION),
    case("JWT019", W, 'jti is "17", a number', {"jti": "17"}),
    case("JWT019", W, "at most 92 bits", {"jti": "0123456789abcdef-0123456"}),
    case("JWT019", W, 'jti is ""', {"jti": ""}),
    case("JWT019", W, "at most 90 bits", {"jti": "AZaz_0123456789"}),
    case("JWT020", E, "iat is missing", {"iat": ...}),
    case("JWT020", W, "iat is missing", {"iat": ..., "exp": NOW - 60}, PLAIN),
    case("JWT020", E, "iat is missing", {"iat": ...}, PLAIN, **ID),
    case("JWT021", W, 'typ is "JWT"', {}, PLAIN),
    case("JWT021", W, "typ is missing", {}, {"typ": ...}),
    case("JWT021", W, "typ is 5, and not a string", UNKNOWN, {"typ": 5}),
    case("JWT021", W, 'typ is "JWT"', UNKNOWN, PLAIN),
    case("JWT022", E, 'typ is "JWT"', {}, PLAIN, profile=TokenKind.ACCESS),
    case("JWT022", E, "typ is missing", {}, {"typ": ...}, profile=TokenKind.ACCESS),
    case("JWT023", W, "nonce is in an access token", {"nonce": "n"}),
    case("JWT023", W, "at_hash is in an access token", {"at_hash": "h"}),
    case("JWT023", W, "scope is in an ID token", {"scope": "read"}, **ID),
    case("JWT024", W, "scope is an array of 2 elements", {"scope": ["read", "write"]}),
    case("JWT024", W, "scope is null", {"scope": None}),
    case("JWT024", W, "scopes is an array of 1 element", {"scopes": ["read"]}),
    case("JWT024", W, 'scopes is "read"', {"scopes": "read", "scope": "write"}),
    case("JWT025", I, "registered name is scope", {"scp": ["read", "write"]}),
    case("JWT025", I, "registered name is roles", {"role": "viewer"}),
    case("JWT025", I, "registered name is roles", {"authorities": ["viewer"]}),
    case("JWT025", I, "registered name is entitlements", {"permissions": ["documents:read"]}),
    case("JWT026", W, "roles has 21 entries", {"roles": ROLES[:21]}),
    case("JWT026", W, "groups has 200 entries", {"groups": ROLES[:200]}),
    case("JWT026", W, "scope has 21 entries", {"scope": " ".join("abcdefghijklmnopqrstu")}),
    case("JWT026", W, "https://api.example/roles has 300 entries", {"https://api.example/roles": ROLES}),
    case("JWT026", W, "realm_access.roles has 30 entries", {"realm_access": {"roles": ROLES[:30]}}),
    case("JWT027", E, "groups has 201 entries", {"groups": ROLES[:201]}),
    case("JWT027", E, "canRead lists 101 ids", {"canRead": UUIDS[:101]}),
    case("JWT028", W, "canRead lists 100 resource ids", {"canRead": UUIDS[:100]}),
    case("JWT028", W, "canRead lists 2 resource ids", {"canRead": ["doc-1", "inv-17"]}),
    case("JWT028", W, "acl lists 2 resource ids", {"acl": ["urn:res:x:1:read", "urn:res:x:2"]}),
    case("JWT028", W, "records lists 2 resource ids", {"records": [17, 18]}),
    case(
        "JWT028",
        W,
        "authorization_details lists 2 resource ids",
        {"authorization_details": [{"type": "x"}, {"type": "x", "identifier": "a"}, {"type": "x", "identifier": "b"}]},
    ),
    case("JWT028", W, "document_ids lists 1 resource id:", {"document_ids": ["alpha"]}),
    case("JWT028", W, "acl lists 2 resource ids", {"acl": [{"id": "doc-1"}, {"id": "doc-2"}]}),
    case("JWT028", W, "rights.read lists 2 resource ids", {"rights": {"read": ["doc-1", "doc-2"]}}),
    case(
        "JWT028", W, "things lists 2 resource ids", {"things": ["507f1f77bcf86cd799439011", "507f191e810c19729de860ea"]}
    ),
    case("JWT028", W, "things lists 2", {"things": ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "01BX5ZZKBKACTAV9WEVGEMMVRZ"]}),
    case("JWT028", W, "things lists 2 resource ids", {"things": ["cus_9s6XKzkNRiz8i3", "cus_4QFJOjw2pOmAGJ"]}),
    case("JWT028", W, "things lists 2 resource ids", {"things": ["prj-8fKd02js", "prj-9aLe13kt"]}),
    case(
        "JWT028",
        W,
        "authorization_details[0].identifiers lists 2",
        {"authorization_details": [{"type": "doc", "identifiers": ["a-b", "c-d"]}]},
    ),
    case("JWT028", W, "projects lists 2 resource ids", {"projects": ["apollo", "gemini-two"]}),
    case("JWT028", W, "can_edit lists 2 resource ids", {"can_edit": ["alpha", "beta"]}),
    case("JWT028", W, "things lists 12 resource ids", {"things": [f"plan-{word}" for word in "abcdefghijkl"]}),
    case(
        "JWT028",
        W,
        "mine lists 12 resource ids",
        {"mine": [f"w{word}x" for word in "abcdefghijkl"]},
        grants=frozenset({"mine"}),
    ),
    case(
        "JWT028",
        W,
        "authorization_details lists 2",
        {"authorization_details": [{"type": "doc", "identifier": "a"}, {"type": "doc", "identifier": "b"}]},
    ),
    case(
        "JWT028",
        W,
        "authorization.permissions lists 2",
        {"authorization": {"permissions": [{"rsid": UUIDS[0]}, {"rsid": UUIDS[1]}]}},
    ),
    case("JWT028", W, "acl lists 2 resource ids", {"acl": {"doc-1": ["read"], "doc-2": ["write"]}}),
    case("JWT029", W, "takes 4,094 bytes", **sized(4087), **COOKIE),
    case("JWT029", E, "takes 4,097 bytes", **sized(4090), **COOKIE),
    case("JWT030", W, "has 3,813 bytes: by default uWSGI http refuses it", **sized(3813)),
    case("JWT030", W, "has 8,114 bytes: by default uWSGI http refuses it", **sized(8114)),
    case("JWT031", E, "by default Tomcat, uWSGI http and lighttpd refuse it", **sized(8115)),
    case("JWT031", E, "by default nginx, Tomcat, Jetty, gunicorn, uWSGI http and lighttpd refuse it", **sized(8169)),
    case("JWT031", E, "by default nginx, Apache httpd, Tomcat, Node.js http, Jetty, gunicorn and ", **sized(2_000_000)),
    case("JWT032", W, "email is personal data", {"email": "bob@example.org"}),
    case("JWT032", W, "name is personal data", {"name": "Bob", **UNKNOWN}, PLAIN),
    case("JWT032", W, "address is personal data", {"address": {"locality": "Berlin"}}),
    case("JWT032", W, "user.email is personal data", {"user": {"email": "bob@example.org"}}),
    case("JWT032", W, "user.full_name is personal data", {"user": {"full_name": "Bob"}}),
    case("JWT032", W, "user.name is personal data", {"user": {"name": "Bob"}}),
    case("JWT032", W, "https://api.example/email is personal data", {"https://api.example/email": "bob@example.org"}),
    *(case("JWT032", W, f"{name} is personal", {name: "x"}) for name in ("upn", "unique_name", "ipaddr", "username")),
    case("JWT033", E, "password is a secret by its name", {"password": "x"}),
    case("JWT033", E, "creditCard is a secret", {"creditCard": 4_111_111_111_111_111}),
    case("JWT033", E, "db.api_key is a secret", {"db": {"api_key": "x"}}),
    case("JWT033", E, "keys[1].PrivateKey is a secret", {"keys": [{}, {"PrivateKey": "x"}]}),
    case("JWT033", E, "note holds a private key", {"note": "-----BEGIN RSA PRIVATE KEY-----\nMII"}),
    *(
        case("JWT033", E, f"note holds {what}", {"note": value})
        for what, value in (
            ("an access key of AWS", "AKIA" + "IOSFODNN7EXAMPLE"),
            ("an API key of Google", "AIza" + "x" * 35),
            ("a token of GitHub", "ghp_" + "a1" * 18),
            ("a token of GitLab", "glpat-" + "a1" * 10),
            ("a token of Slack", "xoxb-" + "1" * 12),
            ("a secret key of Stripe", "sk_live_" + "a1" * 12),
            ("a refresh token of Google", "1//0" + "g" * 40),
            ("a password in an address", "postgres://admin:hunter2@db.internal:5432/app"),
            ("the credentials of a request", "Basic YWRtaW46aHVudGVyMg=="),
        )
    ),
    case("JWT033", E, "refresh_token is a secret", {"refresh_token": "x"}),
    case("JWT033", E, "upstream[0] holds a token", {"upstream": ["eyJhbGciOiJub25lIn0.e30."]}),
    case("JWT034", E, "HS256 secret has 31 bytes, and needs 32", {}, {"alg": "HS256"}, key=KeyFacts(secret_bytes=31)),
    case("JWT034", E, "HS512 secret has 63 bytes", {}, {"alg": "HS512"}, key=KeyFacts(secret_bytes=63)),
    case(
        "JWT034", E, "attackers try first", {}, {"alg": "HS256"}, key=KeyFacts(secret_bytes=50, secret_is_common=True)
    ),
    case("JWT035", E, "RSA key has 1,024 bits", {}, {"alg": "RS256"}, key=KeyFacts(rsa_bits=1024)),
    case("JWT036", W, 'documents can forge tokens of "https://login.example"', {}, {"alg": "HS256"}),
    case("JWT036", W, "documents and billing can forge", {"aud": ["documents", "billing"]}, {"alg": "HS384"}),
    case("JWT037", W, "jku makes a verifier fetch", {}, {"jku": "https://keys.example"}),
    case("JWT037", W, "jwk brings a key along", {}, {"jwk": {"kty": "EC"}}),
    case("JWT038", W, 'kid is "../../dev/null"', {}, {"kid": "../../dev/null"}),
    case("JWT038", W, '"\'" can misdirect', {}, {"kid": "x' OR 1=1"}),
    case("JWT038", W, '"|" can misdirect', {}, {"kid": "k|id"}),
    case("JWT039", E, "b64 is false", {}, {"b64": False, "crit": ["b64"]}),
    case("JWT039", E, "crit names exp", {}, {"crit": ["exp"]}),
    case("JWT039", E, "crit is an empty array", {}, {"crit": []}),
    case("JWT039", E, "crit is null", {}, {"crit": None}),
    case("JWT040", E, "sub is a duplicate", text=compact(HEADER, '{"sub":"a","sub":"b"}')),
    case("JWT040", E, "a and b are duplicates", text=compact(HEADER, '{"a":1,"b":2,"a":1,"b":2}')),
    case("JWT040", E, "A member inside a claim is a duplicate", text=compact(HEADER, '{"a":[{"b":1,"b":2}]}')),
    case("JWT040", E, "The header has a duplicate member", text=compact('{"alg":"none","alg":"ES256"}', CLAIMS)),
    case("JWT041", E, "The payload holds NaN", text=compact(HEADER, '{"a":NaN}')),
    case("JWT041", E, "The payload holds -Infinity", text=compact(HEADER, '{"a":[-Infinity]}')),
    case("JWT041", E, "a.b contains half of a surrogate pair", text=compact(HEADER, r'{"a":{"b":"x\ud800"}}')),
    case("JWT041", E, "contains half of a surrogate pair", text=compact(HEADER, r'{"\udfff":1}')),
    case("JWT042", I, "isMemberOf is a private name", {"isMemberOf": []}),
    case("JWT042", I, "a, b, c and 2 more are private names", dict.fromkeys("abcde", "x")),
    case("JWT042", I, "Sub differs from the registered sub only by case", {"Sub": "u"}),
    case("JWT043", W, "isSystemAdmin is true", {"isSystemAdmin": True}),
    case("JWT043", W, "fullReadAccess is true", {"fullReadAccess": True}),
    case("JWT043", W, "https://api.example/is_admin is true", {"https://api.example/is_admin": True}),
    case("JWT043", W, "app.superuser is true", {"app": {"superuser": True}}),
    case("JWT043", W, "superuser is true", {"superuser": True}),
    case("JWT045", I, "_claim_names points", {"_claim_names": {"groups": "src1"}}),
    case("JWT045", I, "hasgroups is true", {"hasgroups": True}),
    case("JWT045", I, "hasgroups is true", {"hasgroups": "true"}),
    case("JWT046", I, "act.act is an object of 1 member", {"act": {"sub": "a", "act": {"sub": "b"}}}),
    case("JWT047", W, "cnf holds 2 keys, jwk and jku", {"cnf": {"jwk": {}, "jku": "https://k.example", "kid": "1"}}),
    case(
        "JWT048",
        W,
        "white space or line breaks inside",
        text=compact(HEADER, CLAIMS)[:30] + "\n" + compact(HEADER, CLAIMS)[30:],
    ),
    case("JWT048", W, "The signature ends in '='", text=compact(HEADER, CLAIMS) + "=="),
    case("JWT048", W, "The payload is standard base64", text=compact(HEADER, CLAIMS).replace(".", ".+", 1)),
    case("JWT048", W, "has bits set that are not part of any byte", text=compact(HEADER, CLAIMS, b"\x01")[:-1] + "R"),
    case("JWT048", W, "this text has 4 segments", text=compact(HEADER, CLAIMS) + ".AQ"),
    case("JWT049", E, "client_id is missing", {"client_id": ...}),
    case("JWT049", E, "events is missing", {}, {"typ": "logout+jwt"}),
    case("JWT049", E, "htu is missing", {"htm": "GET"}, {"typ": "dpop+jwt"}),
    case("JWT049", E, "sd_hash is missing", {}, {"typ": "kb+jwt"}),
    case("JWT049", E, "vct is missing", {}, {"typ": "dc+sd-jwt"}),
    case("JWT050", E, "events has no member", {"events": {"urn:x:y": {}}}, {"typ": "logout+jwt"}),
    case("JWT050", E, "sub and sid are missing", {"sub": ..., "events": LOGOUT}, {"typ": "logout+jwt"}),
    case("JWT050", E, "events is an empty object", {"events": {}}, {"typ": "secevent+jwt"}),
    case("JWT050", E, "both must be the client's id", {}, PLAIN, profile=TokenKind.CLIENT_ASSERTION),
    case("JWT050", E, "htu is", {"htu": "https://a.example/x?y=1"}, {"typ": "dpop+jwt"}),
    case("JWT050", E, "status_list.bits is 3", {"status_list": {"bits": 3, "lst": "x"}}, {"typ": "statuslist+jwt"}),
    case("JWT050", E, "status_list.lst is null", {"status_list": {"bits": 1}}, {"typ": "statuslist+jwt"}),
    case("JWT050", E, "The header has no kid", {}, {"typ": "entity-statement+jwt", "kid": ...}),
    case("JWT050", E, "jwks has no keys", {"jwks": {}}, {"typ": "entity-statement+jwt"}),
    case("JWT051", E, 'must be "dpop+jwt"', {"htm": "GET", "htu": "https://a.example"}, PLAIN),
    case("JWT051", E, 'typ is missing, but must be "statuslist+jwt"', {"status_list": {}}, {"typ": ...}),
    *(
        case("JWT052", W, f"{name} is {shown(value)}; it should be", {name: value}, references=KNOWN)
        for name, value in (
            ("email_verified", "true"),
            ("updated_at", "2025-11-24T16:00:00Z"),
            ("amr", "pwd"),
            ("auth_time", "123"),
            ("roles", "a,b"),
            ("cnf", "x"),
            ("groups", None),
        )
    ),
    case("JWT052", E, "events is an empty array", {"events": []}, {"typ": "logout+jwt"}, references=KNOWN),
    case("JWT053", W, "azp is missing", {"aud": ["a", "b"]}, PLAIN, **ID),
    case("JWT054", E, "must be signed with a private key", {}, {"alg": "HS256", "typ": "dpop+jwt"}),
    case("JWT055", W, 'scope has "*"', {"scope": "*"}),
    case("JWT055", W, 'permissions has "*:*"', {"permissions": ["a:b", "*:*"]}),
    case("JWT056", I, 'alg is "EdDSA", which is deprecated', {}, {"alg": "EdDSA"}),
    case("JWT056", W, 'alg is "XS256", which is not a registered', {}, {"alg": "XS256"}),
    case("JWT056", W, "RS256 is meant", {}, {"alg": "rs256"}),
    case("JWT057", E, "The header has no jwk", {}, {"typ": "dpop+jwt"}),
    case("JWT057", E, "jwk holds a private", {}, {"typ": "dpop+jwt", "jwk": {"kty": "EC", "d": "x"}}),
    case("JWT057", E, "must have only one", {}, {"typ": "openid4vci-proof+jwt", "jwk": {"kty": "EC"}}),
    case("JWT058", E, "kid is 7, but must be a string.", {}, {"kid": 7}, references=PARAMETERS),
    case("JWT058", E, "kid is an array of 1 element, but", {}, {"kid": ["a"]}, references=PARAMETERS),
    case("JWT058", E, "kid is null, but", {}, {"kid": None}, references=PARAMETERS),
    case("JWT058", E, "kid is true, but", {}, {"kid": True}, references=PARAMETERS),
    case("JWT058", E, "jku is an empty array, but must be a string.", {}, {"jku": []}, references=PARAMETERS),
    case("JWT058", E, 'jwk is "key", but must be an object.', {}, {"jwk": "key"}, references=PARAMETERS),
    case("JWT058", E, "x5u is 1, but", {}, {"x5u": 1}, references=PARAMETERS),
    case("JWT058", E, 'x5c is "MII", but must be an array of strings.', {}, {"x5c": "MII"}, references=PARAMETERS),
    case("JWT058", E, "x5c is an array of 1 element, but", {}, {"x5c": [7]}, references=PARAMETERS),
    case("JWT058", E, "x5c is an empty array", {}, {"x5c": []}, references=PARAMETERS),
    case("JWT058", E, "x5t is an object of 0 members, but", {}, {"x5t": {}}, references=PARAMETERS),
    case("JWT058", E, "x5t#S256 is false, but", {}, {"x5t#S256": False}, references=PARAMETERS),
    case("JWT058", E, "typ is 5, but must be a string.", UNKNOWN, {"typ": 5}, references=PARAMETERS),
    case("JWT058", E, "cty is null, but", {}, {"cty": None}, references=PARAMETERS),
    case("JWT058", E, "nonce is 1, but", {}, {"nonce": 1}, references=PARAMETERS),
    case("JWT060", E, "authorization_details[1] has no type", {"authorization_details": [{"type": "x"}, {}]}),
    case(
        "JWT060",
        E,
        "authorization_details[0].type is 5, but must be a string",
        {"authorization_details": [{"type": 5}]},
    ),
    case(
        "JWT060",
        E,
        'authorization_details[0].actions is "read", but must be an array of strings',
        {"authorization_details": [{"type": "x", "actions": "read"}]},
    ),
    case(
        "JWT060",
        E,
        "authorization_details[0].identifier is an array of 1 element, but must be a string",
        {"authorization_details": [{"type": "x", "identifier": ["a"]}]},
    ),
    case("JWT059", E, 'Disclosure 1 ("name") matches no digest', text=f"{compact(HEADER, CLAIMS)}~{DISCLOSURE}~"),
    case("JWT041", E, "The payload is not UTF-8: byte 7", text=compact(HEADER, b'{"a":"\xff"}')),
    case("JWT041", E, "The header begins with a byte order mark", text=compact('\ufeff{"alg":"ES256"}', CLAIMS)),
]

GOOD = [
    good("JWT001", "signed", {}, {"alg": "EdDSA"}),
    good("JWT001", "an encrypted token has other segments", text="eyJhbGciOiJkaXIifQ.." + "QQ.QQ.QQ"),
    good("JWT002", "in milliseconds is another fault", {"exp": NOW * 1000}),
    good("JWT003", "an hour", {"exp": NOW + 3600}),
    good("JWT003", "in milliseconds is another fault", {"exp": NOW * 1000}),
    good("JWT003", "an old token that lived for an hour", {"iat": NOW - 10**6, "exp": NOW - 10**6 + 3600}),
    good("JWT004", "half a minute", {"exp": NOW + 30}),
    good("JWT004", "longer than the leeway", {"exp": NOW + 121}, leeway_s=120),
    good("JWT004", "never valid is another fault", {"exp": NOW - 1}),
    good("JWT005", "fractions are numbers", {"exp": NOW + 60.5}),
    good("JWT005", "absent is another fault", {"exp": ..., "iat": ...}),
    good("JWT006", "the year 5138", {"exp": 10**11}),
    good("JWT007", "a second", {"exp": NOW + 1, "nbf": NOW}),
    good("JWT008", "within the leeway", {"iat": NOW + 60}, leeway_s=60),
    good("JWT009", "there", {"aud": "documents"}),
    good("JWT010", "a list of one", {"aud": ["documents"]}),
    good("JWT011", "a list of two", {"aud": ["documents", "billing"]}),
    good("JWT011", "absent is another fault", {"aud": ...}),
    good("JWT012", "no URL is another fault", {"iss": "demo"}),
    good("JWT013", "with port and path", {"iss": "https://login.example:8443/tenant/1"}),
    good("JWT013", "no string is another fault", {"iss": 5}),
    good("JWT014", "no string is another fault", {"sub": 5}),
    good("JWT015", "a uuid", {"sub": UUIDS[0], "preferred_username": UUIDS[0]}),
    good("JWT015", "a client that acts for itself", {"sub": "reporting", "client_id": "reporting"}),
    good("JWT015", "Auth0's form", {"sub": "auth0|5f7c8ec7c33c6c004bbafe82"}),
    good("JWT016", "255 characters", {"sub": "x1" * 127 + "x"}, **ID),
    good("JWT016", "no ID token", {"sub": "é1"}),
    good("JWT017", "an empty string is one", {"sub": "", "jti": ""}),
    good("JWT018", "an ID token", {"jti": ...}, **ID),
    good("JWT019", "96 bits in hexadecimal", {"jti": "0123456789abcdef01234567"}),
    good("JWT019", "96 bits in base64url", {"jti": "AZaz_-0123456789"}),
    good("JWT019", "29 digits", {"jti": "1" * 29}),
    good("JWT020", "null is another fault", {"iat": None}),
    good("JWT020", "of unknown kind", {"iat": ..., **UNKNOWN}, PLAIN),
    good("JWT018", "an id of another name", {"jti": ..., "uti": "x"}, PLAIN),
    good("JWT014", "of unknown kind", {"sub": ..., **UNKNOWN}, PLAIN),
    good("JWT021", "explicit", {}, {"typ": "logout+jwt"}),
    good("JWT021", "an ID token has no other", {}, PLAIN, **ID),
    good("JWT021", "an ID token needs none", {}, {"typ": ...}, **ID),
    good("JWT021", "said by JWT022", {}, PLAIN, profile=TokenKind.ACCESS),
    good("JWT022", "another case", {}, {"typ": "AT+JWT"}, profile=TokenKind.ACCESS),
    good("JWT022", "not chosen", {}, PLAIN),
    good("JWT023", "nonce in an ID token", {"nonce": "n", "at_hash": "h"}, **ID),
    good("JWT023", "scope in an access token", {"scope": "read"}),
    good("JWT024", "one string", {"scope": "read write"}),
    good("JWT025", "registered", {"scope": "read", "roles": ["viewer"], "entitlements": []}),
    good("JWT026", "twenty", {"roles": ROLES[:20], "scope": " ".join("abcdefghijklmnopqrst")}),
    good("JWT026", "said by JWT027", {"groups": ROLES[:201]}),
    good("JWT027", "two hundred groups, a hundred ids", {"groups": UUIDS[:100] * 2, "canRead": UUIDS[:100]}),
    good("JWT027", "roles have no such cap", {"roles": ROLES}),
    good("JWT028", "group ids are no resources", {"groups": UUIDS[:5], "aud": ["urn:a:1", "urn:a:2"]}),
    good("JWT028", "words", {"departments": ["sales", "finance"], "flags": [True, False]}),
    good("JWT028", "an entry that may be anything", {"badges": ["level-3"]}),
    good("JWT028", "origins", {"allowed-origins": ["http://localhost:6080", "https://app.example.com"]}),
    good("JWT028", "contexts", {"@context": ["https://www.w3.org/ns/credentials/v2", "https://x.example/v1"]}),
    good("JWT028", "ARNs", {"cognito:roles": ["arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b"]}),
    good("JWT028", "one of them", {"authorization_details": [{"type": "doc"}, {"type": "doc", "identifier": "a-b"}]}),
    good("JWT028", "a single grant", {"authorization_details": [{"type": "payment", "actions": ["initiate"]}]}),
    good("JWT028", "languages", {"languages": ["en-us", "de-de"]}),
    good("JWT028", "said by JWT027", {"canRead": UUIDS[:101]}),
    good("JWT029", "it fits", **sized(4086), **COOKIE),
    good("JWT029", "no cookie", **sized(5000)),
    good("JWT030", "it fits", **sized(3812)),
    good("JWT030", "said by JWT031", **sized(8115)),
    good("JWT031", "it fits", **sized(8114)),
    good("JWT032", "an ID token tells who somebody is", {"email": "bob@example.org", "name": "Bob"}, **ID),
    good("JWT033", "about a secret", {"password_changed_at": 1, "has_password": True, "secret_id": "x"}),
    good("JWT033", "parts of words", {"discard": "x", "secretary": "y", "jcard": "z"}),
    good("JWT033", "specified to hold tokens", {"_claim_sources": {"src1": {"JWT": "eyJhbGciOiJub25lIn0.e30."}}}),
    good("JWT032", "empty values and flags", {"phone": "", "email": None, "name": "", "address": {}}),
    good("JWT032", "the name of a thing", {"project": {"name": "Apollo", "address": "x"}}),
    good("JWT033", "an account number is not a secret", {"iban": "DE02100100109307118603"}),
    good("JWT033", "an empty value", {"password": "", "refresh_token": ""}),
    good("JWT033", "the name of a secret", {"kubernetes.io/serviceaccount/secret.name": "default-token-x"}),
    good("JWT033", "a public key", {"note": "-----BEGIN PUBLIC KEY-----"}),
    good("JWT034", "as long as the hash", {}, {"alg": "HS256"}, key=KeyFacts(secret_bytes=32)),
    good("JWT034", "not known", {}, {"alg": "HS256"}),
    good("JWT034", "another algorithm", key=KeyFacts(secret_bytes=5)),
    good("JWT035", "2,048 bits", {}, {"alg": "RS256"}, key=KeyFacts(rsa_bits=2048)),
    good("JWT036", "for itself", {"aud": "https://login.example"}, {"alg": "HS256"}),
    good("JWT036", "asymmetric", {}, {"alg": "RS256"}),
    good("JWT037", "a thumbprint brings no key", {}, {"x5t#S256": "abc"}),
    good("JWT038", "a thumbprint", {}, {"kid": "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"}),
    good("JWT038", "no string", {}, {"kid": 7}),
    good("JWT039", "what is so anyway", {}, {"b64": True, "crit": ["b64"]}),
    good("JWT040", "once at each place", {"a": {"b": 1}, "b": {"b": 1}}),
    good("JWT041", "as words", {"a": "NaN \\ud800", "b": "\U0001f600"}),
    good("JWT041", "a pair of escapes", text=compact(HEADER, r'{"a":"\ud83d\ude00"}')),
    good("JWT041", "not read for another reason", text=compact(HEADER, '{"a":"NaN",}')),
    good("JWT042", "with a namespace", {"https://example.org/tier": 1, "org.example.tier": 1, "urn:x:tier": 1}),
    good("JWT042", "without a registry", {"tier": 1}, references=References()),
    good("JWT043", "a flag that is false", {"is_admin": False, "fullReadAccess": False}),
    good("JWT043", "no flag", {"admin": "bob", "is_administered": True, "administrators": True}),
    good("JWT060", "members of its own", {"authorization_details": [{"type": "pay", "amount": {"value": 5}, "to": 7}]}),
    good(
        "JWT060",
        "every common member",
        {
            "authorization_details": [
                {
                    "type": "x",
                    "identifier": "a",
                    "actions": ["b"],
                    "locations": ["c"],
                    "datatypes": ["d"],
                    "privileges": ["e"],
                }
            ]
        },
    ),
    good("JWT045", "no overage", {"hasgroups": False, "groups": []}),
    good("JWT046", "one actor", {"act": {"sub": "a"}}),
    good("JWT047", "one key and its name", {"cnf": {"jwk": {}, "kid": "1", "jkt": "x"}}),
    good("JWT049", "an access token in the form of its issuer", {"client_id": ..., "scope": "a"}, PLAIN),
    good("JWT050", "a logout token of a session", {"sub": ..., "sid": "s", "events": LOGOUT}, {"typ": "logout+jwt"}),
    good("JWT050", "a client about itself", {"iss": "c", "sub": "c"}, PLAIN, profile=TokenKind.CLIENT_ASSERTION),
    good("JWT051", "with application before it", {}, {"typ": "application/DPoP+jwt"}),
    good("JWT052", "of their types", {"email_verified": True, "amr": ["pwd"], "auth_time": NOW}, references=KNOWN),
    good("JWT052", "hidden elements", {"nationalities": [{"...": "x"}]}, references=KNOWN),
    good("JWT053", "it names the client", {"aud": ["a", "b"], "azp": "a"}, PLAIN, **ID),
    good("JWT053", "an access token", {"aud": ["a", "b"]}),
    good("JWT054", "an access token", {}, {"alg": "HS256"}),
    good("JWT055", "a part of everything", {"scope": "documents:*", "note": "*"}),
    good("JWT056", "names of curves", {}, {"alg": "Ed25519"}),
    good("JWT056", "none is another fault", {}, {"alg": "none"}),
    good("JWT057", "a public key", {}, {"typ": "dpop+jwt", "jwk": {"kty": "EC"}}),
    good("JWT058", "of their types", {}, {"kid": "7", "x5c": ["MII"], "x5t": "x"}, references=PARAMETERS),
    good("JWT058", "a parameter of its own", {}, {"version": 7}, references=PARAMETERS),
    good("JWT059", "a digest for each", text=f"{compact(HEADER, CLAIMS | {'_sd': [DIGEST]})}~{DISCLOSURE}~"),
    good("JWT048", "with Bearer before it", text="Bearer " + compact(HEADER, CLAIMS)),
]


def findings_of(rule_id, change):
    claims, header, facts = change
    return [finding for finding in lint(subject(claims, header, **facts)) if finding.rule_id == rule_id]


@pytest.mark.parametrize(("rule_id", "severity", "words", "change"), BAD)
def test_a_rule_finds_what_breaks_it_and_names_it(rule_id, severity, words, change):
    found = findings_of(rule_id, change)
    assert severity in {finding.severity for finding in found}
    assert any(words in finding.message for finding in found), found
    for finding in found:
        assert finding.message.endswith(".")
        assert not finding.path or isinstance(finding.path[0], str)


@pytest.mark.parametrize(("rule_id", "change"), GOOD)
def test_a_rule_lets_through_what_only_looks_as_if(rule_id, change):
    assert findings_of(rule_id, change) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_each_rule_has_a_bad_and_a_good_token(rule):
    assert rule.rule_id in {each.values[0] for each in BAD}
    assert rule.rule_id in {each.values[0] for each in GOOD}


@pytest.mark.parametrize(
    ("rule_id", "claims", "label", "expected"),
    [
        ("JWT002", {"exp": ...}, "Set exp to one hour after iat", {"exp": NOW + 3600}),
        ("JWT002", {"exp": ..., "iat": ...}, "Set exp to one hour from now", {"exp": NOW + 3600}),
        ("JWT003", {"exp": NOW + 10**6, "iat": NOW - 60}, "Set exp to one hour after iat", {"exp": NOW + 3540}),
        ("JWT004", {"exp": NOW + 5}, "Set exp to 5 min after iat", {"exp": NOW + 300}),
        ("JWT005", {"exp": f"{NOW + 60}"}, f"Make exp the number {NOW + 60}", {"exp": NOW + 60}),
        ("JWT005", {"exp": f"{NOW + 60}.75"}, f"Make exp the number {NOW + 60}", {"exp": NOW + 60}),
        ("JWT005", {"exp": "2025-11-24T17:00:00Z"}, f"Make exp the number {NOW + 3600}", {"exp": NOW + 3600}),
        ("JWT005", {"exp": f"{NOW}"}, "Set exp to one hour after iat", {"exp": NOW + 3600}),
        ("JWT005", {"exp": None, "nbf": NOW + 4000}, "Set exp to one hour after nbf", {"exp": NOW + 7600}),
        ("JWT005", {"exp": "soon"}, "Set exp to one hour after iat", {"exp": NOW + 3600}),
        ("JWT005", {"nbf": None}, "Remove nbf", {"nbf": ...}),
        ("JWT006", {"exp": (NOW + 60) * 1000 + 1}, f"Set exp to {NOW + 60}", {"exp": NOW + 60}),
        ("JWT006", {"exp": NOW * 1000 + 1}, "Set exp to one hour after iat", {"exp": NOW + 3600}),
        ("JWT007", {"exp": NOW - 5}, "Set exp to one hour after iat", {"exp": NOW + 3600}),
        ("JWT007", {"nbf": NOW + 9999}, "Remove nbf", {"nbf": ...}),
        ("JWT008", {"iat": NOW + 5}, "Set iat to now", {"iat": NOW}),
        ("JWT010", {"aud": ["a", "b"]}, 'Set aud to "a" alone', {"aud": "a"}),
        ("JWT011", {"aud": ["*", "b"]}, "Keep only the audiences that name a service", {"aud": ["b"]}),
        ("JWT013", {"iss": "http://a.example"}, "Set iss to the https URL", {"iss": "https://a.example"}),
        ("JWT017", {"sub": 42}, "Make sub a string", {"sub": "42"}),
        ("JWT018", {"jti": ...}, "Set jti to a new random id", {"jti": NEW_ID}),
        ("JWT019", {"jti": "1"}, "Set jti to a new random id", {"jti": NEW_ID}),
        ("JWT020", {"iat": ...}, "Set iat to now", {"iat": NOW}),
        ("JWT020", {"iat": ..., "exp": NOW}, "Set iat to one hour before exp", {"iat": NOW - 3600}),
        ("JWT023", {"nonce": "n"}, "Remove nonce", {"nonce": ...}),
        ("JWT024", {"scope": ["a", "b"]}, "Join scope to one string", {"scope": "a b"}),
        ("JWT024", {"scopes": ["a", "b"]}, "Rename scopes to scope", {"scopes": ..., "scope": "a b"}),
        ("JWT025", {"scp": ["a", "b"]}, "Rename scp to scope", {"scp": ..., "scope": "a b"}),
        ("JWT025", {"role": "viewer"}, "Rename role to roles", {"role": ..., "roles": ["viewer"]}),
        ("JWT032", {"email": "b@x.org"}, "Remove email", {"email": ...}),
        ("JWT033", {"a": {"password": "x", "b": 1}}, "Remove a.password", {"a": {"b": 1}}),
        ("JWT033", {"a": [0, {"secret": "x"}]}, "Remove a[1].secret", {"a": [0, {}]}),
        ("JWT043", {"isAdmin": True}, "Remove isAdmin", {"isAdmin": ...}),
        (
            "JWT047",
            {"cnf": {"jku": "u", "jwk": {}, "kid": "1"}},
            "Keep only jwk in cnf",
            {"cnf": {"jwk": {}, "kid": "1"}},
        ),
    ],
)
def test_a_fix_does_what_its_label_says(rule_id, claims, label, expected):
    finding = next(each for each in findings_of(rule_id, (claims, {}, {})) if each.fix is not None)
    assert finding.fix.label == label
    fixed = read(apply_fix(subject(claims).reading, finding.fix))
    assert fixed.claims.to_dict() == changed(changed(CLAIMS, claims), expected)


@pytest.mark.parametrize(
    ("rule_id", "header", "label", "expected"),
    [
        ("JWT021", {"typ": "JWT"}, 'Set typ to "at+jwt"', {"typ": "at+jwt"}),
        ("JWT057", {"jwk": {"kty": "EC", "d": "x"}}, "Keep only the public members of jwk", {"jwk": {"kty": "EC"}}),
        ("JWT021", {"typ": ...}, 'Set typ to "at+jwt"', {"typ": "at+jwt"}),
        ("JWT037", {"jku": "https://k.example"}, "Remove jku from the header", {"jku": ...}),
        ("JWT039", {"b64": False}, "Remove b64 from the header", {"b64": ...}),
        ("JWT039", {"crit": ["exp"]}, "Remove crit from the header", {"crit": ...}),
    ],
)
def test_a_fix_of_the_header_does_what_its_label_says(rule_id, header, label, expected):
    (finding,) = findings_of(rule_id, ({}, header, {}))
    assert finding.fix.label == label
    fixed = read(apply_fix(subject({}, header).reading, finding.fix))
    assert dict(fixed.header) == changed(changed(HEADER, header), expected)


def test_of_members_that_stand_twice_the_last_is_kept():
    looked_at = subject(text=compact('{"alg":"none","alg":"ES256"}', '{"a":1,"b":{"c":1,"c":2},"a":3}'))
    for finding in findings_of("JWT040", ({}, {}, {"text": looked_at.reading.text})):
        looked_at = subject(text=apply_fix(looked_at.reading, finding.fix))
    assert looked_at.reading.header_text == '{"alg":"ES256"}'
    assert looked_at.reading.payload_text == '{"b":{"c":2},"a":3}'


def test_no_message_shows_a_secret_or_personal_data():
    claims = {"password": "hunter2", "email": "bob@example.org", "note": "-----BEGIN PRIVATE KEY-----MII"}
    messages = " ".join(finding.message for finding in lint(subject(claims)))
    assert "password" in messages
    for value in ("hunter2", "bob@", "MII"):
        assert value not in messages


@pytest.mark.parametrize("algorithm", ["HS256", "RS256", "ES256", "EdDSA"])
def test_a_key_that_was_made_here_breaks_no_rule(algorithm):
    facts = key_facts(keys.generate(algorithm, "k", now=0), is_common_secret)
    claims = {"aud": CLAIMS["iss"]}  # for itself, so that a shared secret is no harm
    found = [each.rule_id for each in lint(subject(claims, {"alg": algorithm}, key=facts))]
    assert found == (["JWT056"] if algorithm == "EdDSA" else [])


def test_the_facts_on_a_key_are_its_lengths_and_whether_others_try_its_secret_first():
    made = {algorithm: keys.generate(algorithm, "k", now=0) for algorithm in ("HS256", "RS256", "ES256")}
    assert key_facts(made["HS256"], is_common_secret) == KeyFacts(secret_bytes=32)
    assert key_facts(made["HS256"], lambda _: True) == KeyFacts(secret_bytes=32, secret_is_common=True)
    assert key_facts(made["RS256"], is_common_secret) == KeyFacts(rsa_bits=2048)
    assert key_facts(made["ES256"], is_common_secret) == KeyFacts()


@pytest.mark.parametrize("limit", servers(REFERENCES.limits), ids=lambda limit: limit.name)
def test_a_token_too_large_for_any_row_of_the_table_of_limits_is_found(limit):
    found = {each.rule_id for each in lint(subject(**sized(limit.largest_token + 1)))}
    assert not found.isdisjoint({"JWT030", "JWT031"})


def test_without_the_table_of_limits_nothing_is_said_of_sizes():
    assert lint(subject(**sized(9_000), references=References())) == ()


@pytest.mark.parametrize(
    ("rule_id", "claims", "paths"),
    [
        ("JWT003", {"exp": NOW + 9000}, ("exp", "iat")),
        ("JWT003", {"exp": NOW + 9000, "iat": ...}, ("exp",)),
        ("JWT004", {"exp": NOW + 10}, ("exp", "iat")),
        ("JWT007", {"exp": NOW}, ("exp", "iat")),
        ("JWT007", {"nbf": NOW + 9000}, ("nbf", "exp")),
        ("JWT015", {"sub": "ada", "preferred_username": "ada"}, ("sub", "preferred_username")),
        ("JWT042", {"tier": 1, "level": 2}, ("tier", "level")),
    ],
)
def test_a_finding_names_every_claim_that_it_compares(rule_id, claims, paths):
    (finding,) = findings_of(rule_id, (claims, {}, {}))
    assert finding.paths == tuple((name,) for name in paths)
