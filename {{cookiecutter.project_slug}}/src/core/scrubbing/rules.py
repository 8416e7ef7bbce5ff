"""What is sensitive: a table of names, and a table of values. To add a secret, add a row."""

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from src.core.scrubbing import checks

FILTERED = "[Filtered]"


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


# Names -----------------------------------------------------------------------------------------------------------
# A name is split into words, however it is spelled: `userPassword`, `user-password`, `USER_PASSWORD`. It is sensitive
# if one of its words, or several that follow each other, stand here: `apikey` is `X-Api-Key` too.

SECRET_NAMES = words(
    """
    2fa 2facode apikeys accesskeys adminpass dbpass dbpasswd ftppass mailpass mypass rolekey rootpass servicerolekey smtppass userpass honeycombteam secwebsocketprotocol accesscode accesskey accesskeyid accountkey apikey apipass apitoken appkey applicationkey
    appsecret auth authcode authentication authkey authorization authorisation authtoken backupcode backupcodes
    bearer bottoken clientkey clientsecret confirmationcode connectionstring consumerkey cookie cookies credential
    credentials creds cred csc csrf csrftoken cvc cvn cvv decryptionkey deploykey encryptionkey
    functionskey hmackey initdata jwt keypass keyphrase keystorepass licencekey licensekey logincode macaroon masterkey mfa
    mfacode mnemonic nonce onetimecode onetimepassword otp otpcode pass passcode passkey passphrase passphrases passwd
    passwds password passwords passwort pat pepper pin pincode pins privatekey privkey psk puk pw pwd recoverycode
    recoverycodes recoveryphrase refreshtoken rsakey salt samlresponse secret secretid secretkey secrets secretvalue
    securitycode seedphrase seedwords servicekey session sessionid sessionkey sessiontoken sharedkey
    sharedaccesskey sid sig signature signingkey smscode sshkey storagekey subscriptionkey tan ticketgrantingticket
    token tokens totp totpsecret unlockcode unlockkey validationcode verificationcode verifycode walletseed
    webhookkey webhooksecret webhookurl xsrf xsrftoken privatekeyid idtoken accesstoken
    geheimnis geheim kennwort passphrasen schlussel zugangscode zugangsdaten sicherheitscode
    motdepasse mdp motsecret jeton codesecret clesecrete cleapi codeconfidentiel
    contrasena contrasenas clave claves claveapi secreto palabraclave codigodeseguridad
    senha senhas segredo chave chaveapi palavrapasse codigodeseguranca
    parola parole segreto chiavesegreta chiaveapi codicesegreto
    haslo hasla tajne klucz kluczapi heslo hesla tajny geslo gesla lozinka zaporka sifra slaptazodis salasana salasanat
    losenord passord adgangskode kodeord wachtwoord wachtwoorden jelszo jelszavak titok sifre sifresi gizli anahtar anahtari apianahtari
    kod kodpin matkhau katasandi
    пароль пароли пароля паролем парол паролi секрет секреты секретныйключ ключ ключи токен токена токены пин пинкод
    кодподтверждения кодизсмс кодовоеслово пасворд гасло таемниця парола лозинка тайна κωδικος κωδικοι
    """
)
# Of a person, and no secret of a system: replaced likewise, unless a value rule says more precisely what it was.
PERSONAL_NAMES = words(
    """
    address addressline billingaddress birthdate birthday birthdaydate birthplace cardholder cardholdername cardnumber
    ccnumber ccnum cardno creditcard creditcardnumber debitcard contactname customername dateofbirth deliveryaddress dob
    driverlicense driverslicense drivinglicence email emailaddress emails emergencycontact familyname fathername
    firstname forename fullname geolocation givenname homeaddress iban inn internationalpassport lastname latitude
    longitude maidenname mailingaddress maritalstatus middlename mobile mobilenumber mobilephone
    mothersmaidenname motherssurname mothername msisdn nationalid nationalidnumber nickname nino pan panumber passport
    passportno passportnumber patientname patronymic personname phone phonenumber phonenumbers phones placeofbirth
    postaladdress postalcode postcode residentialaddress shippingaddress snils socialsecurity
    socialsecuritynumber ssn street streetaddress surname taxid taxidnumber taxnumber taxpayerid tel telephone
    telephonenumber username userip vatid zip zipcode bankaccount accountnumber accountno routingnumber sortcode bic swift
    vorname nachname geburtsdatum geburtstag telefon telefonnummer handynummer strasse anschrift
    prenom nomdefamille telefono telefone nombrecompleto apellido apellidos cognome nome sobrenome numerotelefone
    cell cellphone cellnumber contactnumber contactphone whatsapp viber faxnumber телефон тел номертелефона имя фамилия отчество адрес почта паспорт инн снилс датарождения
    """
)
# Written without spaces, so anywhere in a name.
SECRET_PARTS = (
    *(
        "電話",
        "电话",
        "手机",
        "携帯",
        "전화",
        "密码",
        "密碼",
        "口令",
        "密钥",
        "密鑰",
        "令牌",
        "验证码",
        "驗證碼",
        "パスワード",
        "apiキー",
        "暗号キー",
        "暗証番号",
        "秘密",
        "トークン",
        "合言葉",
        "認証コード",
    ),
    *("비밀번호", "암호", "토큰", "비밀", "كلمةالسر", "كلمةالمرور", "كلمة", "סיסמה", "סיסמא", "รหัสผ่าน", "पासवर्ड"),
)
# Also inside a word: `dbpassword`, `mytoken2`.
SECRET_STEMS = (
    *(
        "password",
        "passwd",
        "passphrase",
        "passcode",
        "passwort",
        "kennwort",
        "secret",
        "token",
        "apikey",
        "privatekey",
    ),
    *(
        "secretkey",
        "accesskey",
        "schlussel",
        "sessionid",
        "credential",
        "authorization",
        "cookie",
        "contrasena",
        "wachtwoord",
        "парол",
    ),
)
INNOCENT_WORDS = words(
    """
    tokenizer tokenizers tokenize tokenized tokenizes tokenizing tokenization tokenise tokenised tokeniser tokenisation
    detokenize detokenizer tokenization tokenid tokenids tokentype tokencount secretary secretaries secretariat
    secretarial secretly secretion secretions undersecretary cookieless passwordless
    cookiejar cookiepolicy cookieconsent
    """
)
# A name that ends, or begins, so tells about the secret and does not hold it: `password_reset_enabled`, `max_tokens`.
INNOCENT_ENDS = words(
    """
    active age algorithm algo allowed at attempt attempts audience available bits budget bytes category changed
    class classes complexity configured consent count counter counts created date days disabled domain duration domains enabled encoding
    endpoint endpoints error errors exists exp expired expires expiration expiry failed failure failures field fields
    file filename flag flow format found hours id ids in index invalid issuer kind label left length len level lifetime limit limits
    list max maxage method methods middleware min minutes missing mode model module ms name names needed notfound
    number ok path policy position prefix present problem protocol provider providers ratio realm rejected
    required requirements requests reset rotation rule rules samesite schema scheme schemes scope scopes seconds service size source
    state status store strategy strength suffix target timeout times total ttl type types updated url uri usage used
    valid validation validator verified version versions view backend context hint length policies manager
    factory handler router expire template title
    """
)
INNOCENT_BEGINNINGS = words(
    """
    allow allows can completion count disable enable forgot has have hide input is max min missing must n needs no num number of
    output per prompt remaining require required requires should show supports total use used uses with without cached
    """
)
# Words too common to count inside a longer name: `server_address`, `first_pass`.
WHOLE_NAMES = words("address bic cell chave clave inn key kod mobile nome pan pass pat pw street tan tel zip")
# ... but these hold it, whatever they end in.
ALWAYS_SECRET = words(
    """
    accesskeyid connectionstring secretid sessionid webhookurl privatekeyid cardnumber
    creditcardnumber ccnumber cardno phonenumber mobilenumber telephonenumber accountnumber passportnumber passportno accountno
    nationalid taxid vatid routingnumber socialsecuritynumber nationalidnumber taxidnumber taxnumber panumber
    firstname lastname middlename fullname familyname givenname username surname nickname maidenname
    customername contactname patientname personname cardholdername mothername fathername dateofbirth birthdate
    """
)
# Their value is the rest of the line, not the next word.
WHOLE_LINE_NAMES = words(
    """
    authorization authorisation cookie cookies passphrase mnemonic seedphrase seedwords recoveryphrase keyphrase
    address homeaddress streetaddress street billingaddress shippingaddress mailingaddress postaladdress deliveryaddress
    fullname customername cardholder cardholdername phone phonenumber mobile mobilephone tel telephone telefon телефон тел
    cell cellphone contactnumber contactphone whatsapp viber номертелефона phones
    iban cardnumber creditcard creditcardnumber
    """
)
# A short number after these is a code, not a quantity.
CODE_NAMES = words(
    """
    2fa 2facode apikeys accesskeys adminpass dbpass dbpasswd ftppass mailpass mypass rolekey rootpass servicerolekey smtppass userpass honeycombteam secwebsocketprotocol accesscode authcode confirmationcode csc cvc cvv logincode mfa mfacode onetimecode otp otpcode passcode
    password pin pincode securitycode smscode tan totp validationcode verificationcode verifycode пин пинкод пароль
    кодподтверждения кодизсмс
    """
)
# What stands after a telling word in prose, and is not its value: `token: expired`, `password is required`.
PROSE = words(
    """
    a an and any are argument as at be blank but by cannot changed characters check contains denied does doesn't empty error
    exceeded expected expired failed failure false field for format found from generated given got has have header if in
    incorrect invalid is isn't it length malformed may mismatch missing must n/a needed no none not null of ok on or
    parameter provided refused rejected required reset revoked rotated set should signature string the this to too true type
    undefined unexpected unknown unset unsupported updated used valid value verification was were when will with without wrong yes y n on
    off enabled disabled your str bytes int float bool dict list tuple secretstr optional
    """
)

# A whole number after these is how many there are.
COUNTABLE = words("auth cookies credentials pass secrets session tokens")
# These may hold anything; what looks random in them is a secret.
MAYBE_NAMES = ("code", "key")

# Places ----------------------------------------------------------------------------------------------------------
# The only request headers whose values leave.
HEADERS = words(
    """
    accept accept-encoding accept-language cache-control connection content-encoding content-length content-type date
    expect host if-modified-since origin sentry-trace traceparent transfer-encoding upgrade user-agent vary
    x-correlation-id x-request-id
    """
)
# A whole number under such a name is a quantity or an id, however long.
QUANTITIES = words(
    """
    amount balance bytes capacity count counter cost created deadline delay duration elapsed expires height id index
    interval length limit line lineno max microseconds milliseconds min ms nanoseconds offset ns page percent
    port position price quantity rate rowcount seconds sequence size start status step stop sum time timeout timestamp
    total ttl updated us version weight width
    """
)

# Values ----------------------------------------------------------------------------------------------------------
Needs = Literal["", "numbers", "dots", "colons", "run"]
Valid = Callable[[re.Match[str]], bool]


class Rule(NamedTuple):
    """A sensitive value: its shape, and an example."""

    name: str
    pattern: re.Pattern[str]
    example: str
    # One of these stands in every text that the pattern matches, in lower case; none: it has no such word.
    near: tuple[str, ...]
    # What else does: a number as of a phone or a card, one with dots, colons in a row, or a run of letters and digits.
    needs: Needs
    # What a match must pass besides.
    valid: Valid | None
    # Of a person: with a salt, what stands in its place is a pseudonym.
    person: bool

    @property
    def replace(self) -> str:
        """What stands in its place."""
        return f"[{self.name}]"


def rule(
    name: str,
    pattern: str,
    *near: str,
    example: str,
    needs: Needs = "",
    valid: Valid | None = None,
    flags: re.RegexFlag = re.NOFLAG,
) -> Rule:
    """A row of the table about a system's secret. What a group `keep` of the pattern matches stays."""
    return Rule(name, re.compile(pattern, flags), example, near, needs, valid, person=False)


def person(name: str, pattern: str, *near: str, example: str, needs: Needs = "", valid: Valid | None = None) -> Rule:
    """A row of the table about a person."""
    return Rule(name, re.compile(pattern), example, near, needs, valid, person=True)


# What vendors' tokens look like. They must look random besides, so that no identifier of a program is taken for one.
TOKENS = (
    # AWS, Google, Azure, Alibaba, Tencent, Yandex, DigitalOcean, Cloudflare, Databricks
    r"(?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AIPA|ANPA|ANVA|AROA)[A-Z0-9]{16}",
    r"AIza[\w-]{30,}|ya29\.[\w-]{16,}|1//0[\w-]{20,}|GOCSPX-[\w-]{16,}",
    r"[\w~.-]{3}\dQ~[\w~.-]{30,}",
    r"LTAI[A-Za-z0-9]{13,}|AKID[A-Za-z0-9]{13,}|AQVN[\w-]{30,}|t1\.[\w=-]{20,}|y[0-6]_[\w-]{20,}",
    r"do[opr]_v1_[0-9a-f]{32,}|v1\.0-[0-9a-f]{20,}-[0-9a-f]{60,}|(?:dapi|dkea|dose|dsapi)[0-9a-f]{32}(?:-\d)?",
    # GitHub, GitLab, Atlassian
    r"(?:gh[pousr]_|github_pat_|gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|ffct|oas)-|GR1348941)[\w=.-]{15,}",
    r"(?:ATBB|ATATT3x|ATCTT3x|ATSTT3x|bbdc-)[\w=.-]{15,}",
    # Stripe, Square, Shopify, PayPal, Razorpay, Flutterwave, Shippo
    r"(?:sk|rk|pk|ek|price_secret|seti|pi)_(?:live|test|prod|sbox|secret)_\w{8,}|whsec_[\w+/=]{16,}|(?:pi|seti|src|cs)_[A-Za-z0-9]{10,}_secret_[A-Za-z0-9]{10,}",
    r"sq0[a-z]{3}-[\w-]{20,}|EAAA[\w-]{40,}|shp(?:at|ca|pa|ss|tka)_[\w=-]{14,}|access_token\$(?:production|sandbox)\$[a-z0-9$]{20,}",
    r"(?:rzp_(?:live|test)|FLWSECK|shippo_(?:live|test))[_-]\w{14,}|EZ[AT]K-?\w{16,}|access-(?:sandbox|development|production)-[\w-]{16,}",
    # Slack, Discord, Twilio, SendGrid, Mailgun, Mailchimp, Brevo, Resend, Facebook, VK, Dropbox
    r"xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{8,}|(?:xapp|xwfp)-[A-Za-z0-9-]{13,}",
    r"[MNO][\w-]{22,28}\.[\w-]{6,7}\.[\w-]{27,40}",
    r"(?:AC|SK|AP|MG|PN|RK)[0-9a-f]{32}|[0-9a-f]{32}-us\d{1,2}|SG\.[\w-]{17,}\.[\w-]{17,}",
    r"(?:key|xkeysib|xsmtpsib|mlsn|re|lmnt)[_-][\w+/=-]{14,}|EAA[A-Za-z0-9]{40,}|A{10}[A-Za-z0-9%]{40,}|vk1\.a\.[\w-]{20,}|sl\.[\w-]{20,}",
    # OpenAI, Anthropic and others
    r"(?:sk|pk|rk)-[A-Za-z0-9][\w-]{18,}|(?:hf|api_org|r8|gsk|lsv2_\w\w|e2b|tvly|fc)[_-]\w{14,}|(?:xai|pplx|csk|nvapi)-[\w-]{16,}",
    # Package registries: npm, PyPI, RubyGems, crates.io, NuGet, Clojars, Docker, JFrog
    r"npm_\w{14,}|pypi-AgE[\w-]{20,}|rubygems_\w{14,}|cio[A-Za-z0-9]{32}|oy2[a-z0-9]{40,}|CLOJARS_[0-9a-f]{60}|dckr_[op]at_[\w-]{14,}|AKC[A-Za-z0-9]{40,}",
    # Sentry, Grafana, New Relic, Dynatrace, PostHog, Buildkite, CircleCI, Sonar, Postman, Figma, Linear, Notion, Airtable
    r"sntry[su]_[\w+/=]{14,}|gl(?:sa|c)_[\w=+/-]{14,}|eyJrIjoi[\w=+/-]{20,}|NR(?:AK|AL|II|SP|RA|AA)-[\w-]{16,}|NRJS-[0-9a-f]{16,}|[0-9a-f]{32,40}FFFFNRAL",
    r"dt0[a-z]\d\d\.[A-Za-z0-9]{20,}\.[A-Za-z0-9]{20,}|ph[cx]_\w{14,}|bkua_\w{14,}|CCIPAT_\w{14,}|sq[pau]_\w{14,}|PMAK-[\w-]{16,}|figd_[\w-]{14,}",
    r"lin_(?:api|oauth)_\w{14,}|(?:ntn|secret)_[A-Za-z0-9]{14,}|pat[A-Za-z0-9]{14}\.[0-9a-f]{32,}|key[A-Za-z0-9]{14}|pat-(?:na|eu)\d-[\w-]{16,}",
    # HashiCorp, Doppler, 1Password, Tailscale, Okta, Pulumi, age
    r"hv[sbr]\.[\w-]{17,}|s\.[A-Za-z0-9]{24}|[A-Za-z0-9]{14}\.atlasv1\.[\w-]{20,}|dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{17,}|ops_eyJ[\w-]{14,}",
    r"tskey-\w{3,8}-[\w-]{13,}|00[A-Za-z0-9][\w-]{39}|pul-[0-9a-f]{16,}|AGE-SECRET-KEY-[\w-]{16,}|(?:sk|pk)\.eyJ[\w.-]{20,}|[0-9a-f]{40}\.[\w-]{20,}",
    # Hosts: Heroku, Vercel, Netlify, Render, Fly, Supabase, PlanetScale, Neon, Contentful, ReadMe, Deno
    r"HRKU-[\w-]{16,}|vc[kp]_\w{14,}|vercel_blob_rw_\w{16,}|nfp_\w{14,}|rnd_\w{14,}|(?:fo1|fm1[ar]|fm2)_[\w+/=-]{14,}|sb_(?:secret|publishable)_[\w-]{14,}|sbp_\w{14,}",
    r"pscale_(?:tkn|pw|oauth)_[\w-]{14,}|napi_\w{14,}|CFPAT-[\w-]{16,}|rdme_\w{14,}|ddp_\w{14,}|(?:fio-u|API|sdk|mob|u\+)-?[\w-]{20,}|pn[ut]_\w{14,}|tfp_[\w-]{14,}",
)
CREDENTIALS = (
    "bearer",
    "basic",
    "negotiate",
    "ntlm",
    "apikey",
    "api-key",
    "token",
    "bot",
    "splunk",
    "geniekey",
    "sharedkey",
    "sso-key",
    "key",
)
RANDOM = "9fK2" * 6  # for examples

# Applied in this order.
RULES = (
    rule(
        "key",
        r"-----BEGIN (?!CERTIFICATE|PUBLIC KEY)[^-\r\n]{1,60}-----[^-]*+(?:-(?!----END )[^-]*+)*+(?:-----END [^-]{1,60}-----)?",
        "-----begin",
        example="-----BEGIN " + "PRIVATE KEY-----\nMIIE\n-----END " + "PRIVATE KEY-----",
    ),
    rule("key", r"PuTTY-User-Key-File-.*", "putty-user-key", example="PuTTY-User-Key-File-3: ssh-rsa", flags=re.DOTALL),
    rule(
        "key",
        r"(?:(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\w+|sk-\S{1,40}@openssh\.com) )?AAAA[BCE]3?[A-Za-z0-9+/=]{30,}+(?: \S{1,100}@\S{1,100})?",
        "aaaa",
        example="ssh-rsa AAAAB3" + RANDOM * 2,
    ),
    rule(
        "telegram-token",
        r"(?<!\d)\d{6,20}(?::|%(?:25){0,3}3[Aa])[A-Za-z0-9_-]{30,64}",
        *(":", "%"),
        example="https://api.telegram.org/bot123456789:" + "A" * 35 + "/getMe",
        needs="numbers",
    ),
    rule(
        "token", r"(?<![A-Za-z0-9])eyJ[\w-]{6,}+(?:\.[\w=-]*+){1,4}", "eyj", example="eyJ" + RANDOM + ".e30." + RANDOM
    ),
    rule(
        "webhook",
        r"(?<=hooks\.slack\.com/)(?:services|workflows|triggers)/[\w/-]+|(?<=/api/webhooks/)\d+/[\w-]+|(?<=\.webhook\.office\.com/)[\w@/.-]+",
        *("hooks.slack.com", "/api/webhooks/", ".webhook.office.com/"),
        example="https://discord.com/api/webhooks/42/" + RANDOM,
    ),
    rule(
        "userinfo",
        r"(?:(?<=://)|(?<=(?<![:\w])//)(?=[^\s/?#@:]{0,128}:))(?:[^\s/?#\"'<>\\]{0,256}|[^\s:/?#@\"'<>\\]{0,128}:(?!\d{1,5}[/?#])[^\s\"'<>]{1,100}|:[^\s\"'<>@]{1,100})@(?=[\w.\[%{/?-])",
        "@",
        example="amqp://loans:" + "hunter2@queue/loans",
    ),
    rule(
        "userinfo",
        r"(?<![\w/@.:])[A-Za-z][\w.+-]{0,64}:(?!//)[^\s:@\"'<>,]{1,64}@(?=(?:tcp|unix)?\(|[\w.-]{1,253}(?::\d{2,5}|/\w))",
        "@",
        example="loans:" + "hunter2@tcp(127.0.0.1:3306)/loans",
    ),
    rule(
        "userinfo",
        r"(?<= -u )[\w.@+-]{1,64}:[^\s\"']{1,128}",
        " -u ",
        example="curl -u loans:" + "hunter2 https://bureau",
    ),
    rule(
        "authorization",
        r"\b(?P<keep>(?:digest|aws4-hmac-sha256|hawk|oauth|mac|signature)\s+)\w+=[^\r\n]*",
        *("digest", "aws4-hmac-sha256", "hawk", "oauth", "mac", "signature"),
        example='Digest username="jane", response="0f0f"',
        flags=re.IGNORECASE,
    ),
    rule(
        "authorization",
        r"\b(?P<keep>(?:" + "|".join(CREDENTIALS) + r")[\s,]+)[A-Za-z0-9._~+/=:-]{8,}+",
        *(f"{scheme}{space}" for scheme in CREDENTIALS for space in " ,"),
        example="Bearer " + RANDOM,
        valid=checks.credential,
        flags=re.IGNORECASE,
    ),
    rule(
        "token",
        r"(?<![\w+.-])(?:" + "|".join(TOKENS) + r")(?!\w)",
        example="glpat" + "-" + RANDOM,
        needs="run",
        valid=checks.token,
    ),
    # Of a vendor that is not named above.
    rule(
        "token",
        r"(?<![\w+/.-])[A-Za-z][A-Za-z0-9]{1,11}(?:[_-][A-Za-z0-9]{1,11}){0,2}[_-][A-Za-z0-9]{20,}+(?![\w-])",
        example="acme_live_" + RANDOM,
        needs="run",
        valid=checks.token,
    ),
    rule(
        "token",
        r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{60,}+={0,2}",
        example=RANDOM * 3,
        needs="run",
        valid=checks.long_token,
    ),
    person(
        "email",
        r"(?<![\w.%+-])[\w.%+~!-]{1,64}(?:\\{0,8}'[\w.+-]{1,32})?@(?:(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}|\[[\d.:A-Fa-f]{7,45}\])(?![\w@])",
        "@",
        example="jane.doe@example.com",
        valid=checks.email,
    ),
    person(
        "creditcard",
        r"(?<![\w.])(?:\d[ -]?){12,18}\d(?![\w-])",
        example="4111 1111 1111 1111",
        needs="numbers",
        valid=checks.card,
    ),
    person(
        "iban",
        r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])",
        example="DE89 3704 0044 0532 0130 00",
        valid=checks.iban,
    ),
    person(
        "iban",
        r"(?<![A-Za-z0-9])[a-z]{2}\d{2}(?:(?: [a-z0-9]{4}){2,7}(?: [a-z0-9]{1,3})?|(?:[a-z]{4})?\d{8,26})(?![A-Za-z0-9])",
        example="de89370400440532013000",
        valid=checks.iban,
    ),
    person(
        "ssn",
        r"(?<![\w-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])",
        "-",
        " ",
        example="078-05-1120",
        needs="numbers",
    ),
    person(
        "mac",
        r"(?<![\w:-])[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![\w:-])",
        ":",
        "-",
        example="3c:22:fb:7a:00:9e",
    ),
    person(
        "mac",
        r"(?<![\w.])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![\w.])",
        example="3c22.fb7a.009e",
        needs="dots",
    ),
    person(
        "ip",
        r"(?<![\w.:])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{0,4})(?![\w:])",
        example="2001:db8::7334",
        needs="colons",
        valid=checks.ipv6,
    ),
    person(
        "ip",
        r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-])(?!\.\d)",
        example="203.0.113.7",
        needs="dots",
        valid=checks.ipv4,
    ),
    # International, with + and with 00.
    person(
        "phone",
        r"(?<![\w+])\+[1-9](?:[ ().\-/\u00a0\u2009\u2011]{0,3}\d){7,14}(?!\d)",
        "+",
        example="+44 20 7946 0958",
        needs="numbers",
    ),
    person(
        "phone",
        r"(?<![\w.:+-])00[1-9]\d{0,2}(?:[ .\-/]?\(?\d{1,5}\)?){2,6}(?!\w)",
        "00",
        example="0049 30 1234567",
        needs="numbers",
        valid=checks.phone,
    ),
    # National: with a 0 in front, with brackets, and as North America, Russia, Spain, China, India and others write it.
    person(
        "phone",
        r"(?<![\w.,:/+-])\(?0\d{1,5}\)?(?:[ .\-/]{1,2}\d{2,8}){1,4}(?![\w.:,-]?\d)",
        "0",
        example="030 1234567",
        needs="numbers",
        valid=checks.national_phone,
    ),
    person(
        "phone",
        r"(?<![\w.+-])(?:[1-9]\d{0,2}[ .-]?)?\([1-9]\d{1,4}\)[ .-]?\d{2,5}(?:[ .-]?\d{2,5}){1,3}(?!\w)",
        "(",
        example="(212) 555-0123",
        needs="numbers",
        valid=checks.phone,
    ),
    person(
        "phone",
        r"(?<![\w.,:+-])(?:1[ .-])?[2-9]\d{2}([ .-])[2-9]\d{2}\1\d{4}(?![\w-]|\.\d)",
        example="212-555-0123",
        needs="numbers",
    ),
    person(
        "phone",
        r"(?<![\w.,:+-])(?:[1-9]\d{0,2}[ -])?\d{3}([ -])\d{3}\1\d{2}\1\d{2}(?![\w-]|\.\d)",
        example="8 916 123 45 67",
        needs="numbers",
    ),
    person(
        "phone",
        r"(?<![\w.,:+-])(?<!\d )[5-9]\d{2}([ -])\d{3}\1\d{3}(?![\w-]|[., ]\d)",
        example="612 345 678",
        needs="numbers",
    ),
    person(
        "phone",
        r"(?<![\w.,:+-])(?:1[3-9]\d([ -])\d{4}\1\d{4}|[6-9]\d{4}[ -]\d{5})(?![\w-]|\.\d)",
        example="138 0013 8000",
        needs="numbers",
    ),
    person("phone", r"(?<![\w.+-])(?:[78]9\d{9}|1[3-9]\d{9})(?![\w.-])", example="89161234567", needs="numbers"),
    person(
        "user",
        r"(?:(?:(?<![\w\-}])|(?<=/mnt/[a-z]))/(?:home|Users|export/home|var/home)|(?i:(?<!\w)[a-z]:(?:\\{1,64}|/)(?:users|documents and settings)|(?<!\\)\\{2,64}[\w.-]{1,63}\\{1,64}users))(?:/|\\{1,64})(?!Shared\b|Public\b)[^\s/\\:*?\"'<>|]{1,64}(?=[/\\\s\"':,;)\]]|$)",
        *("/home/", "/users/", "\\users", "documents and settings", ":/users"),
        example="/home/" + "jane/loans/main.py",
    ),
)
# Encoded by its own rules, so looked for before anything is decoded.
INIT_DATA = rule(
    "telegram-init-data",
    r"[^\s\"'<>#?]++",
    "auth_date=",
    example="query_id=AAH&user=%7B%22id%22%3A42%7D&auth_date=1764035688&hash=0f0f",
    valid=checks.init_data,
)
