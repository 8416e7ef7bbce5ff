"""What a regular expression cannot tell: checksums, ranges, and whether a text looks random."""

import re
import unicodedata
from ipaddress import AddressValueError, IPv6Address
from itertools import pairwise

from src.core.scrubbing.patterns import lazy

# Letters that have no accent to take off.
PLAIN_LETTERS = str.maketrans("łøđıæœ", "lodiao")


def words(text: str) -> frozenset[str]:
    """The words of a text, folded, as a set."""
    return frozenset(map(fold, text.split()))


def fold(text: str) -> str:
    """A text in small letters without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).translate(PLAIN_LETTERS)


# Issuer's first digits -> how long their card numbers are.
CARDS = (
    (lazy(r"4"), {13, 16, 19}),
    (lazy(r"5[1-5]|2(?:2[2-9]|[3-6]|7[01]|720)"), {16}),
    (lazy(r"3[47]"), {15}),
    (lazy(r"6011|6[45]"), set(range(16, 20))),
    (lazy(r"62|81"), set(range(16, 20))),
    (lazy(r"35(?:2[89]|[3-8])"), set(range(16, 20))),
    (lazy(r"3(?:0[0-5]|095|[689])"), set(range(14, 20))),
    (lazy(r"50|5[6-9]|6[0-9]"), {13, *range(15, 20)}),
    (lazy(r"220[0-4]|9792|8600|9860"), set(range(16, 20))),
)
# What these begin is the id of an object, at some vendor, and opens nothing.
PUBLIC_PREFIXES = words("""
    account acct app application asst ba batch bps ca call card cart ch chatcmpl chk cs cus customer deployment document
    dpl du event evt fc fee file ft gen id il in inv invoice issue job ledger li link loan mandate md5 msg obj order org
    pay payment payout pi plan plink pm po price prj prod proj promo py qt re req res resp rs run seq sha1 sha256 sha384
    seti sha512 si src step sub task team thread ticket toolu tr trace transfer txn txr upl user usr vs we wf workflow
""")
# ... and these, the id of nothing.
SECRET_PREFIXES = words("api auth key live pat pk prod rk secret sess session sk test token")
MASKED = lazy(r"[\w.-]*:\*+")
FILE_ENDS = words("csv gz jpg json log pdf png sql tar tgz xml yaml yml zip")
ID = lazy(r"[0-9a-f]{32}|[0-9a-f]{40}|0[0-7][0-9a-hjkmnp-tv-z]{24}|0[0-7][0-9A-HJKMNP-TV-Z]{24}")
# `version 1.2.3.4`, `Chrome/119.0.6045.105`
VERSION_BEFORE = lazy(
    r"(?:(?i:\b\w*(?:version|section|extension|oid|identifier|release)[\"']?[ =:(]{1,3}[\"']?)|[<>~]=|(?<![/\w])[A-Z]\w{1,30}/)\Z"
)
NAME_BEFORE = lazy(r"(?P<name>\w+)(?:\\*[\"'])?(?:\s?[=:]\s?|\s)\Z")
# ... and before one that begins with a single digit: `name==1.2.3.4`, `opencv-python 4.10.0.84`
SMALL_BEFORE = lazy(r"(?:==|@|release |\w-\w+ \(?)\Z")
# Before a digest of what is public.
DIGEST_BEFORE = lazy(
    r"(?i:(?:checksum|digest|integrity|etag|x-amz-id-2)[\"']?[ :=]{1,3}|W/)[\"']?\Z|(?i:sha-?\d{1,3})[-=:]{1,2}\Z"
)
MEDIA = lazy(r"data:(?:image|font|audio|video)/[\w+.-]{1,32};base64,\Z")
# One among other numbers: `500 4111111111111111 declined`, `4111 1111 1111 1111 12/28`.
CARD = lazy(r"(?<!\d)(?<!\d[.,])(?=(\d{4}(?: \d{4}){3}|\d{4} \d{6} \d{4,5}|\d{13,19})(?!\d))")
GROUPED = lazy(r"\d{13,19}|\d{4}(?:\D\d{4}){1,3}(?:\D\d{1,7})?|\d{4}\D\d{6}\D\d{4,5}")
UUID = lazy(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HEX = lazy(r"[0-9a-fA-F-]+")
CHANGE = lazy(r"(?<=[a-z])(?=[A-Z\d])|(?<=[A-Z])(?=\d)|(?<=\d)(?=[A-Za-z])")
# What follows the word `address` too.
MACHINE = lazy(r"0x[0-9a-f]{1,16}|(?:0\.0\.0\.0|127\.0\.0\.1|localhost)(?::\d{1,5})?")
# `loans.created.v1`, `loans/2026/11/part-00001.csv`
DOTTED = lazy(r"[A-Za-z]+\d{0,5}(?:[.:/_-](?:[A-Za-z]+\d{0,5}|\d{1,12}(?:T\d\d)?))*")


def luhn(digits: str) -> bool:
    """Whether the last digit is the checksum of a card number's others."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def card(match: re.Match[str]) -> bool:
    """A card number, maybe between others: an issuer's digits, its length, its checksum; and no fraction, id or UUID."""
    numbers = [*([match[0]] if GROUPED.fullmatch(match[0]) else ()), *CARD.findall(match[0])]
    return not (in_uuid(match) or name_before(match).endswith("_id")) and any(
        _issued(re.sub(r"\D", "", number)) for number in numbers
    )


def in_uuid(match: re.Match[str]) -> bool:
    """Whether a match lies in a UUID, or begins in one."""
    start = max(0, match.start() - 36)
    around = UUID.finditer(match.string, start, match.start() + 36)
    return any(found.start() <= match.start() < found.end() for found in around)


def _issued(digits: str) -> bool:
    issued = any(first.match(digits) and len(digits) in lengths for first, lengths in CARDS)
    return issued and luhn(digits) and len(set(digits)) > 1


def iban(match: re.Match[str]) -> bool:
    """An IBAN, by its checksum (ISO 7064, mod 97-10)."""
    whole = match[0].upper()
    codes = (re.sub(r"[^A-Z0-9]", "", code) for code in (whole, whole.rpartition(" ")[0]))  # `... 3201 EUR`
    return not (HEX.fullmatch(whole) and not whole[4:].replace("-", "").isdigit()) and any(
        15 <= len(code) <= 34 and int("".join(str(int(char, 36)) for char in code[4:] + code[:4])) % 97 == 1
        for code in codes
    )


def ipv4(match: re.Match[str]) -> bool:
    """An address of a machine, neither this one nor a version."""
    parts = match[0].split(".")
    if any(int(part) > 255 or (len(part) > 1 and part[0] == "0") for part in parts):
        return False
    if parts[0] in ("127", "0", "255") or parts[2:] == ["0", "0"]:
        return False
    before = match.string[max(0, match.start() - 32) : match.start()]
    small = int(parts[0]) < 10 and SMALL_BEFORE.search(before)
    return not (small or VERSION_BEFORE.search(before))


def ipv6(match: re.Match[str]) -> bool:
    """An address of a machine, neither this one nor a time, a slice or a scope (`a::b`)."""
    try:
        address = IPv6Address(match[0])
    except (AddressValueError, ValueError):
        return False
    groups = [group for group in match[0].split(":") if group]
    mapped = address.ipv4_mapped
    telling = len(groups) >= 3 or (len(groups) == 2 and len(groups[0]) == 4 and any(map(str.isdigit, match[0])))
    return telling and not (mapped or address).is_loopback


def email(match: re.Match[str]) -> bool:
    """An e-mail address, and neither a release (`loans@1.2.3.dev`), a git remote nor a picture (`logo@2x.png`)."""
    local, _, domain = match[0].rpartition("@")
    return (
        local not in ("git", "celery")
        and domain.rpartition(".")[2].lower() not in FILE_ENDS
        and not re.fullmatch(r"\dx\.\w{3,4}", domain)
        and (domain[0] == "[" or not all(map(str.isdigit, domain.split(".")[:-1])) or domain.count(".") == 1)
    )


def userinfo(match: re.Match[str]) -> bool:
    """What logs in, and is neither git's nor masked already."""
    return match[0] != "git" and not MASKED.fullmatch(match[0])


def mac(match: re.Match[str]) -> bool:
    """A hardware address, and not none."""
    return len(set(match[0])) > 2


def phone(match: re.Match[str]) -> bool:
    """A phone number, by how many digits it has."""
    return not in_uuid(match) and 9 <= sum(map(str.isdigit, match[0])) <= 15


def told_phone(match: re.Match[str]) -> bool:
    """A phone number after a word that tells so, by how many digits it has."""
    return 7 <= sum(map(str.isdigit, match[0][match.end("keep") - match.start() :])) <= 15


def national_phone(match: re.Match[str]) -> bool:
    """A phone number with the 0 before its area code, and no date."""
    digits = re.sub(r"\D", "", match[0])
    date = re.match(r"0?\d[ ./-]\d{1,2}[ ./-](?:19|20)\d\d\b", match[0])
    return not in_uuid(match) and 9 <= len(digits) <= 12 and len(set(digits)) > 1 and not date


def name_before(match: re.Match[str]) -> str:
    """The name that a match is given to, in small letters: `offset 42`, `"size": 42`; empty without one."""
    before = NAME_BEFORE.search(match.string, max(0, match.start() - 48), match.start())
    return before["name"].lower() if before else ""


def command_password(match: re.Match[str]) -> bool:
    """What a command of Redis gives, and no word of a sentence."""
    password = match[0].removeprefix(match["keep"])
    return match["keep"].startswith(("ACL", "PASS")) or not password.rstrip(".,:;!?)").isalpha()


def init_data(match: re.Match[str]) -> bool:
    """What Telegram signs for a web application."""
    return "auth_date=" in match[0] and ("hash=" in match[0] or "signature=" in match[0])


def looks_random(text: str) -> bool:
    """Whether a text of 16 characters or more is no word, name, path or hexadecimal id.

    Between random characters the class (capital, small letter, digit) changes more than between those of words.
    """
    if len(text) < 16 or HEX.fullmatch(text) or not any(map(str.isdigit, text)):
        return False
    classes = ["d" if char.isdigit() else "u" if char.isupper() else "l" if char.isalpha() else "-" for char in text]
    changes = sum(a != b for a, b in pairwise(classes) if "-" not in (a, b))
    return changes >= 0.28 * (len(text) - 1 - 2 * classes.count("-"))


def looks_secret(text: str) -> bool:
    """Whether a text that follows a telling word is its value, and not the next word of a sentence."""
    kinds = (any(map(str.isdigit, text)), any(map(str.isalpha, text)), any(not char.isalnum() for char in text[1:-1]))
    return len(text) >= 6 and ((kinds[0] and (kinds[1] or kinds[2])) or looks_random(text) or len(text) >= 32)


def mixed(text: str) -> bool:
    """Whether a text is neither words nor numbers nor both, such as `v2.0.1` and `sha256`, but a mix of them."""
    return len(text) >= 8 and len(CHANGE.findall(text)) >= 3 and any(map(str.isdigit, text)) and not HEX.fullmatch(text)


def credential(match: re.Match[str]) -> bool:
    """What follows `Bearer`, and is no word of a sentence."""
    value = match[0][match.end("keep") - match.start() :]
    scheme = match["keep"].strip().lower()
    mixed = (
        looks_secret(value)
        or value.endswith("=")
        or (value != value.lower() and value != value.title() and len(value) >= 8)
    )
    if scheme == "basic" and value.isalpha() and len(value) % 4:  # `basic TypeScript`
        return False
    if scheme.startswith(("bearer", "basic")):
        return mixed or len(value) >= 16
    given = re.match(r"[A-Za-z_.]+=[^=]", value)  # `token kid=...`
    named = HEX.fullmatch(value) or DOTTED.fullmatch(value) or given
    return len(value) >= 16 and not named and looks_random(max(re.split("[/.:-]", value), key=len))


def token(match: re.Match[str]) -> bool:
    """A vendor's token, and no identifier of a program: it looks random."""
    rest = re.split(r"[_.-]", match[0])
    if rest[0].lower() in PUBLIC_PREFIXES and "secret" not in rest:
        return False
    longest = max(rest, key=len)
    return (
        UUID.search(match[0]) is not None
        or looks_random(longest)
        or looks_random(re.sub(r"[_.-]", "", match[0]))
        or (
            len(longest) >= 16
            and any(map(str.isdigit, longest))
            and any(map(str.isalpha, longest))
            and "_" not in longest
        )
    )


def unknown_token(match: re.Match[str]) -> bool:
    """A token of no known vendor, and neither an id such as `build_<UUID>` nor a name such as `on_loanCreatedV2`."""
    if DIGEST_BEFORE.search(match.string, max(0, match.start() - 32), match.start()):
        return False
    *before, last = re.split("[_-]", match[0])
    is_name = not any(map(str.isdigit, re.sub(r"V?\d+\Z", "", last)))
    is_id = ID.fullmatch(last) and SECRET_PREFIXES.isdisjoint(map(str.lower, before))
    return token(match) and not (is_name or is_id)


def linked(match: re.Match[str]) -> bool:
    """The last part of a link, and no page's name."""
    part = match[0][match.end("keep") - match.start() :]
    return looks_random(part) or (len(part) >= 32 and "-" not in part and HEX.fullmatch(part) is not None)


def long_token(match: re.Match[str]) -> bool:
    """A long random text: a key or a session of no known vendor. Paths and names are no such thing."""
    text = UUID.sub("", match[0])
    longest = max(re.split("[/-]", text), key=len)
    before = match.string[max(0, match.start() - 64) : match.start()]
    public = match[0].partition("-")[0] in PUBLIC_PREFIXES or MEDIA.search(before) or DIGEST_BEFORE.search(before)
    if public or sum(map(str.isdigit, text)) * 20 < len(text):
        return False
    return (len(longest) >= 16 or len(match[0]) == 44) and looks_random(longest) and looks_random(text)
