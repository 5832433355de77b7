"""compose.yaml and the Dockerfile, read as text, so that they are checked where no container engine is."""

import json
import re
import shlex
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import asyncpg
import jsonschema
import pytest
import yaml

from service.kit.embedded_postgres import FORGETFUL, EmbeddedPostgres

HERE = Path(__file__).resolve().parents[2]
SCHEMA = json.loads(Path(__file__).with_name("compose.schema.json").read_text())
COMPOSE: dict[str, Any] = yaml.safe_load((HERE / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (HERE / "Dockerfile").read_text()
STAGES = re.findall(r"^FROM (\S+) AS (\S+)$", DOCKERFILE, re.MULTILINE)
BROKEN = [
    pytest.param({"helthcheck": {}}, id="a key that is misspelt"),
    pytest.param({"user": "root"}, id="a user without a number"),
    pytest.param({"ports": ["443"]}, id="a port without its pair"),
    pytest.param({"restart": False}, id="a restart that YAML reads as false"),
]

each_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES.keys())


def is_one_shot(service: dict[str, Any]) -> bool:
    return bool(service["restart"] == "no")


def test_compose_yaml_has_the_published_shape() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(COMPOSE, SCHEMA)


@pytest.mark.parametrize("slip", BROKEN)
def test_the_shape_refuses(slip: dict[str, Any]) -> None:
    broken = {**COMPOSE, "services": {"web": {**SERVICES["web"], **slip}}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, SCHEMA)


def test_the_parts_of_the_service_are_all_there() -> None:
    assert {"web", "worker", "database", "proxy"} <= SERVICES.keys()


@each_service
def test_every_service_says_whether_it_is_well(service: dict[str, Any]) -> None:
    assert ("test" in service["healthcheck"]) != is_one_shot(service)


@each_service
def test_no_service_runs_as_root_or_writes_to_its_image(service: dict[str, Any]) -> None:
    assert int(service["user"].split(":")[0]) > 0
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]


@each_service
def test_no_service_is_given_a_secret_in_plain_sight(service: dict[str, Any]) -> None:
    for name, text in service.get("environment", {}).items():
        secret = re.search(r"SECRET|PASSWORD|TOKEN|DATABASE_URL", name)
        assert not secret or (name.endswith("_FILE") and text.startswith("/run/secrets/")), name
        assert not re.search(r"://[^/]*:[^/]*@", text), name


@each_service
def test_every_secret_that_is_read_is_handed_over_and_no_other(service: dict[str, Any]) -> None:
    given = set(service.get("secrets", []))
    assert given <= COMPOSE["secrets"].keys()
    scripts = [
        HERE / volume.split(":")[0] for volume in service.get("volumes", []) if volume.startswith("./")
    ]
    read = " ".join([*service.get("environment", {}).values(), *(script.read_text() for script in scripts)])
    assert set(re.findall(r"/run/secrets/(\w+)", read)) == given


def test_only_the_one_shot_that_migrates_holds_the_owners_password() -> None:
    holders = {
        name for name, service in SERVICES.items() if "database_owner_url" in service.get("secrets", [])
    }
    assert holders == {"migrate"}


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert {name for name, service in SERVICES.items() if "outside" in service["networks"]} == {"proxy"}


@each_service
def test_every_name_a_service_mentions_exists(service: dict[str, Any]) -> None:
    assert set(service["networks"]) <= COMPOSE["networks"].keys()
    assert service.get("depends_on", {}).keys() <= SERVICES.keys()
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        assert (HERE / source).is_file() if source.startswith("./") else source in COMPOSE["volumes"]
    if "build" in service:
        assert service["build"]["target"] in dict(map(reversed, STAGES))


def test_every_secret_has_a_file_that_the_script_makes(tmp_path: Path) -> None:
    script = tmp_path / "new_secrets.sh"
    script.write_text((HERE / "deploy" / "new_secrets.sh").read_text())
    subprocess.run(["/bin/sh", str(script)], check=True, capture_output=True)
    made = {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}
    asked = {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()}
    assert made.keys() == asked
    assert all(len(text) >= 64 for text in made.values())
    assert made["database_app_password"] in made["database_app_url"]
    assert made["database_app_password"] not in made["database_owner_url"]


@pytest.mark.parametrize(
    "image",
    [
        *(pytest.param(service["image"], id=name) for name, service in SERVICES.items()),
        *(pytest.param(image, id=f"stage {stage}") for image, stage in STAGES),
    ],
)
def test_every_image_is_pinned_to_a_version(image: str) -> None:
    assert re.search(r":\d+(\.\d+)*", image), image


def test_the_container_and_the_wheel_are_the_same_major_postgresql() -> None:
    container = re.match(r"postgres:(\d+)", SERVICES["database"]["image"])
    assert container is not None
    assert container[1] == version("embedded-postgres").split(".")[0]


@pytest.mark.parametrize("stage", ["service", "proxy"])
def test_no_image_of_ours_ends_as_root(stage: str) -> None:
    body = DOCKERFILE.partition(f" AS {stage}\n")[2].partition("\nFROM ")[0]
    users = re.findall(r"^USER (\d+):\d+$", body, re.MULTILINE)
    assert users
    assert users[-1] == SERVICES["web" if stage == "service" else stage]["user"].split(":")[0] != "0"


def test_the_image_installs_by_hash_and_copies_nothing_the_build_cannot_see() -> None:
    assert "--require-hashes -r requirements/run.lock" in DOCKERFILE
    seen = {line[1:] for line in (HERE / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = [
        shlex.split(line)[1:-1] for line in DOCKERFILE.splitlines() if re.match(r"COPY (?!--from)", line)
    ]
    for source in [name for names in copied for name in names]:
        assert any(source == name or source.startswith(f"{name}/") for name in seen), source
        assert (HERE / source).exists(), source


@pytest.mark.skipif(find_spec("service.cli") is None, reason="there is no console command yet")
@pytest.mark.parametrize(
    "words",
    sorted(
        {
            tuple(words[1:] if words[0] == "pathway" else words[2:])
            for service in SERVICES.values()
            for words in (service.get("command", []), service["healthcheck"].get("test", []))
            if "pathway" in words[:2]
        }
    ),
)
def test_the_console_command_knows_what_compose_asks_of_it(words: tuple[str, ...]) -> None:
    call = [sys.executable, "-c", "from service.cli import main; main()", *words, "--help"]
    assert subprocess.run(call, check=False, cwd=HERE, capture_output=True).returncode == 0


async def test_the_passwords_script_gives_both_logins_their_own(tmp_path: Path) -> None:
    (tmp_path / "database_owner_password").write_text("the owner's")
    (tmp_path / "database_app_password").write_text("the app's\n")
    script = (HERE / "deploy" / "database" / "20-passwords.sql").read_text()
    with EmbeddedPostgres(tmp_path / "state", options=FORGETFUL) as postgres:
        postgres.run_sql(script.replace("/run/secrets", str(tmp_path)))
        connection = await asyncpg.connect(postgres.superuser_url)
        kinds = await connection.fetch(
            "select rolname, left(rolpassword, 13) from pg_authid where rolname ~ 'pathway' order by 1"
        )
        await connection.close()
    assert [tuple(kind) for kind in kinds] == [
        ("pathway_app", "SCRAM-SHA-256"),
        ("pathway_owner", "SCRAM-SHA-256"),
        ("pathway_register", None),
    ]
