"""What a merge does with every row about a learner, what forbids one, and whose a later fact is when two are parted."""

from collections.abc import Mapping, Sequence

from service.learners.rows import Candidate
from service.merging.rows import How, LaterFact, Reference, Side

FIELDS = (
    "given_names",
    "family_name",
    "date_of_birth",
    "sex",
    "postcode",
    "uln",
    "upn",
    "ni_number",
    "email",
)
"""What is chosen one by one: whose value the survivor has from then on."""

REGISTRY = (
    Reference(
        "learner",
        "merged_into",
        How.LEADS,
        "whoever was merged into the merged one leads to the survivor too",
    ),
    Reference("learner_access", "learner_id", How.MOVES, "whoever knew one of them knows the person"),
    Reference("spell", "learner_id", How.MOVES, "facts are the person's"),
    Reference("milestone", "learner_id", How.MOVES, "facts are the person's"),
    Reference("circumstance", "learner_id", How.MOVES, "facts are the person's"),
    Reference("contact", "learner_id", How.MOVES, "contacts were with the person"),
    Reference("tracing_step", "learner_id", How.MOVES, "how the person was looked for"),
    Reference("reentry_wish", "learner_id", How.MOVES, "what the person said about the way back"),
    Reference("offer", "learner_id", How.MOVES, "what the person was offered"),
    Reference("opening", "learner_id", How.MOVES, "who looked at the person’s record, and why"),
    Reference("referral", "learner_id", How.MOVES, "whom another agency was asked to help"),
    Reference("concern", "learner_id", How.MOVES, "whose safety somebody worried about"),
    Reference("own_link", "learner_id", How.MOVES, "it opens the person’s record"),
    Reference("let_in", "learner_id", How.MOVES, "the same"),
    Reference("declaration", "learner_id", How.MOVES, "what was claimed for the person"),
    Reference("declaration_event", "learner_id", How.MOVES, "goes with its declaration"),
    Reference("correction_request", "learner_id", How.MOVES, "what the person says is wrong"),
    Reference("holding", "learner_id", How.MOVES, "whose caseload the person is in"),
    Reference("alert", "learner_id", How.MOVES, "what is open and was done about the person"),
    Reference("alert_step", "learner_id", How.MOVES, "goes with its alert"),
    Reference("main_spell", "learner_id", How.DERIVED, "drawn from the facts"),
    Reference("situation", "learner_id", How.DERIVED, "drawn from the facts"),
    Reference(
        "claim", "learner_id", How.STAYS, "what was answered then; the number it gave leads to the survivor"
    ),
    Reference("review", "learner_id", How.STAYS, "what was decided then"),
    Reference(
        "review", "about_id", How.STAYS, "closed where it was about the two; else read through merged_into"
    ),
    Reference("review", "other_id", How.STAYS, "the same"),
    Reference("submission_row", "learner_id", How.STAYS, "what a file was answered"),
    Reference(
        "learner_key", "learner_id", How.STAYS, "the merged one is still looked for as they were described"
    ),
    Reference("other_name", "learner_id", How.STAYS, "the same"),
    Reference("claim_ruling", "learner_id", How.STAYS, "the same"),
    Reference("lrs_check", "learner_id", How.STAYS, "what the LRS answered about the one as described then"),
    Reference("pair_ruling", "learner_id", How.STAYS, "what was decided then"),
    Reference("pair_ruling", "other_id", How.STAYS, "the same"),
    Reference("merge", "survivor_id", How.STAYS, "what was done then"),
    Reference("merge", "merged_id", How.STAYS, "the same"),
    Reference(
        "nccis_number", "learner_id", How.STAYS, "the return names the number of the merged one as previous"
    ),
    Reference("nccis_fault", "learner_id", How.STAYS, "told anew by every check"),
    Reference("nccis_returned", "learner_id", How.STAYS, "what was returned then"),
    Reference("change", "learner_id", How.STAYS, "what was told then, of the one it was told of"),
    Reference("change", "other_id", How.STAYS, "the same"),
    Reference("notice", "learner_id", How.STAYS, "what was told then"),
)
"""Every column that names a learner. A test fails where the schema has one that is not here."""

MOVING = tuple(each.table for each in REGISTRY if each.how is How.MOVES)


def forbidden(survivor: Candidate, merged: Candidate, *, critical: bool, ruled: bool) -> tuple[str, ...]:
    """Say, in sentences, what forbids joining two learners now; () where nothing does.

    `critical`: an alert of the highest severity is open about one of them. `ruled`: a person has said that they are
    two. Source: teaching-record-system, which holds merges back while an alert about a person is open.
    """
    told = []
    if survivor.learner_id == merged.learner_id:
        told.append("A learner cannot be joined with themselves. Choose two learners.")
    if survivor.merged_into or merged.merged_into:
        told.append("One of the two was joined with another learner already. Open that learner instead.")
    if critical:
        told.append(
            "A critical alert is open about one of them. Close it first, so that nobody loses sight of it."
        )
    if ruled:
        told.append("Somebody has decided that these are two people. Withdraw that decision first.")
    return tuple(told)


def kept_values(survivor: Candidate, merged: Candidate, choices: Mapping[str, Side]) -> dict[str, object]:
    """Give the survivor's details: of each field the side chosen, else whichever is known."""
    kept: dict[str, object] = {}
    for field in FIELDS:
        own, other = getattr(survivor, field), getattr(merged, field)
        chosen = other if choices.get(field) is Side.MERGED else own
        kept[field] = (other if own is None else own) if chosen is None else chosen
    return kept


def side_of(fact: LaterFact) -> Side:
    """Say whose a fact is that came after a merge, by what its source says.

    The same source said the same thing about one of the two before; or the claim that brought it described one of
    them; or only one of them was known to the agency. What fits both or neither is doubtful, and a person decides.
    """
    for said in (_one(fact.earlier), fact.described, _one(fact.agencies)):
        if said is not None:
            return said
    return Side.DOUBTFUL


def _one(sides: Sequence[Side]) -> Side | None:
    found = set(sides)
    return next(iter(found)) if len(found) == 1 else None
