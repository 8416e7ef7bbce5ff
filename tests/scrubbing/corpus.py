"""Secrets of every kind, made up at run time from parts: the same ones for the same seed.

No literal here is a secret's shape, so that scanners of pushed code do not stop at it.
"""

import base64
import hashlib
import ipaddress
import json
import re
import string
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple
from urllib.parse import quote, urlencode

SEED = 20_260


class Secret(NamedTuple):
    """A text, and the parts of it that must not leave; `hard` ones are reported, and not held against the filter."""

    kind: str
    text: str
    parts: tuple[str, ...]
    hard: bool = False


Made = Iterator[str | tuple[str, ...]]

CLASSES = {
    "A": string.ascii_letters + string.digits,
    "U": string.ascii_uppercase + string.digits,
    "L": string.ascii_uppercase,
    "a": string.ascii_lowercase + string.digits,
    "l": string.ascii_lowercase,
    "e": string.ascii_letters,
    "h": "0123456789abcdef",
    "H": "0123456789ABCDEF",
    "d": string.digits,
    "w": string.ascii_letters + string.digits + "_-",
    "b": string.ascii_letters + string.digits + "+/",
}


def fill(random: Random, pattern: str) -> tuple[str, ...]:
    """The text of a pattern, then what in it is sensitive: `name=«<8h>»` becomes `("name=0a1b2c3d", "0a1b2c3d")`.

    `<8h>` is eight characters of the class `h`; without «» the whole text is sensitive.
    """

    def characters(match: re.Match[str]) -> str:
        return text_of(random, match[2], int(match[1]))

    filled = re.sub(r"<(\d+)([AULalehHdwb])>", characters, pattern)
    return (re.sub("[«»]", "", filled), *(re.findall("«(.*?)»", filled, re.DOTALL) or [filled]))


def text_of(random: Random, name: str, length: int) -> str:
    """Characters of a class, with a letter and a digit among them where the class has both."""
    while True:
        text = "".join(random.choices(CLASSES[name], k=length))
        mixed = any(map(str.isdigit, text)) and any(map(str.isalpha, text))
        if mixed or length < 6 or name in "leLd":
            break
    # A leading or trailing `-` would be punctuation next to the secret.
    return re.sub("^[-_+/]|[-_+/]$", "x", text)


def b64(text: str | bytes, *, url: bool = False) -> str:
    """Base64, or its alphabet for URLs without padding."""
    raw = text.encode() if isinstance(text, str) else text
    return base64.urlsafe_b64encode(raw).decode().rstrip("=") if url else base64.b64encode(raw).decode()


def password(random: Random) -> str:
    """A strong one that needs no encoding in a URL."""
    return text_of(random, "A", 9) + "." + text_of(random, "A", 6)


# --- personal data -------------------------------------------------------------------------------------------------


def emails(random: Random) -> Made:
    name, host = (lambda: text_of(random, "l", 8)), (lambda: text_of(random, "l", 9))
    for form in (
        "{0}@{1}.com",
        "{0}.{0}@{1}.co.uk",
        "{0}+loans@{1}.io",
        "{0}_{0}@mail.{1}.org",
        "{0}-{0}@{1}-{1}.museum",
        "<{0}@{1}.de>",
        '"Jane Doe" <{0}@{1}.net>',
        "mailto:{0}@{1}.fr",
        "{0}'s@{1}.ie",
        "{0}%{0}@{1}.com",
        "{0}@{1}.xn--p1ai",
        "{0}@почта-{1}.рф",
        "{0}@{1}.bücher.example",
        "иван.{0}@{1}.рф",
    ):
        local, domain = name(), host()
        text = form.format(local, domain)
        yield text, local, domain
    local = name().upper()
    yield f"{local}@{host().upper()}.COM", local


def hard_emails(random: Random) -> Made:
    local, domain = text_of(random, "l", 8), text_of(random, "l", 9)
    yield f'"{local} doe"@{domain}.com', local
    yield f"{local}@[203.0.113.9]", local
    yield f"{local} (at) {domain} (dot) com", local
    yield f"{local} @ {domain}.com", local


# National and international writing; `#` is any digit.
PHONES = {
    "US": ["+1 415 ### ####", "+1-415-###-####", "(415) ###-####", "415-###-####", "+1415#######", "1 (415) ###-####"],
    "RU": ["+7 #16 ###-##-##", "+7#16#######", "8 (#16) ###-##-##", "8-#16-###-##-##", "+7 (4#5) ###-##-##"],
    "UA": ["+380 67 ### ## ##", "+38067#######", "(067) ###-##-##"],
    "BY": ["+375 2# ###-##-##", "+3752########", "8 (02#) ###-##-##"],
    "KZ": ["+7 701 ### ## ##", "8 (701) ###-##-##"],
    "DE": [
        "+49 30 ########",
        "+49 (0)171 #######",
        "+49 171 #######",
        "0171 #######",
        "0171/#######",
        "0049171########",
    ],
    "FR": ["+33 6 ## ## ## ##", "+336########", "06 ## ## ## ##", "06.##.##.##.##", "06-##-##-##-##"],
    "GB": ["+44 20 #### ####", "+44 7700 ######", "07700 ######", "(020) 7### ####", "+44 (0) 7700 ### ###"],
    "ES": ["+34 612 ## ## ##", "+34612######", "612 ### ###"],
    "IT": ["+39 06 #### ####", "+39 347 ### ####", "347 ### ####"],
    "PL": ["+48 501 ### ###", "+48501######", "501-###-###"],
    "NL": ["+31 6 ########", "06-########", "+31 20 ### ####"],
    "TR": ["+90 532 ### ## ##", "0532 ### ## ##", "0 (532) ### ## ##"],
    "BR": ["+55 11 #####-####", "(11) #####-####", "+5511#########"],
    "MX": ["+52 55 #### ####", "+52 1 55 #### ####"],
    "IN": ["+91 #8### #####", "+91-#8########", "0#8### #####"],
    "CN": ["+86 13# #### ####", "+8613#########", "13#-####-####", "13# #### ####"],
    "JP": ["+81 #0-####-####", "0#0-####-####", "03-####-####"],
    "KR": ["+82 10-####-####", "010-####-####"],
    "IL": ["+972 54-###-####", "054-###-####"],
    "AE": ["+971 50 ### ####", "050 ### ####"],
    "AU": ["+61 4 #### ####", "04## ### ###", "(02) #### ####"],
    "SE": ["+46 70 ### ## ##", "070-### ## ##"],
    "CH": ["+41 7# ### ## ##", "07# ### ## ##"],
    "UZ": ["+998 #0 ### ## ##", "+998#0#######"],
    "extension": ["+1 415 ### #### ext. 123", "+1 (415) ###-#### x42", "tel:+1-415-###-####", "+1.415.###.####"],
}
PHONE_WORDS = [
    "phone",
    "mobile:",
    "tel.",
    "tel:",
    "Telefon:",
    "téléphone :",
    "телефон",
    "тел.",
    "номер телефона:",
    "手机",
]
PHONE_WORDS += ["電話:", "cell:", "whatsapp", "sms to", "msisdn="]


def digits(random: Random, form: str) -> str:
    """The form with a digit for each `#`."""
    return re.sub("#", lambda _: random.choice("2345678"), form)


def phones(random: Random) -> Made:
    for forms in PHONES.values():
        for form in forms:
            text = digits(random, form)
            yield text, re.sub(r"^tel:|\s*(?:ext\.|x).*$", "", text)


def phones_after_a_word(random: Random) -> Made:
    for word in PHONE_WORDS:
        number = digits(random, "8916#######")
        yield f"{word}{'' if word.endswith('=') else ' '}{number}", number
    for word in ("call me at", "reach him on", "my number is", "tel."):
        number = digits(random, "069#######")
        yield f"{word} {number}", number


def bare_phones(random: Random) -> Made:
    for form in ("8916#######", "415#######", "0171#######", "06########"):
        yield digits(random, form)


def luhn(digits_: str) -> str:
    """The check digit that follows."""
    doubled = [int(digit) * (2 - index % 2) for index, digit in enumerate(reversed(digits_))]
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


CARDS = {
    "visa": [("4", 16), ("4", 13), ("4", 19)],
    "mastercard": [("51", 16), ("55", 16), ("2221", 16), ("2720", 16)],
    "amex": [("34", 15), ("37", 15)],
    "diners": [("36", 14), ("305", 14), ("38", 14)],
    "discover": [("6011", 16), ("65", 16), ("644", 16)],
    "jcb": [("3528", 16), ("3589", 16)],
    "unionpay": [("62", 16), ("62", 17), ("62", 18), ("62", 19)],
    "maestro": [("5018", 13), ("6304", 16), ("6759", 18), ("5612", 19)],
    "mir": [("2200", 16), ("2204", 16)],
    "rupay": [("6521", 16), ("8172", 16)],
    "uzcard": [("8600", 16)],
    "troy": [("9792", 16)],
}
GROUPS = {14: (4, 6, 4), 15: (4, 6, 5), 19: (4, 4, 4, 4, 3), 13: (4, 4, 5), 17: (4, 4, 4, 5), 18: (4, 4, 4, 6)}


def card(random: Random, prefix: str, length: int) -> str:
    """A number with a right check digit."""
    body = prefix + text_of(random, "d", length - len(prefix) - 1)
    return body + luhn(body)


def grouped(number: str, separator: str) -> str:
    """As it is printed on the card."""
    groups, rest = [], number
    for size in GROUPS.get(len(number), (4, 4, 4, 4)):
        groups.append(rest[:size])
        rest = rest[size:]
    return separator.join(groups)


def cards(random: Random) -> Made:
    for forms in CARDS.values():
        for prefix, length in forms:
            yield card(random, prefix, length)
            yield grouped(card(random, prefix, length), " ")
            yield grouped(card(random, prefix, length), "-")
    for separator in "._\N{NO-BREAK SPACE}":
        yield grouped(card(random, "4", 16), separator)
    for form in ("{0} 12/28", "{1} 123", "charge 500 {0} declined", "12 345 {1}"):
        plain = card(random, "4", 16)
        number = grouped(plain, " ") if "{1}" in form else plain
        yield form.format(plain, number), number
    for form in ("%B{0}^DOE/JANE^28121011000123000000?", ";{0}=28121011000123000000?"):
        number = card(random, "4", 16)
        yield form.format(number), number, "1011000123"


def hard_cards(random: Random) -> Made:
    for separator in ("  ", "/"):
        yield grouped(card(random, "4", 16), separator)
    yield " ".join(re.findall("..?", card(random, "4", 16)))


# https://www.swift.com/standards/data-standards/iban: the account's form by country.
IBANS = {
    "DE": "<18d>",
    "GB": "<4L><14d>",
    "FR": "<10d><11U><2d>",
    "ES": "<20d>",
    "IT": "<1L><10d><12U>",
    "NL": "<4L><10d>",
    "PL": "<24d>",
    "CH": "<5d><12U>",
    "BE": "<12d>",
    "AT": "<16d>",
    "PT": "<21d>",
    "TR": "<5d>0<16U>",
    "UA": "<6d><19U>",
    "KZ": "<3d><13U>",
    "NO": "<11d>",
    "MT": "<4L><5d><18U>",
    "AE": "<19d>",
    "BY": "<4U><4d><16U>",
}


def iban(random: Random, country: str) -> str:
    """One with right check digits."""
    account = fill(random, IBANS[country])[0].upper()
    number = int("".join(str(int(character, 36)) for character in f"{account}{country}00"))
    return f"{country}{98 - number % 97:02}{account}"


def ibans(random: Random) -> Made:
    for country in IBANS:
        yield iban(random, country)
        yield " ".join(re.findall(".{1,4}", iban(random, country)))
    yield iban(random, "DE").lower()
    for country in ("GB", "DE"):
        yield "-".join(re.findall(".{1,4}", iban(random, country)))
    for amount in ("EUR", "500"):
        number = " ".join(re.findall(".{1,4}", iban(random, "DE")))
        yield f"{number} {amount}", number


def ipv4s(random: Random) -> Made:
    for network in ("203.0.113.0/24", "10.32.0.0/16", "192.168.0.0/16", "172.16.0.0/12", "91.198.0.0/16"):
        block = ipaddress.ip_network(network)
        address = str(block[random.randrange(2, block.num_addresses - 1)])
        for form in ("{}", "{}:54321", "({})", "[{}]", "http://{}/health", "{}/24", "client={};", "{},"):
            yield form.format(address), address


def ipv6s(random: Random) -> Made:
    for _ in range(2):
        full = ipaddress.IPv6Address(int("20010db8" + text_of(random, "h", 24), 16))
        short = ipaddress.IPv6Address((0x2A00145040 << 88) + random.randrange(0x1000, 0xFFFF_FFFF))
        for address in (full.exploded, str(short), str(full).upper(), f"fe80::{text_of(random, 'h', 4)}:"
                        f"{text_of(random, 'h', 4)}"):  # fmt: skip
            for form in ("{}", "[{}]:443", "http://[{}]/path", "from {},", "{}/64"):
                yield form.format(address), address
    link_local = f"fe80::1c{text_of(random, 'h', 2)}:{text_of(random, 'h', 4)}:{text_of(random, 'h', 4)}"
    yield f"{link_local}%eth0", link_local
    yield f"[{link_local}%25en0]:8080", link_local
    mapped = f"203.0.113.{random.randrange(10, 250)}"
    yield f"::ffff:{mapped}", mapped
    yield f"[::ffff:{mapped}]:8443", mapped
    yield f"64:ff9b::{mapped}", mapped


def macs(random: Random) -> Made:
    pairs = [text_of(random, "h", 2) for _ in range(5)]
    pairs.insert(0, "a4")
    for separator in ":-":
        yield separator.join(pairs)
        yield separator.join(pairs).upper()
    yield ".".join("".join(pairs[i : i + 2]) for i in (0, 2, 4))


def us_ssns(random: Random) -> Made:
    for area in ("078", "219", "457", "533", "665"):
        yield f"{area}-{random.randrange(10, 99)}-{random.randrange(1000, 9999)}"
    number = f"219 {random.randrange(10, 99)} {random.randrange(1000, 9999)}"
    yield f"SSN {number}", number
    number = f"219{random.randrange(10, 99)}{random.randrange(1000, 9999)}"
    yield f"ssn: {number}", number


def user_paths(random: Random) -> Made:
    for form in (
        "/home/{}/app/main.py",
        "/Users/{}/Documents/loans.csv",
        r"C:\Users\{}\AppData\Local\app.log",
        r"C:\\Users\\{}\\AppData\\Local\\app.log",
        r"c:\users\{}\app.py",
        "C:/Users/{}/app.py",
        r"\\fileserver\users\{}\report.xlsx",
        "/home/{}",
        "file:///Users/{}/x.txt",
        "/var/home/{}/.ssh/config",
        r"C:\Documents and Settings\{}\Desktop",
        "cannot open '/home/{}/.netrc'",
        "/mnt/c/Users/{}/x",
    ):
        name = text_of(random, "l", 7) + "kz"
        yield form.format(name), name


# --- credentials ---------------------------------------------------------------------------------------------------


def jwt(random: Random, algorithm: str = "HS256") -> str:
    """A signed one."""
    head, claims = {"alg": algorithm, "typ": "JWT"}, {"sub": text_of(random, "d", 10), "name": text_of(random, "l", 9)}
    encoded = ".".join(b64(json.dumps(part), url=True) for part in (head, claims))
    return f"{encoded}.{b64(random.randbytes(32), url=True)}"


def jwts(random: Random) -> Made:
    yield jwt(random)
    yield jwt(random, "RS256")
    yield jwt(random, "none").rsplit(".", 1)[0] + "."
    yield (text := f"jwt={jwt(random)};", *text[4:-1].split("."))
    jwe = [b64(json.dumps({"alg": "RSA-OAEP", "enc": "A256GCM"}), url=True)]
    yield ".".join([*jwe, *(b64(random.randbytes(size), url=True) for size in (64, 12, 40, 16))])
    encoded = b64(
        json.dumps({"typ": "JWT", "alg": "ES256", "kid": text_of(random, "h", 8)}, separators=(",", ":")), url=True
    )
    claims = b64(json.dumps({"sub": text_of(random, "d", 9)}), url=True)
    yield f"{encoded}.{claims}.{text_of(random, 'w', 86)}"


def authorizations(random: Random) -> Made:
    basic = f"{text_of(random, 'l', 7)}:{password(random)}"
    for form in ("Authorization: Basic {}", "Basic {}", "authorization=Basic {}", "'Authorization': 'Basic {}'"):
        yield form.format(b64(basic)), b64(basic), basic.split(":")[1]
    short = b64(f"jo:{text_of(random, 'A', 6)}")
    yield f"Proxy-Authorization: Basic {short}", short
    for pattern in (
        "Authorization: Bearer «<40A>»",
        "Bearer «<32h>»",
        "bearer «<43w>»",
        "BEARER «<24A>.<24A>»",
        "Authorization: Bearer «<20b>+<20b>==»",
        "Authorization: Token «<40h>»",
        "Authorization: ApiKey «<36A>»",
        "Authorization: Api-Key «<32A>»",
        "authorization: token «<40a>»",
        "Authorization: «<40h>»",
        "Authorization: Negotiate «YII<60b>==»",
        "Authorization: NTLM «TlRMTVNTUAAB<40b>=»",
        "Authorization: OAuth «<40A>»",
        "Authorization: GenieKey «<36a>»",
        "X-Api-Key: «<32A>»",
        "x-auth-token: «<32h>»",
        "X-Vault-Token: «<26A>»",
        "PRIVATE-TOKEN: «<20w>»",
        "Ocp-Apim-Subscription-Key: «<32h>»",
        "X-Amz-Security-Token: «<80b>»",
        'Authorization: Digest username="Mufasa", realm="x", nonce="<32h>", uri="/", response="«<32h>»"',
        'Digest username="«<9l>»", realm="testrealm", nonce="<32h>", cnonce="<8h>", response="«<32h>»"',
        "Authorization: AWS4-HMAC-SHA256 Credential=«AKIA<16U>»/20260101/eu-west-1/s3/aws4_request, "
        "SignedHeaders=host;x-amz-date, Signature=«<64h>»",
        'Authorization: Hawk id="<8a>", ts="1790000000", nonce="<6a>", mac="«<43b>=»"',
        "WWW-Authenticate: Bearer «<40A>»",
        "-H 'Authorization: Bearer «<40A>»'",
        "curl -u «<8l>:<16A>» https://api.loans.test",
        "Sec-WebSocket-Protocol: bearer, «<40A>»",
    ):
        yield fill(random, pattern)


def cookies(random: Random) -> Made:
    for pattern in (
        "Cookie: session=«<32h>»; theme=dark",
        "Cookie: theme=dark; sid=«<26a>»",
        "cookie: sessionid=«<32a>»; csrftoken=«<64A>»",
        "Set-Cookie: session=«<40w>»; Path=/; HttpOnly; SameSite=Lax",
        "set-cookie: auth=«<43w>»; Secure; Max-Age=3600",
        "Cookie: JSESSIONID=«<32H>»",
        "Cookie: PHPSESSID=«<26a>»",
        "Cookie: connect.sid=s%3A«<32w>.<43A>»",
        "Cookie: _ga=GA1.2.«<9d>.<10d>»; remember_token=«<24d>|<64h>»",
        "Set-Cookie: «<16a>»=«<40h>»; Expires=Wed, 21 Oct 2026 07:28:00 GMT",
        "Cookie: a=«<12A>»; b=«<12A>»",
    ):
        yield fill(random, pattern)


PEM_KINDS = ["RSA ", "EC ", "DSA ", "", "ENCRYPTED ", "OPENSSH ", "ANY "]


def pem(random: Random, kind: str, lines: int = 4) -> tuple[str, list[str]]:
    """A private key of so many lines, and these lines."""
    body = [text_of(random, "b", 64) for _ in range(lines)]
    name = f"{kind}PRIVATE KEY"
    return "\n".join([f"-----BEGIN {name}-----", *body, f"-----END {name}-----"]), body


def pems(random: Random) -> Made:
    for kind in PEM_KINDS:
        yield (lambda key: (key[0], *key[1]))(pem(random, kind))
    text, body = pem(random, "RSA ")
    yield text.replace("\n", "\\n"), *body
    text, body = pem(random, "")
    yield text.replace("\n", "\\\\n"), *body
    text, body = pem(random, "EC ")
    yield text.replace("\n", "\r\n"), *body
    text, body = pem(random, "EC ")
    yield text.replace("\n", "\\r\\n"), *body
    text, body = pem(random, "")
    yield text.replace("\n", " "), *body
    text, body = pem(random, "")
    yield text.replace("\n", ""), *body
    text, body = pem(random, "RSA ")
    yield text.replace("\n", "\n    "), *body
    text, body = pem(random, "RSA ")
    yield text.split("-----END")[0], *body
    text, body = pem(random, "OPENSSH ")
    yield text[:150], body[0], body[1][:30]
    text, body = pem(random, "RSA ")
    headers = f"\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,{text_of(random, 'H', 32)}\n\n"
    yield text.replace("\n", headers, 1), *body
    text, body = pem(random, "")
    yield text.replace("PRIVATE KEY", "PGP PRIVATE KEY BLOCK").replace("\n", "\nVersion: 2\n\n", 1), *body
    text, body = pem(random, "")
    yield text.replace("-----", "---- ").replace("PRIVATE", "SSH2 ENCRYPTED PRIVATE"), *body
    private, mac = text_of(random, "b", 48), text_of(random, "h", 64)
    yield (
        "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: imported\nPublic-Lines: 1\n"
        f"{text_of(random, 'b', 64)}\nPrivate-Lines: 1\n{private}\nPrivate-MAC: {mac}",
        private,
        mac,
    )


def hard_pems(random: Random) -> Made:
    """Public halves, and a key whose head was cut off."""
    for kind in ("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI"):
        yield fill(random, f"{kind}«<60b>» jane@laptop")
    text, body = pem(random, "RSA ", 12)
    yield text[400:], *body[7:]


def url_userinfo(random: Random) -> Made:
    for pattern in (
        "postgresql://loans:«<14A>»@db.internal:5432/loans",
        "postgresql+asyncpg://loans:«<14A>»@db/loans?ssl=require",
        "postgres://u:«<14A>»@/loans?host=/var/run/postgresql",
        "mysql+pymysql://root:«<12A>»@mysql/loans?charset=utf8mb4",
        "redis://:«<20A>»@cache:6379/0",
        "rediss://default:«<20A>»@cache:6380/1",
        "amqp://guest:«<12A>»@rabbit:5672/%2F",
        "amqps://svc:«<12A>»@rabbit/vhost",
        "mongodb+srv://app:«<14A>»@cluster0.ab1cd.mongodb.net/loans?retryWrites=true",
        "mongodb://app:«<14A>»@m1:27017,m2:27017/loans?replicaSet=rs0",
        "smtp://mailer:«<12A>»@smtp.loans.test:587",
        "smtps://apikey:«<30A>»@smtp.loans.test",
        "ldap://cn=admin:«<12A>»@ldap/",
        "ftp://anon:«<12A>»@files/",
        "sftp://svc:«<12A>»@files.loans.test/in",
        "kafka://svc:«<12A>»@broker:9092",
        "nats://«<24A>»@nats:4222",
        "clickhouse://default:«<12A>»@ch:9000/x",
        "https://«<40a>»@github.com/org/repo.git",
        "https://«<40a>»:x-oauth-basic@github.com/org/repo.git",
        "https://oauth2:«<30A>»@gitlab.com/org/repo.git",
        "https://user:«<9A>%40<6A>%2F%3A»@proxy:3128",
        "http://user:«p<7A>!$&*<4A>»@proxy.loans.test:8080/",
        "http://user:«<6A>:<6A>»@host/",
        "http://user:«<8A>@<6A>»@host/",
        "http://user:«<8A>#<6A>»@host/",
        "http://user:«<8A>/<6A>»@host/",
        "https://«<32h>»@o450<10d>.ingest.us.sentry.io/450<13d>",
        "https://«<32h>»:«<32h>»@sentry.loans.test/3",
        "git+https://ci:«<20A>»@git.loans.test/x.git#egg=x",
        "jdbc:postgresql://db/loans?user=app&password=«<14A>»",
        "Server=tcp:db,1433;Database=x;User ID=app;Password=«<14A>»;Encrypt=True",
        "host=db port=5432 user=app password=«<14A>» dbname=loans",
        "HTTPS://User:«<14A>»@HOST/",
        "//user:«<14A>»@host/path",
        "socks5h://user:«<12A>»@127.0.0.1:9050",
        "oracle+oracledb://scott:«<12A>»@db:1521/?service_name=x",
        "mssql+pyodbc://sa:«<12A>»@db/x?driver=ODBC+Driver+18",
        "sqlserver://sa:«<12A>»@db:1433",
        "elasticsearch://elastic:«<20A>»@es:9200",
        "imap://«<8l>»:«<12A>»@mail/INBOX",
        "docker://ci:«<12A>»@registry:5000/x",
        "s3://«<20U>»:«<40A>»@bucket/key",
    ):
        yield fill(random, pattern)


def telegram_tokens(random: Random) -> Made:
    def token() -> tuple[str, str]:
        return text_of(random, "d", 9).replace("0", "7", 1), "AA" + text_of(random, "w", 33)

    for form in (
        "{0}:{1}",
        "https://api.telegram.org/bot{0}:{1}/sendMessage",
        "https://api.telegram.org/bot{0}:{1}/test/getMe",
        "https://api.telegram.org/file/bot{0}:{1}/photos/file_1.jpg",
        "http://127.0.0.1:8081/bot{0}:{1}/getUpdates?offset=1",
        "https://api.telegram.org/bot{0}%3A{1}/sendMessage",
        "https://api.telegram.org/bot{0}%3a{1}/sendMessage",
        "https://api.telegram.org/bot{0}%253A{1}/sendMessage",
        "/bot{0}:{1}/setWebhook",
        "/bot{0}:{1}",
        "POST /telegram/{0}:{1} HTTP/1.1",
        "bot_id={0}&bot_token={0}%3A{1}",
        "BOT_TOKEN={0}:{1}",
        "Bot('{0}:{1}')",
        "{0}:{1}.",
        "'{0}:{1}'",
        "/botBOT{0}:{1}/x",
        "токен{0}:{1}",
        "{0}_{0}:{1}",
    ):
        bot, key = token()
        yield form.format(bot, key), key


def init_data(random: Random) -> Made:
    name, sign = text_of(random, "l", 9).title(), text_of(random, "h", 64)
    user = {"id": int(text_of(random, "d", 9)), "first_name": name, "username": name + "_x", "language_code": "en"}
    data = {
        "query_id": "AAH" + text_of(random, "A", 21),
        "user": json.dumps(user),
        "auth_date": "1790000000",
        "hash": sign,
    }
    yield urlencode(data), name, sign
    signed = data | {"signature": text_of(random, "w", 86)}
    yield urlencode(signed), name, sign, signed["signature"]
    yield "https://app.loans.test/#tgWebAppData=" + quote(urlencode(data), safe="") + "&tgWebAppVersion=8.0", name, sign
    yield "Authorization: tma " + urlencode(data), name, sign
    login = {"id": "123456789", "first_name": name, "username": name + "_x", "auth_date": "1790000000", "hash": sign}
    yield urlencode(login), name, sign


# --- vendors -------------------------------------------------------------------------------------------------------

VENDORS = {
    # One token in a hundred has no digit, or seems to have no chance in it.
    "letters": ["AKIA<16L>", "AIza<35e>", "GOCSPX-<28e>", "<3A>8Q~<34e>", "ghp_<36e>", "glpat-<20e>", "sk_live_<24e>",
                "rk_test_<24e>", "whsec_<32e>", "xoxb-<12d>-<12d>-<24e>", "pat<14e>.<64h>", "npm_<36e>", "lin_api_<40e>",
                "dckr_pat_<27e>", "hvs.<24e>", "sb_secret_<22e>_<8e>"],
    "aws": [
        "AKIA<16U>", "ASIA<16U>", "aws_access_key_id = «AKIA<16U>»", "aws_secret_access_key = «<40b>»",
        "AWS_SECRET_ACCESS_KEY=«<40b>»", "aws_session_token=«<100b>==»",
        "https://b.s3.amazonaws.com/k?X-Amz-Credential=«AKIA<16U>»%2F20260101&X-Amz-Signature=«<64h>»",
        "https://b.s3.amazonaws.com/k?AWSAccessKeyId=«AKIA<16U>»&Signature=«<27A>%3D»&Expires=1790000000",
    ],
    "gcp": ["AIza<35w>", "ya29.«<60w>»", "1//0«<60w>»", "<12d>-<32a>.apps.googleusercontent.com:«GOCSPX-<28w>»",
            "https://storage.googleapis.com/b/o?X-Goog-Credential=svc%40p.iam&X-Goog-Signature=«<64h>»"],
    "azure": [
        "DefaultEndpointsProtocol=https;AccountName=loans;AccountKey=«<86b>==»;EndpointSuffix=core.windows.net",
        "https://x.blob.core.windows.net/c/b?sv=2024-11-04&se=2026-01-01&sr=b&sp=r&sig=«<43A>%3D»",
        "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=«<43b>=»",
        "SharedAccessSignature sr=x&sig=«<43A>%3D»&se=1790000000&skn=Root", "AZURE_CLIENT_SECRET=«<3A>8Q~<34w>»",
        "<3A>8Q~<34w>", "AccountEndpoint=https://x.documents.azure.com:443/;AccountKey=«<86b>==»;",
        "https://x.azurewebsites.net/api/f?code=«<54w>==»",
    ],
    "github": ["ghp_<36A>", "gho_<36A>", "ghu_<36A>", "ghs_<36A>", "ghr_<76A>", "github_pat_«<22A>_<59A>»",
               "git clone https://x-access-token:«ghs_<36A>»@github.com/o/r"],
    "gitlab": ["glpat-<20w>", "glpat-<27w>.01.<9a>", "gldt-<20w>", "glrt-<20w>", "glcbt-<2h>_<20w>", "glptt-<40h>",
               "GR1348941<20w>", "glsoat-<20w>", "glft-<20w>", "glimt-<25w>", "glagent-<50w>", "gloas-<64h>"],
    "bitbucket": ["ATBB<32A>", "ATCTT3xFfGN0<60w>=<8H>", "BITBUCKET_TOKEN=«<24w>»"],
    "stripe": ["sk_live_<24A>", "sk_test_<24A>", "sk_live_<99A>", "rk_live_<24A>", "rk_test_<24A>", "whsec_<32A>",
               "pi_<24A>_secret_«<25A>»", "seti_<24A>_secret_«<25A>»"],
    "paypal": ["access_token$production$«<16a>$<32h>»", "PAYPAL_CLIENT_SECRET=«E<79w>»", "A21AA<92w>"],
    "square": ["sq0atp-<22w>", "sq0csp-<43w>", "EAAA<60w>"],
    "shopify": ["shpat_<32h>", "shpca_<32h>", "shppa_<32h>", "shpss_<32h>"],
    "adyen": ["ADYEN_API_KEY=«AQE<60A>»"],
    "razorpay": ["rzp_live_<14A>", "rzp_test_<14A>"],
    "slack": ["xoxb-<12d>-<12d>-<24A>", "xoxp-<12d>-<12d>-<12d>-<32h>", "xapp-1-A<10U>-<13d>-<64h>", "xoxa-2-<24A>",
              "xoxe.xoxp-1-«<140A>»", "xoxr-<12d>-<24A>", "https://hooks.slack.com/services/«T<8U>/B<8U>/<24A>»",
              "https://hooks.slack.com/workflows/«T<8U>/A<8U>/<18d>/<24A>»", "xoxc-<12d>-<12d>-<12d>-<64h>"],
    "discord": ["M<23A>.<6A>.<27w>", "M<25A>.G<5A>.<38w>", "https://discord.com/api/webhooks/<18d>/«<68w>»",
                "https://discordapp.com/api/webhooks/<19d>/«<68w>»", "Authorization: Bot «N<23A>.X<5A>.<27w>»"],
    "teams": ["https://loans.webhook.office.com/webhookb2/«<8h>-<4h>-4<3h>-a<3h>-<12h>»@<8h>-<4h>-4<3h>-a<3h>-<12h>/IncomingWebhook/«<32h>»/x"],
    "twilio": ["TWILIO_AUTH_TOKEN=«<32h>»", "SK<32h>", "https://AC<32h>:«<32h>»@api.twilio.com/2010-04-01"],
    "sendgrid": ["SG.«<22w>.<43w>»"],
    "mailgun": ["key-<32h>", "<32h>-<8h>-<8h>", "pubkey-<32h>"],
    "mailchimp": ["<32h>-us12", "md-<22A>"],
    "postmark": ["X-Postmark-Server-Token: «<8h>-<4h>-4<3h>-a<3h>-<12h>»", "POSTMARK_SERVER_TOKEN=«<8h>-<4h>-4<3h>-a<3h>-<12h>»"],
    "brevo": ["xkeysib-<64h>-<16A>", "xsmtpsib-<64h>-<16A>"],
    "resend": ["re_<8A>_<24A>"],
    "openai": ["sk-<48A>", "sk-proj-«<74w>T3BlbkFJ<74w>»", "sk-svcacct-«<60w>»", "sk-admin-«<60w>»", "sk-None-«<48A>»", "sess-<40A>"],
    "anthropic": ["sk-ant-api03-«<93w>AA»", "sk-ant-admin01-«<93w>AA»", "sk-ant-oat01-«<93w>AA»"],
    "hugging face": ["hf_<34A>", "hf_<17l><17L>", "api_org_<34A>"],
    "replicate": ["r8_<37A>"],
    "groq": ["gsk_<52A>"],
    "xai": ["xai-<80A>"],
    "perplexity": ["pplx-<48A>"],
    "openrouter": ["sk-or-v1-«<64h>»"],
    "deepseek": ["sk-<32h>"],
    "mistral": ["MISTRAL_API_KEY=«<32A>»"],
    "cohere": ["COHERE_API_KEY=«<40A>»", "co_<38A>"],
    "pinecone": ["pcsk_<5A>_<60A>"],
    "langsmith": ["lsv2_pt_<32h>_<10h>", "lsv2_sk_<32h>_<10h>"],
    "elevenlabs": ["sk_<48h>"],
    "npm": ["npm_<36A>", "//npm.example.com/:_authToken=«<36A>»", "//npm.example.com/:_auth=«<32b>==»"],
    "pypi": ["pypi-AgEIcHlwaS5vcmc«<100w>»", "pypi-AgENdGVzdC5weXBpLm9yZw«<100w>»"],
    "rubygems": ["rubygems_<48h>"],
    "crates.io": ["cio<32A>"],
    "docker hub": ["dckr_pat_<27w>", "dckr_oat_<32w>"],
    "nuget": ["oy2<43a>"],
    "artifactory": ["AKCp<69A>", "cmVmdGtu<56A>"],
    "heroku": ["HRKU-AA<58w>", "HEROKU_API_KEY=«<8h>-<4h>-4<3h>-a<3h>-<12h>»"],
    "digitalocean": ["dop_v1_<64h>", "doo_v1_<64h>", "dor_v1_<64h>"],
    "cloudflare": ["CLOUDFLARE_API_TOKEN=«<40w>»", "v1.0-<24h>-<146h>", "X-Auth-Key: «<37h>»", "CF_API_KEY=«<37h>»"],
    "fly": ["FlyV1 fm2_«<80b>»", "fo1_<43w>", "FLY_API_TOKEN=«fm1r_<60b>»"],
    "vercel": ["VERCEL_TOKEN=«<24A>»", "vcp_<56A>", "vercel_blob_rw_<16A>_<30A>"],
    "netlify": ["nfp_<36A>", "NETLIFY_AUTH_TOKEN=«<43w>»"],
    "supabase": ["sbp_<40h>", "sb_secret_<22w>_<8A>"],
    "planetscale": ["pscale_tkn_<43w>", "pscale_pw_<43w>", "pscale_oauth_<43w>"],
    "neon": ["napi_<64a>"],
    "databricks": ["dapi<32h>", "dapi<32h>-2", "dkea<32h>"],
    "datadog": ["DD_API_KEY=«<32h>»", "DD-APPLICATION-KEY: «<40h>»", "https://api.datadoghq.com/api/v1/validate?api_key=«<32h>»"],
    "new relic": ["NRAK-<27U>", "NRJS-<19h>", "NRII-<32w>", "<36h>FFFFNRAL"],
    "sentry": ["sntrys_«eyJ<80b>=_<43b>»", "sntryu_<64h>", "SENTRY_AUTH_TOKEN=«<64h>»", "sntrya_<64h>"],
    "grafana": ["glsa_<32A>_<8h>", "glc_<80b>=", "eyJrIjoi<70b>="],
    "pagerduty": ["u+<18A>", "PAGERDUTY_TOKEN=«<20w>»", "Authorization: Token token=«u+<18w>»", "routing_key=«R<31U>»"],
    "honeycomb": ["hcaik_01<56a>", "X-Honeycomb-Team: «<22A>»"],
    "linear": ["lin_api_<40A>", "lin_oauth_<64h>"],
    "notion": ["secret_<43A>", "ntn_<46A>"],
    "airtable": ["pat<14A>.<64h>", "AIRTABLE_API_KEY=«key<14A>»"],
    "atlassian": ["ATATT3xFfGF0<180w>=<8H>", "ATSTT3xFfGN0<60w>=<8H>"],
    "asana": ["ASANA_TOKEN=«2/<16d>/<16d>:<32h>»"],
    "figma": ["figd_<40w>"],
    "postman": ["PMAK-<24h>-<34h>"],
    "hubspot": ["pat-na1-«<8h>-<4h>-4<3h>-a<3h>-<12h>»", "pat-eu1-«<8h>-<4h>-4<3h>-a<3h>-<12h>»"],
    "okta": ["Authorization: SSWS «00<40w>»", "OKTA_API_TOKEN=«00<40w>»"],
    "auth0": ["AUTH0_CLIENT_SECRET=«<64w>»"],
    "clerk": ["CLERK_SECRET_KEY=«sk_live_<40A>»"],
    "vault": ["hvs.<90w>", "hvb.<150w>", "hvr.<90w>", "s.<24A>"],
    "terraform": ["<14A>.atlasv1.<67w>"],
    "pulumi": ["pul-<40h>"],
    "doppler": ["dp.pt.<43A>", "dp.st.dev.<43A>", "dp.ct.<43A>"],
    "1password": ["ops_eyJ<250b>", "A3-<6U>-<6U>-<5U>-<5U>-<5U>-<5U>"],
    "infisical": ["st.<24h>.<32h>.<32h>"],
    "age": ["AGE-SECRET-KEY-1<58U>"],
    "tailscale": ["tskey-auth-<12A>CNTRL-<32A>", "tskey-api-<12A>CNTRL-<32A>"],
    "launchdarkly": ["sdk-«<8h>-<4h>-4<3h>-a<3h>-<12h>»", "api-«<8h>-<4h>-4<3h>-a<3h>-<12h>»"],
    "mapbox": ["sk.eyJ1Ijoi<60w>.<22w>"],
    "facebook": ["EAACEdEose0cBA<80A>", "EAAG<100A>"],
    "twitter": ["AAAAAAAAAAAAAAAAAAAAA<80A>", "TWITTER_CONSUMER_SECRET=«<50A>»"],
    "alibaba": ["LTAI<20A>", "ALIBABA_CLOUD_ACCESS_KEY_SECRET=«<30A>»"],
    "tencent": ["AKID<32A>"],
    "yandex": ["t1.«9eu<80w>.<86w>»", "AQVN<36w>", "y0_AgAAAA<45w>", "YC<38w>"],
    "vk": ["vk1.a.«<198w>»"],
    "sber, tinkoff": ["TINKOFF_TOKEN=«t.<86w>»", "t.<86w>"],
    "flutterwave": ["FLWSECK-<32h>-X", "FLWSECK_TEST-<32h>-X"],
    "paystack": ["PAYSTACK_SECRET_KEY=«sk_live_<40h>»"],
    "mollie": ["live_<30A>", "test_<30A>"],
    "buildkite": ["bkua_<40h>"],
    "circleci": ["CCIPAT_<22A>_<40h>", "CIRCLE_TOKEN=«<40h>»"],
    "jenkins": ["11<32h>:x", "JENKINS_API_TOKEN=«11<32h>»"],
    "sonarqube": ["sqp_<40h>", "squ_<40h>", "sqa_<40h>"],
    "snyk": ["SNYK_TOKEN=«<8h>-<4h>-4<3h>-a<3h>-<12h>»"],
    "codecov": ["CODECOV_TOKEN=«<8h>-<4h>-4<3h>-a<3h>-<12h>»"],
    "dropbox": ["sl.<136w>"],
    "algolia": ["X-Algolia-API-Key: «<32h>»"],
    "firebase": ["AAAA<7w>:APA91b<134w>", "key=«AAAA<7w>:APA91b<134w>»"],
    "segment": ["sgp_<64A>"],
    "typeform": ["tfp_<44w>"],
    "contentful": ["CFPAT-<43w>"],
    "intercom": ["dG9rOg<54A>="],
    "zendesk": ["jane/token:«<40A>»"],
    "clojars": ["CLOJARS_<60a>"],
    "scaleway": ["SCW<17U>", "SCW_SECRET_KEY=«<8h>-<4h>-4<3h>-a<3h>-<12h>»"],
    "hashicorp": ["HCP_CLIENT_SECRET=«<64w>»"],
    "prefect": ["pnu_<36a>"],
    "ngrok": ["NGROK_AUTHTOKEN=«<27A>_<21A>»", "2<26A>_<21A>"],
    "rapidapi": ["X-RapidAPI-Key: «<50a>»"],
    "readme": ["rdme_<70a>"],
    "sumologic": ["SUMO_ACCESS_KEY=«<64A>»"],
    "matrix": ["syt_<8A>_<20A>_<6A>"],
    "twitch": ["oauth:<30a>"],
    "salesforce": ["00D<12A>!AQ<80A>"],
    "harness": ["pat.<22A>.<24h>.<20A>"],
    "ghost": ["<24h>:<64h>"],
    "bitwarden": ["0.<8h>-<4h>-4<3h>-a<3h>-<12h>.<30A>:<22b>=="],
    "yookassa": ["live_<43w>", "test_<43w>"],
    "telnyx": ["KEY01<30A>_<22A>"],
}  # fmt: skip
# Shapes that ordinary identifiers share: only a word next to them tells.
HARD_VENDORS = {
    "jenkins", "crates.io", "nuget", "intercom", "mailgun", "sber, tinkoff", "mollie", "cohere", "zendesk", "figma",
    "facebook", "twitter", "artifactory", "elevenlabs", "clojars", "prefect", "segment", "typeform", "yandex", "square",
    "paypal", "telnyx", "contentful", "infisical", "launchdarkly", "firebase", "rapidapi", "alibaba", "tencent", "terraform",
    "honeycomb", "buildkite", "readme", "neon", "fly", "xai", "langsmith", "brevo", "resend", "razorpay", "circleci",
    "flutterwave", "dropbox", "tailscale", "1password", "asana", "teams", "pinecone", "vault",
}  # fmt: skip
NAMED = re.compile(r"[A-Za-z]+[_-][\w-]*(=|: )|https?://|token")


def service_account(random: Random) -> tuple[str, ...]:
    """A Google service account's file."""
    key, body = pem(random, "")
    account = {
        "type": "service_account",
        "project_id": "loans",
        "private_key_id": text_of(random, "h", 40),
        "private_key": key + "\n",
        "client_email": f"{text_of(random, 'l', 8)}@loans.iam.gserviceaccount.com",
    }
    return (json.dumps(account), *body, account["client_email"])


# --- what only a word next to it tells -----------------------------------------------------------------------------

TELLING = [
    "api key: ", "apikey=", "API_KEY=", "api-key is ", "token=", "token: ", "access token: ", "refresh_token=", "password is ",
    "password: ", "passwd=", "pwd=", "Password = ", "pass: ", "secret: ", "client_secret=", "secret key ", "SECRET_KEY='",
    '"secret": "', "credentials: ", "passphrase: ", "private key: ", "signature=", "sig=", "signing key: ", "auth=", "auth code: ",
    "session id: ", "sessionid=", "csrf token: ", "--password ", "--password=", "--token=", "-p ", "otp: ", "license key: ",
    "encryption key: ", "master key = ", "webhook secret: ", "bot token: ", "hash of the password: ",
    "пароль: ", "пароль ", "Пароль=", "токен: ", "секрет: ", "ключ API: ", "ключ доступа: ", "секретный ключ: ",
    "пароль користувача: ", "гасло: ", "ключ доступу: ",
    "Passwort: ", "Passwort lautet ", "Kennwort: ", "API-Schlüssel: ", "Zugangstoken: ", "Geheimnis: ", "Zugangsschlüssel: ",
    "mot de passe : ", "mot de passe: ", "mdp=", "clé API : ", "jeton : ", "clé secrète: ",
    "contraseña: ", "la contraseña es ", "clave: ", "clave API: ", "clave secreta: ",
    "senha: ", "senha=", "chave de API: ", "palavra-passe: ", "segredo: ", "parola: ", "chiave API: ", "segreto: ",
    "hasło: ", "haslo=", "klucz API: ", "klucz prywatny: ", "şifre: ", "sifre=", "parola = ", "gizli anahtar: ", "API anahtarı: ",
    "密码：", "密码: ", "密碼：", "口令：", "令牌：", "密钥: ", "API密钥：", "パスワード：", "パスワードは", "トークン: ", "秘密鍵: ",
    "APIキー: ", "비밀번호: ", "암호: ", "토큰: ", "wachtwoord: ", "lösenord: ", "adgangskode: ", "passord: ", "salasana: ",
    "heslo: ", "jelszó: ", "parolă: ", "лозинка: ", "парола: ", "κωδικός: ", "סיסמה: ", "كلمة المرور: ", "mật khẩu: ",
    "kata sandi: ", "รหัสผ่าน: ", "құпия сөз: ",
]  # fmt: skip
VALUES = ["<32h>", "<24A>", "<40A>", "<20A>+<10A>=", "<12A>!<6A>", "<16A>-<8A>"]
HARD_TELLING = {
    "-p ",
    "pass: ",
    "hash of the password: ",
    "clave: ",
    "clé secrète: ",
    "auth code: ",
    "signature=",
    "гасло: ",
}
HARD_TELLING |= {
    "құпия сөз: ",
    "รหัสผ่าน: ",
    "лозинка: ",
    "κωδικός: ",
    "סיסמה: ",
    "كلمة المرور: ",
    "kata sandi: ",
    "mật khẩu: ",
}
HARD_TELLING |= {"パスワードは", "salasana: ", "jelszó: ", "parolă: ", "парола: ", "heslo: "}


def after_a_word(random: Random) -> Made:
    for index, word in enumerate(word for word in TELLING if word not in HARD_TELLING):
        yield told(random, word, VALUES[index % len(VALUES)])
    for word in ("password=", "password: ", "pwd=", "пароль: ", '"password": "', "token=", "secret="):
        for value in ("hunter<3l>", "qwerty<4d>", "<6l>", "<4d>", "Sommer<4d>!"):
            if "token" not in word and "secret" not in word and len(value) > 4:
                yield told(random, word, value)
    for pattern in (
        "invalid token '«<24A>»'",
        'Invalid API key "«<24A>»"',
        "password 'hunter«<6d>»' is wrong",
        "your verification code is «<6d>»",
        "smtp_pass=«<8d>»",
        "PWD={Sommer«<8d>»};",
        "mnemonic: when «actor<4l> zebra<4l>»",
        "https://loans.test/x?password=«Som%26mer<8A>»&a=1",
        "https://loans.test/reset-password/«<24A>»",
        "curl -u 'bob:«<12A>»' https://api.loans.test",
        "ALTER USER bob WITH PASSWORD '«<12A>»'",
        "[type=string_too_short, input_value='«<8l>»', input_type=str]",
        "pbkdf2_sha256$600000$«<22A>$<43b>»=",
        "$2b$12$«<53A>»",
        "scrypt:32768:8:1$«<16A>$<64h>»",
        "userPassword: {SSHA}«<38b>»",
        "bob:1001:«<32h>:<32h>»:::",
        "$krb5tgs$23$*bob$«<40h>»",
        "session=.eJw«<60w>.<6A>.<27A>»; Path=/",
        "mysql -u root -p«<12A>» loans",
        "Command '['mysqldump', '-uroot', '-p«<12A>»']' returned non-zero exit status 2.",
        "sshpass -p «<12A>» ssh loans",
        "docker login -u loans -p «<12A>» registry.test",
        "redis-cli -h cache -a «<12A>» ping",
        "sqlcmd -S db -U sa -P '«<12A>»'",
        "curl -uloans:«<12A>» https://api.loans.test",
        "sqlplus loans/«<12A>»@orcl",
        "db.internal:5432:loans:bob:«<12A>»",
        "send: 'AUTH PLAIN «<24A>»'",
        "password: !secret «<12A>»",
        "**Password:** «<12A>»",
        "password (new): «<12A>»",
        "the token («<12A>») is too old",
        "const password: string = '«<12A>»';",
        "password != '«<12A>»'",
        "password ||= '«<12A>»'",
        "<password><![CDATA[«<12A>»]]></password>",
        "<key>password</key>\n  <string>«<12A>»</string>",
        '{"kty": "EC", "crv": "P-256", "x": "abc", "d": "«<43w>»"}',
        "密码是«hunter<4d>»",
        "パスワードは«hunter<4d>»です",
        "код из СМС «<6d>»",
        "одноразовый код: «<6d>»",
        "use «<6d>» as your login code",
        "SET PASSWORD FOR bob = '«<12A>»'",
        "SELECT crypt('«<12A>»', gen_salt('bf'))",
        'DELETE FROM sessions WHERE id = "«<12A>»"',
        "'SELECT 1 FROM loans WHERE owner = \\'«<12A>»\\' AND state = \"open\"'",
        "Truncated incorrect DOUBLE value: '«<12A>»'",
        "[type=value_error, input_value=Loan(owner=Owner(name='«<12l>»')), input_type=Loan]",
        "https://open.feishu.cn/open-apis/bot/v2/hook/«<8h>-<4h>-<4h>-<4h>-<12h>»",
        "my key of WireGuard «<43A>=»",
        "密钥«ghp_<36A>»已过期",
        "handle=«<64A>»",
        "password for bob is «<12A>»",
        "tokens[0]=«<24A>»",
        "userpwd=«<12A>»",
        "passport 45 «<2d> <6d>»",
        "[parameters: ('bob', {'a': [1, ('(', '«<12A>»')]})]",
        "[generated in 0.00012s] ('bob', '«<12A>»')",
        "DETAIL: Key (email, name)=(a (b) c, «<12l>») already exists.",
        "Failing row contains (1, O'Brien (x), «<12l>»).",
        '{"type":"missing","loc":["body","password"],"msg":"x","input":"«<12l>»"}',
        'invalid input value for enum mood: "«<12l>»"',
        "https://loans.test/reset/«<32h>»",
        "mysqlpass=«<12A>»",
        "schluesselwort: «<12A>»",
        "DB_PASSWORD=a;b,«<12A>»",
        '<input name="password", value="«<12A>»">',
        "token = SecretStr('a) b «<12A>»')",
        "['curl', '-u', 'bob:«<12A>»', 'https://api.loans.test']",
        "curl --proxy-user bob:«<12A>» https://api.loans.test",
        "адрес: улица «<8l> 7»",
        "фио: «<8l>»",
        "ssn_number: «<9d>»",
        "requirepass «<12A>»",
        "姓名: «<8l>»",
        "x-nameOnCard: «<8l>»",
        "aadhaar «2345 <4d> <4d>»",
        "account number «<8d>» is closed",
        "Kod weryfikacyjny: «<6d>»",
        "паспорт серия «<4d>» № «<6d>»",
        "smtp.login('bob', '«<12A>»')",
        'HTTPBasicAuth("bob", "«<12A>»")',
        "Connection(server, 'cn=admin,dc=loans', '«<12A>»')",
        'variable "db_password" {\n  type    = string\n  default = "«<12A>»"\n}',
        'INSERT INTO users (name, age) VALUES ("bob", 42), ("«<12A>»", NOW())',
        "AUTH loans «<12A>»",
        "a001 LOGIN bob «<12A>»",
        "send: b'PASS «<12l>»'",
        "openssl enc -aes-256-cbc -k «<12A>»",
        "kubectl create secret generic db --from-literal=dsn=«<12A>»",
        "kind: Secret\nmetadata:\n  name: db\ndata:\n  dsn: «<12A>»\n",
        "assertion=«<24A>»&scope=loans",
        'array(1) { ["password"]=> string(12) "«<12A>»" }',
        'let token: &str = "«<12A>»";',
        'String password = new String("«<12A>»");',
        "password: !!str «<12A>»",
        'user.setPassword("«<12A>»")',
        "ValueError('invalid password', '«<12A>»')",
        "DETAIL: parameters: $1 = 'bob', $2 = '«<12A>»'",
        "lat=«50.45<4d>»&lon=«-30.52<4d>»",
        "ACL SETUSER loans on ~* +@all >«<12l>»",
    ):
        yield fill(random, pattern)


def told(random: Random, word: str, value: str) -> tuple[str, ...]:
    """A value after a word, in the quotes that the word opens."""
    return fill(random, f"{word}«{value}»{word[-1] if word[-1] in QUOTES else ''}")


QUOTES = "'\""


def hard_after_a_word(random: Random) -> Made:
    for word in sorted(HARD_TELLING):
        yield told(random, word, "<24A>")
    for pattern in (
        "token=«<8h>-<4h>-4<3h>-a<3h>-<12h>»",
        "the password for the admin is «<14A>»",
        "your code is «<6d>»",
        "code: «<6d>»",
        "OTP «<6d>»",
        "код подтверждения: «<6d>»",
        "pin «<4d>»",
        "seed phrase: «legal winner thank year wave sausage worth useful legal winner thank yellow»",
        "password «<14A>» was rejected",
        "login with <7l> / «<14A>»",
    ):
        yield fill(random, pattern)


def vendors(random: Random) -> Iterator[Secret]:
    for vendor, patterns in VENDORS.items():
        for pattern in patterns:
            text, *parts = fill(random, pattern)
            hard = vendor in HARD_VENDORS and not NAMED.match(pattern)
            yield Secret(f"vendor: {vendor}", text, tuple(parts), hard)
    text, *parts = service_account(random)
    yield Secret("vendor: gcp", text, tuple(parts))
    key = "eyJ" + b64(hashlib.sha256(b"supabase").digest(), url=True)
    yield Secret("vendor: supabase", f"SUPABASE_SERVICE_ROLE_KEY={key}", (key,))


KINDS: dict[str, Callable[[Random], Made]] = {
    "email": emails,
    "phone": phones,
    "phone after a word": phones_after_a_word,
    "card": cards,
    "iban": ibans,
    "ipv4": ipv4s,
    "ipv6": ipv6s,
    "mac": macs,
    "us ssn": us_ssns,
    "user path": user_paths,
    "jwt": jwts,
    "authorization": authorizations,
    "cookie": cookies,
    "private key": pems,
    "url userinfo": url_userinfo,
    "telegram token": telegram_tokens,
    "telegram init data": init_data,
    "after a word": after_a_word,
}
HARD_KINDS: dict[str, Callable[[Random], Made]] = {
    "email": hard_emails,
    "phone": bare_phones,
    "card": hard_cards,
    "private key": hard_pems,
    "after a word": hard_after_a_word,
}


def secrets(seed: int = SEED, *, hard: bool = False) -> list[Secret]:
    """Those of every kind; the hard ones among them only if asked for."""
    made = list(vendors(Random(f"vendors {seed}")))
    for kinds, are_hard in ((KINDS, False), (HARD_KINDS, True)):
        for kind, make in kinds.items():
            for one in make(Random(f"{kind} {are_hard} {seed}")):
                text, *parts = (one,) if isinstance(one, str) else one
                made.append(Secret(kind, text, tuple(parts or [text]), are_hard))
    return [secret for secret in made if hard or not secret.hard]


def one_of_each_kind(seed: int = SEED) -> list[Secret]:
    """The first of each kind, as a sample."""
    return list({secret.kind: secret for secret in reversed(secrets(seed))}.values())
