"""The words of the window that have a meaning of their own here, each in a sentence."""

WORDS = (
    ("issued", "The token as the server gave it at the last login; every edit is compared with it."),
    ("edited", "The token was changed since it was issued; until it is signed again, its signature does not match."),
    ("design", "What a server writes into its tokens, and which of it decides: roles, scopes, records, or the lists in "
               "the service."),
    ("variant", "A token that you kept with a name, to replay it beside others."),
    ("pinned", "Answers that you kept, to be compared with those of the next replay."),
    ("strict", "The demo server accepts only what the standards allow; with a weakness switched on it is a practice "
               "server."),
)  # fmt: skip
