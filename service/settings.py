"""Everything the environment may say, read once. Nobody else reads `os.environ`.

A secret may also stand in a file, as container platforms hand them over: `SESSION_SECRET_FILE=/run/secrets/x` is
read where `SESSION_SECRET` is not given.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

DEMO_SECRET = "demo-secret-for-local-use-only-never-in-production"  # noqa: S105 - marked as the demo's, refused below
MEBIBYTE = 1024 * 1024


class SettingsInvalid(ValueError):
    """The environment asks for something that cannot be; the message names the variable and the fix."""


class Mode(StrEnum):
    """Where the service runs. Production refuses demo secrets and insists on secure cookies."""

    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One frozen value, passed in; never imported as a global."""

    mode: Mode = Mode.DEVELOPMENT
    database_url: str | None = None  # the application's login; None: the embedded PostgreSQL
    owner_database_url: str | None = None  # the owner's login, for `pathway migrate`; None: the application's
    pg_bin: Path | None = None
    state_dir: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    secret: str = field(default=DEMO_SECRET, repr=False)
    service_name: str = "Youth skills pathway"
    upload_limit_bytes: int = 200 * MEBIBYTE
    pool_size: int = 10
    parent: int | None = None  # the process to end with, where one supervises us
    demo: bool = False  # True: every page says that its people are invented
    webhooks_to_loopback: bool = False  # True: endpoints may be on this machine, over http; for trying out
    smtp_url: str | None = field(default=None, repr=False)  # smtp(s)://user:password@host:port; None: no mail
    mail_from: str = "pathway@localhost"
    notify_key: str | None = field(default=None, repr=False)  # of GOV.UK Notify; it is used where it is given
    notify_template: str = ""
    notify_url: str = "https://api.notifications.service.gov.uk"
    trusted_proxy: bool = False  # True: the client's address is the last of X-Forwarded-For

    @property
    def production(self) -> bool:
        """True where real people's data live."""
        return self.mode is Mode.PRODUCTION

    @property
    def embedded(self) -> bool:
        """True where the service brings its own PostgreSQL."""
        return self.database_url is None


def settings_from(environ: Mapping[str, str]) -> Settings:
    """Read the settings, raising `SettingsInvalid` with the variable's name and the fix."""
    settings = Settings(
        mode=_choice(environ, "PATHWAY_MODE", Mode.DEVELOPMENT),
        database_url=_secret(environ, "DATABASE_URL"),
        owner_database_url=_secret(environ, "OWNER_DATABASE_URL"),
        pg_bin=Path(environ["PG_BIN"]) if environ.get("PG_BIN") else None,
        state_dir=Path(environ.get("PATHWAY_STATE_DIR", "var")),
        host=environ.get("PATHWAY_HOST", "127.0.0.1"),
        port=_whole(environ, "PATHWAY_PORT", 8000),
        public_url=environ.get("PATHWAY_PUBLIC_URL", "http://127.0.0.1:8000"),
        secret=_secret(environ, "PATHWAY_SECRET") or DEMO_SECRET,
        service_name=environ.get("PATHWAY_SERVICE_NAME", "Youth skills pathway"),
        upload_limit_bytes=_whole(environ, "PATHWAY_UPLOAD_LIMIT_MB", 200) * MEBIBYTE,
        pool_size=_whole(environ, "PATHWAY_POOL_SIZE", 10),
        parent=_whole(environ, "PATHWAY_PARENT", 0) or None,
        demo=environ.get("PATHWAY_DEMO", "") == "1",
        webhooks_to_loopback=environ.get("PATHWAY_WEBHOOKS_TO_LOOPBACK", "") == "1",
        smtp_url=_secret(environ, "PATHWAY_SMTP_URL"),
        mail_from=environ.get("PATHWAY_MAIL_FROM", "pathway@localhost"),
        notify_key=_secret(environ, "PATHWAY_NOTIFY_KEY"),
        notify_template=environ.get("PATHWAY_NOTIFY_TEMPLATE", ""),
        notify_url=environ.get("PATHWAY_NOTIFY_URL", "https://api.notifications.service.gov.uk"),
        trusted_proxy=environ.get("PATHWAY_TRUSTED_PROXY", "") == "1",
    )
    _require_mail(settings)
    _require_production_secrets(settings)
    return settings


def _require_mail(settings: Settings) -> None:
    if settings.smtp_url and not settings.smtp_url.startswith(("smtp://", "smtps://")):
        raise SettingsInvalid("PATHWAY_SMTP_URL must begin with smtp:// or smtps://.")
    if settings.notify_key and not settings.notify_template:
        raise SettingsInvalid(
            "PATHWAY_NOTIFY_TEMPLATE must name a template with the fields subject and body."
        )


def _require_production_secrets(settings: Settings) -> None:
    if not settings.production:
        return
    if settings.secret == DEMO_SECRET or len(settings.secret) < 32:
        raise SettingsInvalid(
            "PATHWAY_SECRET must be a secret of your own of at least 32 characters in production. "
            f"Make one, for example: {secrets.token_urlsafe(32)}"
        )
    if settings.demo:
        raise SettingsInvalid("PATHWAY_DEMO is for trying out: unset it in production.")
    if settings.webhooks_to_loopback:
        raise SettingsInvalid("PATHWAY_WEBHOOKS_TO_LOOPBACK is for trying out: unset it in production.")
    if settings.database_url is None:
        raise SettingsInvalid(
            "DATABASE_URL must name a PostgreSQL server in production; the embedded one is for trying out."
        )
    if not settings.public_url.startswith("https://"):
        raise SettingsInvalid("PATHWAY_PUBLIC_URL must begin with https:// in production.")


def _secret(environ: Mapping[str, str], name: str) -> str | None:
    if environ.get(name):
        return environ[name]
    if not environ.get(f"{name}_FILE"):
        return None
    path = Path(environ[f"{name}_FILE"])
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsInvalid(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error


def _whole(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "")
    if not text:
        return default
    if not text.isdecimal() or int(text) < 1:
        raise SettingsInvalid(f"{name} must be a whole number of at least 1, not {text!r}.")
    return int(text)


def _choice(environ: Mapping[str, str], name: str, default: Mode) -> Mode:
    text = environ.get(name, default.value)
    if text not in set(Mode):
        raise SettingsInvalid(f"{name} must be one of {', '.join(Mode)}, not {text!r}.")
    return Mode(text)
