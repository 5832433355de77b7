"""What is held about a young person, part by part: what, from whom, for whom, and on what ground.

One list, from which the page is made; a test compares it with every table that names a learner, so that nothing can
be held without being told here.
"""

from datetime import date
from typing import Final

import msgspec

from service.circumstances.rows import Basis, Circumstance, Kind
from service.circumstances.rules import BASES, DEFINITIONS, SPECIAL, Standing, is_under_duty, say_value

NEVER_SHOWN: Final = frozenset({Kind.SAFE_CONTACT, Kind.PROTECTED_ADDRESS})
"""Whether such a note exists must not be seen over a young person's shoulder: they ask their adviser."""

HIDDEN_BESIDE_PROTECTION: Final = frozenset({Kind.ADDRESS})


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One part of what is held. `tables`: where."""

    name: str
    what: str
    source: str
    seen_by: str
    tables: tuple[str, ...]


PARTS: Final = (
    Part(
        name="Who you are",
        what="Your names, date of birth, sex, postcode, email address, learner numbers and your indicator; other "
        "names you have used; and what each agency wrote when it asked whether you are registered.",
        source="Your school, college, provider or council",
        seen_by="Agencies you are or were with, and your council",
        tables=(
            "learner",
            "claim",
            "claim_ruling",
            "other_name",
            "learner_key",
            "learner_access",
            "lrs_check",
            "submission_row",
            "nccis_number",
        ),
    ),
    Part(
        name="Your pathway",
        what="Where you learnt, worked or looked for something to do, from when to when, and milestones such as an "
        "offer, a start or a qualification; and where that puts you now.",
        source="Those you learn or work with, your council, and you",
        seen_by="Agencies you are or were with, and your council",
        tables=("spell", "milestone", "main_spell", "situation"),
    ),
    Part(
        name="Your circumstances",
        what="What rules and returns need beside it: for example attendance, results, an education, health and care "
        "plan. They are listed below, each with its own ground.",
        source="Your school, college or council, and you",
        seen_by="It depends on each; some are for your council alone",
        tables=("circumstance",),
    ),
    Part(
        name="Your adviser, and contacts",
        what="Who your adviser is, and each time somebody spoke with you or tried to, with their notes; "
        "and, if nobody knew where you were, how you were looked for.",
        source="Your council",
        seen_by="Your council; that there was contact, also those you are with",
        tables=("holding", "contact", "tracing_step"),
    ),
    Part(
        name="Alerts",
        what="That you may need help, by rules anybody may read, and what advisers did about it.",
        source="The service, from what is recorded",
        seen_by="Your council; those you are with where they are asked something",
        tables=("alert", "alert_step"),
    ),
    Part(
        name="What you want, offers, and referrals",
        what="What you said you would like to do, places you were offered and what you answered; and which other "
        "agencies were asked to help you.",
        source="You, told to whoever helped you",
        seen_by="Your council, and whoever helps you next; a provider whose place you accept; an agency that is asked",
        tables=("reentry_wish", "offer", "referral"),
    ),
    Part(
        name="What a provider is paid for",
        what="Which of your steps, such as a start or a job, a school, college or provider is paid for; when it was, "
        "by whose word, and how much support was thought to be needed at the start. No money depends on you.",
        source="The service, from what is recorded",
        seen_by="The provider; those who check and pay see a number instead of your name",
        tables=("declaration", "declaration_event"),
    ),
    Part(
        name="Who looked",
        what="Each time somebody opened or changed your record; records opened by other agencies, with their reason; "
        "links to this page, and when you opened it.",
        source="The service",
        seen_by="You, your council, and those who check that the service is used rightly",
        tables=("opening", "own_link", "let_in"),
    ),
    Part(
        name="Whether two records are yours",
        what="Questions whether two records are about one person, and what was decided.",
        source="The service, and data officers",
        seen_by="Data officers",
        tables=("review", "pair_ruling", "merge"),
    ),
    Part(
        name="What agencies and the government are told",
        what="That something changed, so that agencies you are with read it; your council’s monthly return to the "
        "Department for Education, and its mistakes.",
        source="The service",
        seen_by="Those it was sent to",
        tables=("change", "notice", "nccis_fault", "nccis_returned"),
    ),
    Part(
        name="Your safety",
        what="If somebody worried about your safety: what they wrote, and what was done. Whether there is anything is "
        "not shown on any screen; ask to read it.",
        source="Those who work with you",
        seen_by="One person of your council who is on duty for it",
        tables=("concern",),
    ),
    Part(
        name="What you say is wrong",
        what="Your requests to correct something, and the answers.",
        source="You",
        seen_by="The agency you ask, and your council",
        tables=("correction_request",),
    ),
)


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """One circumstance as its young person reads it: None for the value where it is not shown here."""

    name: str
    value: str
    since_on: date
    until_on: date | None
    ground: str
    is_special: bool


def say_basis(standing: Standing, *, on: date) -> str:
    """Say on what ground all but the circumstances is held on a day: by the duty while it lasts, then as a public task.

    Each circumstance has its own (`circumstances.rules.ground`).
    """
    return f"{BASES[Basis.DUTY if is_under_duty(standing, on=on) else Basis.TASK]}."


def is_protected(held: tuple[Circumstance, ...]) -> bool:
    """Whether the young person's address is protected, so that it is not shown on any screen of theirs either."""
    return any(each.kind is Kind.PROTECTED_ADDRESS and each.value == "yes" for each in held)


def shown(held: tuple[Circumstance, ...]) -> tuple[Circumstance, ...]:
    """Leave what a young person's own page shows of the circumstances that hold."""
    hidden = NEVER_SHOWN | (HIDDEN_BESIDE_PROTECTION if is_protected(held) else frozenset())
    return tuple(each for each in held if each.kind not in hidden)


def say_held(said: Circumstance, ground: str) -> Held:
    """Put a circumstance into words, with its ground."""
    told = DEFINITIONS[said.kind]
    return Held(
        name=told.words,
        value=say_value(said.kind, said.value),
        since_on=said.starts_on,
        until_on=said.ends_on,
        ground=ground.removesuffix(f" {SPECIAL}."),
        is_special=told.special,
    )
