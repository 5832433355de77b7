"""Who looked at a record and why, in words a young person understands."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from service.guarantee.rows import OpeningReason
from service.guarantee.rules import OPENING_REASONS
from service.own_record.rows import Looked

DONE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "alert acknowledged": "Is seeing to an alert about you",
        "alert assigned": "Gave an alert about you to an adviser",
        "alert climbed": "Nobody had acted on an alert about you in time, so the next person was told",
        "alert closed": "An alert about you ended",
        "alert closed by hand": "Dealt with an alert about you, and closed it",
        "alert new evidence": "Something new was added to an alert about you",
        "alert raised": "An alert was raised, so that an adviser can see whether you need help",
        "alert snoozed": "Put an alert about you off to another day",
        "LRS answer received": "Checked your learner number with the Learning Records Service",
        "access withdrawn": "Took back that an agency may see your record",
        "circumstance corrected": "Corrected something about your circumstances",
        "circumstances recorded": "Wrote something about your circumstances",
        "circumstances undone": "Took back something a file said about your circumstances",
        "contact logged": "Noted that they spoke with you, or tried to",
        "correction asked for": "You said that something is wrong",
        "correction answered": "Answered what you said is wrong",
        "details completed": "Added to who you are",
        "doubt settled": "Decided about something a file said of you",
        "fact corrected": "Corrected your pathway",
        "fact taken back": "Took something back from your pathway",
        "facts recorded": "Wrote in your pathway",
        "facts undone": "Took back what a file said about you",
        "indicator found": "Found that you are registered",
        "indicator issued": "Registered you and gave you your indicator",
        "learner assigned": "Gave you an adviser",
        "learner released": "Ended that an adviser is responsible for you",
        "learners joined": "Found that two records are both about you, and joined them",
        "learners parted": "Found that two joined records are about two people, and parted them",
        "opening reviewed": "Checked why another agency looked at your record",
        "move recorded": "Wrote down that you have moved",
        "own link made": "Gave you a link to this page",
        "own link refused": "Somebody tried your link with another date of birth",
        "own record opened": "You opened this page",
        "pair decided": "Decided whether two records are about one person",
        "pair ruling withdrawn": "Withdrew a decision about two records",
        "record opened": "Opened your record to find a way back with you",
        "record viewed": "Looked at your record",
        "review decided": "Decided whether you are registered already",
        "tracing noted": "Noted how they looked for you",
    }
)
"""Every act the trail names with a learner; a test finds those that are missing."""

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "alert": "An alert about you for your adviser",
        "offer": "A place for you",
        "referral": "Another agency asked to help you",
    }
)
"""Acts of many steps, by their first word; the step stands behind it."""

WHY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "answering an offer": "to keep your answer to an offer",
        "a referral": "because another agency is asked to help you",
        "asking another agency": "to ask another agency to help you",
        "recording a move": "to write down where you live now",
        "asking for their wishes": "to write down what you want to do",
        "card": "to print your card",
        "circumstances": "your circumstances",
        "circumstances read by a system": "your circumstances, by their computer system",
        "conflict": "because agencies say different things",
        "correcting a circumstance": "to correct your circumstances",
        "correcting a fact": "to correct your pathway",
        "giving them a link": "to give you a link to this page",
        "logging a contact": "to note that they spoke with you",
        "looked up by indicator": "by the number on your card",
        "offering a place": "to offer you a place",
        "re-engaging": "to find a way back with you",
        "read by a system": "by their computer system",
        "recording a circumstance": "to write about your circumstances",
        "recording a milestone": "to write in your pathway",
        "recording by a system": "to write in your pathway, by their computer system",
        "taken back by a system": "to take something back, by their computer system",
        "timeline": "your pathway",
        "tracing": "to find out where you are",
        "timeline read by a system": "your pathway, by their computer system",
        "for an alert": "because of an alert about you",
    }
)
"""Why a record was viewed, as the pages and the API say it."""


def say_looked(looked: Looked) -> str:
    """Say what was done with the record: "Looked at your record: your pathway"."""
    done = DONE.get(looked.act) or _of_a_kind(looked.act)
    why = WHY.get(looked.why, looked.why) if looked.why else None
    reason = _reason(looked)
    told = ": ".join(part for part in (done, why if looked.act == "record viewed" else None) if part)
    return f"{told}. The reason they gave: {reason[:1].lower()}{reason[1:]}" if reason else told


def _of_a_kind(act: str) -> str:
    kind, _, step = act.partition(" ")
    return f"{KINDS[kind]}: {step}" if kind in KINDS else act.capitalize()


def _reason(looked: Looked) -> str | None:
    if looked.act != "record opened" or looked.reason not in set(OpeningReason):
        return None
    return OPENING_REASONS[OpeningReason(looked.reason)]
