"""What can go wrong, in words: every error has a stable code, one sentence, and a hint at what to do next.

An answer of the server (401, 403) is not an error but an ``Outcome``. No error contains key material, a password or a
whole token, so that it may be shown and logged unchanged.
"""


class WorkbenchError(Exception):
    """Something the user asked for could not be done.

    ``str(error)`` is one sentence that says what is wrong.

    Attributes:
        code: stable name of the kind of error, for tests and logs.
        hint: one sentence that says what the user can do next; may be empty.
    """

    code = "internal_error"
    hint = "Try again; if it happens again, report it with the log."

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint


class MalformedTokenError(WorkbenchError):
    """A text is not a compact JWS with JSON objects in it (RFC 7515 section 7.1, RFC 7519 section 7.2).

    Attributes:
        segment: where the fault is: ``header``, ``payload``, ``signature`` or ``token``.
        fault: code of the fault, such as ``padding``; see ``token.Fault``.
    """

    code = "malformed_token"
    hint = "Paste the token again as it was issued: three segments separated by dots."

    def __init__(self, message: str, *, segment: str, fault: str, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.segment = segment
        self.fault = fault


class JsonTextError(WorkbenchError):
    """A text is not strict JSON (RFC 8259).

    Attributes:
        problem: what is wrong there, without the place: ``expected ',' or '}'``.
        line: line of the fault, counted from 1.
        column: column of the fault in characters, counted from 1.
    """

    code = "json_text"
    hint = "Correct the JSON at this place."

    def __init__(self, problem: str, *, line: int, column: int, hint: str | None = None) -> None:
        super().__init__(f"Line {line}, column {column}: {problem}.", hint=hint)
        self.problem = problem
        self.line = line
        self.column = column


class KeyTextError(WorkbenchError):
    """A text does not hold a key that can verify signatures; the message never quotes it."""

    code = "key_text"
    hint = "Give a PEM (PUBLIC KEY, RSA PUBLIC KEY, CERTIFICATE), a JWK or a JWK set, or choose a secret."


class KeyImportError(WorkbenchError):
    """A file or a text does not hold a readable key that can sign; the message never quotes it."""

    code = "key_import"
    hint = "Give a private key as PEM, DER, OpenSSH, JWK, JWK set or PKCS#12, or choose how to read it as a secret."


class KeyPasswordNeededError(KeyImportError):
    """The key is encrypted, and no password was given."""

    code = "key_password_needed"
    hint = "Type the password that it was written with."


class KeyPasswordError(KeyImportError):
    """The password does not open the key."""

    code = "key_password"
    hint = "Type it again; if it is right, get the file again."


class TextFileError(WorkbenchError):
    """A file cannot be read as a text."""

    code = "text_file"
    hint = "Choose a text file of less than 4 MiB."


class ClaimEditError(WorkbenchError):
    """A typed text cannot become the value or the name of a claim.

    Attributes:
        name: name of the claim that was edited.
        typed: what the user typed, to be kept in the field.
    """

    code = "claim_edit"
    hint = "The JSON view can change the type of a claim."

    def __init__(self, message: str, *, name: str, typed: str, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.name = name
        self.typed = typed


class SegmentEditError(WorkbenchError):
    """What was typed cannot become octets of a segment, or its text."""

    code = "segment_edit"
    hint = "Fix or discard it."


class SigningError(WorkbenchError):
    """A key cannot make this signature."""

    code = "signing"
    hint = "Choose a key of the algorithm that the header names, or let signing set the header's alg."


class NoPublicPartError(WorkbenchError):
    """A shared secret was asked for its public part."""

    code = "no_public_part"
    hint = "A verifier needs the whole HMAC secret; it has no public part."


class KeyExportError(WorkbenchError):
    """A key cannot be exported in this format, or a password is missing."""

    code = "key_export"
    hint = "Choose another format."


class KeyFileError(WorkbenchError):
    """A key cannot be written to a file; what was there before is unchanged."""

    code = "key_file"
    hint = "Choose another folder or another name."


class KeyFileExistsError(KeyFileError):
    """The file for a key already exists."""

    code = "key_file_exists"
    hint = "Replace it, or choose another name."


class LoginRefusedError(WorkbenchError):
    """The server answered a login with 401.

    Attributes:
        reason: the server's stable code, such as ``login.disabled``.
    """

    code = "login_refused"
    hint = "Check the user name and the password."

    def __init__(self, message: str, *, reason: str = "login.refused", hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.reason = reason


class ServerUnreachableError(WorkbenchError):
    """No answer came: refused, timed out, or broken off."""

    code = "server_unreachable"
    hint = "Start the demo server, then replay the request."


class ServerStartError(WorkbenchError):
    """The demo server cannot start."""

    code = "server_start"
    hint = "Start it again; if that fails, look into the log."


class DefinitionFileError(ServerStartError):
    """A scenario or design file cannot be used."""

    code = "definition_file"
    hint = "Correct the name or the file, then start again."


class KeyNotTrustedError(WorkbenchError):
    """A strict server does not accept this key.

    Attributes:
        reason: what is wrong with it, in the server's words.
    """

    code = "key_not_trusted"
    hint = "The findings on the key say what to do about it."

    def __init__(self, message: str, *, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


class PortInUseError(ServerStartError):
    """The demo server cannot listen: another program holds the port."""

    code = "port_in_use"
    hint = "End the other program, or choose port 0 for a free one."


class StoppedError(WorkbenchError):
    """The user stopped a task: nothing went wrong."""

    code = "stopped"
    hint = "Start it again to go on."


class ComparisonStoppedError(StoppedError):
    """The user stopped a comparison."""

    code = "comparison_stopped"
    hint = "The answers shown are those of the comparison before."


class MeasuringStoppedError(StoppedError):
    """The user stopped a measurement before there was a figure."""

    code = "measuring_stopped"
    hint = "The figures shown are those of the measurement before."


class TokenSizeError(WorkbenchError):
    """The tokens of a design do not grow as the arithmetic assumes."""

    code = "token_size"
    hint = "Compare the designs by real tokens in the other views, and report this with the design's file."


class ExperimentError(WorkbenchError):
    """An experiment cannot be run with these inputs."""

    code = "experiment"
    hint = "Change what is to be measured, then run it again."


class ClockSlippedError(WorkbenchError):
    """Answers took longer than the time between two moments of the moved clock."""

    code = "clock_slipped"
    hint = "Run it again when this computer is less busy."


class WorldChangeError(WorkbenchError):
    """The directory of the demo server does not have what was to be changed."""

    code = "world_change"
    hint = "Choose a user, a role and a record that the scenario has."


class BaselineRefusedError(WorkbenchError):
    """The server refuses the unchanged token, so that no change to it would show."""

    code = "baseline_refused"
    hint = "Replay it (F5) to see why, and fix it first."


class ServerError(WorkbenchError):
    """An answer came that does not follow the HTTP contract."""

    code = "server_answer"
    hint = "Check that the address is that of a demo server of the same version."


class UnsendableTokenError(WorkbenchError):
    """A text cannot be sent in an HTTP header; no request was sent."""

    code = "unsendable_token"
    hint = "Remove line breaks and characters beyond Latin-1 from the token."


class KeyStoreError(WorkbenchError):
    """The storage of keys failed."""

    code = "key_store"
    hint = "Look at the keyring of the operating system."


class KidTakenError(KeyStoreError):
    """A key with this ``kid`` is already stored, perhaps by another window."""

    code = "kid_taken"
    hint = "Give the new key another kid."


class KeyringMissingError(KeyStoreError):
    """This system has no keyring, or one that stores nothing."""

    code = "keyring_missing"
    hint = "Install or start a keyring such as GNOME Keyring or KWallet."


class KeyringLockedError(KeyStoreError):
    """The keyring is locked."""

    code = "keyring_locked"
    hint = "Unlock the keyring, then try again."


class KeyringDeniedError(KeyStoreError):
    """The keyring, or the user at its prompt, denied the access."""

    code = "keyring_denied"
    hint = "Allow the access when the keyring asks, then try again."


class KeyringTimeoutError(KeyStoreError):
    """The keyring did not answer in time."""

    code = "keyring_timeout"
    hint = "Look for a prompt of the keyring behind other windows, answer it, then try again."


class KeyringRefusedError(KeyStoreError):
    """The keyring backend is not known to keep secrets encrypted."""

    code = "keyring_refused"
    hint = "Choose the keyring of the operating system in keyring's configuration."


class KeyringDamagedError(KeyStoreError):
    """An entry of the keyring is missing, or is not what was written."""

    code = "keyring_damaged"
    hint = "Restore the keyring from a backup, or delete the key and generate a new one."


class KeyringNewerError(KeyStoreError):
    """The list of keys was written by a newer version of this program; it is left untouched."""

    code = "keyring_newer"
    hint = "Open the keys with the newer version of Token Workbench."


class RequestError(WorkbenchError):
    """A typed request is not valid.

    Attributes:
        part: what is wrong: ``method``, ``url``, ``headers``, ``placement`` or ``body``.
        row: row of the header that is wrong, from 0; None for another part.
    """

    code = "request"
    hint = "Correct it; until then the request stays unchanged."

    def __init__(self, message: str, *, part: str, row: int | None = None, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.part = part
        self.row = row


class ShellTextError(WorkbenchError):
    """A text is not a command line: a quote is open."""

    code = "shell_text"
    hint = "Copy the whole command again."


class CurlImportError(WorkbenchError):
    """A curl command cannot become a request."""

    code = "curl_import"
    hint = "Correct the command, then import it again."


class CopyError(WorkbenchError):
    """A request cannot be written as a command that sends the same request."""

    code = "copy"
    hint = "Copy it in another form."


class ForeignServerError(WorkbenchError):
    """A server of the user's own did not answer: its name, its port, its certificate, or its silence."""

    code = "foreign_server"
    hint = "Check the address of the request."


class VariantError(WorkbenchError):
    """A token cannot be kept as a variant under this name."""

    code = "variant"
    hint = "Choose another name."


class ExportFileError(WorkbenchError):
    """A table or a chart cannot be written to a file; what was there before is unchanged."""

    code = "export_file"
    hint = "Choose another folder or another name."


class SessionFileError(WorkbenchError):
    """A session file cannot be read or written; the file and the present state are unchanged."""

    code = "session_file"
    hint = "The file is unchanged; choose another."


class SessionNewerError(SessionFileError):
    """The session was saved by a newer version of this program."""

    code = "session_newer"
    hint = "Open it with that version of Token Workbench. The file is unchanged."


class TimeTextError(WorkbenchError):
    """What was typed is not a moment."""

    code = "time_text"
    hint = "Type seconds since 1970, a date such as 2026-11-24T14:30Z, or +5 min, -1 h, now."


class NeedsError(WorkbenchError):
    """A value of the needs is not possible.

    Attributes:
        key: its key path in the needs file, such as ``load.lookup_ms``.
        problem: what is wrong with it.
        expected: what was expected.
    """

    code = "needs"
    hint = "Change the value."

    def __init__(self, key: str, problem: str, expected: str) -> None:
        super().__init__(f"{key} {problem}; expected {expected}.")
        self.key = key
        self.problem = problem
        self.expected = expected


class NeedsFileError(WorkbenchError):
    """A needs file cannot be used; the message has file, key path, what is wrong, and what was expected."""

    code = "needs_file"
    hint = "Correct the file, then read it again."
