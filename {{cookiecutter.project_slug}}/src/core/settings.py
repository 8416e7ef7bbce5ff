"""Every environment variable of the service, declared once."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, HttpUrl, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LogLevel = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"],
    BeforeValidator(lambda value: value.upper() if isinstance(value, str) else value),
]
Port = Annotated[int, Field(ge=1, le=65535)]
SampleRate = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


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
        lines = [f"{problem['loc'][0]}".upper() + f": {problem['msg']}." for problem in error.errors()]
        raise SettingsError("\n".join(lines)) from None
    except UnicodeDecodeError:
        raise SettingsError(".env: must be a text file in UTF-8.") from None
