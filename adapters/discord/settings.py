"""What Discord needs to be told; filled by `bot.settings` from `AJAR_DISCORD__...`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from .shards import Shards


class Settings(BaseModel):
    """The one bot token, and which shards are this process's; everything else the bot asks Discord for."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    token: SecretStr = Field(description="The bot's token, from the page Bot of the Developer Portal.")
    shards: str = Field(
        default="",
        description="Which shards this process receives, such as `0-3/16`; empty: all that Discord advises.",
    )

    @property
    def shard_range(self) -> Shards | None:
        """The shards that were given, if any."""
        return Shards.parse(self.shards) if self.shards else None

    @field_validator("token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value().strip()
        if not text:
            raise ValueError("is empty; it is the bot's token from the Developer Portal")
        if any(each.isspace() for each in text) or not text.isascii():
            raise ValueError("has to be the token alone, without Bot before it")
        return SecretStr(text)

    @field_validator("shards")
    @classmethod
    def _shards(cls, value: str) -> str:
        if value.strip():
            Shards.parse(value)
        return value.strip()
