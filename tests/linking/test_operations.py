"""Files linked from end to end: what is found, what is written, what is kept, what is refused."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from pyarrow import parquet

from service.linking import operations
from service.linking.operations import link
from service.linking.place import work_folder
from service.linking.rows import Asked, Dates, LinkingInvalid, Width
from tests.linking.files import a_model, linked, read, two_files, write

PEOPLE, ROWS = 600, 250


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    """A list of 250, half of them with a slip, and the 600 it is about."""
    some, register = two_files(PEOPLE, ROWS)
    left, right = write(tmp_path / "list.csv", some), write(tmp_path / "register.csv", register)
    return Asked(left=left, right=right, out=tmp_path / "pairs.csv", processes=1)


@pytest.fixture
def quick(asked: Asked, tmp_path: Path) -> Asked:
    """The same with a model at hand, where fitting one is not what is tested."""
    return replace(asked, model=a_model(tmp_path / "shipped.json", PEOPLE))


def right_ones(out: Path) -> tuple[int, int]:
    """How many pairs are right and how many are not."""
    pairs = {(pair["left_id"], pair["right_id"]) for pair in read(out)}
    right = sum(left[1:] == other[1:] for left, other in pairs)
    return right, len(pairs) - right


@pytest.mark.parametrize("width", Width)
def test_a_list_is_found_in_what_it_is_about(
    asked: Asked, width: Width, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "width_of", lambda _left, _right: width)
    said, _ = linked(replace(asked, best=True))
    right, wrong = right_ones(asked.out)
    assert right >= 0.98 * ROWS
    assert wrong <= 0.004 * ROWS
    assert (said.left_rows, said.right_rows, said.width) == (ROWS, PEOPLE, width)


def test_a_pair_says_how_sure_it_is_and_why_without_naming_anybody(quick: Asked) -> None:
    linked(quick)
    pairs = read(quick.out)
    assert list(pairs[0]) == ["left_id", "right_id", "weight", "probability", "why"]
    names = {"given_names", "family_name", "postcode", "date_of_birth"}
    known = {row[name].lower() for row in two_files(PEOPLE, ROWS)[0] for name in names if len(row[name]) > 3}
    for pair in pairs:
        bits = float(pair["weight"])
        assert bits >= 0
        assert float(pair["probability"]) == pytest.approx(1 / (1 + 2**-bits), abs=1e-3)
        assert pair["why"]
        assert not known & {word.strip(".,;").lower() for word in pair["why"].split()}


def test_parquet_has_the_same_pairs_as_csv(quick: Asked, tmp_path: Path) -> None:
    linked(quick)
    linked(replace(quick, out=tmp_path / "pairs.parquet"))
    table = parquet.read_table(tmp_path / "pairs.parquet").to_pylist()
    told = [(row["left_id"], row["right_id"], f"{row['weight']:.3f}", row["why"]) for row in table]
    assert told == [
        tuple(row[name] for name in ("left_id", "right_id", "weight", "why")) for row in read(quick.out)
    ]


def test_a_file_with_itself_gives_each_pair_once(quick: Asked, tmp_path: Path) -> None:
    some, register = two_files(PEOPLE, ROWS)
    both = write(tmp_path / "both.csv", [*register, *some])
    said, _ = linked(replace(quick, left=both, right=None))
    pairs = [(pair["left_id"], pair["right_id"]) for pair in read(quick.out)]
    found = {tuple(sorted(pair)) for pair in pairs}
    assert len(found) == len(pairs)
    assert sum((f"L{n}", f"R{n}") in found for n in range(ROWS)) >= 0.97 * ROWS
    assert len(found) <= 1.01 * ROWS
    assert said.right_rows is None


def test_what_processes_share_out_is_what_one_finds(quick: Asked, tmp_path: Path) -> None:
    linked(quick)
    linked(replace(quick, out=tmp_path / "again.csv", processes=2))
    assert (tmp_path / "again.csv").read_bytes() == quick.out.read_bytes()


def test_a_model_that_a_run_wrote_gives_the_same_pairs_again(asked: Asked, tmp_path: Path) -> None:
    linked(asked)
    said, told = linked(replace(asked, out=tmp_path / "again.csv", model=tmp_path / "pairs.model.json"))
    assert (tmp_path / "again.csv").read_bytes() == asked.out.read_bytes()
    assert said.seconds_training < 1
    assert not any("fitting" in line for line in told)


def test_pairs_are_written_from_the_weight_asked_for(quick: Asked) -> None:
    few, _ = linked(replace(quick, threshold=20.0))
    assert all(float(pair["weight"]) >= 20 for pair in read(quick.out))
    more, _ = linked(replace(quick, threshold=-5.0))
    assert more.pairs > few.pairs > 0


def test_a_column_of_ones_own_is_compared_when_asked(tmp_path: Path) -> None:
    register = [{"key": f"R{n}", "surname": "Smith", "tutor group": f"group {n}"} for n in range(60)]
    some = [{"key": f"L{n}", "surname": "Smith", "tutor group": f"group {n}"} for n in range(0, 60, 2)]
    left, right = write(tmp_path / "a.csv", some), write(tmp_path / "b.csv", register)
    asked = Asked(
        left=left,
        right=right,
        out=tmp_path / "pairs.csv",
        id_column="key",
        compare=("Tutor Group",),
        best=True,
    )
    linked(asked)
    right_count, wrong = right_ones(asked.out)
    assert (right_count, wrong) == (30, 0)


def test_dates_written_the_english_way_are_read_when_said(quick: Asked, tmp_path: Path) -> None:
    linked(quick)
    plain = quick.out.read_bytes()
    for path in (quick.left, quick.right):
        assert path is not None
        rows = [
            {**row, "date_of_birth": "/".join(reversed(row["date_of_birth"].split("-")))}
            for row in read(path)
        ]
        write(path, rows, delimiter=";", encoding="utf-16")
    with pytest.raises(LinkingInvalid, match="cannot be read"):
        linked(quick)
    linked(replace(quick, dates=Dates.DAY_FIRST))
    assert quick.out.read_bytes() == plain


class Stopped(Exception):
    """Stands for whatever ends a run."""


def interrupted_after(chunks: int) -> Callable[[str], None]:
    """Tells nobody anything, and stops the run once so many chunks are done."""
    done: list[str] = []

    def tell(line: str) -> None:
        done.extend([line] if "rows weighed" in line else [])
        if len(done) == chunks:
            raise Stopped

    return tell


def test_an_interrupted_run_goes_on_where_it_was(asked: Asked, tmp_path: Path) -> None:
    asked = replace(asked, chunk=50)
    link(replace(asked, out=tmp_path / "whole.csv"), tell=lambda _: None)
    with pytest.raises(Stopped):
        link(asked, tell=interrupted_after(2))
    assert not asked.out.exists()
    said, told = linked(asked)
    assert (said.chunks_kept, said.chunks) == (2, 5)
    assert not any("fitting" in line for line in told)
    assert asked.out.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_a_run_with_another_list_begins_again_but_for_the_right_side(quick: Asked) -> None:
    with pytest.raises(Stopped):
        link(replace(quick, chunk=50), tell=interrupted_after(2))
    write(quick.left, read(quick.left)[:150])
    said, told = linked(replace(quick, chunk=50))
    assert (said.chunks_kept, said.chunks) == (0, 3)
    assert any("register.csv: 600 rows are ready" in line for line in told)


def test_only_the_owner_sees_what_is_kept_and_a_finished_run_keeps_no_list(quick: Asked) -> None:
    linked(quick)
    folder = work_folder(quick.out)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name.partition("-")[0] for path in folder.iterdir()] == ["right"]
    linked(replace(quick, right=None))
    assert not folder.exists()


def test_progress_names_no_person(quick: Asked) -> None:
    _, told = linked(quick)
    values = {value for row in read(quick.left) for value in row.values() if len(value) > 1}
    assert any("rows weighed" in line for line in told)
    assert not values & {word.strip(",.:;") for line in told for word in line.split()}


HEAD = "id,given_names,family_name\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(HEAD, "list.csv has no rows below its first line", id="no rows"),
        pytest.param(f"{HEAD}1,Ann,Lee\n2,Bo,Wu\n1,Cy,Ash\n", "one id in rows 1 and 3", id="an id twice"),
        pytest.param(f"{HEAD}1,Ann,Lee\n,Bo,Wu\n", "is empty in row 2", id="a row without an id"),
        pytest.param("id,colour\n1,red\n", "no column that can be compared", id="nothing to compare"),
        pytest.param("id,email\n1,a@b.test\n", "no column in common", id="nothing in common"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_linked_says_why(asked: Asked, content: str, says: str) -> None:
    asked.left.write_text(content)
    with pytest.raises(LinkingInvalid, match=says):
        linked(asked)
    assert not asked.out.exists()


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        pytest.param({"out": "pairs.xlsx"}, "has to end in .csv or .parquet", id="another kind of file"),
        pytest.param({"out": "nowhere/pairs.csv"}, "no folder", id="a folder that is not there"),
        pytest.param({"out": "list.csv"}, "one of the files to be linked", id="over the list itself"),
        pytest.param({"right": None, "best": True}, "name a second file", id="one answer in oneself"),
        pytest.param({"processes": 0}, "--processes 0 is too few", id="nobody to work"),
        pytest.param({"memory_gigabytes": 0.1}, "--memory 0.1 is too little", id="no memory"),
        pytest.param({"model": "list.csv"}, "is no JSON", id="a model that is a list"),
        pytest.param({"model": "bare.json"}, "is no model", id="a model without its parts"),
        pytest.param({"model": "none.json"}, "cannot be read", id="a model that is not there"),
    ],
)
def test_a_wish_that_cannot_be_met_says_why(
    asked: Asked, wish: dict[str, object], says: str, tmp_path: Path
) -> None:
    (tmp_path / "bare.json").write_text("{}")
    before = asked.left.read_bytes()
    wish = {name: tmp_path / value if isinstance(value, str) else value for name, value in wish.items()}
    with pytest.raises(LinkingInvalid, match=says):
        linked(replace(asked, **wish))
    assert asked.left.read_bytes() == before
