"""Every setting of Ajar, from the environment, `.env` or `ajar.toml`, as one frozen object.

The only reader of the environment. An adapter's `settings.py` is only a model; it is loaded by the adapter's name and
filled here, so that `AJAR_DISCORD__TOKEN` becomes `settings.section("discord").token`.
"""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, Field, SecretStr, ValidationError, create_model, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings.exceptions import SettingsError as SourceError

from bot.errors import SettingsError

PREFIX = "AJAR_"
TOML_FILE = "ajar.toml"
CHECKOUT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "::1", "localhost")
ADAPTER_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")


class Settings(BaseSettings):
    """The settings that do not belong to one adapter; each is described by its `description`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_file=".env",
        toml_file=TOML_FILE,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    adapters: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Which platforms to serve, separated by commas: `discord`, `slack`."
    )
    data_dir: Path = Field(
        default=Path("data"),
        description="Folder for the SQLite files and the master key, where no URL or path names them.",
    )
    database_url: str = Field(
        default="",
        description="`postgresql+asyncpg://...` or `sqlite+aiosqlite:///...`; empty: `ajar.db` in `data_dir`.",
    )
    keys_url: str = Field(
        default="",
        description="The key store's own database, for several machines; empty: `keys.db` in `data_dir`.",
    )
    master_key: SecretStr | None = Field(
        default=None, description="32 random bytes in base64 that lock every member's key; empty: `master_key_file`."
    )
    master_key_old: SecretStr | None = Field(
        default=None, description="The master key before, while `ajar keys rotate` changes it; then taken away."
    )
    master_key_file: Path | None = Field(
        default=None, description="File with the master key, made on first start with mode 0600; empty: in `data_dir`."
    )
    content_dir: Path = Field(default=CHECKOUT / "content", description="Folder with the words.")
    content_packs: Annotated[tuple[Path, ...], NoDecode] = Field(
        default=(),
        description="Folders of a community's own words, separated by commas, that add to them or replace some.",
    )
    operator: str = Field(
        default="",
        max_length=200,
        description="Who runs this, and how to reach them: one line, which stands in the privacy notice.",
    )
    host: str = Field(default="127.0.0.1", description="Address of the web server (health, metrics, Slack over HTTP).")
    port: int = Field(default=8080, ge=0, le=65535, description="Port of the web server.")
    spread_seconds: int = Field(
        default=50,
        ge=0,
        le=59,
        description="Over how many seconds of their minute the prompts of one minute are spread; 0: all at once.",
    )
    lease_seconds: float = Field(
        default=120.0,
        ge=3,
        le=3600,
        description="For how many seconds a process holds what it sends; after a crash, another goes on then.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="How much Ajar itself logs; libraries from WARNING on."
    )

    @field_validator("adapters", "content_packs", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @property
    def database(self) -> str:
        """The database's URL, with its default filled in."""
        return self.database_url or f"sqlite+aiosqlite:///{self.database_file}"

    @property
    def database_file(self) -> Path:
        """Where the SQLite database is, when no URL names another."""
        return self.data_dir / "ajar.db"

    @property
    def keys_file(self) -> Path:
        """Where the key store is, when no URL names another."""
        return self.data_dir / "keys.db"

    @property
    def keys(self) -> Path | str:
        """The key store: a file, or the URL of a database."""
        return self.keys_url or self.keys_file

    @property
    def key_file(self) -> Path:
        """The file with the master key."""
        return self.master_key_file or self.data_dir / "master.key"

    def section(self, adapter: str) -> BaseModel:
        """Return the settings of one enabled adapter."""
        return cast("BaseModel", getattr(self, adapter))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  the name pydantic-settings gives it
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let what is nearer win: given in code, the environment, `.env`, `ajar.toml`."""
        return init_settings, env_settings, dotenv_settings, TomlConfigSettingsSource(settings_cls)


def load(**given: Any) -> Settings:
    """Read all settings, with a section for each enabled adapter. Raises SettingsError in one line without values."""
    try:
        adapters = Settings(**given).adapters
        sections: dict[str, Any] = {
            name: (adapter_model(name), Field(default_factory=dict, validate_default=True)) for name in adapters
        }
        whole = create_model("WholeSettings", __base__=Settings, **sections)
        return _guarded(whole(**given))
    except ValidationError as error:
        raise SettingsError(_line(error)) from None
    except SourceError as error:
        raise SettingsError(f".env or environment: {error}") from None
    except UnicodeDecodeError:
        raise SettingsError(f".env or {TOML_FILE}: is not UTF-8") from None
    except (OSError, ValueError) as error:
        raise SettingsError(f"{TOML_FILE}: {type(error).__name__}: {error}") from None


def _guarded(settings: Settings) -> Settings:
    """Refuse to show the playground, which has no sign-in, to anyone but this machine."""
    if "playground" in settings.adapters and settings.host not in LOOPBACK:
        raise SettingsError(f"{PREFIX}HOST: the playground listens on this machine alone; {' or '.join(LOOPBACK)}")
    return settings


def adapter_model(name: str) -> type[BaseModel]:
    """Return the settings model of an adapter, found by its name. Raises SettingsError for a name that is none."""
    if not ADAPTER_NAME.fullmatch(name) or find_spec(f"adapters.{name}") is None:
        raise SettingsError(f"{PREFIX}ADAPTERS: there is no adapter called {name!r}; there are discord and slack")
    return cast("type[BaseModel]", import_module(f"adapters.{name}.settings").Settings)


def _line(error: ValidationError) -> str:
    """Name the first setting that is wrong; never its value, which may be a secret."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    name = PREFIX + "__".join(str(each) for each in first["loc"]).upper()
    said = "is missing" if first["type"] == "missing" else str(first["msg"]).removeprefix("Value error, ")
    return f"{name}: {said}"
