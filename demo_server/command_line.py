"""What ``python -m demo_server`` does with its arguments."""

import argparse
import errno
import json
import logging
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

from demo_server.clock import Clock
from demo_server.log_text import printable
from demo_server.questions import CAN_FAIL
from demo_server.regular_files import FileRefusedError, read_regular
from demo_server.server import DemoServer
from demo_server.tokens.issuer_key import IssuerKey
from demo_server.tokens.trust import InvalidKeyError, VerificationKey, read_jwks
from demo_server.weaknesses.catalogue import CATALOGUE

UNUSABLE = 2


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the server until Ctrl-C or SIGTERM; return the exit code: 0 done, 2 usage or environment."""
    options = _parser().parse_args(arguments)
    try:
        server = _build(options)  # may read and compute for long; until it is done, Ctrl-C ends the process
    except (ValueError, OSError) as error:
        return _fail(_sentence(error, options))
    with _stop_signals() as stopping:
        try:
            server.start()
        except (ValueError, OSError) as error:
            return _fail(_sentence(error, options))
        with server:
            logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(message)s")
            print(json.dumps(_ready(server)), flush=True)  # noqa: T201  the contract's first line
            while not stopping.wait(0.5):  # with a time-out, so that Ctrl-C is seen on Windows too
                pass
    return 0


def _fail(sentence: str) -> int:
    print(f"demo_server: {printable(sentence)}", file=sys.stderr)  # noqa: T201  for the terminal
    return UNUSABLE


@contextmanager
def _stop_signals() -> Iterator[Event]:
    """Yield an event that Ctrl-C and SIGTERM set, in place of what they did before."""
    stopping = Event()
    earlier = {number: signal.signal(number, lambda *_: stopping.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopping
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def _ready(server: DemoServer) -> dict[str, Any]:
    return {
        "url": server.url,
        "scenario": server.scenario.id,
        "design": server.default_design,
        "weaknesses": [weakness.id for weakness in server.weaknesses],
        "designs": list(server.designs),
        "kids": list(server.trust.kids()),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m demo_server",
        description="The demo server for a terminal: logs users in, issues JWTs and says why it refuses a request.",
        epilog=_weakness_list(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=_port, default=0, metavar="P", help="port; 0 picks a free one (%(default)s)")
    parser.add_argument("--scenario", default="documents", metavar="NAME|FILE", help="the world (%(default)s)")
    parser.add_argument(
        "--design", default="roles", metavar="ID|FILE", help="decides where a request names no design (%(default)s)"
    )
    parser.add_argument(
        "--weakness",
        action="append",
        default=[],
        metavar="ID",
        help="switch on one of the weaknesses listed below; can be given more than once",
    )
    parser.add_argument(
        "--clock-offset", type=float, default=0.0, metavar="S", help="seconds that the clock is ahead (%(default)s)"
    )
    parser.add_argument(
        "--ttl", type=int, default=1800, metavar="S", help="lifetime of tokens in seconds (%(default)s)"
    )
    parser.add_argument("--no-revocation", action="store_true", help="do not ask the deny-list")
    parser.add_argument(
        "--header-limit", type=int, default=16384, metavar="BYTES", help="largest header block (%(default)s)"
    )
    parser.add_argument(
        "--lookup-delay",
        type=float,
        default=0.0,
        metavar="MS",
        help="milliseconds that each question to the directory or the deny-list takes longer (%(default)s)",
    )
    parser.add_argument(
        "--fails",
        action="append",
        default=[],
        choices=[each.value for each in CAN_FAIL],
        help="who answers no question; can be given more than once",
    )
    parser.add_argument(
        "--fails-after", type=float, default=0.0, metavar="S", help="seconds until --fails begins (%(default)s)"
    )
    parser.add_argument("--issuer-key", type=Path, metavar="PEM", help="private key that signs tokens; else a new one")
    parser.add_argument("--trust", type=Path, metavar="JWKS", help="JWK set file of further accepted keys")
    parser.add_argument("--allow-remote", action="store_true", help="permit a host that other machines can reach")
    return parser


def _weakness_list() -> str:
    width = max(map(len, CATALOGUE))
    lines = [f"  {name:<{width}}  {entry.title}" for name, entry in CATALOGUE.items()]
    return "\n".join(["weaknesses, each of which makes the server accept what it must refuse:", *lines])


_PORT_ERRORS = {errno.EADDRINUSE, errno.EACCES}


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port; expected 0 to 65535")
    return int(text)


def _build(options: argparse.Namespace) -> DemoServer:
    return DemoServer(
        scenario=options.scenario,
        design=options.design,
        host=options.host,
        port=options.port,
        weaknesses=options.weakness,
        clock=Clock(options.clock_offset),
        ttl_s=options.ttl,
        revocation=not options.no_revocation,
        header_limit=options.header_limit,
        lookup_delay_ms=options.lookup_delay,
        failing=options.fails,
        fails_after_s=options.fails_after,
        issuer_key=None if options.issuer_key is None else _read_issuer_key(options.issuer_key),
        trusted=() if options.trust is None else _read_trusted(options.trust),
        allow_remote=options.allow_remote,
    )


def _read_trusted(path: Path) -> tuple[VerificationKey, ...]:
    """The keys of a JWK set; each that cannot be used is named, for its tokens will be refused."""
    found = read_jwks(path)
    for reason in found.left_out:
        print(f"demo_server: left out of {printable(str(path))}: {printable(reason)}", file=sys.stderr)  # noqa: T201
    return found.keys


def _read_issuer_key(path: Path) -> IssuerKey:
    try:
        return IssuerKey.from_pem(read_regular(path).decode("utf-8"))
    except UnicodeDecodeError:
        raise InvalidKeyError(f"{path}: is not PEM") from None
    except (FileRefusedError, InvalidKeyError) as error:
        raise InvalidKeyError(f"{path}: {error}") from None


def _sentence(error: Exception, options: argparse.Namespace) -> str:
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
        advice = (
            "choose another --port, or 0 for a free one" if error.errno in _PORT_ERRORS else "choose another --host"
        )
        return f"cannot listen on {options.host} port {options.port}: {reason}; {advice}"
    return str(error)
