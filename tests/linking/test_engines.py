"""Spark, as a cluster of two workers with Java of its own, answers as this machine alone does."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from msgspec.structs import replace

from service.linking import operations
from service.linking.rows import Asked, EngineName, Width
from tests.benchmarks.linkage.linking import written
from tests.benchmarks.linkage.sets import febrl
from tests.linking.files import a_model, linked, two_files, write

CLUSTER = "local-cluster[2,1,1024]"
OLDEST_JAVA = 17


def without_spark() -> str | None:
    """Why Spark cannot be run here; None where it can."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed: make .venv/.spark"
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=f"{home}/bin" if home else None)
    if java is None:
        return "there is no Java: apt-get install openjdk-17-jre-headless"
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = int("".join(each for each in said.partition('"')[2].partition(".")[0] if each.isdigit()) or 0)
    return None if version >= OLDEST_JAVA else f"Java is older than {OLDEST_JAVA}"


pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(without_spark() is not None, reason=without_spark() or ""),
    # Spark's own libraries warn of what they will change; its sockets are closed when the process ends.
    pytest.mark.filterwarnings(
        "ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::ResourceWarning"
    ),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::UserWarning"),
]


def on_spark(asked: Asked) -> Asked:
    """The same wish for a cluster, its pairs beside the others."""
    return replace(
        asked,
        engine=EngineName.SPARK,
        spark_master=CLUSTER,
        memory_gigabytes=1.0,
        out=asked.out.with_name("spark.csv"),
    )


def test_both_engines_find_the_same_pairs_of_febrl_4(tmp_path: Path) -> None:
    given = febrl(4, all_fields=False)
    assert given.right is not None
    asked = Asked(
        left=written(given.left, [], tmp_path / "left.csv"),
        right=written(given.right, [], tmp_path / "right.csv"),
        out=tmp_path / "pairs.csv",
        model=a_model(tmp_path / "model.json", len(given.right)),
        chunk=len(given.left),
    )
    one, _ = linked(asked)
    other, _ = linked(on_spark(asked))
    assert one.pairs == other.pairs > 4_800
    assert (tmp_path / "spark.csv").read_bytes() == asked.out.read_bytes()


def test_both_engines_fit_the_same_model_to_a_file_searched_narrowly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "width_of", lambda _left, _right: Width.NARROW)
    some, register = two_files(600, 250)
    left, right = write(tmp_path / "list.csv", some), write(tmp_path / "register.csv", register)
    asked = Asked(left=left, right=right, out=tmp_path / "pairs.csv", best=True)
    linked(asked)
    linked(on_spark(asked))
    assert (tmp_path / "spark.csv").read_bytes() == asked.out.read_bytes()
    assert (tmp_path / "spark.model.json").read_bytes() == (tmp_path / "pairs.model.json").read_bytes()
