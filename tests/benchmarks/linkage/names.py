"""Names for invented people by where their names come from: eight origins besides English, most from Faker's lists.

Faker's lists are not those the matcher's shipped shares were made from, so that fairness is measured on names the
matcher has not been told about. Welsh and Arabic names are ours: Faker has none in Latin letters. The tail of
English family names is put together from place-name parts, because 500 names are not a country.
"""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from itertools import accumulate, chain, product
from random import Random
from typing import Any

import msgspec

STEEP = 0.9
DOUBLE, SINGLE, ENGLISH = "double-barrelled", "one name only", "English"

_WELSH_GIRLS = """Seren Ffion Cerys Carys Megan Rhiannon Bronwen Catrin Lowri Nia Angharad Eleri Gwen Mared Elin Cadi
Nansi Mali Efa Betsan Heledd Llinos Manon Non Siwan Tegwen Eirlys Olwen Delyth Haf Lleucu Mirain Gwenllian Ela
Martha Beca Leusa Fflur Ceri Sioned"""
_WELSH_BOYS = """Rhys Dylan Owain Ieuan Iwan Gethin Gareth Emrys Llew Macsen Osian Huw Iestyn Dafydd Gruffydd Ifan
Rhodri Steffan Tomos Aled Bryn Cai Deian Efan Gwilym Harri Hywel Idris Illtud Jac Lleu Meilyr Morgan Nedw Cian Tudur
Gwion Ioan Macs Elis"""
_WELSH_FAMILIES = """Jones Davies Williams Evans Thomas Roberts Lewis Hughes Morgan Griffiths Edwards Owen Price Rees
Jenkins Lloyd Phillips Harries Bevan Bowen Parry Pugh Powell Prosser Probert Pritchard Vaughan Gwyn Howells Llewellyn
Meredith Watkins Beynon Eynon Gethin Mostyn Nevett Penry Tudor Wynne Ap-Dafydd Cadwaladr Maddocks Gittins"""
_ARABIC_GIRLS = """Layla Yasmin Nour Mariam Sara Huda Rania Salma Amal Dina Farah Lina Hanan Samira Noura Rasha Heba
Abeer Dalia Ghada Hala Iman Jamila Lubna Maha Nadia Rana Reem Sahar Suad Wafa Zahra Aya Shahd Jana Malak Batoul Rahaf
Lujain Tala"""
_ARABIC_BOYS = """Omar Yusuf Ahmad Karim Khalid Mustafa Sami Tarek Ziad Anas Bashar Hamid Jamal Kamal Mahmoud Nabil
Rami Said Walid Yahya Hisham Faris Ghassan Hatem Imad Jaber Khaled Majid Nasser Qasim Raed Salah Taha Adnan Bilal
Firas Laith Murad Osama Zaid"""
_ARABIC_FAMILIES = """Al-Hassan El-Sayed Haddad Khoury Mansour Nasser Saleh Aziz Abdi Hamdan Osman Al-Masri Al-Amin
Abu-Bakr Barakat Bishara Daoud Fares Ghanem Habib Ibrahim Jaber Kanaan Lahham Maalouf Najjar Qabbani Rashid Sabbagh
Tahan Wahbe Yassin Zoubi Al-Rawi Shahin Sultan Taleb Halabi Hijazi Baghdadi"""
_STARTS = """Ash Brad Thorn Wood Black White Hart Brom Cran Dun East Fair Glen Har Hal Kirk Lang Mar Nor Old Pem Rad
Stan Stock Thur Wal West Win Wy Whit Wether Tat Swin Stav Shel Sel Roth Rams Quar Pres Pax Os Nether Mel Lul Kel Ing
Hol Hen Gos Far"""
_MIDDLES = ("", "er", "ing", "le", "s", "en")
_ENDS = "ley ford worth ham ton wick bury by field den combe well stead brook house gate wood more ridge hurst bridge"


class Origin(msgspec.Struct, frozen=True):
    """Given names by sex and family names, the commoner first."""

    name: str
    given: dict[str, tuple[str, ...]]
    family: tuple[str, ...]


def _faker(locale: str) -> Any:
    return import_module(f"faker.providers.person.{locale}").Provider


def _few(names: Sequence[str], most: int) -> tuple[str, ...]:
    """Evenly spread over a list, without repeats: Faker's are in alphabetical order."""
    every = list(dict.fromkeys(name for name in names if " " not in name))
    step = max(len(every) // most, 1)
    return tuple(Random(7).sample(every[::step], len(every[::step])))


def _origin(name: str, girls: Sequence[str], boys: Sequence[str], family: Sequence[str]) -> Origin:
    return Origin(name, {"F": _few(girls, 120), "M": _few(boys, 120)}, _few(family, 400))


@cache
def origins() -> tuple[Origin, ...]:
    """Every origin of the harness; the two by shape (double-barrelled, one name) draw on the others."""
    english, indian, polish = _english(), _faker("en_IN"), _faker("pl_PL")
    yoruba, chinese = _faker("yo_NG"), _faker("zh_TW")
    south_asian = _origin(
        "South Asian", indian.first_names_female, indian.first_names_male, indian.last_names
    )
    return (
        english,
        south_asian,
        _origin("Polish", polish.first_names_female, polish.first_names_male, polish.unisex_last_names),
        _origin("Yoruba", yoruba.first_names_female, yoruba.first_names_male, yoruba.last_names),
        _origin(
            "Chinese",
            chinese.first_romanized_names_female,
            chinese.first_romanized_names_male,
            chinese.last_romanized_names,
        ),
        _welsh(english),
        _arabic(_faker("en_PK")),
        msgspec.structs.replace(english, name=DOUBLE),
        msgspec.structs.replace(south_asian, name=SINGLE),
    )


def _english() -> Origin:
    english = _faker("en_GB")
    tail = [
        f"{first}{middle}{last}" for first, middle, last in product(_STARTS.split(), _MIDDLES, _ENDS.split())
    ]
    head = sorted(english.last_names, key=lambda name: -english.last_names[name])
    return Origin(
        ENGLISH,
        {"F": tuple(english.first_names_female), "M": tuple(english.first_names_male)},
        tuple(head) + tuple(Random(7).sample(tail, len(tail))),
    )


def _welsh(english: Origin) -> Origin:
    girls = _between(_WELSH_GIRLS, english.given["F"][::2])
    boys = _between(_WELSH_BOYS, english.given["M"][::2])
    return Origin("Welsh", {"F": girls, "M": boys}, _between(_WELSH_FAMILIES, english.family[::7]))


def _arabic(urdu: Any) -> Origin:
    girls = _between(_ARABIC_GIRLS, urdu.first_names[::4])
    boys = _between(_ARABIC_BOYS, urdu.first_names[1::4])
    return Origin("Arabic", {"F": girls, "M": boys}, _between(_ARABIC_FAMILIES, urdu.last_names))


def _between(text: str, others: Sequence[str]) -> tuple[str, ...]:
    """Names of ours, each followed by one of `others`, then the rest of those: no origin has only its own names."""
    ours = text.split()
    pairs = chain.from_iterable(zip(ours, others, strict=False))
    return tuple(dict.fromkeys([*pairs, *(name for name in others if " " not in name)]))


def draw(rng: Random, names: tuple[str, ...]) -> str:
    """One name, earlier ones likelier: the commonest of 180 given names has 2 in 100 of a sex, of 7,000 family names 1.

    So it is in England, where half the people have a family name that fewer than 1 in 5,000 have.
    """
    return rng.choices(names, cum_weights=_weights(len(names)))[0]


@cache
def _weights(count: int) -> list[float]:
    flat = 15 if count < 1000 else 20
    return list(accumulate((n + flat) ** -STEEP for n in range(count)))
