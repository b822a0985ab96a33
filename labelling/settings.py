"""All settings, read from the environment (``LABELLING_…``); each is described in operations.md."""

from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an operator can set. Every default is that of the embedded installation."""

    model_config = SettingsConfigDict(env_prefix="LABELLING_", frozen=True, extra="ignore")

    data_dir: Path = Field(Path("var"), description="Folder for database, files and keys.")
    keys_dir: Path | None = Field(
        None, description="Folder for keys alone; `keys` in the data folder if unset."
    )
    database_url: SecretStr | None = Field(
        None, description="SQLAlchemy address of the database; SQLite in the data folder if unset."
    )
    public_url: str = Field(
        "http://127.0.0.1:8000",
        description="Address at which the public reaches us; links and QR codes use it.",
        pattern=r"^https?://[^/\s]+$",
    )
    product_name: str = Field("Touchstone", description="Name of the product on every page.")
    label_name: str = Field(
        "Cluster Excellence Label", description="Name of the label on certificates."
    )
    office_name: str = Field("Office of the label", description="Name of the labelling body.")
    office_email: str = Field("office@label.example", description="Address that people answer to.")
    office_place: str = Field("Brussels", description="Place named on certificates.")
    time_zone: str = Field("Europe/Brussels", description="Zone in which civil days are counted.")
    seal_p12: Path | None = Field(
        None, description="P12 file of a trust service with the key that signs certificates."
    )
    seal_password: SecretStr | None = Field(None, description="Password of the P12 file.")
    seal_module: Path | None = Field(
        None, description="PKCS #11 module of the token with the key that signs certificates."
    )
    seal_token: str = Field("labelling", description="Label of the token.")
    seal_key: str = Field("certificates", description="Label of the key in the token.")
    seal_pin: SecretStr | None = Field(None, description="PIN of the token.")
    seal_chain: Path | None = Field(
        None,
        description="Certificates (PEM) from that of the sealing key to its anchor: of a token, "
        "or those that the P12 file lacks.",
    )
    tsa_url: str | None = Field(
        None,
        description="Time stamping authority (RFC 3161) that stamps each signature, if any.",
        pattern=r"^https?://\S+$",
    )
    tsa_user: str | None = Field(None, description="Account at the authority, if it asks.")
    tsa_password: SecretStr | None = Field(None, description="Password at the authority.")
    tsa_archive: bool = Field(
        False, description="Make each file an archive of its own (B-LTA), stamped anew in time."
    )
    stamp_anchors: Path | None = Field(
        None, description="Root certificates (PEM) of all time stamping authorities ever used."
    )
    witnesses: str | None = Field(
        None,
        description="Outside witnesses of the log: key (vkey) and address of each, and so on.",
    )
    smtp_host: str = Field("127.0.0.1", description="Mail server.")
    smtp_port: int = Field(25, description="Port of the mail server.", ge=1, le=65535)
    smtp_user: str | None = Field(None, description="Account at the mail server, if it asks.")
    smtp_password: SecretStr | None = Field(None, description="Password at the mail server.")
    smtp_tls: bool = Field(False, description="Use STARTTLS towards the mail server.")
    trust_bundle: Path | None = Field(
        None, description="Trust bundle that `labelling verify` takes when none is named."
    )
    trusted_proxies: int = Field(
        0, description="Number of own proxies whose X-Forwarded-For is believed.", ge=0, le=5
    )
    session_idle_minutes: int = Field(60, description="Idle time after which a session ends.", ge=1)
    session_hours: int = Field(12, description="Longest life of a session.", ge=1)
    second_factor_minutes: int = Field(
        10, description="How fresh a second factor must be to decide, suspend or revoke.", ge=1
    )
    hearing_days: int = Field(
        14, description="Days that a holder has to answer before its label is changed.", ge=1
    )
    difference_points: int = Field(
        25, description="Difference between assessors (percentage points) that must be discussed."
    )
    answer_grace_days: int = Field(
        2,
        description="Days for which an answer of an assessor, or an objection, is still taken "
        "after the day that was shown. No page says so.",
        ge=0,
        le=30,
    )
    objection_days: int = Field(
        7, description="Days that an applicant has to object to an invited assessor.", ge=1, le=60
    )
    absence_ahead_days: int = Field(
        28, description="An assessor who is away within so many days is not proposed.", ge=0, le=365
    )
    practice_again_days: int = Field(
        14, description="Days before the practice cases can be tried again.", ge=0, le=365
    )
    severity_notice_days: int = Field(
        14,
        description="Days that an assessor has to read of the own severity before the quality "
        "officer sees it.",
        ge=7,
        le=90,
    )
    upload_megabytes: int = Field(20, description="Largest evidence file.", ge=1)
    quota_megabytes: int = Field(2000, description="Evidence an organisation may store.", ge=1)

    @cached_property
    def database(self) -> str:
        """Return the database's address."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir.resolve() / 'labelling.sqlite'}"

    @property
    def keys(self) -> Path:
        """Return the folder that holds the keys and nothing else."""
        return self.keys_dir if self.keys_dir is not None else self.data_dir / "keys"

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the zone in which civil days are counted."""
        return ZoneInfo(self.time_zone)

    @property
    def secure_cookies(self) -> bool:
        """Say whether cookies carry the ``__Host-`` prefix and ``Secure``."""
        return self.public_url.startswith("https://")


_in_use: list[Settings] = []


def use(settings: Settings) -> None:
    """Make these the settings of this process: jobs, which no request tells, ask for them."""
    _in_use[:] = [settings]


def in_use() -> Settings:
    """Return the settings of this process; raise RuntimeError where none were chosen."""
    if not _in_use:
        raise RuntimeError("no settings are in use")
    return _in_use[0]
