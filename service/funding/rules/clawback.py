"""Taking back what was paid for what turned out not to be true."""

from collections.abc import Iterable

from service.funding.rows import Drawn, LineKind, Owed
from service.funding.rules.words import OUTCOMES
from service.vocabulary.money import say_money


def taken_back(owed: Iterable[Owed]) -> list[Drawn]:
    """Draw a line for everything that is to be taken back: all that was paid for it, once.

    SOURCE: early career framework declarations, by practice 3.4: a claw-back goes to the next open statement of the
    fund.
    """
    return [
        Drawn(
            provider_id=each.provider_id,
            kind=LineKind.CLAWBACK,
            pence=-each.paid_pence,
            sector=each.sector,
            declaration_id=each.id,
            words=f"{OUTCOMES[each.kind]}: taken back, {say_money(each.paid_pence)} was paid",
        )
        for each in sorted(owed, key=lambda each: each.id)
    ]
