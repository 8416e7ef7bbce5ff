"""What is sensitive: tables of names, of places and of values. To add a secret, add a row."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from src.core.scrubbing import checks
from src.core.scrubbing.checks import words
from src.core.scrubbing.patterns import lazy

FILTERED = "[Filtered]"


# Names -----------------------------------------------------------------------------------------------------------
# A name is split into words, however it is spelled: `userPassword`, `user-password`, `USER_PASSWORD`. It is sensitive
# if one of its words, or several that follow each other, stand here: `apikey` is `X-Api-Key` too.
SECRET_NAMES = words("""
    2fa 2facode accesscode accesskey accesskeyid accesskeys accountkey activationcode activationkey adgangskode
    adminpass aeskey amqppass anahtar anahtari apianahtari apikey apikeys apipass apnskey appkey applicationkey auth
    authcode authentication authkey authorisation authorization backupcode backupcodes bearer becomepass
    bestatigungscode bindpass chave chaveacesso chaveapi chaveprivada chiaveapi chiaveprivata chiavesegreta cipherkey
    clave claveacceso claveapi claveprivada claves cleapi cleprivee clientassertion clientkey codeconfidentiel
    codedeverification codeverifier codicediverifica codicesegreto codigodeseguranca codigodeseguridad
    codigodeverificacao codigodeverificacion codigoseguranca codigoverificacao confirmationcode confirmcode
    connectionstring connstr consumerkey contrasena contrasenas cookie cred credential creds cryptkey cryptokey csc csrf
    cvc cvn cvv databaseurl dbpass decryptionkey defaultpass deploykey devicecode dsn einmalcode enckey encryptionkey
    fernetkey ftppass functionskey geheim geheimnis gesla geslo gizli hasla haslo hesla heslo hmac hmackey honeycombteam
    initdata jelszavak jelszo jeton jkspass jwt katasandi kennwort keypass keyphrase keystorepass klucz kluczapi kod
    kodeord kodpin kodweryfikacyjny ldappass licencekey licensekey llaveprivada logincode loginpass losenord lozinka
    macaroon magiclink mailpass masterauth masterkey matkhau mdp mfa mfacode mnemonic motdepasse mqttpass mypass
    mysqlpass nonce oauthverifier onetimecode otp otpcode palabraclave palavrapasse parol parola parole pass passcode
    passkey passord passphrase passwd password passwort passwrd pat pem pemkey pepper pgpass phpsessid pin pincode pins
    privatekey privatekeyid privatekeys privkey productkey psk psw pswd puk pw pwd pwhash pword recoverycode
    recoverycodes recoveryphrase redispass redisurl rememberme remembertoken requirepass resetcode rolekey rootpass
    rootpw rsakey salasana salasanat salt samlassertion samlresponse schlussel secret secretid securityanswer
    securitycode secwebsocketprotocol seedphrase seedwords segredo segreto senha senhas sentrydsn serverkey servicekey
    servicerolekey sessid session sessionid sessionkey sharedaccesskey sharedkey sicherheitscode sid sifra sifre sifresi
    sig signature signingkey signkey slaptazodis smscode smtppass sshkey sshpass sslkey storagekey storepass
    stripesignature subscriptionkey sudopass tajne tajny tan tgwebappdata ticketgrantingticket titok tlskey token totp
    twofactorcode unlockcode unlockkey unsealkey userpass validationcode verificationcode verifycode wachtwoord
    wachtwoorden walletseed webhookkey webhookurl xsrf zaporka zugangscode zugangsdaten κωδικοι κωδικος лозинка пин
    пинкод парол паролi парола паролем пароли гасло кодавторизации кодвхода коддлявхода кодизсмс кодовоеслово
    одноразовыйкод проверочныйкод секретныйкод пасворд секрет тайна токен токена секреты токены пароль ключ ключи
    секретныйключ кодподтверждения пароля таемниця кодпідтвердження
""")
# Of a person, and no secret of a system: replaced likewise, unless a value rule says more precisely what it was.
PERSONAL_NAMES = words("""
    aadhaar accountholder accountholdername accountno accountnum accountnumber address addressline anschrift apellido
    apellidos bankaccount bic billingaddress birthdate birthday birthdaydate birthplace bsn cardholder cardholdername
    cardno cardnumber cardnum cartadicredito ccnum ccnumber cell cellnumber cellphone codicefiscale cognome contactname
    contactnumber contactphone correo correoelectronico courriel cnpj cpf creditcard creditcardnumber curp customername
    dateofbirth debitcard deliveryaddress dni dob driverlicense driverslicense drivinglicence email emailaddress emails
    emergencycontact familyname fathername fax faxnumber firstname forename fullname geburtsdatum geburtstag geolocation
    givenname handynummer holdername homeaddress iban identitynumber imei imsi inn internationalpassport ipaddress
    kartennummer kontonummer kreditkarte kreditkartennummer lastname latitude legalname longitude maidenname
    mailingaddress maritalstatus middlename mobile mobileno mobilenumber mobilephone mothername mothersmaidenname
    motherssurname msisdn nachname nameoncard nationalid nationalidnumber nationalinsurancenumber nickname nif nino
    nombrecompleto nomdefamille nome numerocarte numerotarjeta numerotelefone pan panumber passport passportno
    passportnumber patientname patronymic personalnumber personname personnummer pesel phone phonenumber phonenumbers
    phones placeofbirth postaladdress postalcode postcode prenom realip remoteaddr residentialaddress routingnumber
    shippingaddress snils sobrenome socialinsurancenumber socialsecurity socialsecuritynumber sortcode
    sozialversicherungsnummer ssn steuerid steuernummer strasse street streetaddress surname swift tarjeta taxid
    taxidnumber taxnumber taxpayerid tel telefon telefone telefonnummer telefono telephone telephonenumber telno userip
    username vatid vatnumber viber vorname whatsapp zip zipcode инн адрес снилс паспорт тел номертелефона телефон
    отчество почта номеркарты датарождения имя фамилия фио піб номерпаспорта прізвище побатькові датанародження
    номертелефону номеркартки адресдоставки fechanacimiento fechadenacimiento datenaissance datedenaissance
    datanascimento datadenascimento endereco direccion codigopostal codepostal numerocartao cartaocredito
""")
# Written without spaces, so anywhere in a name.
SECRET_PARTS = words("""
    주민등록번호 카드번호 이메일 姓名 邮箱 住所 氏名 银行卡
    卡号 身份证 סיסמא סיסמה كلمة كلمةالسر كلمةالمرور पासवर्ड รหัสผ่าน apiキー トークン パスワード 口令 携帯 暗号キー 手机 令牌 密码 密碼 秘密 合言葉 暗証番号
    認証コード 电话 密鑰 密钥 電話 驗證碼 验证码 비밀 토큰 비밀번호 암호 전화
""")
# Also inside a word: `dbpassword`, `mytoken2`.
SECRET_STEMS = words("""
    accesskey apikey authorization contrasena cookie credential kennwort passcode passphrase passwd password passwort
    privatekey pwd schluessel schlussel secret secretkey sessionid token wachtwoord парол
""")
INNOCENT_WORDS = words("""
    cookieconsent cookiejar cookieless cookiepolicy detokenize detokenizer passwordless secretarial secretariat
    secretaries secretary secretion secretions secretly secretsmanager tokencount tokenid tokenids tokenisation tokenise
    tokenised tokeniser tokenization tokenize tokenized tokenizer tokenizers tokenizes tokenizing tokentype
    undersecretary
""")
# A name that ends, or begins, so tells about the secret and does not hold it: `password_reset_enabled`, `max_tokens`.
INNOCENT_ENDS = words("""
    active age algo algorithm algorithms allowed arn at attempt attempts attrs audience available backend bits budget
    bytes category changed check checks class classes closed complexity configured consent context count counter counts
    css created date days decode disabled domain domains duration enabled encode encoding end endpoint engine endpoints
    error errors exists exp expiration expire expired expires expiry factory failed failure failures field fields file
    filename family flag flow format found go handler hasher hashers hint host hours html id ids in index invalid issuer
    java js kind label latency left len length level lifetime limit limits list manager match matches max maxage
    mechanism method methods middleware min minutes missing mode model module ms name names needed notfound number ok
    path period plugin policies policy port position prefix present price problem protocol provider providers py queue
    rate ratio rb realm ref rejected requests required requirements reset result rotation rounds router rule rules
    samesite schema scheme schemes scope scopes seconds sent server service size source start started state status store
    strategy strength suffix supply symbol target template timeout times title total ts ttl type types updated uri url
    usage used valid validation validator verified version versions view window
""")
INNOCENT_BEGINNINGS = words("""
    allow allows bos cached can completion count disable enable eos forgot has have hide input is max min missing must n
    needs no num number of output pad per prompt remaining require required requires should show stop supports total unk
    use used uses with without
""")
# Words too common to count inside a longer name: `server_address`, `first_pass`.
WHOLE_NAMES = words("address bic cell chave clave inn key kod mobile nome pan pass pat pem street tan tel zip")
# ... but these hold it, whatever they end in.
ALWAYS_SECRET = words("""
    accesskeyid accountno accountnumber birthdate cardholdername cardno cardnumber ccnumber connectionstring contactname
    creditcardnumber customername dateofbirth familyname fathername firstname fullname givenname lastname maidenname
    middlename mobilenumber mothername nationalid nationalidnumber nickname panumber passportno passportnumber
    patientname personname phonenumber privatekeyid routingnumber secretid sessionid socialsecuritynumber surname taxid
    taxidnumber taxnumber telephonenumber username vatid webhookurl
""")
# Their value is the rest of the line, not the next word.
WHOLE_LINE_NAMES = words("""
    address anschrift authorisation authorization backupcodes billingaddress birthdate cardholder cardholdername
    cardnumber cell cellphone contactnumber contactphone cookie cookies credentials creditcard creditcardnumber
    customername dateofbirth deliveryaddress dob fullname homeaddress iban keyphrase mailingaddress mnemonic mobile
    mobilephone nationalinsurancenumber passphrase passport passportnumber phone phonenumber phones postaladdress
    recoverycodes recoveryphrase secwebsocketprotocol seedphrase seedwords shippingaddress street streetaddress
    stripesignature tel telefon telephone viber walletseed whatsapp тел номертелефона телефон датарождения адрес
    адресдоставки имя фио
""")
# Their value may begin as a sentence does: `mnemonic: when actor zebra`.
PHRASES = words("mnemonic passphrase passphrases phrase words")
# A short number after these is a code, not a quantity.
CODE_NAMES = words("""
    2fa 2facode accesscode accesskeys adminpass apikeys authcode bestatigungscode codedeverification confirmationcode
    csc cvc cvv kodweryfikacyjny dbpass dbpasswd ftppass honeycombteam logincode mailpass mfa mfacode mypass onetimecode
    otp otpcode passcode password pin pincode rolekey rootpass securitycode secwebsocketprotocol servicerolekey smscode
    smtppass tan totp userpass validationcode verificationcode verifycode пин пинкод кодизсмс пароль кодподтверждения
    одноразовыйкод проверочныйкод секретныйкод
""")
# What stands after a telling word in prose, and is not its value: `token: expired`, `password is required`.
PROSE = words("""
    a already an and any are argument as at be blank bool but by bytes cannot changed characters check checksum closed
    closing contains could created delivery denied dict did disabled do does doesn't email empty enabled ensure error
    exceeded expected expired expires failed failure false field float for format found from generated given got has have
    header if in incorrect input int invalid is isn't it length list malformed maximum may minimum mismatch missing must n
    n/a name needed new no none not null of off ok on opened optional or parameter provided refused rejected required
    requires reset reused revoked rotated secretstr service set should signature started str string success syntax
    temporary the this to too true tuple type undefined unexpected unknown unset unsupported updated used valid value
    verification was were when will with without would wrong y yes your
""")
# A whole number after these is how many there are.
COUNTABLE = words("auth cookies credentials emails pass phones secrets session sessions tokens")
# These may hold anything; what looks random in them is a secret.
MAYBE_NAMES = ("assertion", "code", "key")
# What a list of names and values calls the two: `{"name": "DB_PASSWORD", "value": "..."}`; `loc` and `input` are of pydantic.
NAME_KEYS = ("name", "Name", "key", "Key", "field", "loc")
VALUE_KEYS = frozenset({"value", "Value", "val", "input"})
# Of a key in JSON (RFC 7517), by its `kty`, what is not public.
JWK_PARTS = words("d k p q dp dq qi oth")

# Places ----------------------------------------------------------------------------------------------------------
# The only request headers whose values leave.
HEADERS = words("""
    accept accept-encoding accept-language cache-control connection content-encoding content-length content-type date
    expect host if-modified-since origin sentry-trace traceparent transfer-encoding upgrade user-agent vary
    x-correlation-id x-request-id
""")
# A whole number under such a name is a quantity or an id, however long.
QUANTITIES = words("""
    allocated amount available balance bytes capacity cost count counter created deadline delay duration elapsed expires
    free height id index
    interval length limit line lineno max microseconds milliseconds min ms nanoseconds ns offset page percent port
    position price quantity rate rowcount seconds sequence size start status step stop sum time timeout timestamp total
    ttl updated us version weight width
""")


# Values ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, eq=False)
class Hint:
    """What each text has in it that a rule matches: it tells the few texts worth a closer look from the many.

    It may promise too much, and never too little. It is looked for in small letters, by google-re2 if that is installed.
    """

    # One of these words stands in the text.
    near: tuple[str, ...] = ()
    # And so does this: without lookaround or backreference, over UTF-8. Without google-re2, the words alone must do.
    pattern: str = ""
    # And this: what an automaton cannot tell.
    confirm: re.Pattern[str] | None = None
    # Those of a group are looked for in one automaton. Groups together would multiply its states.
    group: str = "words"


@dataclass(frozen=True, eq=False)
class Rule:
    """A sensitive value: its shape, and an example. Its name in brackets stands in its place."""

    name: str
    # What a group `keep` of it matches stays.
    pattern: re.Pattern[str]
    hint: Hint
    example: str
    # What a match must pass besides.
    valid: Callable[[re.Match[str]], bool] | None
    # Of a person: with a salt, what stands in its place is a pseudonym.
    is_person: bool


def rule(
    name: str,
    pattern: str,
    *near: str,
    example: str,
    hint: str | Hint = "",
    valid: Callable[[re.Match[str]], bool] | None = None,
    is_person: bool = False,
) -> Rule:
    """A row of the table. Without a hint it is tried on each text that has one of the words, or on every text."""
    compiled = lazy(pattern)
    if not hint:
        hint = Hint(tuple(map(str.lower, near)), "" if near else r"[^\0]+", confirm=compiled)
    elif isinstance(hint, str):
        hint = Hint(near, hint, group="signs" if near else "marks")
    return Rule(name, compiled, hint, example, valid, is_person)


def person(name: str, pattern: str, *near: str, **options: Any) -> Rule:
    """A row of the table about a person."""
    return rule(name, pattern, *near, **options, is_person=True)


def numbers(pattern: str) -> Hint:
    """A hint with four digits in it, each at most four bytes after the one before."""
    return Hint(pattern=pattern, group="numbers")


def uncounted(match: re.Match[str]) -> bool:
    """Whether a number does not stand after the name of a quantity or an id: `offset 15234567890`."""
    return checks.name_before(match).rpartition("_")[2] not in QUANTITIES


# A run of letters and digits that may be random: it has a digit, and is no hexadecimal id.
RANDOM = Hint(
    pattern="[a-z0-9+/_-]{17}",
    group="runs",
    confirm=lazy(
        r"(?s)\A(?=\D*+\d).*?(?:(?<![A-Za-z0-9+_-])(?=[A-Za-z+_-]*\d)(?=[A-Fa-f0-9+_-]*[G-Zg-z])[A-Za-z0-9+_-]{17}"
        r"|(?<![A-Za-z0-9+/_-])(?=[A-Za-z+/_-]*\d)(?=[a-z0-9+/_-]*[A-Z])[A-Za-z0-9+/_-]{17}|(?:AC|fc-|e2b_|mlsn\.)[0-9a-f]{32}|[0-9a-f]{32}\.[A-Za-z0-9]{16}|[.-][0-9a-f]{60}|[0-9a-f]{24}:[0-9a-f]{64}|\$(?:production|sandbox)\$)"
    ),
)
# What each sensitive name has in it, in any spelling.
STEMS = words("""
    pass pwd pw pswd pasw kennw geheim schl zugang sicherh secret token key auth cookie cred csrf xsrf jwt jeton bearer
    otp mfa 2fa tfa pin puk psk cv csc code kod nonce salt pepper sig sid sess tan mnemonic seed macaroon init saml
    connection webhook mdp mot clave cle contrase palabra senha segre codi chave chiave palavra parol has hesl tajn
    klucz gesl lozink zaporka ifr slapta salasana senord adgang wacht jels titok gizli anahtar khau sandi pat ticket
    unlock verif valid confirm recov backup secur priv licen name nome nom birth dob mail phone mobile msisdn tel
    address street zip post card pan iban bic swift account routing sort bank national nino patron snils inn ssn social
    tax vat lat lon lng geo ip marital emergency place cell contact ccnum honeycomb websocket whatsapp viber fax geburts
    handy stra anschrift prenom apellido cognome hmac psw pem webapp database redis dsn remember addr correo courriel connst magicl imei imsi
    cpf pesel bsn steuer nif dni curp assert aadhaar fiscal tarjeta kart carte carta llave cc_num cc-num cnpj nascim naiss nacim direcc endere
    identityn kontonum personaln personnum versicher
""")

NOT_ASCII = Hint((), r"[\x80-\xff]")
# No number that begins in a word, or goes on from one before.
START = r"(?:^|[^\w.,:+-])"
IBAN = numbers(r"(?:^|[^a-z0-9])[a-z]{2}\d\d(?:(?:[ -]|\xc2\xa0|\xe2\x80[\x89\xaf])?[a-z0-9]{4}){2}")
SEPARATOR = r"(?:(?:\[\d{1,6}\])?[\"'`\\\]*)]*[?!]?\s{0,4}(?:[:=|+~>!<]|->|\xef\xbc[\x9a\x9d]|\xe2\x86\x92)|[\"'`\\]+\s*[,;]|[,;][\w\"]|[\"'`]*(?:\s|\\)|\([bruf\\]{0,9}[\"'])"
SQL_VERBS = ("set password", *"select insert update delete merge upsert replace call exec create alter grant".split())
REPORTS = (
    *("[parameters: ", "[generated in ", "[cached since ", "[raw sql] ", "keyvalue': ", "of field's value: ", "key ("),
    *("failing row", "duplicate entry", "invalid input", "incorrect ", "dup key", "duplicate key value is"),
    *("parameters: $1 = ", ", column ", "input_value=", "input': ", 'input":', "input\\"),
)
# What the scrubber looks into besides the values: encodings, SQL, and names with a value after them.
HINTS = (
    ("percent", Hint(("%",), "%[0-9a-f]{2}")),
    ("escape", Hint((r"\u", r"\x", r"\/", "\x1b["), r"\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|/)|\x1b\[")),
    ("line", Hint((r"\n", r"\r", r"\t"))),
    ("base64", RANDOM),
    ("sql", Hint(SQL_VERBS, confirm=lazy(r"'|\d{5}|\$|[=(,]\s?\\*\""))),
    ("report", Hint(REPORTS)),
    ("name", Hint(tuple(sorted(STEMS)), rf"(?:{'|'.join(STEMS)})[\w.$-]*{SEPARATOR}", group="names")),
    ("name", NOT_ASCII),  # in any other script
    ("entity", Hint(("&quot;", "&amp;", "&apos;", "&lt;", "&#"))),
    ("plus", Hint(("+",), r"[^\s\0]\+[^\s\0]", group="signs")),
)

# What vendors' tokens look like. They must look random besides, so that no identifier of a program is taken for one.
TOKENS = (
    # AWS, Google, Azure, Alibaba, Tencent, Yandex, DigitalOcean, Cloudflare, Databricks
    r"(?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AIPA|ANPA|APKA|ANVA|AROA)[A-Z0-9]{16}",
    r"AIza[\w-]{30,}|ya29\.[\w-]{16,}|1//0[\w-]{20,}|GOCSPX-[\w-]{16,}",
    r"[\w~.-]{3}\dQ~[\w~.-]{30,}",
    r"LTAI[A-Za-z0-9]{13,}|AKID[A-Za-z0-9]{13,}|AQVN[\w-]{30,}|t1\.[\w=-]{20,}|y[0-6]_[\w-]{20,}",
    r"do[opr]_v1_[0-9a-f]{32,}|v1\.0-[0-9a-f]{20,}-[0-9a-f]{60,}|(?:dapi|dkea|dose|dsapi)[0-9a-f]{32}(?:-\d)?",
    # GitHub, GitLab, Atlassian
    r"(?:gh[pousr]_|github_pat_|gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|ffct|oas|rtr|wt|dp)-|GR1348941)[\w=.-]{15,}",
    r"(?:ATBB|ATATT3x|ATCTT3x|ATSTT3x|bbdc-)[\w=.-]{15,}",
    # Stripe, Square, Shopify, PayPal, Razorpay, Flutterwave, Shippo
    r"(?:sk|rk|pk|ek|price_secret|seti|pi)_(?:live|test|prod|sbox|secret)_\w{8,}|whsec_[\w+/=]{16,}|(?:pi|seti|src|cs)_[A-Za-z0-9]{10,}_secret_[A-Za-z0-9]{10,}",
    r"sq0[a-z]{3}-[\w-]{20,}|EAAA[\w-]{40,}|shp(?:at|ca|pa|ss|tka)_[\w=-]{14,}|access_token\$(?:production|sandbox)\$[a-z0-9$]{20,}",
    r"(?:rzp_(?:live|test)|FLWSECK|shippo_(?:live|test))[_-]\w{14,}|EZ[AT]K-?\w{16,}|access-(?:sandbox|development|production)-[\w-]{16,}",
    # Slack, Discord, Twilio, SendGrid, Mailgun, Mailchimp, Brevo, Resend, Facebook, VK, Dropbox
    r"xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9%_-]{8,}|(?:xapp|xwfp)-[A-Za-z0-9-]{13,}",
    r"[MNO][\w-]{22,28}\.[\w-]{6,7}\.[\w-]{27,40}",
    r"(?:AC|SK|AP|MG|PN|RK)[0-9a-f]{32}|[0-9a-f]{32}-us\d{1,2}|SG\.[\w-]{17,}\.[\w-]{17,}",
    r"(?:key|xkeysib|xsmtpsib|mlsn|re|lmnt)[_-][\w+/=-]{14,}|EAA[A-Za-z0-9]{40,}|A{10}[A-Za-z0-9%]{40,}|mlsn\.[\w-]{20,}|vk1\.a\.[\w-]{20,}|sl\.[\w-]{20,}",
    # OpenAI, Anthropic and others
    r"(?:sk|pk|rk)-[A-Za-z0-9][\w-]{18,}|(?:hf|api_org|r8|gsk|lsv2_\w\w|e2b|tvly|fc)[_-]\w{14,}|(?:xai|pplx|csk|nvapi|pa)-[\w-]{16,}",
    r"syt_[\w-]{4,}_\w{20}_\w{6}|oauth:[a-z0-9]{30}|0\.[0-9a-f-]{36}\.[A-Za-z0-9]{30}:[\w+/]{20,}=*|00D\w{12,15}![\w.]{40,}|AQ\.Ab[\w-]{30,}|ABSK[\w+/]{30,}=*|tgp_v1_[\w-]{20,}|[0-9a-f]{32}\.[A-Za-z0-9]{16}",
    # Package registries: npm, PyPI, RubyGems, crates.io, NuGet, Clojars, Docker, JFrog
    r"npm_\w{14,}|pypi-AgE[\w-]{20,}|rubygems_\w{14,}|cio[A-Za-z0-9]{32}|oy2[a-z0-9]{40,}|CLOJARS_[0-9a-f]{60}|dckr_[op]at_[\w-]{14,}|AKC[A-Za-z0-9]{40,}",
    # Sentry, Grafana, New Relic, Dynatrace, PostHog, Buildkite, CircleCI, Sonar, Postman, Figma, Linear, Notion, Airtable
    r"sntry[su]_[\w+/=]{14,}|gl(?:sa|c)_[\w=+/-]{14,}|eyJrIjoi[\w=+/-]{20,}|NR(?:AK|AL|II|SP|RA|AA)-[\w-]{16,}|NRJS-[0-9a-f]{16,}|[0-9a-f]{32,40}FFFFNRAL",
    r"dt0[a-z]\d\d\.[A-Za-z0-9]{20,}\.[A-Za-z0-9]{20,}|ph[cx]_\w{14,}|bkua_\w{14,}|CCIPAT_\w{14,}|sq[pau]_\w{14,}|PMAK-[\w-]{16,}|fig[du]_[\w-]{14,}|xa[ap]t-[\w-]{16,}|bb_live_[\w-]{14,}|essu_[\w=-]{14,}",
    r"lin_(?:api|oauth)_\w{14,}|(?:ntn|secret)_[A-Za-z0-9]{14,}|pat[A-Za-z0-9]{14}\.[0-9a-f]{32,}|key[A-Za-z0-9]{14}|pat-(?:na|eu)\d-[\w-]{16,}",
    # HashiCorp, Doppler, 1Password, Tailscale, Okta, Pulumi, age
    r"hv[sbr]\.[\w-]{17,}|s\.[A-Za-z0-9]{24}|[A-Za-z0-9]{14}\.atlasv1\.[\w-]{20,}|dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{17,}|ops_eyJ[\w-]{14,}",
    r"tskey-\w{3,8}-[\w-]{13,}|00[A-Za-z0-9][\w-]{39}|pul-[0-9a-f]{16,}|AGE-SECRET-KEY-[\w-]{16,}|(?:sk|pk)\.eyJ[\w.-]{20,}|[0-9a-f]{40}\.[\w-]{20,}|st\.[0-9a-f]{20,}\.[0-9a-f.]{32,}|pat\.[\w-]{22}\.[0-9a-f]{24}\.[A-Za-z0-9]{20}|[0-9a-f]{24}:[0-9a-f]{64}",
    # Hosts: Heroku, Vercel, Netlify, Render, Fly, Supabase, PlanetScale, Neon, Contentful, ReadMe, Deno
    r"HRKU-[\w-]{16,}|vc[kp]_\w{14,}|vercel_blob_rw_\w{16,}|nfp_\w{14,}|rnd_\w{14,}|(?:fo1|fm1[ar]|fm2)_[\w+/=-]{14,}|sb_(?:secret|publishable)_[\w-]{14,}|sbp_\w{14,}",
    r"pscale_(?:tkn|pw|oauth)_[\w-]{14,}|napi_\w{14,}|CFPAT-[\w-]{16,}|rdme_\w{14,}|ddp_\w{14,}|(?:fio-u|API|sdk|mob)-?[\w-]{20,}|u\+[\w-]{18,}|AVNS_[\w-]{16,}|pn[ut]_\w{14,}|tfp_[\w-]{14,}|SCW[A-Z0-9]{17}|test_[\w-]{43}|[12][A-Za-z0-9]{26}_[A-Za-z0-9]{20,}|django-insecure-[^\s\"'\\]{30,}",
)
CREDENTIALS = "auth plain|auth login|auth xoauth2|bearer|basic|negotiate|ntlm|apikey|api-key|token|bot|splunk|geniekey|sharedkey|sso-key|key"
PARAMETERS = "digest|aws4-hmac-sha256|hawk|oauth|mac|signature"
ARGUMENTS = (
    r"username|realm|c?nonce|response|credential|signedheaders|signature|key_?id|id|ts|mac|oauth_\w+|access_token"
)
VALUE = "9fK2" * 6  # for examples
# Between a program and its option; between an option and its value. They may stand in a list.
GAP, THEN = r"[\"',]{0,2}(?:\s[^\s|;&]{1,64}){0,12}?\s[\"']?", r"(?:[\"'],\s|\s)?"

# Encoded by its own rules, so looked for before anything is decoded.
INIT_DATA = rule("telegram-init-data", r"[^\s\"'<>#?]++", "auth_date=", valid=checks.init_data,
    example="query_id=AAH&user=%7B%22id%22%3A42%7D&auth_date=1764035688&hash=0f0f")  # fmt: skip
# Applied in this order.
RULES = (
    rule("key", r"-{4,5} ?BEGIN (?!CERTIFICATE|(?:SSH2 )?PUBLIC KEY)[^-\r\n]{1,60}-{4,5}[^-]*+(?:-(?!-{3,4} ?END )[^-]*+)*+(?:-{4,5} ?END [^-]{1,60}-{4,5})?",
        "-----begin", "---- begin", example="-----BEGIN " + "PRIVATE KEY-----\nMIIE\n-----END " + "PRIVATE KEY-----"),
    rule("key", r"(?s)PuTTY-User-Key-File-.*",
        "putty-user-key", example="PuTTY-User-Key-File-3: ssh-rsa"),
    rule("key", r"(?<![A-Za-z0-9+/])(?:(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\w+|sk-\S{1,40}@openssh\.com) )?AAAA[BCE]3?[A-Za-z0-9+/=]{30,}+(?: \S{1,100}@\S{1,100})?",
        "aaaa", example="ssh-rsa AAAAB3" + VALUE * 2),
    rule("telegram-token", r"(?<!\d)\d{6,20}(?::|%(?:25){0,3}3[Aa])[A-Za-z0-9_-]{30,64}",
        hint=numbers(r"\d{6}[:%]"), example="https://api.telegram.org/bot123456789:" + "A" * 35 + "/getMe"),
    rule("token", r"(?<![\w-])eyJ[\w-]{6,}+(?:\.[\w=-]*+){1,4}",
        "eyj", example="eyJ" + VALUE + ".e30." + VALUE),
    rule("webhook", r"(?<=hooks\.slack\.com/)(?:services|workflows|triggers)/[\w/-]+|(?<=/api/webhooks/)\d+/[\w-]+|(?<=\.webhook\.office\.com/)[\w@/.-]+|(?<=hooks\.zapier\.com/)[\w/-]+|(?<=/bot/v2/hook/)[\w-]+",
        "hooks.slack.com", "hooks.zapier.com", "/api/webhooks/", "/bot/v2/hook/", ".webhook.office.com/", example="https://discord.com/api/webhooks/42/" + VALUE),
    rule("userinfo", r"(?:(?<=://)|(?<=(?<![:\w])//)(?=[^\s/?#@:]{0,128}:))(?:[^\s/?#\"'<>\\]{0,256}|[^\s:/?#@\"'<>\\]{0,128}:(?!\d{1,5}[/?#])[^\s\"'<>]{1,256}|:[^\s\"'<>@]{1,256})(?=@[\w.\[%{/?-])",
        "@", hint=r"//[^\s\0\"'<>]*@", example="amqp://loans:" + "hunter2@queue/loans", valid=checks.userinfo),
    rule("userinfo", r"(?<![\w/@.:])[A-Za-z][\w.+-]{0,64}:(?!//)[^\s:@\"'<>,]{1,64}(?=@(?:(?:tcp|unix)?\(|[\w.-]{1,253}(?::\d{2,5}|/\w)))",
        "@", hint=r":[^\s\0:@]+@", example="loans:" + "hunter2@tcp(127.0.0.1:3306)/loans"),
    rule("userinfo", r"(?P<keep>[ \"'](?:-[uU]|--(?:proxy-)?user)(?:\\{0,8}[\"'],\s|[ =])?(?:\\{0,8}[\"'])?)[\w.@+-]{1,64}:[^\s\"'\\]{1,128}",
        " -u", "'-u", '"-u', "--user", "--proxy-user", example="curl -u loans:" + "hunter2 https://bureau"),
    rule("authorization", rf"(?i)\b(?P<keep>(?:{PARAMETERS})\s+)(?:{ARGUMENTS})=[^\r\n]*",
        *PARAMETERS.split("|"), hint=rf"\b(?:{PARAMETERS})\s+\w+=", example='Digest username="jane", response="0f0f"'),
    rule("authorization", rf"(?i)(?<!/)\b(?P<keep>(?:{CREDENTIALS})(?:\s+|(?<=bearer),\s*))" + r"[A-Za-z0-9._~+/=:-]{8,}+",
        *CREDENTIALS.split("|"), hint=rf"\b(?:{CREDENTIALS})[\s,]+" + r"[a-z0-9._~+/=:-]{8}", example="Bearer " + VALUE, valid=checks.credential),
    # In ASCII: in a language without spaces, a word may stand right beside it.
    rule("token", r"(?a)(?<![\w+.-])(?=[\w.~$/+=%:!-]{16})(?:" + "|".join(TOKENS) + r")(?!\w)",
        hint=RANDOM, example="glpat" + "-" + VALUE, valid=checks.token),
    # Of a vendor that is not named above.
    rule("token", r"(?a)(?<![\w+/.-])[A-Za-z][A-Za-z0-9]{1,11}(?:[_-][A-Za-z0-9]{1,11}){0,2}[_-][A-Za-z0-9]{20,}+(?![\w-])",
        hint=RANDOM, example="acme_live_" + VALUE, valid=checks.unknown_token),
    # It, or 32 bytes in base64, which no digest of what is public are.
    rule("token", r"(?<![A-Za-z0-9+/_-])(?<!(?i:sha256)[-=:])(?<!(?i:sha-256)[-=:])(?:[A-Za-z0-9+/_-]{60,}+={0,2}|[A-Za-z0-9+/_-]{43}=(?![\w=]))",
        hint=RANDOM, example=VALUE * 3, valid=checks.long_token),
    # In a link, to reset a password or so.
    rule("token", r"(?P<keep>(?i:/(?:reset|tokens?|invit|magic|verif|confirm|activat|password|unsubscribe|auth|hooks?)[\w-]*/)(?:[\w-]{1,40}/){0,2})[A-Za-z0-9_-]{16,}(?![\w-])",
        "/reset", "/token", "/invit", "/unsubscribe", "/auth", "/hook", "/magic", "/verif", "/confirm", "/activat", "/password", example="/reset-password/" + VALUE, valid=checks.linked),
    # Letters alone may be random too.
    rule("token", r"(?<!\w)(?:(?:hf|api_org|npm|lin_api)_[A-Za-z0-9]{30,}|re_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,}|npg_[A-Za-z0-9]{12,}|live_[\w-]{32,}|\d{6,12}(?::(?:LIVE|TEST):|~)[\w-]{16,}|A[KS]IA[A-Z2-7]{16}|[\w~.-]{3}\dQ~[\w~.-]{31,34}|xox[bp]-\d[\w-]{40,}|(?:gh[pousr]_|glpat-|[rs]k_(?:live|test)_|whsec_|AIza|GOCSPX-|dckr_pat_|hvs\.|sb_secret_)(?=[a-z_-]{0,64}[A-Z])(?=[A-Z_-]{0,64}[a-z])[\w-]{20,}(?:\.\w{2,9})*)(?![\w-])",
        "hf_", "npg_", "api_org_", "re_", "live_", ":live:", ":test:", "~", "akia", "asia", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "glpat-", "k_test_", "whsec_", "aiza", "gocspx-", "dckr_", "hvs.", "npm_", "xox", "lin_", "sb_s", example="hf_" + VALUE + "abcdef"),
    rule("hash", r"\$(?:2[abxy]|argon2\w{1,2}|[156y]|apr1|scrypt|pbkdf2[\w-]*)\$[\w./+$,=-]{16,}|pbkdf2_sha\d+\$[\w./+$=]{16,}|(?:scrypt|pbkdf2):[\w:]{3,40}\$[\w./+]{8,}\$[0-9a-f]{32,}|\{(?:S?SHA\d{0,3}|S?MD5|CRYPT)\}[\w+/=$.]{20,}|(?<=:)[0-9a-f]{32}:[0-9a-f]{32}(?=:::)|\$krb5\w{2,6}\$[^\s\"']{20,}",
        "$2", "$argon2", "$1$", "$5$", "$6$", "$y$", "$apr1$", "$scrypt$", "scrypt:", "pbkdf2", "sha}", "md5}", "sha256}", "sha512}", "{crypt}", ":::", "$krb5", example="$2b$12$" + VALUE),
    rule("token", r"(?P<keep>\"(?:d|k|dp|dq|qi|p|q)\\*\"\s?:\s?\\*\")[\w-]{16,}",
        "kty", example='"kty": "oct", "k": "' + VALUE + '"'),
    # After names of a language without spaces.
    rule("Filtered", r"(?P<keep>(?:密[码碼钥鑰]|口令|令牌|[验驗][证證][码碼]|パスワード|トークン|暗証番号|認証コード|비밀번호|암호|토큰)(?:是|为|為|は|が|은|는|이|가)?\s?)(?a:(?=[\w!#$%^*+.@~-]{0,63}\d)[\w!#$%^*+.@~-]{4,256}+)",
        hint=NOT_ASCII, example="密码是" + "hunter2"),
    # An option of a program that is a password.
    rule("Filtered", rf"(?P<keep>\b(?:(?:(?:mysql|mariadb)[\w-]*|7z){GAP}-p|(?:sshpass|(?:docker|podman|az) login|twine|mongo\w*|cqlsh|cassandra){GAP}-p{THEN}|(?:sqlcmd|mosquitto_\w+|(?:un)?zip){GAP}-P{THEN}|redis-cli{GAP}-a{THEN}|openssl{GAP}-k{THEN}|kubectl{GAP}--from-literal=[\w.-]+=|ldap\w+{GAP}-w{THEN}|jwt\.(?:en|de)code\(\w+, ?b?(?=[\"'])|(?:sqlplus |jdbc:oracle:\w+:)\w+/|\w*(?:[Ll]ogin|[Aa]uthenticate|_bind(?:_s)?|[Bb]asic_?[Aa]uth|Connection(?=\([^()]+=))\(\s?(?:\w+,\s?)?\\*[\"'][^\"'\s]++[\"'],\s?(?=\\*[\"']))\\*[\"']?)" + r"[^\s\"'\\\[$<,-][^\s\"'\\]{1,128}",
        " -p", "'-p", " -k", "'-k", "--from-literal", " -a", "'-a", " -w", "'-w", "sqlplus", "jdbc:oracle", "login(", "authenticate(", "auth(", "bind(", "bind_s(", "connection(", "jwt.", example="mysql -u root -p" + "hunter2"),
    # Commands of Redis.
    rule("Filtered", r"(?P<keep>\b(?:AUTH [\w.@-]{1,64} |LOGIN [\w.@\"-]{1,64} \"?|(?<=b'|> )PASS |ACL SETUSER [^\r\n]{1,256}?[ \"'][>#<!]))[^\s\"'\\]{4,256}",
        "auth ", "login ", "pass ", "acl setuser", example="AUTH loans " + "hunter2", valid=checks.command_password),
    rule("Filtered", r"(?P<keep>\bkind\\*\"?: ?\\*\"?Secret\b[\s\S]{0,2048}?\b(?:stringD|d)ata\\*\"?:\s*\{?)[^{}:]+:[^{}]*",
        "kind", hint=r"kind[\\\"]*: ?[\\\"]*secret\b", example="kind: Secret\ndata:\n  dsn: eDoxMjM0"),
    rule("Filtered", r"(?P<keep>(?<![\w.:/])[\w.*-]{1,64}:(?:543\d|6432|\*):[\w*-]{1,64}:[\w*-]{1,64}:)[^\s:]{4,128}",
        ":543", ":6432:", ":*:", example="db:5432:loans:jane:" + "hunter2"),
    rule("code", r"(?i)\b(?P<keep>(?:your|ваш|dein|ihr|votre|tu|su|seu)\s(?:[^\W\d]+\s){0,3}?(?:code|код|kod|código|codigo|pin)\s?(?:is|ist|est|es|é|lautet|:|—|-)?\s?)\d{4,8}\b|\b\d{4,8}(?=\s(?:is|as|ist|est|—|-)\s(?:your|ваш|ihr|dein|votre|tu)\s(?:[^\W\d]+\s){0,3}?(?:code|код|kod|código|codigo|pin|otp|pass))",
        "your", "ваш", "dein", "ihr", "votre", "tu ", "su ", "seu ", example="your code is 839201"),
    person("email", r"(?<![\w.%+-])[\w.%+~!-]{1,64}(?:\\{0,8}'[\w.+-]{1,32})?@(?:(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}|\[[\d.:A-Fa-f]{7,45}\])(?![\w@])",
        "@", hint=r"@(?:[\w.\x80-\xff-]*\.[a-z\x80-\xff]{2}|\[)", example="jane.doe@example.com", valid=checks.email),
    # What the magnetic stripe of a card says.
    person("creditcard", r"(?a)%?[A-Z]\d{12,19}\^[^^\r\n]{2,26}\^\d{4}\w*\??|;\d{12,19}=\d{7,24}\??",
        hint=numbers(r"[a-z;]\d{12,19}[=^]"), example="%B4111111111111111^DOE/JANE^25121011000?"),
    person("creditcard", r"(?a)(?<![\w.])(?:\d[ ._\u00a0\u2009\u202f-]?){12,30}\d(?![\w-])",
        hint=numbers(r"(?:\d(?:[ ._-]|\xc2\xa0|\xe2\x80[\x89\xaf])?){12}\d"), example="4111 1111 1111 1111", valid=checks.card),
    person("location", r"(?P<keep>\b(?:lat|lon|lng)\\*[\"']?\s?[=:]\s?)-?\d{1,3}\.\d{3,}",
        "lat", "lon", "lng", hint=r"\b(?:lat|lon|lng)[\\\"']*\s?[=:]\s?-?\d", example="lat=50.4501"),
    person("iban", r"(?a)(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ \u00a0\u2009\u202f-]?[A-Z0-9]{4}){2,7}(?:[ \u00a0\u2009\u202f-]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])",
        hint=IBAN, example="DE89 3704 0044 0532 0130 00", valid=checks.iban),
    person("iban", r"(?a)(?<![A-Za-z0-9])[a-z]{2}\d{2}(?:(?: [a-z0-9]{4}){2,7}(?: [a-z0-9]{1,3})?|[a-z0-9]{11,30})(?![A-Za-z0-9])",
        hint=IBAN, example="de89370400440532013000", valid=checks.iban),
    person("ssn", r"(?a)(?<![\w-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])",
        hint=numbers(START + r"\d{3}[ -]\d\d[ -]\d{4}"), example="078-05-1120"),
    person("mac", r"(?a)(?<![\w:-])[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![\w:-])",
        hint=r"[:-](?:[0-9a-f]{2}[:-]){4}", example="3c:22:fb:7a:00:9e", valid=checks.mac),
    person("mac", r"(?a)(?<![\w.])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?!\.?\w)",
        hint=r"\.[0-9a-f]{4}\.", example="3c22.fb7a.009e"),
    person("ip", r"(?a)(?<![\w.:])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{0,4})(?![\w:])",
        hint=r":(?::|(?:[0-9a-f]{1,4}:){5})", example="2001:db8::7334", valid=checks.ipv6),
    person("ip", r"(?a)(?<![\w.])(?<![A-Za-z]-)(?:\d{1,3}\.){3}\d{1,3}(?!\w|-\w*[A-Za-z]|\.\d)",
        hint=numbers(r"(?:^|[^\w.])(?:\d{1,3}\.){3}\d"), example="203.0.113.7", valid=checks.ipv4),
    # International, with + and with 00.
    person("phone", r"(?a)(?<![\w+])\+[1-9](?:[ ().\-/\u00a0\u2009\u2011]{0,3}\d){7,14}(?!\d)",
        hint=r"\+[1-9][ ().\-/\x80-\xff]{0,9}\d", example="+44 20 7946 0958"),
    person("phone", r"(?a)(?<![\w.:+-])00[1-9]\d{0,2}(?:[ .\-/]?\(?\d{1,5}\)?){2,6}(?!\w)",
        hint=numbers(START + r"00[1-9]\d{0,2}[ .\-/(]{0,2}\d"), example="0049 30 1234567", valid=checks.phone),
    # National: with a 0 in front, with brackets, and as North America, Russia, Spain, China, India and others write it.
    person("phone", r"(?a)(?<![\w.,:/+-])\(?0\d{1,5}\)?(?:[ .\-/]{1,3}\d{2,8}){1,4}(?!\w|[.:,-]\d)",
        hint=numbers(START + r"\(?0\d{1,5}\)?[ .\-/]{1,3}\d\d"), example="030 1234567", valid=checks.national_phone),
    person("phone", r"(?a)(?<![\w.+-])(?:\d{1,3}[ .-]?)?\([1-9]\d{1,4}\)[ .-]?\d{2,5}(?:[ .-]?\d{2,5}){1,3}(?!\w)",
        hint=r"\(\d{2,5}\)[ .-]?\d\d", example="(212) 555-0123", valid=checks.phone),
    person("phone", r"(?a)(?<![\w.,:+-])(?:1[ .-])?[2-9]\d{2}([ .-])[2-9]\d{2}\1\d{4}(?![\w-]|\.\d)",
        hint=numbers(START + r"(?:1[ .-])?\d{3}[ .-]\d{3}[ .-]\d{4}"), example="212-555-0123"),
    person("phone", r"(?a)(?<![\w.,:+-])(?:[1-9]\d{0,2}[ -])?\d{3}[ -]\d{3}([ -])\d{2}\1\d{2}(?![\w-]|\.\d)",
        hint=numbers(START + r"(?:\d{1,3}[ -])?\d{3}[ -]\d{3}[ -]\d\d[ -]\d\d"), example="8 916 123 45 67"),
    person("phone", r"(?a)(?<![\w.,:+-])(?<!\d )[5-9]\d{2}([ -])(?!000)\d{3}\1\d{3}(?![\w-]|[., ]\d)",
        hint=numbers(START + r"[5-9]\d\d[ -]\d{3}[ -]\d{3}"), example="612 345 678"),
    person("phone", r"(?a)(?<![\w.,:+-])(?:1[3-9]\d([ -])\d{4}\1\d{4}|[6-9]\d{4}[ -]\d{5})(?![\w-]|\.\d)",
        hint=numbers(START + r"(?:1[3-9]\d[ -]\d{4}[ -]\d{4}|[6-9]\d{4}[ -]\d{5})"), example="138 0013 8000"),
    person("phone", r"(?a)(?<![\w.,:+-])(?:\d{2} 9\d{4}-\d{4}|[67]\d\d(?: \d\d){3})(?![\w-]|[., ]\d)",
        hint=numbers(START + r"(?:\d\d 9\d{4}-\d{4}|[67]\d\d(?: \d\d){3})"), example="11 99669-5758"),
    person("phone", r"(?i)\b(?P<keep>(?:(?:my|your|his|her)\snumber|call(?:ed|ing)?|reach|dial|tel|phoned?|sms|contact|whatsapp|тел|звоните)(?:\s(?:me|us|him|her|them|you|back|now|at|on|to|no|nr|number|is|was))*[.:]?\s?)\(?\d[\d ().-]{5,16}\d(?![\w.-]?\d)",
        "number", "call", "reach", "dial", "tel", "phone", "sms", "contact", "whatsapp", "тел", "звоните", example="call me at 0694783588", valid=checks.told_phone),
    person("passport", r"(?i)\b(?P<keep>(?:passport|паспорт\w{0,2})(?:\s(?:no|number|серия|номер))?[.:]?\s?№?\s?)\d{2}\s?\d{2}\s?(?:№\s?)?\d{6}\b",
        "passport", "паспорт", example="passport 4509 123456"),
    person("phone", r"(?a)(?<![\w./+-])(?:[78]9\d{9}|1[3-9]\d{9})(?![\w-]|[./]\w| ?(?:bytes|[kMG]i?B|[num]s|rows)\b)",
        hint=numbers(START + r"(?:[78]9\d|1[3-9]\d)\d{8}"), example="89161234567", valid=uncounted),
    person("user", r"(?P<keep>(?:(?<![\w\-}])(?:/(?:data|usr|nfs|mnt|export|(?:private/)?var|cygdrive))?(?:/[a-z])?/(?:home|Users)|(?i:(?:(?<!\w)|(?<=\\[nrt]))[a-z]:(?:\\{1,64}|/)(?:users|documents and settings)|(?<!\\)\\{2,64}[\w.-]{1,63}\\{1,64}users))(?:/|\\{1,64}))(?!(?:Shared|Public|airflow|app|circleci|ec2-user|jovyan|node|nonroot|runner|site|ubuntu|vagrant|vscode)\b)[^\s/\\:*?\"'<>|]{1,64}(?:(?: [^\s/\\:*?\"'<>|]{1,32}){1,3}(?=\\))?(?=[/\\\s\"':,;)\]<>|*?]|$)",
        "/home/", "/users/", "\\users", "documents and settings", example="/home/" + "jane/loans/main.py"),
)  # fmt: skip
# What stands in the place of a secret; with a salt, a pseudonym too.
REPLACED = sorted({"Filtered", "base64", "cut", INIT_DATA.name, *(rule.name for rule in RULES)})
TAG = lazy(rf"\[(?:{'|'.join(REPLACED)})" + r"(?::[0-9a-f]{6})?\]")
