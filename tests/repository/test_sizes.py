"""Nothing grows past what is read in one go. What offends is split by verb; the caps stay."""

from tests.repository.source import (
    Function,
    body_lines,
    called,
    functions,
    is_handler,
    listed,
    place,
    python_files,
)

FUNCTION, FILE, TEST_FILE, HANDLER, PARAMETERS = 40, 300, 400, 20, 6
NOT_COUNTED = {"self", "cls", "session", "database"}


def test_no_function_is_longer_than_forty_lines() -> None:
    long = [
        f"{place(path, node)} {node.name}: {length}"
        for path in (*python_files("service"), *python_files("tests"))
        for node in functions(path)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION
    ]
    assert not long, listed(long)


def test_no_file_is_longer_than_three_hundred_lines_or_four_hundred_of_tests() -> None:
    long = [
        f"{called(path)}: {length}"
        for folder, cap in (("service", FILE), ("tests", TEST_FILE))
        for path in python_files(folder)
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > cap
    ]
    assert not long, listed(long)


def test_no_handler_does_more_than_twenty_lines() -> None:
    long = [
        f"{place(path, node)} {node.name}: {body_lines(node)}"
        for path in python_files("service")
        for node in functions(path)
        if is_handler(node) and body_lines(node) > HANDLER
    ]
    assert not long, listed(long)


def test_the_count_of_handlers_finds_some() -> None:
    assert sum(is_handler(node) for path in python_files("service/web") for node in functions(path)) > 20


def test_no_function_is_handed_more_than_six_things_beyond_its_session() -> None:
    greedy = [
        f"{place(path, node)} {node.name}: {', '.join(names)}"
        for path in python_files("service")
        for node in functions(path)
        if not is_handler(node) and len(names := parameters(node)) > PARAMETERS
    ]
    assert not greedy, listed(greedy)


def parameters(node: Function) -> list[str]:
    """Handlers are not asked: theirs are the parts of a request."""
    given = node.args
    names = [argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return [name for name in names if name not in NOT_COUNTED]
