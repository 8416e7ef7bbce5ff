"""Where a text can stand in what the SDK sends, and how it can be wrapped; and the search for what is left of it.

The shapes are those that the hooks of sentry-sdk 2.75 see: already serialised, with local variables as their `repr`.
"""

import base64
import collections
import copy
import dataclasses
import itertools
import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, unquote_plus, urlencode

from tests.scrubbing.corpus import Secret

Event = dict[str, Any]
WINDOW = 8


def frame(function: str) -> Event:
    """A frame without a secret."""
    return {
        "filename": "src/loans/process.py",
        "abs_path": "/app/src/loans/process.py",
        "function": function,
        "module": "src.loans.process",
        "lineno": 42,
        "pre_context": ["    loan = await loans.get(loan_id)", "    bureau = CreditBureau(url)"],
        "context_line": "    if not await bureau.approves(loan):",
        "post_context": ["        loan.status = 'rejected'", "    return loan"],
        "vars": {"loan_id": "42", "loan": "None", "retries": "3"},
        "in_app": True,
    }


def trace() -> Event:
    """The trace context."""
    return {
        "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
        "span_id": "00f067aa0ba902b7",
        "parent_span_id": None,
        "op": "http.server",
        "origin": "auto.http.starlette",
        "status": "internal_error",
        "data": {"thread.name": "MainThread", "http.response.status_code": 500},
    }


def error() -> Event:
    """An error event of a FastAPI service, without a secret."""
    stacktrace = {"frames": [frame("apply"), frame("process_loan")]}
    mechanism = {"type": "starlette", "handled": False, "exception_id": 0, "data": {"note": "x"}}
    chained = {"type": "chained", "handled": False, "exception_id": 1, "parent_id": 0, "source": "__cause__"}
    return {
        "event_id": "1548c47a50c64324bfcbd72a5a39c6c5",
        "timestamp": "2026-11-25T02:06:48.092799Z",
        "level": "error",
        "platform": "python",
        "release": "loans@1.2.3",
        "environment": "test",
        "server_name": "loans-7f9c",
        "logger": "src.loans.process",
        "transaction": "src.loans.routes.apply",
        "transaction_info": {"source": "component"},
        "exception": {
            "values": [
                {"type": "KeyError", "module": None, "value": "'rate'", "mechanism": chained},
                {
                    "type": "CreditCheckError",
                    "module": "src.loans.process",
                    "value": "no credit check of user 42",
                    "mechanism": mechanism,
                    "stacktrace": stacktrace,
                },
            ]
        },
        "threads": {"values": [{"id": "1", "name": "MainThread", "crashed": True, "stacktrace": {"frames": [frame("run")]}}]},
        "logentry": {"message": "loan %s of %s failed", "formatted": "loan 42 of 17 failed", "params": ["42", "17"]},
        "breadcrumbs": {
            "values": [
                {
                    "type": "http",
                    "category": "httplib",
                    "level": "info",
                    "timestamp": "2026-11-25T02:06:48.089544Z",
                    "data": {"url": "https://api.loans.test/v1/checks", "http.method": "GET", "status_code": 200},
                },
                {
                    "type": "default",
                    "category": "query",
                    "message": "SELECT loans.id FROM loans WHERE loans.id = ?",
                    "timestamp": "2026-11-25T02:06:48.089544Z",
                    "data": {},
                },
            ]
        },
        "request": {
            "url": "http://loans.test/loans",
            "method": "POST",
            "query_string": "",
            "headers": {"host": "loans.test", "user-agent": "curl/8.5", "content-type": "application/json"},
            "cookies": {},
            "data": {},
            "env": {"SERVER_PORT": "8000"},
        },
        "tags": {"loan.status": "pending", "transaction": "apply"},
        "contexts": {
            "trace": trace(),
            "runtime": {"name": "CPython", "version": "3.11.7", "build": "3.11.7 (main) [GCC 12.2.0]"},
            "loan": {"status": "pending", "loan_id": 42},
            "flags": {"values": [{"flag": "new-bureau", "result": True}]},
        },
        "extra": {"sys.argv": ["/app/src/main.py"], "attempt": 3},
        "user": {"id": "42"},
        "fingerprint": ["{{ default }}"],
        "modules": {"sentry-sdk": "2.75.0", "fastapi": "0.165.0"},
        "sdk": {"name": "sentry.python.fastapi", "version": "2.75.0", "packages": [{"name": "pypi:sentry-sdk", "version": "2.75.0"}]},
    }  # fmt: skip


def transaction() -> Event:
    """A transaction of two spans, without a secret."""
    event = {
        key: value
        for key, value in error().items()
        if key not in ("exception", "threads", "logentry", "logger", "level")
    }
    spans = [
        {
            "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
            "span_id": f"00f067aa0ba902b{index}",
            "parent_span_id": "00f067aa0ba902b7",
            "op": op,
            "description": description,
            "origin": "auto",
            "start_timestamp": "2026-11-25T02:06:48.089401Z",
            "timestamp": "2026-11-25T02:06:48.089435Z",
            "status": "ok",
            "data": {"thread.name": "MainThread"},
            "tags": {"status": "ok"},
        }
        for index, (op, description) in enumerate([("db", "SELECT loans.id FROM loans WHERE loans.id = ?"), ("http.client", "GET https://api.loans.test/v1/checks")])
    ]  # fmt: skip
    return event | {
        "type": "transaction",
        "start_timestamp": "2026-11-25T02:06:48.084991Z",
        "spans": spans,
        "measurements": {"loans": {"value": 3, "unit": "none"}},
    }


def log() -> Event:
    """A log line, as `before_send_log` sees it."""
    return {
        "severity_text": "info",
        "severity_number": 9,
        "body": "loan 42 is pending",
        "attributes": {
            "code.line.number": 25,
            "logger.name": "src.loans",
            "sentry.message.template": "loan %s is pending",
        },
        "time_unix_nano": 1795572408089544192,
        "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
        "span_id": "00f067aa0ba902b7",
    }


def metric() -> Event:
    """A metric, as `before_send_metric` sees it."""
    return {
        "timestamp": 1795572408.090647,
        "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
        "span_id": None,
        "name": "loans.applied",
        "type": "counter",
        "value": 1.0,
        "unit": None,
        "attributes": {"loan.status": "pending"},
    }


def check_in() -> Event:
    """A cron check-in, as `before_send` sees it."""
    return {
        "type": "check_in",
        "event_id": "6f238ca86da04042b91dec9da396d4d1",
        "check_in_id": "6a8299c9b561427e813726c428e8025a",
        "monitor_slug": "pay-out",
        "status": "ok",
        "environment": "test",
        "release": "loans@1.2.3",
        "contexts": {"trace": trace()},
        "monitor_config": {"schedule": {"type": "crontab", "value": "0 3 * * *"}, "timezone": "Europe/Berlin"},
    }


ITEMS: dict[str, Callable[[], Event]] = {
    "event": error,
    "transaction": transaction,
    "log": log,
    "metric": metric,
    "check_in": check_in,
}

# A path into an item of the kind; `*` adds an item to a list, and a name that is not there is added.
_ANYWHERE = """
message | logentry.message | logentry.formatted | logentry.params.0 | transaction | culprit | logger | server_name
exception.values.0.value | exception.values.1.value | exception.values.1.type | exception.values.1.mechanism.data.note
exception.values.1.mechanism.help_link
exception.values.1.stacktrace.frames.0.pre_context.0 | exception.values.1.stacktrace.frames.1.context_line
exception.values.1.stacktrace.frames.1.post_context.1 | exception.values.1.stacktrace.frames.1.abs_path
exception.values.1.stacktrace.frames.0.vars.note | exception.values.1.stacktrace.frames.1.vars.nested.inner.1
threads.values.0.name | threads.values.0.stacktrace.frames.0.vars.note | stacktrace.frames.0.vars.note
breadcrumbs.values.0.message | breadcrumbs.values.1.message | breadcrumbs.values.0.data.url | breadcrumbs.values.0.data.note
breadcrumbs.values.0.data.http.query | breadcrumbs.values.0.data.http.fragment | breadcrumbs.values.1.data.params.0
breadcrumbs.values.0.category | breadcrumbs.values.0.data.deep.er.note
request.url | request.query_string | request.headers.x-note | request.headers.referer | request.headers.user-agent
request.cookies.note | request.data.note | request.data.list.0.note | request.env.NOTE | request.fragment
tags.note | tags.url | contexts.loan.note | contexts.trace.description | contexts.trace.data.url | contexts.trace.data.note
contexts.response.body | contexts.flags.values.0.flag | contexts.flags.values.0.result | contexts.runtime.build
extra.note | extra.sys.argv.0 | extra.deep.er.note | extra.list.0 | extra.pairs.0.1
user.id | user.name | user.note | user.data.note | user.geo.city | fingerprint.0 | modules.note | sdk.packages.0.name | dist
"""
_TRANSACTION = """
transaction | contexts.trace.description | contexts.trace.data.note | contexts.trace.data.url.full | tags.note | extra.note
spans.0.description | spans.0.data.note | spans.0.data.db.query.text | spans.0.data.db.params.0 | spans.1.description
spans.1.data.url | spans.1.data.http.query | spans.1.tags.note | spans.1.data.url.full | request.url | request.headers.x-note
breadcrumbs.values.0.data.url | user.name | measurements.loans.unit
"""
_LOG = "body | attributes.note | attributes.sentry.message.template | attributes.sentry.message.parameter.0 | attributes.url.full"
PATHS = {
    "event": _ANYWHERE,
    "transaction": _TRANSACTION,
    "log": _LOG,
    "metric": "name | attributes.note | attributes.url.full | unit",
    "check_in": "monitor_slug | contexts.trace.data.note | monitor_config.schedule.value",
}
PLACES = {kind: re.split(r"\s*[|\n]\s*", paths.strip()) for kind, paths in PATHS.items()}

# Names with dots of their own.
DOTTED = re.compile(
    r"\b(sys\.argv|http\.(?:query|fragment)|url\.full|db\.query\.text|db\.params|sentry\.message\.(?:template|parameter\.0))"
)

# Where ordinary texts must stay as they are: all that is not collected in the first place is left out, and so are local
# variables, which leave as shapes.
KEPT = {
    kind: [
        path for path in places if not re.search(r"^request|\.vars\.|^user\.|^dist|\.abs_path|^modules|http\.query|http\.fragment", path)
    ]
    for kind, places in PLACES.items()
}  # fmt: skip


def names(path: str) -> list[str]:
    """The names that a path goes through."""
    return [name.replace("\0", ".") for name in DOTTED.sub(lambda match: match[0].replace(".", "\0"), path).split(".")]


def put(item: Event, path: str, value: object) -> None:
    """Put a value at a path, with whatever is not there on the way."""
    here: Any = item
    *way, last = names(path)
    for name, following in itertools.pairwise([*way, last]):
        key = int(name) if isinstance(here, list) else name
        empty: object = [] if following.isdigit() else {}
        if isinstance(here, list) and key >= len(here):
            here.append(empty)
        elif not isinstance(here, list) and not isinstance(here.get(key), dict | list):
            here[key] = empty
        here = here[key]
    if isinstance(here, list):
        while len(here) <= int(last):
            here.append("x")
        here[int(last)] = value
    else:
        here[last] = value


def at(item: Any, path: str) -> object:
    """What is at a path."""
    for name in names(path):
        item = item[int(name)] if isinstance(item, list) else item[name]
    return item


def planted(kind: str, path: str, text: object) -> Event:
    """An item of this kind with the text at the path; a local variable as its `repr`, as the SDK has it."""
    item = ITEMS[kind]()
    put(item, path, repr(text) if ".vars." in path and isinstance(text, str) else text)
    return item


# Where there are names and values: `name` is replaced by the name under test.
KEYED = [
    "exception.values.1.stacktrace.frames.1.vars", "exception.values.1.stacktrace.frames.1.vars.settings",
    "request.headers", "request.cookies", "request.data", "request.data.user", "request.env", "tags", "contexts.loan",
    "contexts.new", "contexts", "extra", "extra.deep.er", "extra.list.0", "user", "user.data", "breadcrumbs.values.0.data",
    "contexts.trace.data", "exception.values.1.mechanism.data", "threads.values.0.stacktrace.frames.0.vars",
]  # fmt: skip


def keyed(path: str, key: str, value: object) -> Event:
    """An event with a value under a name, in the mapping at the path."""
    item = error()
    put(item, f"{path}.\1", value)
    mapping = at(item, path)
    mapping[key] = mapping.pop("\1")
    if ".vars" in path and isinstance(value, str):
        mapping[key] = repr(value)
    return item


# What a name and its value look like inside a text.
KEYED_TEXTS: dict[str, Callable[[str, str], str]] = {
    "JSON": lambda key, value: json.dumps({"a": 1, key: value}, ensure_ascii=False),
    "JSON, ASCII": lambda key, value: json.dumps({"a": 1, key: value}),
    "JSON, compact": lambda key, value: json.dumps({key: value, "a": 1}, separators=(",", ":"), ensure_ascii=False),
    "JSON in JSON": lambda key, value: json.dumps({"body": json.dumps({key: value}, ensure_ascii=False)}, ensure_ascii=False),
    "JSON in JSON in JSON": lambda key, value: json.dumps([json.dumps({"body": json.dumps({key: value})})]),
    "JSON, indented": lambda key, value: json.dumps({"a": 1, key: value}, indent=2, ensure_ascii=False),
    "JSON, cut": lambda key, value: json.dumps({"a": {key: value}}, ensure_ascii=False)[:-3],
    "repr of a dict": lambda key, value: repr({"a": 1, key: value}),
    "repr of bytes": lambda key, value: repr(json.dumps({"a": 1, key: value}).encode()),
    "repr in a log line": lambda key, value: f"calling with {({key: value, 'a': 1})!r} failed",
    "pairs": lambda key, value: repr([("a", "b"), (key, value)]),
    "pairs of lists": lambda key, value: json.dumps([["a", "b"], [key, value]], ensure_ascii=False),
    "pairs of bytes": lambda key, value: repr([(b"a", b"b"), (key.encode(), value.encode())]),
    "form": lambda key, value: f"a=1&{key}={value}&b=2",
    "form, encoded": lambda key, value: urlencode({"a": 1, key: value, "b": 2}),
    "URL": lambda key, value: f"https://loans.test/x?a=1&{key}={quote(value)}",
    "URL, first": lambda key, value: f"/x?{key}={value}#top",
    "URL in a URL": lambda key, value: "https://a.test/?next=" + quote(f"https://b.test/?{key}={value}", safe=""),
    "URL in a URL in a URL": lambda key, value: "/?u=" + quote("/?next=" + quote(f"https://b.test/?{key}={value}", safe=""), safe=""),
    "dataclass": lambda key, value: f"User(name='x', {key}={value!r}, age=3)",
    "pydantic": lambda key, value: f"name='x' {key}={value!r} age=3",
    "logfmt": lambda key, value: f'level=info {key}="{value}" msg=x',
    "header": lambda key, value: f"host: loans.test\r\n{key}: {value}\r\naccept: */*",
    "YAML": lambda key, value: f"a: 1\n{key}: {value}\nb: 2",
    "environment": lambda key, value: f"A=1\nexport {key}={value}\nB=2",
    "XML": lambda key, value: f"<a><{key}>{value}</{key}></a>",
    "TOML": lambda key, value: f'a = 1\n{key} = "{value}"',
    "exception": lambda key, value: f"ValueError({({key: value})!r})",
    "SQL": lambda key, value: f"UPDATE users SET {key} = '{value}' WHERE id = 1",
    "name and value": lambda key, value: json.dumps([{"name": key, "value": value}], ensure_ascii=False),
    "form in brackets": lambda key, value: f"a=1&user[{key}]={value}&b=2",
    "HTML": lambda key, value: f"&quot;{key}&quot;: &quot;{value}&quot;",
    "YAML block": lambda key, value: f"{key}: |\n  {value}\nb: 2",
    "multipart": lambda key, value: f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n--x--',
    "multipart in a repr": lambda key, value: repr(f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n--x--'),
    "input of HTML": lambda key, value: f'<input type="hidden" name="{key}" value="{value}">',
    "property of XML": lambda key, value: f'<a><property name="{key}">{value}</property></a>',
    "element of a namespace": lambda key, value: f'<n:{key} type="x">{value}</n:{key}>',
    "YAML of Kubernetes": lambda key, value: f"env:\n  - name: {key}\n    value: {value}\n  - name: PORT",
    "YAML, nested": lambda key, value: f"a: 1\n{key}:\n  db: {value}\n  port: 1\nb: 2",
    "name, type and value": lambda key, value: json.dumps({"name": key, "type": "string", "value": value}, ensure_ascii=False),
    "lines of a repr": lambda key, value: repr(f"first\n{key}={value}\nlast"),
    "coloured": lambda key, value: f"\x1b[1mdone\x1b[0m \x1b[36m{key}\x1b[0m=\x1b[35m{value}\x1b[0m",
    "JavaScript": lambda key, value: f"if ({key} === '{value}') x()",
    "command line": lambda key, value: f"run --verbose --{key}={value} --n 1",
    "command line, spaced": lambda key, value: f"run --verbose --{key} {value} --n 1",
}  # fmt: skip
HARD_KEYED_TEXTS = {"SQL", "command line, spaced", "pairs of lists", "JSON, cut"}

Point = collections.namedtuple("Point", "label text")


@dataclasses.dataclass
class Note:
    """For its `repr`."""

    text: str
    size: int = 3


def json_levels(text: str, levels: int) -> str:
    """JSON in a string of JSON, so many levels deep."""
    for _ in range(levels):
        text = json.dumps({"note": text})
    return text


def encoded(text: str, times: int) -> str:
    """Percent-encoded so many times."""
    for _ in range(times):
        text = quote(text, safe="")
    return text


# What a text looks like inside another.
WRAPPINGS: dict[str, Callable[[str], str]] = {
    "bare": lambda text: text,
    "in prose": lambda text: f"the check of {text} has failed, see the docs",
    "at the end": lambda text: f"cannot use {text}",
    "in Russian": lambda text: f"не удалось проверить {text} для заявки",
    "in Chinese": lambda text: f"无法处理 {text} ，请稍后重试",
    "in quotes": lambda text: f"cannot read '{text}'!",
    "in double quotes": lambda text: f'cannot read "{text}".',
    "in brackets": lambda text: f"failed ({text}): [{text}] <{text}>",
    "in a list": lambda text: f"a, {text}, b; {text}; c",
    "in lines": lambda text: f"first\n{text}\nlast",
    "in lines of a repr": lambda text: repr(f"first\n{text}\nlast"),
    "coloured": lambda text: f"\x1b[2m12:30\x1b[0m note=\x1b[35m{text}\x1b[0m",
    "after a tab": lambda text: f"x\t{text}\ty",
    "JSON": lambda text: json.dumps({"a": 1, "note": text}),
    "JSON, slashes escaped": lambda text: json.dumps({"a": 1, "note": text}).replace("/", "\\/"),
    "JSON, not ASCII": lambda text: json.dumps(["ü", text], ensure_ascii=False),
    "JSON, 2 levels": lambda text: json_levels(text, 2),
    "JSON, 3 levels": lambda text: json_levels(text, 3),
    "JSON, 4 levels": lambda text: json_levels(text, 4),
    "form": lambda text: urlencode({"a": "1", "note": text, "b": "2"}),
    "query": lambda text: f"https://loans.test/x?a=1&note={quote(text)}&b=2",
    "percent-encoded": lambda text: "note=" + encoded(text, 1),
    "percent-encoded twice": lambda text: "/x?u=" + encoded(f"/y?note={encoded(text, 1)}", 1),
    "repr of a dict": lambda text: repr({"a": 1, "note": text}),
    "repr of a dataclass": lambda text: repr(Note(text)),
    "repr of a pydantic model": lambda text: f"Note(text={text!r}, size=3)",
    "str of a pydantic model": lambda text: f"text={text!r} size=3",
    "repr of a named tuple": lambda text: repr(Point("x", text)),
    "repr of bytes": lambda text: repr(text.encode()),
    "repr of an exception": lambda text: repr(ValueError(f"bad: {text}", 3)),
    "repr of a repr": lambda text: repr([repr(text)]),
    "pairs": lambda text: repr([("note", text), ("a", "b")]),
    "header pairs": lambda text: repr([(b"host", b"x"), (b"note", text.encode())]),
    "SQL": lambda text: "INSERT INTO notes (a, note) VALUES (1, '" + text.replace("'", "''") + "')",
    "dict key": lambda text: repr({text: 1}),
}
# A form that is lawful, and in which a reader of texts cannot tell a secret from the rest.
HARD_WRAPPINGS: dict[str, Callable[[str], str]] = {
    "glued to Cyrillic": lambda text: f"проверка{text}заявки",
    "glued to underscores": lambda text: f"a_{text}_b",
    "zero-width": lambda text: text[: len(text) // 2] + "\u200b" + text[len(text) // 2 :],
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "JSON, ASCII escapes": lambda text: "".join(f"\\u{ord(character):04x}" for character in text),
    "percent-encoded, every character": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    "HTML": lambda text: text.replace("@", "&#64;").replace(":", "&#58;"),
    "full width": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "hex": lambda text: text.encode().hex(),
    "reversed": lambda text: text[::-1],
}


def texts(value: object) -> Iterator[str]:
    """Every text in a value, names among them."""
    return (text for _, text in found(value))


def found(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a value, names among them, with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{path}.<name>", str(key)
            yield from found(inner, f"{path}.{str(key)[:40]}")
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from found(inner, f"{path}.{index}")
    elif value is not None and not isinstance(value, bool):
        yield path, str(value)


def readings(text: str) -> str:
    """The text, and what it says when it is percent-, backslash- or base64-decoded, in lines."""
    read = [text]
    for _ in range(3):
        if "%" not in read[-1] and "+" not in read[-1]:
            break
        read.append(unquote_plus(read[-1]))
    if "\\" in text:
        plain = re.sub(r"\\+u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
        plain = re.sub(r"(?:\\+x[0-9a-fA-F]{2})+", lambda match: unescaped(match[0]), plain)
        read += [re.sub(r"\\+n", "\n", plain), re.sub(r"\\+", r"\\", plain), re.sub(r"\\+", "", plain)]
    for run in re.findall(r"[A-Za-z0-9+/_-]{12,}", text):
        raw = base64.urlsafe_b64decode(run[: len(run) // 4 * 4].replace("+", "-").replace("/", "_"))
        read.append(raw.decode("ascii", "ignore"))
    return "\n".join(read)


def unescaped(escapes: str) -> str:
    """What `\\xc2\\xa0` (of bytes) or `\\xa0` (of a text) says."""
    raw = bytes.fromhex(re.sub(r"\\+x", "", escapes))
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def windows(part: str) -> list[str]:
    """Pieces of a secret of which not one may be left: the whole of it, if short."""
    step = 1 if len(part) <= 64 else 4
    return [part[start : start + WINDOW] for start in range(0, max(len(part) - WINDOW, 0) + 1, step)]


def left_of(secret: Secret, value: object) -> str | None:
    """The first text in the value in which some of the secret is left."""
    pieces = [piece for part in secret.parts for piece in windows(part)]
    for text in texts(value):
        read = readings(text)
        if any(piece in read for piece in pieces):
            return text
    return None


def leaks(planted: list[Secret], value: object) -> list[str]:
    """What is left of the secrets in a big value: a line for each path, with their kinds and one of the texts."""
    paths = {text: re.sub(r"\.\d+(?=\.|$)", ".*", path) for path, text in found(value)}
    read = {text: readings(text) for text in paths}
    everything = "\n".join(read.values())
    left: dict[str, dict[str, str]] = {}
    for secret in planted:
        pieces = [piece for part in secret.parts for piece in windows(part) if piece in everything]
        for text in (text for text, reading in read.items() if any(piece in reading for piece in pieces)):
            left.setdefault(paths[text], {})[secret.kind] = text
    return [f"{path}: {next(iter(kinds.values()))} ({', '.join(kinds)})" for path, kinds in sorted(left.items())]


def copied(value: Event) -> Event:
    """A copy with nothing in common."""
    return copy.deepcopy(value)
