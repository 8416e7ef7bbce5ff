"""Every environment variable of the service, declared once."""

import json
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

UPPER = BeforeValidator(lambda value: value.upper() if isinstance(value, str) else value)
LogLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], UPPER]
LogsLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "OFF"], UPPER]
Port = Annotated[int, Field(ge=1, le=65535)]
SampleRate = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


def parse_object(value: object) -> object:
    """A JSON object, from its text."""
    if not isinstance(value, str):
        return value
    try:
        parsed = json.loads(value)
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        raise ValueError('must be a JSON object, such as {"name": 1}')  # noqa: TRY004
    return parsed


def split_list(value: object) -> object:
    """What stands between the commas of a text."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def check_origin(value: str) -> str:
    """A scheme and a host, with a port or without, and nothing else."""
    if not re.fullmatch(r"(?i)https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?", value):
        raise ValueError("must be scheme://host or scheme://host:port, such as https://api.example.com")
    return value.lower()


Names = Annotated[list[str], NoDecode, BeforeValidator(split_list)]
SampleRates = Annotated[dict[str, SampleRate], NoDecode, BeforeValidator(parse_object)]
Origins = Annotated[list[Annotated[str, AfterValidator(check_origin)]], NoDecode, BeforeValidator(split_list)]
# jinja: if cookiecutter.service_type == "fastapi"
Tokens = Annotated[dict[str, int], NoDecode, BeforeValidator(parse_object)]
# jinja: endif


class SettingsError(SystemExit):
    """A setting that cannot work: one line for each, which names its variable and does not show its value.

    It is a `SystemExit` so that whoever starts the service (python, or a server that imports it) prints these lines,
    no traceback, and exits with 1.
    """


class Settings(BaseSettings):
    """The service's settings: from the environment, then from a file `.env` in the working directory.

    A variable that is set but empty is not set, for that is how compose passes on what it was not given. It hides
    the one in `.env` all the same: `SENTRY_DSN= python -m src.main` sends nothing.
    """

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    host: str = "127.0.0.1"
    port: Port = 8000
    log_level: LogLevel = "INFO"

    sentry_dsn: SecretStr | None = None
    sentry_environment: str = "development"
    sentry_release: str | None = None
    app_release: str | None = Field(default=None, description="The release baked into the image.")
    sentry_traces_sample_rate: SampleRate = 0.1
    sentry_profiles_sample_rate: SampleRate = Field(
        default=0.1, description="The share of processes that are profiled, each of them whole."
    )
    # jinja: if cookiecutter.service_type == "fastapi"
    sentry_traces_sample_rates: SampleRates = Field(default={}, description="Some rates: path of a route -> rate.")
    # jinja: else
    sentry_traces_sample_rates: SampleRates = Field(default={}, description="Some rates: type of update -> rate.")
    # jinja: endif
    sentry_trust_incoming_traces: bool = Field(default=False, description="Whether callers decide on what is traced.")
    sentry_trace_to: Origins = Field(default=[], description="The services that are told of the trace when called.")
    sentry_logs_level: LogsLevel = Field(default="OFF", description="From where lines are Sentry Logs.")
    sentry_locals: Literal["shapes", "scrubbed", "off"] = Field(default="shapes", description="Of local variables.")
    sentry_scrub_keys: Names = Field(default=[], description="Names that are sensitive besides those of the tables.")
    sentry_scrub_allow: Names = Field(default=[], description="Names, or texts, that leave though a table has them.")
    sentry_scrub_salt: SecretStr | None = Field(default=None, description="Set: pseudonyms in place of persons.")
    # jinja: if cookiecutter.service_type == "aiogram"

    telegram_bot_token: SecretStr | None = None
    telegram_api_base_url: HttpUrl | None = Field(default=None, description="A self-hosted or test Bot API.")
    telegram_webhook_url: HttpUrl | None = Field(default=None, description="Set: webhook. Unset: polling.")
    telegram_expected_errors: str | None = Field(
        default=None, description="By commas: exceptions of aiogram's and parts of Telegram's texts. Unset: as shipped."
    )
    redis_url: SecretStr | None = Field(default=None, description="Where conversations are kept. Unset: in memory.")
    # jinja: endif
    # jinja: if cookiecutter.database == "sqlalchemy"

    database_url: SecretStr = SecretStr("sqlite:///service.db")
    # jinja: endif

    # jinja: if cookiecutter.service_type == "fastapi"
    example_tokens: Tokens = Field(default={}, description="src/api/auth.py: bearer token -> id of the user.")
    # jinja: endif
    credit_bureau_url: HttpUrl = HttpUrl("http://127.0.0.1:8001")

    @model_validator(mode="before")
    @classmethod
    def _empty_is_unset(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if value != ""}

    @property
    def release(self) -> str | None:
        """The release that errors are reported under."""
        return self.sentry_release or self.app_release


def get_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: A variable has a value that cannot work.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"{problem['loc'][0]}".upper() + f": {problem['msg'].removeprefix('Value error, ')}."
            for problem in error.errors()
        ]
        raise SettingsError("\n".join(lines)) from None
    except UnicodeDecodeError:
        raise SettingsError(".env: must be a text file in UTF-8.") from None
