"""Whatever happens to the bytes of a file on its way, reading it never fails and tells what it found."""

from hypothesis import given
from hypothesis import strategies as st

from service.imports.rows import SubmittedLearner, Weight
from tests.imports.ilr_text import NAME_2023, aim, destination, learner, message_of_2023, read

WHOLE = message_of_2023(
    learner(aim(LearnStartDate="2023-09-04", LearnPlanEndDate="2024-07-01")),
    learner(
        aim(AimType="1", ProgType="25", StdCode="105"), aim(AimType="3", ProgType="25"), LearnRefNumber="A2"
    ),
    destination(),
).encode()
places = st.integers(min_value=0, max_value=len(WHOLE) - 1)
pieces = st.one_of(
    st.binary(max_size=4),
    st.sampled_from(
        [b"<", b">", b"</Learner>", b"<Learner>", b"&", b"]]>", b"<![CDATA[", b"<!--", b"\0", b"-", b"9"]
    ),
)


@given(st.lists(st.tuples(places, st.integers(min_value=0, max_value=40), pieces), min_size=1, max_size=4))
def test_random_changes_never_raise(changes: list[tuple[int, int, bytes]]) -> None:
    content = WHOLE
    for place, length, piece in changes:
        content = content[:place] + piece + content[place + length :]
    records, reader = read(content, file_name=NAME_2023)
    seen = sum(isinstance(record, SubmittedLearner) for record in records)
    assert seen == reader.learners_seen
    if seen < 2 and content.count(b"<Learner>") >= 2:  # one is missing: the file must say so
        assert any(problem.weight is Weight.REFUSES for problem in reader.facts.problems)


@given(st.integers(min_value=0, max_value=len(WHOLE)))
def test_a_file_cut_anywhere_never_raises_and_never_passes_for_whole(length: int) -> None:
    records, reader = read(WHOLE[:length], file_name=NAME_2023)
    refused = any(problem.weight is Weight.REFUSES for problem in reader.facts.problems)
    assert refused is (WHOLE[:length].rstrip() != WHOLE.rstrip())
    assert all(record.line > 0 for record in records)


@given(st.binary(max_size=200))
def test_rubbish_is_refused(content: bytes) -> None:
    records, reader = read(content)
    assert records == []
    assert any(problem.weight is Weight.REFUSES for problem in reader.facts.problems)


names = st.sampled_from(
    ["LearnStartDate", "CompStatus", "LearnActEndDate", "WithdrawReason", "Outcome", "ProgType"]
)
texts = st.one_of(
    st.text(
        st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="<>&\ufffe\uffff"), max_size=12
    ),
    st.dates().map(str),
    st.integers(min_value=-1, max_value=120).map(str),
)


@given(st.dictionaries(names, texts))
def test_every_value_gives_a_learner_whose_spells_end_after_they_start(fields: dict[str, str]) -> None:
    records, _ = read(message_of_2023(learner(aim(**fields))), file_name=NAME_2023)
    (person,) = records
    assert all(spell.ended_on is None or spell.started_on <= spell.ended_on for spell in person.spells)
    assert {milestone.spell_key for milestone in person.milestones} <= {spell.key for spell in person.spells}
    if not person.spells:
        assert person.problems
