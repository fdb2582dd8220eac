"""Texts to begin with: what users pasted into this and other programs, and what broke those.

The addresses name the public reports from which a text was taken, as to its kind.
"""

from tests.core.keys.ring import KEYS
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.session.file_format import to_text
from workbench.core.session.saved_token import KeyNote, SavedToken
from workbench.core.session.session import SavedVariant, Session
from workbench.core.signing.jose import sign
from workbench.core.token.compact import read
from workbench.core.variants.variant import signed_how

_KEY = KEYS["HS256"]
_SIGNED = sign({"alg": "HS256", "kid": _KEY.kid}, ClaimSet.from_dict({"sub": "bob", "exp": 1_700_000_060}), _KEY)

TOKENS = (
    _SIGNED,
    f"Authorization: Bearer {_SIGNED}",
    f"curl -H 'Authorization: Bearer {_SIGNED}' https://api.example/x --cookie \"session={_SIGNED}\"",
    f"https://api.example/?access_token={_SIGNED}&x=1#id_token={_SIGNED}",
    f'{{"access_token":"{_SIGNED}","expires_in":300}}',
    f"'{_SIGNED[:40]}\n{_SIGNED[40:]}'",
    # a payload that is changed until it is neither base64 nor UTF-8: github.com/auth0/node-jws/issues/71,
    # github.com/SandeepVashishtha/Eventra/issues/16896
    _SIGNED.replace(".eyJ", ".eMODIFYINGyJ"),
    f"x{_SIGNED}",
    # characters cut from the header: github.com/Altinn/dialogporten/issues/868
    _SIGNED[3:],
    "eyJhbGciOiJub25lIn0.e30.",
    "eyJhbGciOiJkaXIifQ..a.b.c",
    "..",
    "eyJ" + "." * 50,
)

JSON = (
    '{"alg":"HS256","kid":"k","crit":["b64"],"b64":false}',
    '{"iss":"https://a.example","sub":"bob","aud":["a","b"],"exp":1700000060,"nbf":1.5e9,"roles":["viewer"],'
    '"realm_access":{"roles":[]},"scope":"read write","cnf":{"jkt":"x"},"address":{"city":null},"act":{"sub":{}}}',
    '{"exp":"1700000060","iat":null,"nbf":[],"aud":{},"roles":"admin","email_verified":"true","amr":"pwd","sub":5}',
    '{"a":1,"a":{"b":1,"b":2},"\\u0061":"\\ud83d\\ude00","\\ud800":-0}',
    '[1,-2.5e-3,true,false,null,"\\"\\\\\\/\\b\\f\\n\\r\\t"]',
    # NaN before a letter, digit or _, and integers of more digits than Python converts:
    # github.com/Liquid4All/ifstruct/pull/3, github.com/openvang/vanguarstew/issues/1665
    '{"a":NaN1}',
    '[{"a":[Infinityx]}]',
    '{"price":' + "9" * 4_400,
    # exponents beyond every float: github.com/urbit/urbit/issues/5637
    '{"exp":1e9999999999999999999999999999,"iat":-1e400,"nbf":1E-999999999}',
    '{"exp":' + "9" * 300 + ',"auth_time":-' + "9" * 300 + "}",
)

COMMANDS = (
    f"curl https://api.example/documents/1?x=1 -H 'Authorization: Bearer {_SIGNED}' -H 'Accept: */*' --compressed",
    "curl -X POST 'https://api.example/a' --data-raw $'{\"a\":\"it\\'s\\u00e9\\x41\\101\"}' -b 'a=b; c=d' -u me:secret",
    'curl "https://api.example" ^\n -H "a: ^\\"b^\\"" ^\n --data-binary "x" --json "{}" -G -F a=b -d @file -T x -I',
    # github.com/spulec/uncurl/issues/64 and 50: a quote within $'…', octets as escapes
    "curl 'https://a.example' -b $'rpdid=|(JYYRlYRmlR0J\\'u~RJRJ|uu|'",
    "curl -i -s -k -X $'POST' --data $'`\\x00^\\x00\\xd6\\x1eq\\xe1\\xbc[$\\xf5' $'https://a.example/api'",
    # github.com/curlconverter/curlconverter/issues/703 and 317: & without quotes, a quote that is open
    "curl -X GET https://a.example/missions?app=example&channel=3",
    "curl -X GET 'http://a.example/api/json --user xvz:password",
    # github.com/luckymarmot/Paw-cURLImporter/issues/7: typographic quotes
    'curl -X "POST" "https://a.example/post" --data-urlencode “username=username" -F \'d=Ain’t this\'',
    # github.com/curl/curl/issues/13101: an option that is a dash alone
    "curl -K - -",
    "curl https://[::1]:99999/ -H 'a' -H 'b;' -H ': c' --url http://u:p@h/ -m 5 -- x",
)

_VARIANT = SavedVariant(
    "as issued", SavedToken.of(_SIGNED, signed_how(read(_SIGNED), tuple(KEYS.values())), whole=False)
)
SESSIONS = (
    to_text(Session("documents", "roles", moment=1_700_000_000)),
    to_text(
        Session(
            "./own.toml",
            "roles",
            moment=1_700_000_000,
            offset_s=-5,
            issued=_VARIANT.token,
            edited=SavedToken.of("a.b", signed_how(read("a.b"), ()), whole=True),
            variants=(_VARIANT,),
            keys=(KeyNote.of(_KEY),),
            expected={("roles", "as issued", "me"): 200},
            expected_of_designs={"documents": {("roles", "bob", "me"): 403}},
        )
    ),
)

# github.com/cktan/tomlc99/issues/97 and 99, github.com/python-poetry/tomlkit/pull/510 and issues/479: what is nested
# too deep, keys of very many parts, and very many keys that begin alike.
DEFINITIONS = (
    "a = " + "[" * 2_000 + "]" * 2_000,
    "a = " + "{b = " * 500 + "1" + "}" * 500,
    "a" + ".b" * 5_000 + " = 1",
    "[a" + ' . "b"' * 100_000 + "]",
    "\n".join(f"a.b.c.key{number} = {number}" for number in range(500)),
    "x = 1979-05-27T07:32:00-08:00\ny = nan\nz = 0xffffffffffffffffff\n" + "w = 1" + "0" * 5_000,
    "x = " + "." * 1_000,
    "size = 0x" + "f" * 30_000,
    'id = "x"\ntitle = "X"\n[claims]\nr = "{user.roles}"\nn = 99999999999999999999999999\n[[grants]]\nkind = "acl"\n',
)
