"""What programs send: one pydantic model for each body. Unknown fields are refused, every wrong field is named.

Days are ISO 8601 ("2026-11-03") and nothing else: no instants, no numbers. Text has no control characters, because
PostgreSQL keeps none and nobody's name has one.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from service.circumstances.rows import Kind
from service.imports.rows import AcceptMode
from service.learners.rows import Sex
from service.pathways.rows import Completion, MilestoneKind
from service.pathways.rules import BEGINS_SPELL, ENDS_SPELL, LEAVING, PAUSES_SPELL, RESUMES_SPELL
from service.vocabulary.activity import CHOICES
from service.vocabulary.indicator import parse_indicator
from service.vocabulary.ni_number import parse_ni_number
from service.vocabulary.postcode import parse_postcode
from service.vocabulary.sector import parse_sector
from service.vocabulary.uln import parse_uln
from service.vocabulary.upn import parse_upn

ACTIVITY_CODES = tuple(code for code, _ in CHOICES)
EARLIEST, LATEST = date(1920, 1, 1), date(2099, 12, 31)  # no young person's life reaches beyond these
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN = r"^[^\x00-\x1f\x7f]*$"


def _iso(value: object) -> object:
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        return value
    raise ValueError("Send a day as YYYY-MM-DD.")


def _near(value: date) -> date:
    if not EARLIEST <= value <= LATEST:
        raise ValueError(f"Send a day between {EARLIEST.year} and {LATEST.year}.")
    return value


def _possible(value: object) -> object:
    if not isinstance(value, int) or value not in ACTIVITY_CODES:
        raise ValueError("This is no NCCIS activity code in use.")
    return value


def _text(most: int, *, least: int = 1) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most, pattern=_PLAIN)


def _read_by(parse: Callable[[str], str | None]) -> AfterValidator:
    """What was typed becomes what is kept; empty text is nothing."""
    return AfterValidator(lambda value: None if value is None else parse(value))


Day = Annotated[date, BeforeValidator(_iso), AfterValidator(_near)]
Name = Annotated[str, _text(100)]
Words = Annotated[str, _text(200)]
Typed = Annotated[str, _text(40, least=0)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$")]
Activity = Annotated[int, BeforeValidator(_possible), Field(json_schema_extra={"enum": list(ACTIVITY_CODES)})]
Level = Literal["E", "1", "2", "3", "4", "5", "6", "7", "8"]
Sector = Annotated[Typed, _read_by(parse_sector)]


class Body(BaseModel):
    """What every body is: a field nobody asked for is refused, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class IndicatorRequest(Body):
    """A claim: the identity details of somebody who needs an indicator, under the client's own name for the request."""

    request_id: UUID = Field(
        description="Yours, new for each claim. Sent again with the same details: same answer."
    )
    given_names: Name
    family_name: Name
    date_of_birth: Day
    sex: Sex | None = None
    postcode: Annotated[Typed | None, _read_by(parse_postcode)] = None
    uln: Annotated[Typed | None, _read_by(parse_uln)] = None
    upn: Annotated[Typed | None, _read_by(parse_upn)] = None
    ni_number: Annotated[Typed | None, _read_by(parse_ni_number)] = Field(
        default=None, description="National Insurance number; its last letter may be missing."
    )
    email: Annotated[str, _text(254)] | None = None
    previous_names: tuple[Name, ...] = Field(
        default=(), max_length=5, description="Former family names, or whole former names."
    )


class LearnerSearch(Body):
    """Either an indicator, or a family name with a date of birth."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": ["indicator"]}, {"required": ["family_name", "date_of_birth"]}]
        }
    )

    indicator: Annotated[Typed, AfterValidator(parse_indicator)] | None = None
    family_name: Name | None = None
    date_of_birth: Day | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        by_person = self.family_name is not None and self.date_of_birth is not None
        has_person = self.family_name is not None or self.date_of_birth is not None
        if (self.indicator is None and by_person) or (self.indicator is not None and not has_person):
            return self
        raise ValueError("Send an indicator, or a family name with a date of birth.")


class MilestoneBody(Body):
    """A dated event. What begins something names the activity; what ends or pauses something names the spell."""

    key: Key = Field(
        description="Your own lasting name for this fact. Sent again with other words: a correction."
    )
    kind: MilestoneKind
    occurred_on: Day
    spell_id: UUID | None = Field(
        default=None, description="The spell it is about, as the timeline names it."
    )
    activity: Activity | None = Field(default=None, description="NCCIS code of what begins.")
    planned_start_on: Day | None = None
    planned_end_on: Day | None = None
    title: Words | None = None
    level: Level | None = None
    sector: Sector | None = None
    detail: Words | None = None
    withdraw_reason: int | None = Field(
        default=None, description="Of leaving early: the ILR code of a reason that is a loss."
    )
    wishes_to_return: bool | None = Field(default=None, description="Of leaving early, where it is known.")

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        begins = self.kind in BEGINS_SPELL
        of_what_begins = (self.activity, self.title)
        if begins and (self.activity is None or self.spell_id is not None):
            raise ValueError("This kind begins a spell: send its activity and no spell_id.")
        if not begins and any(value is not None for value in of_what_begins):
            raise ValueError("Only a kind that begins a spell has an activity and a title.")
        if (
            (self.planned_end_on is None)
            if self.kind in RESUMES_SPELL
            else (self.planned_end_on and not begins)
        ):
            raise ValueError("A planned_end_on goes with what begins a spell, and has to go with a return.")
        if self.kind in {*ENDS_SPELL, *PAUSES_SPELL, *RESUMES_SPELL} and self.spell_id is None:
            raise ValueError("This kind ends, pauses or resumes a spell: send its spell_id.")
        leaves = self.kind is MilestoneKind.WITHDREW
        if not leaves and (self.withdraw_reason, self.wishes_to_return) != (None, None):
            raise ValueError("Only leaving early has a withdraw_reason and wishes_to_return.")
        if self.withdraw_reason is not None and self.withdraw_reason not in LEAVING:
            raise ValueError("This is no code of a reason to leave.")
        return self


class SpellBody(Body):
    """An unbroken period in one activity, both days included; without `ended_on` it is still going on."""

    key: Key = Field(
        description="Your own lasting name for this fact. Sent again with other words: a correction."
    )
    activity: Activity
    started_on: Day
    ended_on: Day | None = None
    planned_end_on: Day | None = None
    completion: Completion = Completion.CONTINUING
    provider_name: Words | None = Field(default=None, description="Who teaches or employs; else your agency.")
    title: Words | None = None
    level: Level | None = None
    sector: Sector | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ended_on is not None and self.ended_on < self.started_on:
            raise ValueError("The end is before the start. Correct one of the two days.")
        return self


class CircumstanceBody(Body):
    """A circumstance: what it is about, its value, and from when to when it holds (without `ends_on`: until told)."""

    key: Key = Field(
        description="Your own lasting name for this circumstance. Sent again with other words: a correction."
    )
    kind: Kind
    value: Annotated[str, _text(500)] = Field(
        description="As the kind keeps it: a code, yes or no; of a week its sessions, planned/attended/unauthorised."
    )
    starts_on: Day
    ends_on: Day | None = None


class TakingBackBody(Body):
    """Why a fact you recorded should not be there."""

    because: Literal["never_happened", "recorded_twice", "wrong_person", "other"]
    note: Words | None = Field(
        default=None, description="In your own words; needed with `other`. For your agency only."
    )


class AcceptanceBody(Body):
    """Take everything or nothing, or take the good rows and leave the others."""

    mode: AcceptMode


BODIES: tuple[type[Body], ...] = (
    IndicatorRequest,
    LearnerSearch,
    MilestoneBody,
    SpellBody,
    CircumstanceBody,
    TakingBackBody,
    AcceptanceBody,
)
