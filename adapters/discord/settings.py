"""What Discord needs to be told; filled by `bot.settings` from `AJAR_DISCORD__...`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator


class Settings(BaseModel):
    """The one bot token; everything else the bot asks Discord for."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    token: SecretStr = Field(description="The bot's token, from the page Bot of the Developer Portal.")

    @field_validator("token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value().strip()
        if not text:
            raise ValueError("is empty; it is the bot's token from the Developer Portal")
        if any(each.isspace() for each in text) or not text.isascii():
            raise ValueError("has to be the token alone, without Bot before it")
        return SecretStr(text)
