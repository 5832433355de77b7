"""What an outcome is worth: by the tariff on its day, its risk band, and how many share it."""

from collections.abc import Iterable, Mapping
from datetime import date

from service.funding.rows import LATER, Band, Key, Outcome, Priced, Rivals, Terms
from service.vocabulary.money import WHOLE, rounded, shared_out


class NoTariff(ValueError):
    """No tariff of the fund holds on that day."""


def rates_of(terms: Terms) -> dict[Key, int]:
    """Work out what each outcome is worth in each band, in pence.

    A band's prices are weighted, each to the nearest penny. The attachment share of their sum is paid at the start, and
    the later outcomes share the rest by their prices: the way as a whole is worth the same whatever the share, so that
    a small provider is carried through the first months and nothing is added for signing people up. SOURCE: practice
    3.4 (risk-weighted tariff, attachment share so that small providers survive); the Work Programme's attachment fee.
    """
    rates: dict[Key, int] = {}
    for band in Band:
        prices = [rounded(terms.prices[kind], terms.weights[band]) for kind in LATER]
        start, rest = shared_out(sum(prices), [terms.attachment, WHOLE - terms.attachment])
        rates[Outcome.START, band] = start
        rates |= {(kind, band): part for kind, part in zip(LATER, shared_out(rest, prices), strict=True)}
    return rates


def tariff_on(tariffs: Iterable[Priced], fund: str, day: date) -> Priced | None:
    """The version of a fund's tariff that holds on a day."""
    began = [each for each in tariffs if each.tariff.fund == fund and each.tariff.starts_on <= day]
    return max(began, key=lambda each: each.tariff.starts_on, default=None)


def price(rates: Mapping[Key, int], kind: Outcome, band: Band, *, part: int = 1, parts: int = 1) -> int:
    """What the `part`-th of `parts` equal parts of an outcome is worth: together they are worth the whole."""
    return shared_out(rates[kind, band], [1] * parts)[part - 1]


def splits(tariffs: Iterable[Priced], fund: str, day: date) -> bool:
    """Whether rivals share an outcome of a fund on a day; without a tariff they do not."""
    found = tariff_on(tariffs, fund, day)
    return found is not None and found.tariff.rivals is Rivals.SPLIT
