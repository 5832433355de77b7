"""What outcomes are worth: tariffs as dated data with a screen, locked once a statement used them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect

from service.accounts.rows import Role
from service.funding import queries
from service.funding.operations import NewTerms, set_tariff
from service.funding.rows import LATER, Band, Fund, Outcome, Priced, Rivals, Terms
from service.funding.rules import BANDS, OUTCOMES, RIVALS
from service.kit.database import Session
from service.kit.errors import DomainError
from service.kit.forms import Day, Form, FormInvalid, asked, read_form
from service.vocabulary.financial_year import say_quarter
from service.vocabulary.money import WHOLE, MoneyInvalid, parse_money, plain_money, say_share
from service.web.errors import FormRefused
from service.web.funding_forms import Amount, Share
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.visit import PageRequest, Visit

COMMISSIONER = requires(Role.COMMISSIONER)
TARIFFS, NEW = "Tariffs", "Set a tariff"


@dataclass(frozen=True, kw_only=True)
class TariffsPage:
    """Every fund's tariffs with their rates."""

    funds: Sequence[tuple[Fund, Sequence[Priced]]]
    outcomes: Mapping[Outcome, str]
    bands: Mapping[Band, str]
    rivals: Mapping[Rivals, str]
    locked_by: Mapping[UUID, str]


@dataclass(frozen=True, kw_only=True)
class TariffPage:
    """The form for a version of a tariff."""

    funds: Sequence[tuple[str, str]]
    prices: Sequence[tuple[str, str]]
    weights: Sequence[tuple[str, str]]
    rivals: Sequence[tuple[str, str]]
    errors: Mapping[str, str]
    values: Mapping[str, str]


class TariffForm(Form):
    """What a tariff has beside its prices and weights."""

    fund: str = asked("Choose the fund")
    name: str = asked("Give it a name", max_length=100)
    source: str = asked("Say where the values come from", max_length=500)
    starts_on: Day = asked("Enter the day from which it holds")
    cap_pence: Amount = asked("Enter the cap for one person")
    attachment: Share = asked("Enter a share from 0 to 100")
    rivals: Rivals = asked("Choose who is paid")


@get("/pool/tariffs", guards=[COMMISSIONER])
async def show_tariffs(
    request: PageRequest,
    session: NamedDependency[Session],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """Every fund's tariffs, the latest first."""
    known = await queries.tariffs(session)
    funds = await queries.funds(session)
    content = TariffsPage(
        funds=[(fund, [each for each in known if each.tariff.fund == fund.code]) for fund in funds],
        outcomes=OUTCOMES,
        bands=BANDS,
        rivals=RIVALS,
        locked_by=await _locked_by(session, known),
    )
    return page(
        request, "funding/tariffs.html", content, title=TARIFFS, banner="The tariff is set." if done else None
    )


@get("/pool/tariffs/new", guards=[COMMISSIONER])
async def show_tariff(
    request: PageRequest,
    session: NamedDependency[Session],
    fund: Annotated[str, QueryParameter(max_length=40)] = "",
) -> Response[str]:
    """The form, filled with the fund's latest tariff."""
    latest = next(iter(await queries.tariffs(session, fund or None)), None)
    content = await _form(session, {}, _values(latest) if latest else {})
    return page(request, "funding/tariff.html", content, title=NEW)


@post("/pool/tariffs", guards=[COMMISSIONER])
async def change_tariff(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Sets a version of a tariff."""
    values = await posted(request)
    try:
        new = _read(values, visit)
        await set_tariff(session, new=new, by=visit.by, now=visit.now)
    except (FormInvalid, DomainError) as wrong:
        content = await _form(session, errors_of(wrong, field="fund"), values)
        raise FormRefused("funding/tariff.html", content, title=NEW) from None
    return see_other("/pool/tariffs?done=tariff")


async def _locked_by(session: Session, known: Sequence[Priced]) -> dict[UUID, str]:
    """By which quarter's statements each tariff is locked."""
    found = {}
    for tariff in (each.tariff for each in known):
        used = await queries.first_use(session, tariff.fund, tariff.locked_at) if tariff.locked_at else None
        if used:
            found[tariff.id] = say_quarter(*used)
    return found


async def _form(session: Session, errors: Mapping[str, str], values: Mapping[str, str]) -> TariffPage:
    return TariffPage(
        funds=[(each.code, each.name) for each in await queries.funds(session)],
        prices=[(f"price-{kind.value}", OUTCOMES[kind]) for kind in LATER],
        weights=[(f"weight-{band.value}", words) for band, words in BANDS.items()],
        rivals=[(each.value, words) for each, words in RIVALS.items()],
        errors=errors,
        values=values,
    )


def _values(priced: Priced) -> dict[str, str]:
    tariff = priced.tariff
    prices = {f"price-{kind}": plain_money(pence) for kind, pence in tariff.terms.prices.items()}
    weights = {f"weight-{band}": plain_money(weight) for band, weight in tariff.terms.weights.items()}
    told = {"fund": tariff.fund, "name": tariff.name, "source": tariff.source, "rivals": tariff.rivals.value}
    rest = {"cap_pence": plain_money(tariff.cap_pence), "attachment": say_share(tariff.terms.attachment)}
    return told | rest | prices | weights


def _read(values: Mapping[str, str], visit: Visit) -> NewTerms:
    errors: dict[str, str] = {}
    form = None
    try:
        plain = {field: text for field, text in values.items() if "-" not in field}
        form = read_form(TariffForm, plain, today=visit.today)
    except FormInvalid as invalid:
        errors |= invalid.errors
    prices: dict[Outcome, int] = {kind: _typed(values, f"price-{kind.value}", errors) for kind in LATER}
    weights = {band: _typed(values, f"weight-{band.value}", errors) for band in Band}
    errors |= {
        f"weight-{band}": "Enter at most 300" for band, weight in weights.items() if weight > 3 * WHOLE
    }
    if errors or form is None:
        raise FormInvalid(errors, values)
    told = form.model_dump(exclude={"attachment"})
    return NewTerms(terms=Terms(prices=prices, weights=weights, attachment=form.attachment), **told)


def _typed(values: Mapping[str, str], field: str, errors: dict[str, str]) -> int:
    """An amount in pounds as pence, and a weight in per cent as basis points: both are hundredths."""
    try:
        return parse_money(values.get(field, ""))
    except MoneyInvalid as wrong:
        errors[field] = str(wrong) if field.startswith("price") else "Enter a weight in per cent, such as 125"
        return 0


ROUTES = [show_tariffs, show_tariff, change_tariff]
