"""What can be set: `assistant.toml` in the data folder, overridden by ASSISTANT_* in the environment.

Unknown keys are errors. Read once by `app`, by `settings_file`, where a change from the window is written too.
Names in the environment join section and key with two underscores: ASSISTANT_VOICE__MODE=off.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, ClassVar, Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from assistant.domain.speech import ListenMode
from assistant.errors import DataFolderUnusable


def default_data_folder() -> Path:
    """Where the owner's data lives when nothing else is said. Raises DataFolderUnusable for a user without a home."""
    try:
        return Path(platformdirs.user_data_dir("symbiote", appauthor=False))
    except RuntimeError as error:
        raise DataFolderUnusable(
            "This user has no home folder; say where the data shall be: --data DIR.",
            ru="У этого пользователя нет домашней папки; укажите, где хранить данные: --data DIR.",
        ) from error


class Section(BaseModel):
    """A part of the settings."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class VoiceSettings(Section):
    """Listening."""

    mode: ListenMode = Field(default=ListenMode.ALWAYS, description="always, push (push-to-talk) or off")
    device: str = Field(default="", description="microphone by name (`name` or `name, host API`); empty is the system's default")
    detector: str = Field(default="silero", description="voice detector: silero or webrtc")
    start_probability: float = Field(
        default=0.5, ge=0.05, le=0.95, description="a frame more likely speech than this begins speech"
    )
    keep_probability: float = Field(
        default=0.35, ge=0.01, le=0.95, description="below this a frame counts as silence while speaking"
    )
    pre_roll_ms: int = Field(default=480, ge=320, le=2000, description="sound kept from before speech was noticed")
    speculate_ms: int = Field(default=160, ge=64, le=1000, description="silence after which decoding begins on trial")
    commit_complete_ms: int = Field(
        default=300, ge=100, le=3000, description="silence that ends an utterance which is a complete known command"
    )
    commit_ms: int = Field(default=750, ge=200, le=5000, description="silence that ends any other utterance")
    min_speech_ms: int = Field(default=250, ge=0, le=2000, description="shorter speech is never a command")
    min_answer_ms: int = Field(
        default=96, ge=0, le=2000, description="shorter speech is never an answer to a question, as a quick «да» is"
    )
    max_segment_s: float = Field(default=28.0, ge=3, le=30, description="longer speech is cut, without loss")
    min_level: float = Field(default=0.0025, ge=0, le=0.2, description="root-mean-square level below which sound is never speech")
    muted_after_s: float = Field(default=3.0, ge=1, le=60, description="exact digital silence for this long is reported as muted")
    partials: bool = Field(default=True, description="show words while they are being spoken")
    hold_seconds: float = Field(default=60.0, ge=1, le=600, description="push-to-talk lets go by itself after this long")


class SpeechSettings(Section):
    """Recognising words."""

    engine: str = Field(default="whisper", description="speech engine")
    model: str = Field(
        default="auto", description="auto (by hardware), a size (tiny, base, small, medium, large-v3, turbo), or a folder"
    )
    language: Literal["auto", "ru", "en"] = Field(default="auto", description="language spoken; auto decides for each utterance")
    threads: int = Field(default=0, ge=0, le=64, description="processor threads for recognition; 0 chooses")
    short_window: bool = Field(default=False, description="encode only as much sound as there is: faster, may be less accurate")
    no_speech: float = Field(default=0.6, ge=0, le=1, description="above this, with low confidence, the text is thrown away")
    min_logprob: float = Field(default=-1.0, ge=-10, le=0, description="average log probability below which a text is doubtful")
    max_compression: float = Field(default=2.4, ge=1, le=10, description="more repetitive text than this is thrown away")
    download: bool = Field(default=True, description="fetch the model on first use")


class UnderstandingSettings(Section):
    """Finding the commands in a sentence."""

    run_above: float = Field(default=0.75, ge=0, le=1, description="confidence from which a harmless command runs at once")
    run_above_sends: float = Field(default=0.9, ge=0, le=1, description="the same for a command that sends something")
    confirm_above: float = Field(
        default=0.45, ge=0, le=1, description="confidence from which the best command is offered for a yes"
    )
    suggest_above: float = Field(default=0.15, ge=0, le=1, description="confidence from which commands are listed as near")
    margin: float = Field(default=0.12, ge=0, le=1, description="two candidates nearer than this are asked about")
    learned_days: int = Field(default=90, ge=1, le=3650, description="days after which an unused correction is forgotten")


class RunSettings(Section):
    """Carrying out commands."""

    database: str = Field(
        default="",
        description="PostgreSQL URL for runs, which several data folders may share; empty keeps them in the data folder",
    )
    step_timeout_s: float = Field(
        default=120.0, gt=0, le=86_400, description="a step that takes longer fails (a step may say its own)"
    )
    hold_seconds: float = Field(
        default=8.0, ge=0, le=600, description="what is sent waits this long and can be taken back; 0 sends at once"
    )
    question_days: float = Field(default=7.0, gt=0, le=365, description="an unanswered question expires after this long")
    export_folder: str = Field(default="", description="where exported files go; empty is `exports` in the data folder")


class WindowSettings(Section):
    """The window."""

    language: Literal["auto", "ru", "en"] = Field(default="auto", description="language of the window")
    theme: Literal["auto", "light", "dark"] = Field(default="auto", description="colours of the window")
    hotkey: str = Field(default="Control+Alt+Space", description="global shortcut that toggles listening")
    close_to_tray: bool = Field(default=True, description="closing the window keeps the assistant running")
    start_at_login: bool = Field(default=False, description="start with the computer, in the tray")
    notifications: bool = Field(default=True, description="show a notification when something waits for you")
    first_run_done: bool = Field(default=False, description="the welcome screen has been gone through")


class SearchSettings(Section):
    """Searching the web."""

    address: str = Field(
        default="https://duckduckgo.com/?q={query}",
        pattern=r"^https://\S*\{query\}\S*$",
        description="search page; {query} is replaced",
    )


class HttpSettings(Section):
    """Fetching from the web."""

    allow_hosts: tuple[str, ...] = Field(
        default=(),
        max_length=100,
        description="hosts (`name` or `name:port`) that may be fetched from although they are this computer or in its own network",
    )


_SITE = r"^([a-z]+://)?(\*\.)?[^\s/*@]+(:\d{1,5})?$|^\*$"


class BrowserSettings(Section):
    """The browser that commands use. Sites are `name`, `*.name`, `name:port`, with or without `https://`; `*` is every site."""

    path: str = Field(
        default="", max_length=1_000, description="browser program (Chromium, Chrome, Edge); empty finds an installed one"
    )
    attach: str = Field(
        default="",
        pattern=r"^(https?://(127\.0\.0\.1|localhost|\[::1\]):\d{1,5}/?)?$",
        description="use your own running browser at this address (`http://127.0.0.1:9222`) in place of Symbiote's profile",
    )
    show: bool = Field(default=True, description="show the browser's window; without a display it always works unseen")
    idle_s: float = Field(default=600.0, ge=5, le=86_400, description="the browser is closed when nothing used it for this long")
    allow: tuple[Annotated[str, Field(pattern=_SITE)], ...] = Field(
        default=(), max_length=500, description="the only sites that may be opened; empty: all"
    )
    deny: tuple[Annotated[str, Field(pattern=_SITE)], ...] = Field(
        default=(), max_length=500, description="sites that are never opened"
    )
    allow_hosts: tuple[str, ...] = Field(
        default=(),
        max_length=100,
        description="hosts (`name` or `name:port`) that may be opened although they are this computer or in its own network",
    )
    proxy: str = Field(
        default="",
        max_length=300,
        pattern=r"^(http://[^\s@/:]+:\d{1,5}/?)?$",
        description="reach public sites through this HTTP proxy (`http://proxy.firm:3128`), which must allow CONNECT to addresses",
    )
    downloads: str = Field(
        default="", max_length=1_000, description="where downloads go; empty is `downloads` in the data folder"
    )
    pictures: bool = Field(default=True, description="keep a small picture of the page with every step")
    pictures_mb: int = Field(default=200, ge=1, le=10_000, description="megabytes of such pictures that are kept, the newest")


class FileSettings(Section):
    """Files that commands may work with."""

    folders: tuple[str, ...] = Field(
        default=(), max_length=50, description="folders whose files commands may read and write, beside the export folder"
    )


class MailSettings(Section):
    """Mailboxes; which ones is kept with their passwords, not here."""

    check_s: float = Field(default=60.0, ge=5, le=86_400, description="seconds between two looks for new letters")
    history_days: int = Field(default=365, ge=1, le=36_500, description="letters older than this are not indexed")
    autoconfig: bool = Field(
        default=True, description="ask a provider that is not known, and Mozilla's list, for its servers when a mailbox is added"
    )


class GoogleSettings(Section):
    """Google, through a client of the owner's own; its secret and the permissions are in the keyring."""

    client_id: str = Field(
        default="",
        max_length=300,
        pattern=r"^[A-Za-z0-9._-]*$",
        description="id of your own OAuth client (type “Desktop app”) in Google Cloud; empty: Google cannot be connected",
    )
    stand_in: str = Field(
        default="",
        max_length=100,
        pattern=r"^(http://(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?)?$",
        description="a server on this computer that is asked instead of Google, for trying things out; empty: Google",
    )


class CalendarSettings(Section):
    """Calendars, and when you can be met."""

    day_from: str = Field(default="09:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="your working day begins")
    day_until: str = Field(default="18:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="your working day ends")
    days: tuple[int, ...] = Field(
        default=(1, 2, 3, 4, 5), min_length=1, max_length=7, description="your working days, 1 is Monday"
    )
    buffer_min: int = Field(default=0, ge=0, le=240, description="minutes that stay free before and after an event")
    default: str = Field(
        default="",
        max_length=300,
        description="calendar that new events go into, by its name; empty: your Google calendar when it is connected, else the one here",
    )
    looked_at: tuple[str, ...] = Field(
        default=(), max_length=50, description="names of the calendars that are looked at; empty: all you show in them"
    )
    check_s: float = Field(default=60.0, ge=5, le=86_400, description="seconds between two looks for what is new elsewhere")
    history_days: int = Field(default=90, ge=1, le=3_650, description="events longer past than this are not fetched")


class MarketSettings(Section):
    """Visiting shops: prices compared, markets scanned."""

    pages: int = Field(default=5, ge=1, le=50, description="pages of one search that are read at most")
    pause_s: float = Field(
        default=2.0, ge=0, le=60, description="seconds between two pages of one site; its own wish counts if longer"
    )
    robots: bool = Field(default=True, description="leave out what a site's robots.txt asks programs not to read")


class ModelPrice(Section):
    """What a language model costs for a million tokens; 0 is free."""

    input: float = Field(default=0.0, ge=0, le=100_000)
    output: float = Field(default=0.0, ge=0, le=100_000)


class LlmSettings(Section):
    """A language model, on any OpenAI-compatible server; none unless connected. Its key is in the keyring."""

    base_url: str = Field(
        default="",
        max_length=500,
        pattern=r"^(https?://[^\s@]+)?$",
        description="address of the server, such as `http://localhost:11434/v1`; empty: no model is used",
    )
    model: str = Field(default="", max_length=200, description="the model")
    small_model: str = Field(default="", max_length=200, description="a cheaper model, for small questions and at the limit")
    embeddings_model: str = Field(
        default="",
        max_length=200,
        description="model that tells which commands are near in meaning to what was said; empty: none",
    )
    understand: bool = Field(default=True, description="ask the model what was meant when no command fits for sure")
    compose: bool = Field(default=True, description="let the model compose a command for what no command does")
    timeout_s: float = Field(default=90.0, ge=1, le=3_600, description="an answer takes no longer than this, tries included")
    silence_s: float = Field(default=30.0, ge=0.1, le=600, description="an answer that stands still this long has failed")
    retries: int = Field(default=2, ge=0, le=6, description="tries after the first when the server is busy or stumbles")
    longest_answer: int = Field(default=4_000, ge=16, le=100_000, description="tokens of one answer at most")
    allowance_call: float = Field(default=0.5, ge=0, le=10_000, description="one call may cost at most this much")
    allowance_run: float = Field(default=1.0, ge=0, le=10_000, description="all calls of one run together")
    allowance_day: float = Field(default=5.0, ge=0, le=100_000, description="all calls of one day together")
    at_limit: Literal["small", "stop"] = Field(
        default="small", description="at a limit: `small` goes on with the cheaper model while it fits, `stop` does not"
    )
    currency: str = Field(default="USD", min_length=1, max_length=8, description="currency of prices and allowances")
    prices: Mapping[str, ModelPrice] = Field(
        default_factory=dict, description="your prices for a million tokens by model, before the known ones"
    )


class Settings(BaseSettings):
    """Everything that can be set, frozen."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", env_nested_delimiter="__", extra="forbid", frozen=True)

    voice: VoiceSettings = VoiceSettings()
    speech: SpeechSettings = SpeechSettings()
    understanding: UnderstandingSettings = UnderstandingSettings()
    runs: RunSettings = RunSettings()
    window: WindowSettings = WindowSettings()
    search: SearchSettings = SearchSettings()
    http: HttpSettings = HttpSettings()
    browser: BrowserSettings = BrowserSettings()
    files: FileSettings = FileSettings()
    mail: MailSettings = MailSettings()
    google: GoogleSettings = GoogleSettings()
    calendar: CalendarSettings = CalendarSettings()
    market: MarketSettings = MarketSettings()
    llm: LlmSettings = LlmSettings()

    toml: ClassVar[Path | None] = None
    """The file, where there is one."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file."""
        if cls.toml is None:
            return init_settings, env_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, cls.toml)
