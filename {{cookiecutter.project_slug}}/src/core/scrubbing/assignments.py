"""Finds the values that follow a telling name, however they are written: `password=...`, `the token is ...`, a table."""

import keyword
import re

from src.core.scrubbing import checks, rules
from src.core.scrubbing.names import Names, words_of
from src.core.scrubbing.patterns import lazy
from src.core.scrubbing.rules import FILTERED, TAG

# A name, wherever it stands.
NAME = lazy(r"(?<![\w$.-])(?<!:\d{12}:)[\w$.-]{2,128}+")
# The words right before it, from the last to the first and each from its end: so they are found at once.
BEFORE = lazy(r"(?: [\w$.-]{1,32}){1,3}(?![\w$.-])")
MAX_BEFORE = 99  # characters
MAX_COUNT = 4  # digits
LONG_PROSE = 7  # characters, of what is said of a value in quotes: `"invalid"`
MAX_LITERAL = 2048  # characters
MAX_TELLING = 500  # names in one text; what follows the last of these is replaced whole
# What stands between a name and its value: `name=value`, `"name": value`, `name -> value`, `('name', value)`.
CLOSE = r"(?:\[\d{1,6}\])?(?P<close>\\*+[\"'`]\\*+[\"'`]?|\\*+[\"']?\]|\*{0,2})"
ASSIGNED = lazy(
    CLOSE
    + r"[?!]?\s{0,4}(?P<sep>[-=]>|→|[:+?~|]{0,2}={1,3}|(?:!==?|<>)(?=\s?\\*[\"'])|:(?!:|[a-z]{1,12}:`)|[：＝]|\|(?=[ \t]))(?:\*\*)?\s{0,9}(?:!{1,2}[A-Za-z]{1,16}[ \t]{1,4})?"
    r"|(?P<pair>\\*+[\"'`])\s{0,2},\s{0,2}(?=[\\\"'\[bru(\d])"
)
# `name of somebody: value`, `name for somebody is value`
LATER = lazy(
    r"(?P<between>(?:\s[(\[]?(?!\w+\])[^\W\d_]{1,16}[)\]]?){1,2})(?:\s?[:=：](?!=|//)|\s(?:is|was)\s)\s?(?P<quote>[\"'])?(?P<value>[^\s\"'<>,;()\[\]{}\\]{4,256}+)"
)
# `name is value`, `name value`, `--name value`
TOLD = lazy(
    r"(?:(?P<bracket>\s[(\[])|\s{1,3})(?:(?:is|was|are|ist|war|lautet|est|es|e|é|è|jest|je|to|equals|равен|—|-|–|->)\s{1,3})?(?P<quote>\\*[\"'`])?(?P<value>[^\s\"'`<>,;()\[\]{}\\]{3,256}+)"
)
# `"name": "password", "value": `, `name="password" value=`, the same in lines of YAML; and a part of a form, a value of a line
NAMED = lazy(
    r"(?i:\\*[\"']\s{0,4},\s{0,9}(?:\\*[\"']\w{1,16}\\*[\"']\s?:\s?\\*[\"'][\w ]{0,32}\\*[\"'],\s{0,9})?\\*[\"']val(?:ue)?\\*[\"']\s{0,4}:\s{0,4}"
    r"|[\"']?[ \t]*(?:\r?\n|(?:\\+[rn])+)[ ]{0,64}value:[ ]{1,4}|\\*[\"'],?\s[^<>]{0,128}?\b(?:value|content)="
    r"|\\*[\"']?\s{0,4}\{[^{}]{0,256}?\b(?:default|value)\s{0,9}=\s{0,4}"
    r"|(?P<line>\\*[\"'](?:;[^\r\n\\]{1,256})?(?:(?:\r?\n|(?:\\+r)?\\+n)content-[^\r\n\\]{1,256}){0,2}(?:\r?\n|(?:\\+r)?\\+n){2}))"
)
# `<password>value</password>`, `<ns:password x="y">`, `<property name="password">`, `<key>password</key><string>`
BEFORE_ELEMENT = lazy(r"(?:<(?:\w{1,32}:)?|\b(?:name|key)=\\*[\"'][\w.]{0,32}|<key>)\Z")
ELEMENT = lazy(
    r"(?:[\s\"'][^<>]{0,256}|</key>(?:\s|\\+[nrt]){0,32}<\w{1,16})?>\s{0,32}(?:<!\[CDATA\[)?(?P<value>[^<>\s][^<>]{0,4096}?)(?:\]\]>)?\s{0,32}</"
)
# Names and values of YAML below a name.
NESTED = lazy(
    r"(?P<indent>[ \t]*)(?:- )?[\"']?[\w.-]+[\"']?:[ \t]*\r?\n(?P=indent)[ \t]+(?P<block>(?:- )?[\w.-]+:[ \t][^\n]*(?:\n(?P=indent)[ \t][^\n]*)*)"
)
# Lines of YAML that belong to the name above them.
BLOCK = lazy(r"[|>][+-]?[ \t]*\r?\n(?:[ \t]+[^\n]*(?:\n|$))+|-[ \t]+[^\n]*(?:\n[ \t]*-[ \t]+[^\n]*)*")
# Names in a line, and below them their values: `name,password`, `| name | password |`.
LINE_END = r"(?P<end>(?:\\+r)?\\+n|\r?\n)"
CELL = r"\"?[\w.-]{1,64}\"?"
HEADER = lazy(
    rf"(?<![^\s\"'`:])(?P<names>{CELL}(?P<comma>[,;\t]){CELL}(?:(?P=comma){CELL})*+"
    rf"|(?:\| *)?(?:[\w.-]+ *\| *)+(?:[\w.-]+|(?<=\|)))[ \t]*{LINE_END}"
)
ROW = lazy(rf"(?P<cells>(?:(?!\\+[rn])[^\r\n])+)(?:{LINE_END})?")
RULE = lazy(r"[-+|=: ]+")
VARIABLE_VALUE = lazy(r"(?<==)[^\s\"'<>`\\|&]++")  # of the environment: `DB_PASSWORD=a;b,c`
QUOTE = lazy(r"[bBrRuUfF]{0,2}(?P<quote>\\*+(?:\"\"\"|'''|[\"'`]))")
REST = lazy(r"(?:[^\s,;&\"'`<>)\]}|\\\[]++|" + TAG.pattern + r"|\[)*+")
BARE = lazy(REST.pattern[:-2] + "++")
LINE = lazy(r"(?:[^\r\n\"'\\]|(?<=\w)'(?=\w)|(?<==)(?:\"[^\"\r\n\\]*+\"|'[^'\r\n\\]*+'))*+")
PHONE = lazy(r"\+?\(?\d(?:[ ().\-/]{0,3}\d){6,20}+(?!\w)")
# In source code.
LITERAL = lazy(r"\\{0,64}+(?P<quote>[\"'])(?:(?!(?P=quote))[^\\]|\\[\s\S]?)*+(?:(?P=quote)|$)")
# `f"Bearer {token}"`, `"%s.%s"`
FORMATTED = lazy(
    r"[A-Za-z .,:;/_'\"!?()=-]*(?:(?:\{[A-Za-z_.]*(?:\(\))?(?:![rsa])?\}|%s)[A-Za-z .,:;/_'\"!?()=-]*)+|[A-Za-z ]*(?<=[a-z]) |\W"
)
QUOTED_TYPE = lazy(r"[A-Z][A-Za-z.]*(?:\[[\w\[\], |.]+\])?(?: \| None)?")  # `session: "Session"`
# `:param token: Token of the bot`, `# token: Token of the bot`
DOCUMENTED = lazy(r"\s*(?:\"\"\")?(?:(?:#\s*)?[\w.]+: [^\W\d_]+(?:'s)? [^\W\d_]|:\w+ (?:[\w.\[\]]+ )?[\w.]+:)")
SOURCE_VALUE = lazy(
    CLOSE + r"(?:\s{0,4}:\s{0,4}[\w.\[\]| ]{0,64}?)?\s{0,4}(?P<sep>[!=]=|[:=,(])\s{0,4}"
    r"(?:(?:\w+\.)?(?:Secret(?:Str|Bytes)|bytes\.fromhex|b64decode|bytes|str)\(|\((?P<user>[\"'][^\"']*[\"']),\s?)?[bBrRuUfF]{0,2}(?=[\"'])"
)
ENVIRONMENT = lazy(r"(?i:env\w*(?:\.\w+)?)\([\"']\Z")  # `getenv("TOKEN", "...")`
CODE = lazy(r"\s?=\s?(?P<value>\d{4,8})\s*$")
# What code makes of it may hold it too, after names and words: `Field(default="...")`, `getenv("TOKEN") or "..."`.
LATER_LITERAL = lazy(
    CLOSE
    + r"(?:(?<=[\"']),|(?=[\s:=!]|\([\"'])[^\"'#=:(,]{0,64}[=:(,])[^\"'#]{0,99}(?:\"[A-Za-z_./ -]{0,64}\"[^\"'#]{0,32}|'[A-Za-z_./ -]{0,64}'[^\"'#]{0,32}){0,2}(?=[\"'])"
)
UNQUOTED = lazy(r"(?P<sep>\s?[=:]\s?)(?P<value>[A-Za-z0-9+/=_:-]{8,200}+)(?![\w(.])")
COMMENT = lazy(r"(?:^|\s)#")
QUOTES = lazy(r"'*+")
PROSE_MARK = "#"
# Two words in a row, neither of them Python's: no code, but a line of prose in a string of many lines.
WORD = rf"(?!(?:{'|'.join([*keyword.kwlist, *keyword.softkwlist])})\b)[^\W\d]\w*"
PROSE_LINE = lazy(rf"(?<![\w.]){WORD} {WORD}(?![\w.(\[])")
PLACEHOLDER = lazy(
    r"(?:%\(\w+\)[sdr]?|%[sdr]|\$(?:\d{1,2}|\{\w+\}|[A-Z_]+)|\?|:[a-z_]+(?:_\d{1,3})?)(?:::\w+)?"
    r"|\{\{?\s?[a-zA-Z_.!:]*\s?\}?\}?|\{\d{1,2}\}|<(?:[a-z_ -]+|[A-Z_]+|\w+ \d+ \w+)>|ANY\(\$\d+(?:::[\w\[\]]+)?\)|\*+|\.{3}|…|(?:/[a-z_.-]+){2,}/?"
)
# What code gives to a name, and not what it is: `get_token(request)`, `settings.password`.
EXPRESSION = lazy(
    r"(?:(?:self|cls|settings|config|conf|os|request|environ|env|app|data|kwargs|args|user|body|form|payload|getpass|secrets)"
    r"(?:\.[A-Za-z_]+)+(?:\((?:[^'\"()\d]*|\\*[\"'][a-z_ -]{1,32}\\*[\"'])\)|\[[\"']?[A-Z_]*[\"']?\]?)?|[A-Za-z_.]+\([^'\"()\d]*\))"
)
# `: str = "..."`, `string(7) "..."`, `new String("...")`
ANNOTATION = lazy(
    r"&?(?:string|str|bytes|int|SecretStr|Optional|Any|Annotated)\b[\w\[\], |.]{0,64}=\s{0,4}|string\(\d+\)\s|new\s(?=\w{1,64}\(|\[)"
)
CALLED = lazy(r"\(\s?(?=\\*[\"'])")
# `('invalid password', ...)`
PHRASE_BEFORE = lazy(r"[(\[]\\*[bru]?[\"'][\w ]{0,64}\Z")
PASSWORD = lazy(r"\\*[\"'](?![a-z]*\\*[\"'])[^\s\"'\\]{4,64}\\*[\"']")
RANDOM_VALUE = lazy(r"[\"']?\s?[:=]\s?[\"']?(?P<value>[\w+/.~-]{16,200}+={0,2})(?![\w=])")
# Names only: `fields = ["password", "amount"]`.
LISTED = lazy(r".{0,2}[:=a-z] ?\[\\*[\"'][a-z_.]{2,40}\\*[\"'](?:, ?\\*[\"'][a-z_.]{2,40}\\*[\"'])+\]", re.DOTALL)
# `["This field is required."]`
ADVICE = lazy(r"\[\\*[\"'][A-Z][^\d\"']* [^\d\"']*\.\\*[\"'](?:, ?\\*[\"'][A-Z][^\d\"']* [^\d\"']*\.\\*[\"'])*\]")
# `Chrome/131.0.0.0 Mobile Safari/537.36`
BROWSER = lazy(r" (?:Chrome|Version)/[\d.]{1,16} \Z")
# `INFO:src.auth:started`, `ERROR:auth:token expired`
LOGGED = lazy(r"(?:DEBUG|INFO|WARNING|ERROR|CRITICAL):(?:[\w.]*:)?\Z")
# A port, a version, or more of a path or of a key: `auth:8000/health`, `session-api:1.2.3`, `auth.session:get:42`
HOSTED = lazy(r"\d{2,5}(?:/.*)?|v?\d+(?:\.\d+){1,3}(?:-[\w.]+)?|(?:[a-z_]{1,32}|\d{1,8})(?::(?:[a-z_]{1,32}|\d{1,8}))+")
UNKNOWN_HOST = lazy(r"(?:Name or service not known|Temporary failure in name|No address associated|nodename nor)")
DURATION = lazy(r"\d+(?:\.\d+)?(?:ms|[mun]?s)")
# What follows a word, and is a pair of its own, or a name: `count=17`, `worker-17`, `v2.1.0`, `sha256-hashed`
PAIRED = lazy(r"[A-Za-z_][\w.-]*=(?!=|$)")
IDENTIFIED = lazy(r"v?\d+(?:\.\d+){1,3}|[A-Za-z]+\d{0,3}(?:[._/-](?:[A-Za-z]+\d{0,3}|\d{1,8}))+|HTTP/\d.*")
CONSTANT = lazy(r"(?:None|null|nil|True|true|False|false|undefined)\b")
CLOSING = {"(": ")", "[": "]", "{": "}"}
BRACKET = lazy(r"(?<![\w\\])(\\*[\"'])(?:(?!\1)(?:\\.|[^\\\r\n]))*+\1|[()\[\]{}]")  # or a text, whatever stands in it


class Assignments:
    """Removes from a text what its names say is sensitive."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def remove(self, text: str, *, in_source: bool) -> str:
        """The text without the values that follow a telling name; of source code, what is code in it."""
        text = self._without_values(text, _code(text) if in_source else "")
        return text if in_source else self._without_columns(text)

    def _without_values(self, text: str, code: str) -> str:
        kept: list[str] = []
        done = telling = 0
        for match in NAME.finditer(text):
            if match.end() == len(text):  # nothing follows
                break
            start = match.start()
            if start < done or (start and text[start - 1] == "[" and _is_replacement(text, start - 1)):
                continue
            words = self._telling(match)
            if code[start : start + 1] == PROSE_MARK and (known := DOCUMENTED.match(text)) and start < known.end():
                continue
            if words is not None:
                telling += 1
                if telling > MAX_TELLING:
                    return "".join([*kept, text[done:start], FILTERED])
                is_code = code and code[start] != PROSE_MARK and (code[start] != "'" or text[match.end()] in "'\"\\")
                inside = QUOTES.match(code, start) if not is_code else None
                start, stop = self._literal(match, words) if is_code else self._value(match, words)
                if inside and inside[0]:  # a literal ends what is told in it
                    stop = min(stop, inside.end() - 1)
            elif match[0].lower().endswith(rules.MAYBE_NAMES):
                start, stop = self._random_value(match)
            else:
                continue
            if start < stop:
                kept += [text[done:start], FILTERED]
                done = stop
        return "".join([*kept, text[done:]]) if kept else text

    def _without_columns(self, text: str) -> str:
        """The text without the columns of sensitive names, if there is a table in it."""
        kept: list[str] = []
        done = 0
        for header in HEADER.finditer(text):
            comma = header["comma"] or "|"
            names = header["names"].split(comma)
            hidden = [place for place, name in enumerate(names) if self._names.kind(name.strip(' "'))]
            if not hidden or header.start() < done:
                continue
            kept.append(text[done : header.end()])
            done = header.end()
            while row := ROW.match(text, done):
                cells = row["cells"].split(comma)
                is_rule = RULE.fullmatch(row["cells"])
                if not (is_rule or len(cells) == len(names) or (len(cells) > len(names) and not row["end"])):
                    break
                for place in () if is_rule else hidden:
                    cells[place] = cells[place] if TAG.search(cells[place]) else FILTERED
                kept.append(comma.join(cells) + (row["end"] or ""))
                done = row.end()
        return "".join([*kept, text[done:]]) if kept else text

    def _telling(self, match: re.Match[str]) -> list[str] | None:
        """The words of a sensitive name, which may be several words of the text: `the api key`."""
        start = match.start()
        name = match[0].strip(".-")
        if match.string[start - 1 : start] == "\\" and name[:1] in ("n", "r", "t"):  # the end of a line: `\ntoken=`
            name = name[1:]
        if self._names.kind(name):
            lead = match.string[max(0, start - 24) : start]
            # A logger's, a browser's, a parser's.
            is_other = LOGGED.search(lead) or BROWSER.search(lead) or lead.endswith("unexpected ")
            return None if is_other else words_of(name)
        if match.string[start - 1 : start] != " " or not self._names.ends(name):
            return None
        before = BEFORE.match(match.string[max(0, start - MAX_BEFORE) : start][::-1])
        phrase = self._names.phrase(before[0][::-1], name) if before else ""
        return [phrase] if phrase else None

    def _random_value(self, match: re.Match[str]) -> tuple[int, int]:
        """Where the value of a name begins and ends that may hold anything: somewhere if it looks random."""
        given = RANDOM_VALUE.match(match.string, match.end())
        return given.span("value") if given and checks.looks_random(given["value"]) else (0, 0)

    def _literal(self, match: re.Match[str], words: list[str]) -> tuple[int, int]:
        """Where the literal after a name of source code begins and ends, without its quotes."""
        text = match.string
        opened = NAMED.match(text, match.end()) or SOURCE_VALUE.match(text, match.end())
        if opened and (quoted := LITERAL.match(text, opened.end())):
            closed = len(quoted[0]) > 1 and quoted[0][-1] == quoted["quote"]
            start, stop = quoted.start("quote") + 1, quoted.end() - closed
            sep, value = opened.groupdict().get("sep"), text[start:stop]
            default = sep == "," and ENVIRONMENT.search(text, max(0, match.start() - 32), match.start())
            told = bool(default) or (text[match.end()] == "(" and self._names.ends_in(words, rules.CODE_NAMES))
            harmless = (
                FORMATTED.fullmatch(value)
                or (sep in ("(", ",", "==", "!=") and not told and not checks.looks_secret(value))
                or (opened.groupdict().get("user") and not match[0].lower().endswith(("auth", "credentials")))
                or (sep == ":" and not opened["close"] and QUOTED_TYPE.fullmatch(value))
                or (value.isalpha() and value.lower() in match[0].lower())  # `TOKEN = "token"`
                or {*words_of(value)} <= {*words_of(match[0])}  # `INVALID_TOKEN = "invalid_token"`
                or checks.MACHINE.fullmatch(value)
                or (value.lower() in rules.PROSE and len(value) >= LONG_PROSE)
            )
            if not harmless and start < stop:
                return start, stop
        if (later := LATER_LITERAL.match(text, match.end())) and (
            quoted := LITERAL.match(text, later.end(), later.end() + MAX_LITERAL)
        ):
            start, stop = quoted.start("quote") + 1, quoted.end() - (quoted[0][-1] == quoted["quote"])
            if checks.mixed(text[start : min(stop, start + 256)]):
                return start, stop
        if self._names.ends_in(words, rules.CODE_NAMES) and (code := CODE.match(text, match.end())):
            return code.span("value")
        bare = UNQUOTED.match(text, match.end())
        if bare is None:
            return 0, 0
        value = bare["value"]
        given = bare["sep"][0] == "=" and value != match[0] and not value.replace("_", "").isalpha()
        long = len(value) >= 16 and (checks.looks_random(value) or checks.HEX.fullmatch(value) or given)
        return bare.span("value") if long or checks.mixed(value) else (0, 0)

    def _value(self, match: re.Match[str], words: list[str]) -> tuple[int, int]:
        """Where the value of a name begins and ends, without its quotes; nowhere if it has none, or none that tells."""
        text = match.string
        if named := NAMED.match(text, match.end()):
            return _extent(text, named.end(), named["line"] is not None)
        if BEFORE_ELEMENT.search(text, max(0, match.start() - 64), match.start()) and (
            element := ELEMENT.match(text, match.end())
        ):
            return (0, 0) if TAG.fullmatch(element["value"]) else element.span("value")
        assigned = ASSIGNED.match(text, match.end())
        if assigned is None:
            called = CALLED.match(text, match.end())
            start, stop = _extent(text, called.end(), False) if called else (0, 0)
            sure = called and (match[0].startswith("set") or checks.looks_secret(text[start:stop]))
            return (start, stop) if sure else self._told(match, words)
        if assigned["pair"]:
            first = PHRASE_BEFORE.search(text, max(0, match.start() - 72), match.start())
            if first is None:
                return 0, 0
            if first[0][-1].isspace() and not PASSWORD.match(text, assigned.end()):
                return 0, 0  # sentences
        if assigned["pair"] and LISTED.match(text, max(0, match.start() - 4)):
            return 0, 0
        if "\n" in assigned[0]:
            line = text.rfind("\n", 0, match.start()) + 1
            if nested := NESTED.match(text, line):
                return nested.span("block") if words not in (["auth"], ["session"]) else (0, 0)
            if text[line : match.start()].strip(" \t\"'*{[(,-") and assigned["close"][-1:] != "]":
                return 0, 0  # `-> Session:`, and its body
        whole_line = (
            assigned["sep"] is not None
            and assigned[0] != " = "
            and not assigned["close"].strip("*")
            and self._names.ends_in(words, rules.WHOLE_LINE_NAMES)
        )
        annotation = ANNOTATION.match(text, assigned.end())
        start, stop = _extent(text, (annotation or assigned).end(), whole_line)
        if assigned[0] == "=" and match[0].isupper() and (variable := VARIABLE_VALUE.match(text, start)):
            stop = max(stop, variable.end())
        # What is not, in `| token | expired |` and `token == expected`.
        sure = assigned["sep"] not in ("|", "==") or start != assigned.end() or checks.looks_secret(text[start:stop])
        return (start, stop) if sure and not self._tells_nothing(match, assigned, words, text[start:stop]) else (0, 0)

    def _tells_nothing(self, match: re.Match[str], assigned: re.Match[str], words: list[str], value: str) -> bool:
        """Whether what a name is given is a replacement, a placeholder, code, a quantity, or the next word of a sentence."""
        nothing = (TAG, CONSTANT, PLACEHOLDER, EXPRESSION, DURATION, ADVICE, checks.MACHINE)
        if (
            any(pattern.fullmatch(text) for pattern in nothing for text in (value, value.rstrip(".")))
            or UNKNOWN_HOST.match(value)
            or keyword.iskeyword(value)
        ):
            return True
        if value.lower() == "".join(words) or _is_place(match, assigned, value.rstrip(".")):
            return True
        if (words[-1] == "tokens" and value.isdigit()) or (words == ["pwd"] and value.startswith("/")):
            return True
        parts = value.lower().removesuffix("()").split(".")
        if assigned["sep"] and not assigned["close"] and words[-1] in parts and all(map(str.isidentifier, parts)):
            return True
        is_name = (assigned["pair"] or value[:1] in ("$", "@")) and value.strip("$@").replace("_", "").isalpha()
        if (is_name and self._names.kind(value)) or (
            value.isdigit() and len(value) <= MAX_COUNT and self._names.ends_in(words, rules.COUNTABLE)
        ):
            return True
        quoted = assigned["pair"] or assigned.string[assigned.end() : assigned.end() + 1] in ("'", '"', "\\")
        if quoted and value.lower() in rules.PROSE and len(value) >= LONG_PROSE:
            return True
        sentence = not quoted and assigned["sep"] == ":" and assigned[0].endswith(" ")
        free = self._names.kind("".join(words)) == "personal" or self._names.ends_in(words, rules.PHRASES)
        first = value.lower().split()[: 2 if free else 1]
        return sentence and all(word.rstrip(".,:;!?)]>") in rules.PROSE for word in first)

    def _told(self, match: re.Match[str], words: list[str]) -> tuple[int, int]:
        told = LATER.match(match.string, match.end()) or TOLD.match(match.string, match.end())
        if told is None or _in_path(match):
            return 0, 0
        if TAG.match(match.string, told.end()) or checks.MACHINE.fullmatch(told["value"]):
            return 0, 0
        value = told["value"].rstrip(".!?:")
        between = words_of(told.groupdict().get("between") or "")
        if (between and between[-1] in rules.INNOCENT_ENDS) or PAIRED.match(value) or "://" in value:
            return 0, 0  # `token type: ...`, `token count=17`
        if not self._names.ends_in(words, rules.CODE_NAMES) and not told["quote"] and IDENTIFIED.fullmatch(value):
            return 0, 0
        if told.groupdict().get("bracket") and not checks.mixed(value):
            return 0, 0
        usage = value.isupper() and (value.lower() in "".join(words) or match.string[match.start() - 1 :][:1] == "[")
        option = match[0].startswith("--") and not usage and value.lower() not in rules.PROSE
        code = value.isdigit() and self._names.ends_in(words, rules.CODE_NAMES)
        number = PHONE.match(told.string, told.start("value"))  # its digits may stand in groups
        if number and sum(map(str.isdigit, number[0])) >= 7 and self._names.kind(" ".join(words)) == "personal":
            return number.span()
        quoted = told["quote"] and value.lower() not in rules.PROSE and self._names.ends_in(words, rules.CODE_NAMES)
        if option or code or quoted or (value.lower() not in rules.PROSE and checks.looks_secret(value)):
            return told.start("value"), told.start("value") + len(value)
        return 0, 0


def _is_replacement(text: str, start: int) -> bool:
    """Whether a word in brackets is one, and no name in a form: `user[token]=`."""
    tag = TAG.match(text, start)
    return tag is not None and not (text[tag.end() : tag.end() + 1] == "=" and text[start - 1 : start].isalnum())


def _in_path(match: re.Match[str]) -> bool:
    """Whether a name is a part of a path: `/auth/token`."""
    return match.string[match.start() - 1 : match.start()] == "/"


def _is_place(match: re.Match[str], assigned: re.Match[str], value: str) -> bool:
    """Whether a name is a host's, an image's, a logger's, a key's or a path's, and its value its port, version or so."""
    in_path = _in_path(match)
    if assigned[0] != ":":
        return in_path and value.isdigit() and len(value) == len("404")
    return HOSTED.fullmatch(value) is not None and (in_path or ":" in value or not {".", "-"}.isdisjoint(match[0]))


def _code(line: str) -> str:
    """What of a line of source code is code: string literals as quotes; a comment, or a line that is no code, as marks."""
    code = LITERAL.sub(lambda literal: "'" * len(literal[0]), line)
    comment = COMMENT.search(code)
    end = comment.start() if comment else len(line)
    end = 0 if PROSE_LINE.search(code, 0, end) else end
    return code[:end] + PROSE_MARK * (len(line) - end)


def _extent(text: str, start: int, whole_line: bool) -> tuple[int, int]:
    """Where a value begins and ends, without its quotes."""
    if quoted := QUOTE.match(text, start):
        return quoted.end(), _closing_quote(text, quoted.end(), quoted["quote"])
    if block := BLOCK.match(text, start):
        return start, start + len(block[0].rstrip("\r\n"))
    if rest := TAG.match(text, start) and REST.match(text, start):
        more = any(map(str.isalnum, TAG.sub("", rest[0])))  # than punctuation after a replacement
        return rest.span() if more else (start, start)
    if text[start : start + 1] in CLOSING:
        rest = REST.match(text, _closing_bracket(text, start))
        return start, rest.end() if rest else start
    if whole_line and not CONSTANT.match(text, start):
        line = PHONE.match(text, start) or LINE.match(text, start)
        return start, start + len(line[0].rstrip()) if line else start
    bare = BARE.match(text, start)
    if bare is None:
        return start, start
    if "(" in bare[0]:  # `SecretStr('...')`
        rest = REST.match(text, _closing_bracket(text, start + bare[0].index("(")))
        return start, max(bare.end(), rest.end() if rest else start)
    return start, bare.end()


def _closing_quote(text: str, start: int, quote: str) -> int:
    """Where the text ends that a quote opens, which may itself be escaped; without an end, it is all the rest."""
    escapes = len(quote) - len(quote.lstrip("\\"))
    mark = quote[escapes:]
    position = start
    while (position := text.find(mark, position)) >= 0:
        backslashes = 0
        while position - backslashes > start and text[position - backslashes - 1] == "\\":
            backslashes += 1
        if (backslashes <= escapes) if escapes else backslashes % 2 == 0:
            return position - min(backslashes, escapes)
        position += 1
    return len(text)


def _closing_bracket(text: str, start: int) -> int:
    """Where the bracket ends that opens here; without an end, it is all the rest."""
    depth = 0
    for match in BRACKET.finditer(text, start):
        depth += 0 if match[1] else 1 if match[0] in CLOSING else -1
        if depth == 0:
            return match.end()
    return len(text)
