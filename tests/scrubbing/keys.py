"""Names under which a value is a secret whatever it looks like, and names that only look so."""

SENSITIVE = """
password Password PASSWORD userPassword user-password user_password UserPassword user.password userpassword dbpassword dbPassword
db_password DB_PASSWORD DB_PASSWD db-passwd mysql_pwd pwd PWD userPwd new_password newPassword old_password password1 password2
password_confirmation confirmPassword passwordHash password_hash hashed_password password_salt passwd passwd_old passphrase
pass_phrase passPhrase key_passphrase sshPassphrase pgpassword PGPASSWORD REDIS_PASSWORD redisPassword smtp_password
SMTP_PASSWORD mailPassword root_password rootpassword adminPassword adminpassword admin-password login_password
POSTGRES_PASSWORD spring.datasource.password
secret SECRET Secret client_secret clientSecret clientsecret client-secret CLIENT_SECRET app_secret appSecret secret_key secretKey
SECRET_KEY secretkey SecretAccessKey aws_secret_access_key AWS_SECRET_ACCESS_KEY awsSecretKey shared_secret sharedSecret
webhook_secret webhookSecret WEBHOOK_SECRET jwt_secret JWT_SECRET_KEY totp_secret secrets my_secret_2 secret2
token Token TOKEN access_token accessToken accesstoken access-token ACCESS_TOKEN AccessToken refresh_token refreshToken refreshtoken
id_token idToken auth_token authToken authtoken AUTH_TOKEN api_token apiToken apitoken api-token bot_token botToken bottoken
TELEGRAM_BOT_TOKEN csrf_token csrfToken csrftoken csrfmiddlewaretoken xsrf-token X-XSRF-TOKEN X-CSRF-Token x_csrf_token session_token
sessionToken bearer_token bearerToken oauth_token oauthToken reset_token password_reset_token verification_token
device_token push_token personal_access_token github_token GITHUB_TOKEN gitlab_token npm_token SLACK_TOKEN token2
X-Auth-Token x-auth-token X-Access-Token X-Vault-Token X-Telegram-Bot-Api-Secret-Token tokens deviceToken
api_key apiKey ApiKey apikey APIKEY api-key API_KEY X-Api-Key x-api-key x_api_key xApiKey openai_api_key OPENAI_API_KEY stripeApiKey
stripe_api_key api.key api_key_2 apikey2 apiKeys API_KEYS dd-api-key Ocp-Apim-Subscription-Key subscription_key
private_key privateKey PRIVATE_KEY private-key privatekey rsa_private_key ssh_private_key sshKey ssh_key signing_key signingKey
encryption_key encryptionKey ENCRYPTION_KEY master_key access_key accessKey accesskey AWS_ACCESS_KEY account_key AccountKey
storage_key license_key service_account_key fernet_key hmac_key SENTRY_AUTH_TOKEN
authorization Authorization AUTHORIZATION HTTP_AUTHORIZATION proxy-authorization Proxy-Authorization auth basic_auth basicAuth
http_auth X-Authorization
credentials Credentials aws_credentials credential db_credentials userCredentials GOOGLE_APPLICATION_CREDENTIALS_JSON
cookie Cookie COOKIE cookies HTTP_COOKIE set-cookie Set-Cookie set_cookie setCookie session_cookie cookieJar
session sessionid session_id sessionId SESSION_ID sid JSESSIONID PHPSESSID connect.sid sessionKey session_key
otp OTP otp_code otpCode totp mfa_code mfaCode two_factor_code twoFactorCode sms_code smsCode verification_code verificationCode
one_time_code oneTimePassword confirmation_code backup_codes recovery_code recoveryCodes auth_code
pin PIN pin_code pinCode pincode user_pin card_pin cvv CVV cvv2 CVV2 cvc cvc2 card_cvv cardCvc security_code securityCode
card_number cardNumber cardnumber CARD_NUMBER card-number credit_card creditCard creditcard credit_card_number creditCardNumber
debit_card ccnum cc_number iban IBAN bank_account bankAccount account_number accountNumber
ssn SSN social_security_number socialSecurityNumber socialSecurity passport_number passportNumber tax_id
mnemonic seed_phrase seedPhrase recovery_phrase signature_secret jwt JWT bearer pass user_pass userPass db_pass dbPass DB_PASS
connection_string connectionString database_url DATABASE_URL REDIS_URL sentry_dsn SENTRY_DSN dsn
пароль Пароль пароль_пользователя токен секрет секретный_ключ kennwort passwort Passwort benutzer_passwort geheimnis
mot_de_passe motDePasse motdepasse mdp contraseña contrasena contraseña_nueva senha Senha senha_usuario clave_secreta palavra_passe
parola_chiave haslo hasło şifre sifre 密码 密碼 パスワード 비밀번호 wachtwoord lösenord salasana heslo
""".split()

# The issue says "in the languages teams use", and which: the rest, and words with a second meaning, are reported only.
HARD_SENSITIVE = set("""
wachtwoord lösenord salasana heslo parola_chiave sid session auth pass connection_string connectionString database_url DATABASE_URL
REDIS_URL sentry_dsn SENTRY_DSN dsn tax_id passport_number passportNumber bank_account bankAccount account_number accountNumber
debit_card license_key storage_key mnemonic seed_phrase seedPhrase recovery_phrase cookieJar tokens clave_secreta palavra_passe mdp
iban IBAN device_token push_token deviceToken fernet_key password_salt sessionKey session_key account_key AccountKey secrets
one_time_code auth_code bearer social_security_number socialSecurityNumber socialSecurity backup_codes recovery_code recoveryCodes
SESSION_ID session_id sessionId verification_code verificationCode confirmation_code connect.sid JSESSIONID PHPSESSID
two_factor_code twoFactorCode ccnum cc_number signature_secret api.key user.password spring.datasource.password
""".split())  # fmt: skip

ORDINARY = """
tokenizer Tokenizer tokenizer_name token_count tokenCount max_tokens maxTokens total_tokens prompt_tokens completion_tokens tokens_used
tokens_left input_tokens output_tokens num_tokens pagination_token_count token_type tokenType token_expires_at token_ttl token_length
token_expires_in has_token tokenization tokenized token_bucket_size token_valid is_token_valid
author authors Author author_name authorId authority authored_at coauthor authority_url authorized is_authorized isAuthorized
authentication_method auth_method auth_type authType auth_provider authentication_failed is_authenticated authenticated
session_count sessionCount session_duration session_started_at session_length sessions_total obsession possession
password_reset_enabled passwordResetEnabled password_length password_min_length passwordMinLength has_password hasPassword
password_changed_at password_expired password_policy password_required is_password_valid password_strength
key_id keyId key KeyError keys key_count keyName key_name primary_key primaryKey foreign_key foreignKey partition_key sort_key
cache_key cacheKey routing_key_count public_key_id keyboard keyboard_layout keyword keywords hotkey monkey turkey donkey whiskey
jockey key_type object_key s3_key idempotency_key_count lookup_key key_size keyspace keystone
secretary secretariat secretary_name secret_santa_count secrets_count secret_count secret_name has_secret
pinned pinning spin spinner shopping shipping opinion pinterest pint mapping ping pin_count is_pinned pinnedMessage unpinned
compass encompass passenger passengers passed passes passing bypass overpass surpassed pass_count passport_required passive
passage trespass pass_rate tests_passed compassion
cookie_policy_version cookie_banner_shown cookies_enabled cookies_accepted cookieConsent cookie_count
card_type cardType card_brand card_count discard discarded dashboard cardinality wildcard postcard cardio
cvs csv optional options option optics topology stopped otpauth_enabled adopted
ssni session_replay_enabled classname pinyin
credit_score credited credits credit_limit credit_rating
duration amount status loan_id user_count retries retry_count attempt http_status status_code method route endpoint lineno
function module filename abs_path version release environment level logger thread_name platform server_version
signed signed_at signature_version signature_valid is_signed significant design assignment
hash_algorithm hashtag rehash hash_count crash crashed cache dash
certificate_expires_at encoding encryption_enabled encrypted is_encrypted encryption_algorithm
apis api_version apiVersion api_key_id apiKeyId api_keys_count api_latency access_count access_level accessLevel accessible accessed_at
refresh_count refresh_interval refreshed_at bearer_count csrf_enabled otp_enabled otpEnabled mfa_enabled two_factor_enabled
webhook_count webhook_enabled private private_channel is_private privateMode
update_id chat_type update_type message_count state command handler queue_size
""".split()

# Borderline: either answer can be defended.
HARD_ORDINARY = set("""
authentication_method pinyin otpauth_enabled auth_provider auth_method auth_type authType authentication_failed secret_name
cookie_policy_version cookie_banner_shown cookieConsent cookies_enabled cookies_accepted authority_url object_key s3_key lookup_key
secret_santa_count password_policy password_strength sort_key partition_key private_channel token_bucket_size token_valid
session_replay_enabled bearer_count cardType card_type card_brand key token_type tokenType primary_key primaryKey foreign_key foreignKey
cache_key cacheKey passport_required pass_rate
""".split())  # fmt: skip


def sensitive(*, hard: bool = False) -> list[str]:
    """Names whose values must go; the hard ones among them only if asked for."""
    return [key for key in SENSITIVE if hard or key not in HARD_SENSITIVE]


def ordinary(*, hard: bool = False) -> list[str]:
    """Names whose values must stay; the hard ones among them only if asked for."""
    return [key for key in ORDINARY if hard or key not in HARD_ORDINARY]
