"""The environment, read once: what it may say, and what production refuses."""

from pathlib import Path

import pytest

from service.settings import DEMO_SECRET, MEBIBYTE, Mode, Settings, SettingsInvalid, settings_from

SECRET = "an-own-secret-of-more-than-32-characters"
PRODUCTION = {
    "PATHWAY_MODE": "production",
    "DATABASE_URL": "postgresql://pathway_app@database/pathway",
    "PATHWAY_SECRET": SECRET,
    "PATHWAY_PUBLIC_URL": "https://pathway.example",
}


def test_an_empty_environment_is_development_with_its_own_database() -> None:
    settings = settings_from({})
    assert settings == Settings()
    assert settings.embedded
    assert not settings.production
    assert settings.host == "127.0.0.1"


def test_everything_can_be_said(tmp_path: Path) -> None:
    said = settings_from(
        {
            "PATHWAY_MODE": "test",
            "DATABASE_URL": "postgresql://a@b/c",
            "OWNER_DATABASE_URL": "postgresql://o@b/c",
            "PG_BIN": str(tmp_path),
            "PATHWAY_STATE_DIR": str(tmp_path / "state"),
            "PATHWAY_HOST": "0.0.0.0",  # noqa: S104 - read, not listened on
            "PATHWAY_PORT": "8123",
            "PATHWAY_PUBLIC_URL": "https://pathway.example",
            "PATHWAY_SECRET": SECRET,
            "PATHWAY_SERVICE_NAME": "Routes",
            "PATHWAY_UPLOAD_LIMIT_MB": "50",
            "PATHWAY_POOL_SIZE": "3",
            "PATHWAY_DEMO": "1",
            "PATHWAY_TRUSTED_PROXY": "1",
            "PATHWAY_WEBHOOKS_TO_LOOPBACK": "1",
        }
    )
    assert said == Settings(
        mode=Mode.TEST,
        database_url="postgresql://a@b/c",
        owner_database_url="postgresql://o@b/c",
        pg_bin=tmp_path,
        state_dir=tmp_path / "state",
        host="0.0.0.0",  # noqa: S104 - read, not listened on
        port=8123,
        public_url="https://pathway.example",
        secret=SECRET,
        service_name="Routes",
        upload_limit_bytes=50 * MEBIBYTE,
        pool_size=3,
        demo=True,
        trusted_proxy=True,
        webhooks_to_loopback=True,
    )
    assert not said.embedded


@pytest.mark.parametrize(
    ("change", "names"),
    [
        pytest.param({"PATHWAY_SECRET": ""}, "PATHWAY_SECRET", id="no secret"),
        pytest.param({"PATHWAY_SECRET": DEMO_SECRET}, "PATHWAY_SECRET", id="the demo's secret"),
        pytest.param({"PATHWAY_SECRET": "x" * 31}, "PATHWAY_SECRET", id="a secret of 31 characters"),
        pytest.param({"PATHWAY_DEMO": "1"}, "PATHWAY_DEMO", id="a demo"),
        pytest.param({"DATABASE_URL": ""}, "DATABASE_URL", id="the embedded database"),
        pytest.param({"PATHWAY_PUBLIC_URL": "http://pathway.example"}, "PATHWAY_PUBLIC_URL", id="no TLS"),
    ],
)
def test_production_refuses_naming_the_variable(change: dict[str, str], names: str) -> None:
    assert settings_from(PRODUCTION).production
    with pytest.raises(SettingsInvalid, match=names):
        settings_from(PRODUCTION | change)


def test_a_secret_of_32_characters_will_do() -> None:
    assert settings_from(PRODUCTION | {"PATHWAY_SECRET": "x" * 32}).production


def test_the_remedy_for_a_missing_secret_is_a_new_one_each_time() -> None:
    remedies = set()
    for _ in range(2):
        with pytest.raises(SettingsInvalid) as wrong:
            settings_from(PRODUCTION | {"PATHWAY_SECRET": ""})
        remedies.add(str(wrong.value).rsplit(" ", 1)[-1])
    assert len(remedies) == 2
    assert all(settings_from(PRODUCTION | {"PATHWAY_SECRET": remedy}).production for remedy in remedies)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("PATHWAY_MODE", "live"),
        ("PATHWAY_PORT", "http"),
        ("PATHWAY_PORT", "0"),
        ("PATHWAY_PORT", "-1"),
        ("PATHWAY_POOL_SIZE", "1.5"),
        ("PATHWAY_UPLOAD_LIMIT_MB", "0"),
    ],
)
def test_a_value_that_cannot_be_is_refused_naming_the_variable(name: str, said: str) -> None:
    with pytest.raises(SettingsInvalid, match=name):
        settings_from({name: said})


def test_a_secret_may_stand_in_a_file_and_the_variable_itself_wins(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n")
    assert settings_from({"PATHWAY_SECRET_FILE": str(file)}).secret == SECRET
    assert settings_from({"PATHWAY_SECRET_FILE": str(file), "PATHWAY_SECRET": "other"}).secret == "other"
    url = tmp_path / "url"
    url.write_text("postgresql://a@b/c")
    assert settings_from({"DATABASE_URL_FILE": str(url)}).database_url == "postgresql://a@b/c"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=r"PATHWAY_SECRET_FILE names .*missing"):
        settings_from({"PATHWAY_SECRET_FILE": str(tmp_path / "missing")})


def test_the_secret_is_never_shown() -> None:
    assert SECRET not in repr(Settings(secret=SECRET))
