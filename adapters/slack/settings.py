"""What Slack needs to be told; filled by `bot.settings` from `AJAR_SLACK__...`."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

API_URL = "https://slack.com/api/"


class Settings(BaseModel):
    """One workspace's tokens and the way events come in: Socket Mode, HTTP, or both."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    bot_token: SecretStr = Field(description="The bot user's token, `xoxb-...`, from Install App.")
    app_token: SecretStr | None = Field(
        default=None, description="App-level token, `xapp-...`, with `connections:write`: events come over Socket Mode."
    )
    signing_secret: SecretStr | None = Field(
        default=None, description="Signing secret from Basic Information: events come to `/slack/events` over HTTP."
    )
    api_url: str = Field(default=API_URL, description="Address of the Web API, ending in a slash.")

    @field_validator("bot_token")
    @classmethod
    def _bot_token(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith("xoxb-"):
            raise ValueError("has to be the bot user's token, which starts with xoxb-")
        return value

    @field_validator("app_token")
    @classmethod
    def _app_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith("xapp-"):
            raise ValueError("has to be an app-level token, which starts with xapp-")
        return value

    @field_validator("api_url")
    @classmethod
    def _api_url(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError("has to be a web address")
        return value if value.endswith("/") else f"{value}/"

    @model_validator(mode="after")
    def _some_way_in(self) -> Self:
        if self.app_token is None and self.signing_secret is None:
            raise ValueError("set AJAR_SLACK__APP_TOKEN (Socket Mode) or AJAR_SLACK__SIGNING_SECRET (HTTP), or both")
        return self
