"""SQL without its literals, and what databases, and pydantic, say of the values that they were given."""

import re

from src.core.scrubbing.patterns import lazy
from src.core.scrubbing.rules import FILTERED

SQL_VERB = lazy(
    r"\b(?:select(?!\s+\\*'[^'\\]*\\*'\s+from\s+the\b)|insert\s+(?:\w+\s+){0,2}into|insert\s+\w+(?=\s+values\b)|update(?=\s[^']{1,512}?\sset\b)|delete\s+from(?!\s+\S+(?:\s+(?!where)\w+)?\s+\\*')|(?:merge|upsert|replace)\s+into(?!\s+\\*')|call(?=\s+[\w.\"]+\s*\()|exec(?=\s+\w)|(?:create|alter)\s+(?:user|role)|grant(?!\s+\\*')|set\s+password)\b",
    re.IGNORECASE,
)
# What makes it SQL, and no sentence; for some verbs, what follows them at once.
SQL_CLAUSE = lazy(
    r"\b(?:from(?!\s+\\*')|set|values|where|into|password|identified|(?:(?<=select )|(?<=(?-i:CALL) ))[\w.]{1,64}\(\s?\\*'|(?<=exec )[\w.]{0,64}sp_\w)",
    re.IGNORECASE,
)
SQL_LITERAL = lazy(
    r"(?<![\w?\"%])(?<![^\s=(,<>|+-])(?:\\{1,16}'[^'\\]*+(?:\\++'|$)|[NEXBnexb]?'(?:[^'\\]|''|\\.)*+(?:'|$)|\$(?P<dollar>\w*)\$.*?(?:\$(?P=dollar)\$|$)|(?<![\w.:$%?@-])\d{5,}(?:\.\d+)?(?![\w-]))|(?<=[^=!<>] = )\\{0,16}\"[^\"]*+\"(?!\.)",
    re.DOTALL,
)
# Rows, in which quotes of either kind hold values.
SQL_TEXT = lazy(r"(?P<escapes>\\*+)\"(?:[^\"\\]|\\+[^\"\\]|(?!(?P=escapes)\")\\+\")*+(?:(?P=escapes)\"|$)")
SQL_ROWS = lazy(
    rf"\bvalues?\s*(?:,?(?:\s|\\+[nrt])*\((?:[^()\"\\]|\\+(?![\"\\])|{SQL_TEXT.pattern}|\([^()]*+\)?)*+\)?)++",
    re.IGNORECASE,
)
SQL_TOKEN = lazy(SQL_LITERAL.pattern + r"|(?P<quote>\\*['\"`])", re.DOTALL)
SQL_OPENING = lazy(r"\\*['\"`]\Z")
# What databases, and pydantic, say of the values that they were given: in quotes, or in brackets inside each other.
QUOTED = r"\\*'(?:[^'\\]|''|\\.)*+'?|\\*\"(?:[^\"\\]|\"\"|\\.)*+\"?"
NESTED_VALUE = r"[^()\[\]{}'\"]"
for _ in range(6):
    NESTED_VALUE = r"(?:[^()\[\]{}'\"]|" + QUOTED + r"|[(\[{]" + NESTED_VALUE + r"*+[)\]}]?)"
REPORTED = lazy(
    r"(?P<before>[\"']loc\\*[\"']: ?[^\r\n]{1,300}?[\"']input\\*[\"']: ?(?!\{\}|\[\])|\[parameters: |\[(?:generated in|cached since|raw sql)[^\]\r\n]{0,64}\] (?!\((?:\d{1,5},? ?)*\))"
    r"|keyValue': |of field's value: |Duplicate entry |duplicate key value is |invalid input (?:syntax for type [\w ]{1,40}|value for enum [\w.\"]{1,64}|for query argument \$\d{1,3}): |[Ii]ncorrect \w{1,20} value: |dup key: |COPY \w{1,64}, line \d{1,12}, column \w{1,64}: )"
    r"(?P<value>" + QUOTED + r"|[(\[{]" + NESTED_VALUE + r"*+[)\]}]?)"
    r"|(?P<row>[Kk]ey \([^=\r\n]{1,200}\)=|Failing row contains |[Pp]arameters: (?=\$1 = ))(?:\([^\r\n]*(?:\)|$)|\$[^\r\n]*)"
    r"|(?P<told>input_value=)(?!(?:None|True|False|Ellipsis|\{\}|\[\]|-?\d{1,5}(?:\.\d+)?),)[^\n]{1,200}?(?=, input_type=)"
)


def without_literals(text: str) -> str:
    """A text with placeholders for the literals of its SQL."""
    kept: list[str] = []
    done, clause = 0, SQL_CLAUSE.search(text)
    while (verb := SQL_VERB.search(text, done)) and clause:
        start, stop = verb.start(), len(text)
        if clause.start() < start:
            clause = SQL_CLAUSE.search(text, start)
            continue
        if opening := SQL_OPENING.search(text, max(0, start - 32), start):  # it stands in quotes itself, which end it
            ends = (match for match in SQL_TOKEN.finditer(text, start) if match["quote"] == opening[0])
            stop = next((match.start() for match in ends), stop)
        statement = SQL_LITERAL.sub("?", text[start:stop])
        kept += [text[done:start], SQL_ROWS.sub(lambda rows: SQL_TEXT.sub("?", rows[0]), statement)]
        done = stop
    return "".join([*kept, text[done:]])


def without_reported_values(text: str) -> str:
    """A text without the values that a message names: a duplicate key, the parameters of a query, an invalid input."""
    return REPORTED.sub(lambda match: (match["before"] or match["row"] or match["told"]) + FILTERED, text)
