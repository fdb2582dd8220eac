import base64
import json
from urllib.parse import quote, unquote

import pytest

from workbench.core.errors import CopyError, CurlImportError, RequestError, ShellTextError
from workbench.core.requests.copy_form import CopyForm
from workbench.core.requests.curl import parse_curl
from workbench.core.requests.draft import RequestDraft
from workbench.core.requests.export import export
from workbench.core.requests.request import TokenPlacement, TokenWhere, compose
from workbench.core.text.base64_runs import base64_runs
from workbench.core.text.shell_words import split
from workbench.core.token.segments import encode_segment

TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJib2IifQ.c2ln"
OTHER = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.c2ln"
FORM = ("Content-Type", "application/x-www-form-urlencoded")

# As the developer tools of browsers copy it, for bash and for the command prompt of Windows.
FROM_A_BROWSER = f"""curl 'https://api.example.org/v1/documents?limit=2' \\
  -X 'POST' \\
  -H 'accept: application/json' \\
  -H 'accept-encoding: gzip' \\
  -H 'authorization: Bearer {TOKEN}' \\
  -b 'theme=dark; lang=de' \\
  --data-raw $'{{"title":"it\\'s \\u00fc\\ud83d\\ude00\\n"}}' \\
  --compressed"""
FROM_A_BROWSER_ON_WINDOWS = (
    'curl ^"https://api.example.org/v1/documents?a=1^&b=2^" ^\r\n'
    f'  -H ^"authorization: Bearer {TOKEN}^" ^\r\n'
    '  -H ^"content-type: application/json^" ^\r\n'
    '  --data-raw ^"^{^\\^"share^\\^":^\\^"100^%^\\^"^}^"'
)


def imported(command, demo_url=""):
    return parse_curl(command, "own-1", demo_url)


def request(command):
    return imported(command).request


def test_a_command_of_a_browser_becomes_a_request_without_its_token():
    got = imported(FROM_A_BROWSER)
    assert got.token == TOKEN
    made = got.request
    assert (made.id, made.method, made.base_url) == ("own-1", "POST", "https://api.example.org")
    assert made.path == "/v1/documents?limit=2"
    assert made.headers == (("accept", "application/json"), ("Cookie", "theme=dark; lang=de"), FORM)
    assert made.body == '{"title":"it\'s ü😀\n"}'
    assert (made.placement.where, made.placement.scheme) == (TokenWhere.AUTHORIZATION, "Bearer")
    assert TOKEN not in repr(got)


def test_a_command_for_the_command_prompt_of_windows_is_read_by_its_rules():
    got = imported(FROM_A_BROWSER_ON_WINDOWS)
    assert got.token == TOKEN
    assert got.request.path == "/v1/documents?a=1&b=2"
    assert got.request.body == '{"share":"100%"}'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a  b\tc", ["a", "b", "c"]),
        ("a\\\n b", ["a", "b"]),
        ("'a b'\"c d\"e", ["a bc de"]),
        ('"a\\"b\\$c\\d"', ['a"b$c\\d']),
        ("$'a\\tb\\x41\\'\\\\'", ["a\tbA'\\"]),
        ("''", [""]),
        ("a\\ b", ["a b"]),
        ("a | b", ["a", "|", "b"]),
        ("a 'x|y' 2>/dev/null", ["a", "x|y", "2>", "/dev/null"]),
        ('a ^"b c^" ^\n d', ["a", "b c", "d"]),
        ('a "b ""c""" ^\r\n e\\\\f', ["a", 'b "c"', "e\\\\f"]),
        ('a ^"one^\n\ntwo^"', ["a", "one\ntwo"]),
    ],
)
def test_words_are_split_as_the_shells_do(text, words):
    assert split(text) == words


@pytest.mark.parametrize("text", ["curl 'http://x", 'curl "http://x', "curl $'x", 'curl ^"x ^\n'])
def test_an_open_quote_is_told(text):
    with pytest.raises(ShellTextError, match="is not closed"):
        split(text)


@pytest.mark.parametrize(
    ("options", "method", "url", "headers", "body"),
    [
        ("http://h", "GET", "/", (), None),
        ("--url http://h/x", "GET", "/x", (), None),
        ("h/x", "GET", "/x", (), None),
        ("-XDELETE http://h/x", "DELETE", "/x", (), None),
        ("--request=PUT http://h/x", "PUT", "/x", (), None),
        ("-I http://h/x", "HEAD", "/x", (), None),
        ("-sSLv http://h/x -o out.json -m 5", "GET", "/x", (), None),
        ("http://h/x -d a=1 -d b=2", "POST", "/x", (FORM,), "a=1&b=2"),
        ("http://h/x -G -d a=1 --data-urlencode 'q=ü &'", "GET", "/x?a=1&q=%C3%BC%20%26", (), None),
        ("http://h/x --data-urlencode =a/b", "POST", "/x", (FORM,), "a%2Fb"),
        (
            "http://h/x --json '{}'",
            "POST",
            "/x",
            (("Content-Type", "application/json"), ("Accept", "application/json")),
            "{}",
        ),
        ("http://h/x --data-raw @x", "POST", "/x", (FORM,), "@x"),
        ("http://h/x -H 'X-Empty;' -A me", "GET", "/x", (("X-Empty", ""), ("User-Agent", "me")), None),
        ("http://h/x -H 'Host: evil' -H 'X: a:b'", "GET", "/x", (("X", "a:b"),), None),
        ("http://h/x#top | jq .", "GET", "/x", (), None),
    ],
)
def test_each_option_is_taken_over(options, method, url, headers, body):
    made = request(f"curl {options}")
    assert (made.method, made.path, made.headers, made.body) == (method, url, headers, body)
    assert made.base_url == "http://h"


NOISE = [
    "{}",
    "$ {}",
    "# {}",
    "% {}",
    "> {}",
    "PS> {}",
    "PS C:\\Users\\bob> {}",
    "PS /home/bob> {}",
    "C:\\Users\\bob>{}",
    "user@host:~$ {}",
    "[bob@host dir]$ {}",
    "(venv) bob@host:~/x$ {}",
    "root@host:/# {}",
    "sudo {}",
    "sudo -E {}",
    "time {}",
    "env A=1 {}",
    "A=1 B='2 3' {}",
    "# log in first\n{}",
    "# curl is needed\n\n{}\n",
    "#!/bin/sh\nset -e\n{}",
    "TOKEN=abc\n{}",
    "export TOKEN='abc'\n{}",
    "set TOKEN=abc\r\n{}",
    '$env:TOKEN = "abc"\n{}',
    "```bash\n{}\n```",
    "   {}   # as documented",
    "{}\n# and that is all",
    "{} > out.json",
]
NAMES = [
    "curl", "curl.exe", "/usr/bin/curl", "CURL",
    "C:\\Windows\\System32\\curl.exe", '"C:\\Program Files\\curl\\curl.exe"',
    '& "C:\\x\\curl.exe"',
]  # fmt: skip


@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize("name", NAMES)
def test_noise_around_a_command_is_left_out(noise, name):
    command = noise.replace("{}", f"{name} -X PUT -H 'A: b' https://h/x")
    made = request(command)
    assert (made.method, made.base_url, made.path, made.headers) == ("PUT", "https://h", "/x", (("A", "b"),))


@pytest.mark.parametrize(
    "end",
    ["\\\n", "\\\r\n", "\\ \n", "\\\t \r\n", "\\ ", "`\n", "`\r\n", "` \n", "^\n", "^\r\n", "^ \n", "\n", "\\\n> "],
)
def test_a_command_goes_on_in_the_next_line_as_each_shell_has_it(end):
    made = request(f'curl -X PUT {end}  -H "A: b" {end}  https://h/x'.replace(f"{end}  https", f"{end}  --url https"))
    assert (made.method, made.base_url, made.path, made.headers) == ("PUT", "https://h", "/x", (("A", "b"),))


@pytest.mark.parametrize(
    ("command", "body"),
    [
        ('curl "https://h/x" --data "{""days"":1}"', '{"days":1}'),
        ('curl https://h/x -d "{""a"":""b c"",""d"":[""e""]}"', '{"a":"b c","d":["e"]}'),
        ('curl.exe https://h/x -d "{""name"":""O\'Brien""}"', '{"name":"O\'Brien"}'),
        ('C:\\>curl https://h/x -d "{\\"days\\":1}"', '{"days":1}'),
        ('curl https://h/x -d "{\\"days\\":1}"', '{"days":1}'),
        ('curl ^\n https://h/x -d "{""days"":1}"', '{"days":1}'),
        ("PS> curl.exe https://h/x -d '{\\\"days\\\":1}'", '{"days":1}'),
        ("PS> curl.exe https://h/x -d '{\"days\":1}'", '{"days":1}'),
        ('PS> curl.exe https://h/x -d "{`"days`":1}"', '{"days":1}'),
        ('curl.exe https://h/x `\n -d "{""days"":1}"', '{"days":1}'),
        ("curl.exe -d '{\\\"days\\\":1}' https://h/x", '{"days":1}'),
        ("PS C:\\> curl.exe -d '{\\\"days\\\":1}' `\n>> https://h/x", '{"days":1}'),
        ("curl.exe https://h/x `\n -d '{\"it''s\":1}'", '{"it\'s":1}'),
        ('PS C:\\> curl.exe -d \'{""north"": ""east south""}\' `\n>> https://h/x', '{"north": "east south"}'),
        ('curl.exe https://h/x -d \'{""a"": 1}\'', '{"a": 1}'),
        ('curl https://h/x -d \'[""a""]\'', '["a"]'),
        ('curl.exe https://h/x -d \'{\\"a\\": \\"say \\\\\\"hi\\\\\\"\\"}\'', '{"a": "say \\"hi\\""}'),
        ('PS> curl.exe https://h/x -d \'{"a": "say \\"hi\\""}\'', '{"a": "say \\"hi\\""}'),
        ('curl.exe https://h/x -d "{\\`"a\\`": 1}"', '{"a": 1}'),
        ('curl.exe --% https://h/x -d "{\\"a\\": 1}"', '{"a": 1}'),
        ('curl.exe https://h/x -d @\'\n{"a": 1,\n"b": 2}\n\'@', '{"a": 1,\n"b": 2}'),
        ("$body = '{\"a\": 1}'\ncurl.exe https://h/x -d $body", '{"a": 1}'),
        ('$body = @"\n{"a": 1}\n"@\ncurl.exe https://h/x -d $body', '{"a": 1}'),
        ('BODY=\'{"a": 1}\'\ncurl https://h/x -d "$BODY"', '{"a": 1}'),
        # Chrome escaped inside plain quotes until it learned to escape these as well.
        (
            'curl "https://h/x" -d "^{^\\^"name^\\^":^\\^"a b^\\^",^\\^"ids^\\^":^[^],^\\^"n^\\^":1^}" --compressed',
            '{"name":"a b","ids":[],"n":1}',
        ),
        ('curl "https://h/x" -H "a: b" --data-raw "{^\\^"a^\\^": 1}" ^\n --compressed', '{"a": 1}'),
        (
            'curl ^"https://h/x^" --data-raw ^"^{^\\^"a^\\^": ^\\^"50^%^20 ^^ ^& it\'s^\\^"^}^"',
            '{"a": "50%20 ^ & it\'s"}',
        ),
        ('curl ^"https://h/x^" --data-raw ^"a^\n\nb^"', "a\nb"),
        ('curl "https://h/x" --data "a"^\n\n"b"', "a\nb"),  # Firefox
        ('curl "https://h/x" --data-raw "a^=b^&c^=d"', "a=b&c=d"),
        (
            'curl https://h/x -X POST --data-binary {"email":"a@b.c","roles":["x", "y"]}',
            '{"email":"a@b.c","roles":["x", "y"]}',
        ),
        # What is no Windows quoting, though it looks like it.
        ('curl https://h/x -d \'{"a":"b""c"}\'', '{"a":"b""c"}'),
        ('curl https://h/x -d \'a ""b""\'', 'a ""b""'),
        ('curl https://h/x -d \'{"a": "`x` ^& $y %z%"}\'', '{"a": "`x` ^& $y %z%"}'),
        ('curl https://h/x -d "a `date` b"', "a `date` b"),
        ('curl https://h/x -d \'{"caret":"^"}\' ^\n', '{"caret":"^"}'),
        ("curl https://h/x -d '{\"\":1}'", '{"":1}'),
        ('curl https://h/x -d \'{"a":""}\'', '{"a":""}'),
        ('curl https://h/x -d "" -H "A: b"', None),
        ('curl https://h/x -d "a"\'"\'"b"', 'a"b'),
        ('curl https://h/x -d "{\\"a\\":\\"\\"}"', '{"a":""}'),
        ("C:\\>curl https://h/x -d '{\"days\":1}'", '{"days":1}'),
    ],
)
def test_a_body_is_what_the_shell_it_was_written_for_would_send(command, body):
    assert request(command).body == body


@pytest.mark.parametrize(
    ("command", "url"),
    [
        (r"""curl 'h/q?v=\{\"code\":\"C\",\"after\":\"\"\}'""", '/q?v={"code":"C","after":""}'),
        (r"""curl 'https://h/?foo\[\]=bar'""", "/?foo[]=bar"),
        (r"""curl --globoff 'https://h/?foo\[\]=bar'""", r"/?foo\[\]=bar"),
        ('curl.exe "https://h/x?`$filter=a&`$top=1"', "/x?$filter=a&$top=1"),
        ('curl.exe "https://h/x?a=1`&b=2" -H "A: b"', "/x?a=1&b=2"),
        ("curl https://h/x?a=1^&b=2", "/x?a=1&b=2"),
        ('curl "https://h/x?a=1^&b=^%^20c"', "/x?a=1&b=%20c"),
        ('curl "https://h/x?q=`id`" -H "A: b"', "/x?q=`id`"),
    ],
)
def test_a_url_is_what_the_shell_it_was_written_for_would_ask_for(command, url):
    assert unquote(request(command).path) == unquote(url)


@pytest.mark.parametrize(
    ("command", "note"),
    [
        ('curl ^"https://h/x^"', "It was read as a command for the command prompt of Windows."),
        ("curl.exe 'https://h/x'", "It was read as a command for PowerShell."),
        ("cd /tmp && curl https://h/x", "What precedes curl was left out."),
        ("curl https://h/x -d $payload", "The body is $payload, a variable of the shell"),
        ("curl https://h/x\ncurl https://h/y", "There is another curl command behind it, which was left out"),
        ("curl 'https://h/{a,b}'", "curl would send several requests for what is in brackets"),
        ("curl 'https://h/[1-3]'", "curl would send several requests for what is in brackets"),
    ],
)
def test_how_a_command_was_read_is_said(command, note):
    assert any(note in each for each in imported(command).notes)


@pytest.mark.parametrize(
    "command",
    [
        "➜  ~ {}", "! {}", "export A=b; {}", "A=b && {}", "cd /tmp && {}", "&& {}", "1. {}", "- {}", "@{}",
        "docker exec -it web {}", "kubectl exec pod -- {}", "winpty {}", "watch -n1 {}", "echo x | {}",
        "if true; then {}; fi", "for i in 1 2; do {}; done", "out=$({})", 'out="$({})"', "out=`{}`", "cmd /c {}",
        "response=$({} | jq .)", "// {}",
    ],
)  # fmt: skip
def test_a_command_inside_another_is_read(command):
    made = request(command.replace("{}", "curl -X PUT -H 'A: b' https://h/x"))
    assert (made.method, made.base_url, made.path, made.headers) == ("PUT", "https://h", "/x", (("A", "b"),))


@pytest.mark.parametrize(
    "text", ["Install curl first.", "curling is fun", "Use curl to fetch it", "libcurl 8.1", "/curl/x y"]
)
def test_a_sentence_on_curl_is_not_a_command(text):
    with pytest.raises(CurlImportError, match="not a curl command"):
        parse_curl(text, "r")


def test_of_several_addresses_each_is_named_without_its_query():
    with pytest.raises(CurlImportError, match=r"several URLs: https://h/x and https://i/y\.") as caught:
        imported("curl https://h/x?token=secret https://i/y")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("options", "note"),
    [
        ("-k", "TLS certificates stay verified"),
        ("-u bob:secret", "-u was left out"),
        ("-L", "redirect is shown and not followed"),
        ("-x http://proxy", "straight to the server"),
        ("-H 'Content-Length: 3'", "Content-Length was left out"),
        ("-H 'Accept:'", "nothing to take away"),
        ("| jq .", "another command"),
        ("", "has no token"),
    ],
)
def test_what_is_left_out_is_told(options, note):
    notes = imported(f"curl http://h/ {options}").notes
    assert any(note in each for each in notes)
    assert not any("secret" in each for each in notes)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("", "not a curl command"),
        ("wget http://h/", "not a curl command"),
        ("curl", "names no URL"),
        ("curl http://h/ http://i/", "several URLs"),
        ("curl http://h/ --next http://i/", "several requests"),
        ("curl http://h/ -d @body.json", "reads the file 'body.json'"),
        ("curl http://h/ --data-urlencode n@body.txt", "reads the file"),
        ("curl http://h/ -H @headers.txt", "reads the file"),
        ("curl http://h/ -b cookies.txt", "reads the file"),
        ("curl http://h/ -F a=b", "several parts"),
        ("curl http://h/ -T x", "no file is read"),
        ("curl http://h/ --no-such-option", "--no-such-option is not known"),
        ("curl http://h/ -sZ", "-Z is not known"),
        ("curl http://h/ -X", "-X has no value"),
        ("curl http://h/ -H nocolon", "has no colon"),
    ],
)
def test_what_cannot_be_taken_over_is_refused_with_the_reason(command, words):
    with pytest.raises(CurlImportError) as caught:
        imported(command)
    assert words in str(caught.value)


@pytest.mark.parametrize("command", ["curl ftp://h/", "curl https://bob:pw@h/", "curl http://h/ -H 'A B: c'"])
def test_a_request_that_cannot_be_is_refused_as_in_the_editor(command):
    with pytest.raises(RequestError):
        imported(command)


@pytest.mark.parametrize(
    ("options", "placement", "left"),
    [
        (f"-H 'Authorization: DPoP {TOKEN}'", (TokenWhere.AUTHORIZATION, "Authorization", "DPoP"), ()),
        (f"-H 'Authorization: {TOKEN}'", (TokenWhere.AUTHORIZATION, "Authorization", ""), ()),
        (f"-H 'X-Token: {TOKEN}'", (TokenWhere.HEADER, "X-Token", ""), ()),
        (f"-H 'X-Token: Bearer {TOKEN}'", (TokenWhere.HEADER, "X-Token", "Bearer"), ()),
        (f"-b 'a=1; sid={TOKEN}; b=2'", (TokenWhere.COOKIE, "sid", ""), (("Cookie", "a=1; b=2"),)),
        (f"--oauth2-bearer {TOKEN}", (TokenWhere.AUTHORIZATION, "Authorization", "Bearer"), ()),
    ],
)
def test_the_place_of_the_token_is_recognised(options, placement, left):
    got = imported(f"curl http://h/ {options}")
    assert (got.token, got.request.headers) == (TOKEN, left)
    assert got.request.placement == TokenPlacement(*placement)


def test_a_token_in_the_query_is_taken_out_of_it():
    got = imported(f"curl 'http://h/x?a=1&access_token={TOKEN}&b=2'")
    assert (got.token, got.request.path) == (TOKEN, "/x?a=1&b=2")
    assert got.request.placement == TokenPlacement(TokenWhere.QUERY, "access_token")


BENCH = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.bmV3"
INDENTED = "ew0KImFsZyI6Im5vbmUifQ.eyJzdWIiOiJib2IifQ.c2ln"
DOTS = TOKEN.replace(".", "%2E")


@pytest.mark.parametrize(
    ("options", "place", "sent"),
    [
        (f"https://h/x -d 'a=1&token={TOKEN}'", "token in the body", f"a=1&token={BENCH}"),
        (f"https://h/x -d 'a=1&token={DOTS}'", "token in the body", f"a=1&token={BENCH}"),
        (f'https://h/x --json \'{{"jwt": "{TOKEN}"}}\'', "jwt in the body", f'{{"jwt": "{BENCH}"}}'),
        (
            f"https://h/x -d 'ctx=%7B%22jwt%22%3A%22{TOKEN}%22%7D'",
            "jwt in the body",
            f"ctx=%7B%22jwt%22%3A%22{BENCH}%22%7D",
        ),
        (f"https://h/verify/{TOKEN}/now", "the address", f"https://h/verify/{BENCH}/now"),
        (f"https://h/x/{TOKEN}", "the address", f"https://h/x/{BENCH}"),
        (f"'https://h/x?auth=Bearer%20{TOKEN}&b=1'", "auth in the address", f"https://h/x?auth=Bearer%20{BENCH}&b=1"),
        (f"'https://h/x?auth=Bearer+{TOKEN}'", "the address", f"https://h/x?auth=Bearer+{BENCH}"),
        (f"'https://h/x?t={DOTS}'", "t in the address", f"https://h/x?t={BENCH}"),
        (
            f"https://h/x -b 'Authorization=Bearer%20{TOKEN}; a=b'",
            "the header Cookie",
            f"Authorization=Bearer%20{BENCH}; a=b",
        ),
        (f"https://h/x -b 's=s%3A{TOKEN}'", "the header Cookie", f"s=s%3A{BENCH}"),
        (f"https://h/x -H 'X-Token: {INDENTED}'", "the header X-Token", BENCH),
        (f"https://h/x -H 'X-Ctx: v1_{TOKEN}'", "the header X-Ctx", f"v1_{BENCH}"),
        (f"https://h/x -H 'Authorization: Bearer {TOKEN}' -d 't={TOKEN}'", "the header Authorization", f"t={BENCH}"),
        (f"'https://h/x?t={TOKEN}' -H 'X-T: {TOKEN}' -H 'X-T: {TOKEN}'", "the header X-T", f"https://h/x?t={BENCH}"),
    ],
)
def test_wherever_the_token_is_the_one_on_the_bench_is_sent_instead(options, place, sent):
    got = imported(f"curl {options}")
    assert got.token in (TOKEN, INDENTED)
    assert any(place in note and "was removed from" in note for note in got.notes)
    made = compose(got.request, BENCH, "http://demo")
    texts = [made.url, made.body or "", *(value for _, value in made.headers)]
    assert sent in texts
    assert TOKEN not in unquote(" ".join(texts))
    assert RequestDraft.of(got.request).faults() == ()
    assert got.request.carries_token


PLACEHOLDERS = [
    "$TOKEN", "${TOKEN}", "$env:TOKEN", "%TOKEN%", "{{access_token}}", "{{ token }}", "{token}", "<token>",
    "<your access token>", "[token]", "YOUR_ACCESS_TOKEN", "your-token-here", "ACCESS_TOKEN", "your jwt", "$(cat t)",
    "`cat t`", "...", "xxxxx", "$AUTH", "token", "eyJhbGciOi...", "${{ secrets.TOKEN }}", "@@TOKEN@@", "#{token}",
    "undefined", "null", "[object Object]",
]  # fmt: skip


@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
def test_a_placeholder_is_named_and_the_token_on_the_bench_takes_its_place(placeholder):
    for header, kept in (
        (f"Authorization: Bearer {placeholder}", ("Authorization", f"Bearer {BENCH}")),
        (f"X-Access-Token: {placeholder}", ("X-Access-Token", BENCH)),
    ):
        got = imported(f"curl https://h/x -H '{header}'")
        assert got.token == ""
        assert any(placeholder in note and "is a placeholder" in note for note in got.notes)
        assert compose(got.request, BENCH, "http://demo").headers == (kept,)


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        ("-d 'grant=x&token=$TOKEN'", f"grant=x&token={BENCH}"),
        ('--json \'{"t": "{{access_token}}"}\'', f'{{"t": "{BENCH}"}}'),
        ("-H 'Authorization: Bearer ${TOKEN}' -d '${TOKEN}'", BENCH),
    ],
)
def test_a_placeholder_in_the_body_is_replaced_there(options, sent):
    got = imported(f"curl https://h/x {options}")
    assert (got.token, compose(got.request, BENCH, "http://demo").body) == ("", sent)


def in_base64(text):
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("options", "mark"),
    [
        (f"-u x-access-token:{TOKEN}", "Basic {{base64:x-access-token:{{token}}}}"),
        (f"-u {TOKEN}:", "Basic {{base64:{{token}}:}}"),
        (f"-H 'Authorization: Basic {in_base64(f'x:{TOKEN}')}'", "Basic {{base64:x:{{token}}}}"),
        (f"-H 'X-Auth: {in_base64(TOKEN)}'", "{{base64:{{token}}}}"),
        (f"-H 'X-Auth: {encode_segment(f'{TOKEN}??'.encode())}'", "{{base64url:{{token}}??}}"),
        (f"-d '{in_base64(json.dumps({'t': {'u': TOKEN}}))}'", '{{base64:{"t": {"u": "{{token}}"}}}}'),
        (f"-d 'a=1&t={quote(in_base64(TOKEN))}'", "a=1&t={{base64:{{token}}}}"),
        (f"-H 'Authorization: Bearer v1_{TOKEN}'", "Bearer v1_{{token}}"),
    ],
)
def test_a_token_inside_base64_is_replaced_there_and_encoded_again(options, mark):
    found = parse_curl(f"curl https://h/x {options}", "r")
    assert found.token == TOKEN
    texts = [*(value for _, value in found.request.headers), found.request.body]
    assert mark in texts
    with_the_old = parse_curl(f"curl https://h/x {options.replace('v1_', '')}", "r")
    assert TOKEN not in str(with_the_old.request)
    sent = compose(found.request, OTHER, "")
    everything = [unquote(each) for each in (*(value for _, value in sent.headers), sent.body or "")]
    decoded = "".join((*everything, *(run.text for each in everything for run in base64_runs(each))))
    assert OTHER in decoded
    assert TOKEN not in decoded
    assert OTHER not in sent.shown
    assert all(each not in sent.shown for each in sent.in_base64)


def test_another_token_that_stays_in_the_request_is_named():
    found = parse_curl(f"curl https://h/x -H 'Authorization: Bearer {TOKEN}' -H 'DPoP: {OTHER}'", "r")
    assert "There is another token in the header DPoP, which is sent unchanged." in found.notes
    assert ("DPoP", OTHER) in found.request.headers


def test_a_token_inside_base64_is_not_copied_as_a_variable():
    made = parse_curl(f"curl https://h/x -u x:{TOKEN}", "r").request
    with pytest.raises(CopyError, match="inside base64"):
        export(made, OTHER, "", "", CopyForm.CURL, with_variable=True)
    assert in_base64(f"x:{OTHER}") in export(made, OTHER, "", "", CopyForm.CURL)


@pytest.mark.parametrize("before", ["TOKEN={}", "export TOKEN='{}'", '$TOKEN = "{}"', "set TOKEN={}"])
def test_a_variable_that_was_assigned_in_front_is_the_token(before):
    got = imported(f'{before.format(TOKEN)}\ncurl https://h/x -H "Authorization: Bearer $TOKEN"')
    assert got.token == TOKEN
    assert got.request.headers == ()


@pytest.mark.parametrize(
    ("options", "note"),
    [
        ("-H 'Authorization: Basic Ym9iOnB3'", "this bench sends tokens, not a user name and a password"),
        ("-H 'authorization: basic Ym9iOnB3'", "this bench sends tokens, not a user name and a password"),
        ("-H 'Authorization: Digest username=\"bob\"'", "(Digest) was left out: the token is sent in its place"),
        ("-H 'Authorization: AWS4-HMAC-SHA256 Credential=x, b=c'", "(AWS4-HMAC-SHA256) was left out"),
        ("-H 'Authorization: x'", "Authorization was left out"),
        ("-H 'Authorization: Bearer'", "no token in the header Authorization"),
        (f"-H 'Authorization: Bearer {TOKEN}' -H 'Authorization: Bearer {TOKEN}x'", "left out"),
        (f"-H 'Authorization: Basic Ym9iOnB3' -H 'X-Token: {TOKEN}'", "not a user name and a password"),
    ],
)
def test_credentials_of_another_kind_are_left_out_as_a_user_name_is(options, note):
    got = imported(f"curl https://h/x {options}")
    assert any(note in each for each in got.notes)
    assert got.request.headers == ()
    assert not any("Ym9iOnB3" in each for each in got.notes)


def test_a_command_for_the_demo_server_is_one_of_the_demo_server():
    assert imported("curl http://127.0.0.1:8080/me", "http://127.0.0.1:8080").request.base_url is None
