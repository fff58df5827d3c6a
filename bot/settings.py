"""What the environment says: where the database is, which messengers, under which address."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from pydantic import (
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    SecretStr,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "GANDAN_"
SHORTEST_SECRET, LONGEST_SECRET = 8, 256


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file that a variable names and nobody can read.

    What stands in the variable is not kept: it may be the secret itself, put there by mistake.
    """

    variable: str
    why: str  # as the system says it


class Settings(BaseSettings):
    """All settings, from GANDAN_… variables, a .env file, or files named by GANDAN_…_FILE."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", str_strip_whitespace=True
    )

    database_url: str = "sqlite:///gandan.db"
    listen: str = "127.0.0.1:8080"
    public_url: str = ""
    secret_key: SecretStr = SecretStr("")
    telegram_token: SecretStr = SecretStr("")
    telegram_api: str = "https://api.telegram.org"
    telegram_mode: str = Field(default="polling", pattern="^(polling|webhook)$")
    telegram_secret: SecretStr = SecretStr("")
    telegram_rate: float = Field(default=25, gt=0, le=1000)
    zalo_bot_token: SecretStr = SecretStr("")
    zalo_bot_api: str = "https://bot-api.zaloplatforms.com"
    zalo_bot_mode: str = Field(default="polling", pattern="^(polling|webhook)$")
    zalo_bot_secret: SecretStr = SecretStr("")
    zalo_bot_rate: float = Field(default=5, gt=0, le=1000)
    zalo_bot_name: str = ""  # under which people find it, where its token says another one
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    log_format: str = Field(default="console", pattern="^(console|json)$")

    _unread: tuple[UnreadFile, ...] = PrivateAttr(())

    @model_validator(mode="wrap")
    @classmethod
    def _from_files(cls, values: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """A secret may stand in a file of its own; its variable then names the file."""
        import os

        if not isinstance(values, dict):
            return handler(values)
        unread = []
        for name in cls.model_fields:
            variable = f"{PREFIX}{name.upper()}_FILE"
            path = os.environ.get(variable) or values.get(f"{name}_file")
            if path and not values.get(name):
                try:
                    values[name] = Path(path).read_text(encoding="utf-8").strip()
                except OSError as wrong:
                    why = wrong.strerror or type(wrong).__name__
                    unread.append(UnreadFile(variable, why))
                except UnicodeError:
                    unread.append(UnreadFile(variable, "it is no text"))
        whole = handler(values)
        whole._unread = tuple(unread)
        return whole

    @property
    def unread(self) -> tuple[UnreadFile, ...]:
        """The files that could not be read: what should stand there is as if it were not set."""
        return self._unread

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("zalo_bot_secret")
    @classmethod
    def _secret_fits(cls, value: SecretStr) -> SecretStr:
        """Zalo takes no other; Telegram says so itself when it is told the address."""
        if value and not SHORTEST_SECRET <= len(value.get_secret_value()) <= LONGEST_SECRET:
            raise ValueError(f"{SHORTEST_SECRET} to {LONGEST_SECRET} characters are wanted")
        return value

    @field_validator("listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdigit() or int(port) > 65535:
            raise ValueError("host:port is wanted, as in 127.0.0.1:8080")
        return value

    @cached_property
    def host_and_port(self) -> tuple[str, int]:
        """Where the web server listens."""
        host, _, port = self.listen.rpartition(":")
        return host, int(port)

    @property
    def pages(self) -> str:
        """The address under which people reach our pages; empty where there is none to give."""
        return self.public_url.rstrip("/") if self.public_url.startswith("https://") else ""

    def of(self, surface: str, what: str) -> str:
        """A setting of a messenger, as text; empty where it has none."""
        value = getattr(self, f"{surface}_{what}", "")
        return value.get_secret_value() if isinstance(value, SecretStr) else str(value)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secret keys, the one that encrypts first."""
        parts = self.secret_key.get_secret_value().split(",")
        return tuple(part.strip() for part in parts if part.strip())
