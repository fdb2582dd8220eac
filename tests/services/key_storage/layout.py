"""The entries of a keyring as they are meant to be, read without the code that writes them."""

import hashlib
import json

NAMESPACE = "token-workbench"
HEAD = (f"{NAMESPACE}:index", NAMESPACE)
JOURNAL = (f"{NAMESPACE}:change", NAMESPACE)


def head_of(entries):
    return json.loads(entries[HEAD])


def places_of(stored):
    """The entries of one text."""
    return [(f"{NAMESPACE}:{stored['storage']}:{number}", NAMESPACE) for number in range(1, stored["pieces"] + 1)]


def text_at(entries, stored):
    text = "".join(entries[place] for place in places_of(stored))
    assert hashlib.sha256(text.encode()).hexdigest() == stored["sha256"]
    return text


def contents_of(entries):
    return json.loads(text_at(entries, head_of(entries)))


def listed_in(entries):
    """What the list says of each key."""
    segments = contents_of(entries)["segments"]
    return [key for segment in segments for key in json.loads(text_at(entries, segment))]


def needed_in(entries):
    """Every entry that something points to, from the head on; each is there, and is what it should be."""
    if HEAD not in entries:
        return set()
    texts = [head_of(entries), *contents_of(entries)["segments"], *(key["stored"] for key in listed_in(entries))]
    for stored in texts:
        text_at(entries, stored)
    return {HEAD, *(place for stored in texts for place in places_of(stored))}


def put_text(entries, text, storage="by-hand"):
    """Write a text in one entry, with a digest that is right; what points to it."""
    stored = {"storage": storage, "pieces": 1, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    (place,) = places_of(stored)
    entries[place] = text
    return stored


def put_contents(entries, document):
    entries[HEAD] = json.dumps({"version": 2} | put_text(entries, json.dumps(document), "contents"))


def put_list(entries, change):
    """Change what the list says of the keys, in one segment."""
    keys = listed_in(entries)
    change(keys)
    segment = put_text(entries, json.dumps(keys), "segment")
    put_contents(entries, {"version": 2, "segments": [segment], "leftovers": []})
