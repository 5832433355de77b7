"""What the invented learn and work at: fields with their courses, apprenticeships and jobs; invented
employers.
"""

from random import Random

import msgspec


class Field(msgspec.Struct, frozen=True):
    """One field of work: its sector subject area (tier 2), course, apprenticeship and job."""

    sector: str
    course: str
    apprenticeship: str
    job: str


FIELDS = (
    Field("1.3", "Health and social care", "Adult care worker", "Care assistant"),
    Field("15.2", "Business administration", "Business administrator", "Office assistant"),
    Field("5.2", "Construction skills", "Site carpenter", "Site labourer"),
    Field("7.1", "Retail and customer service", "Retailer", "Sales assistant"),
    Field("1.5", "Early years", "Early years educator", "Nursery assistant"),
    Field("6.1", "Digital and IT", "IT support technician", "IT help desk assistant"),
    Field("4.1", "Engineering", "Engineering technician", "Workshop assistant"),
    Field("7.4", "Hospitality and catering", "Commis chef", "Kitchen assistant"),
    Field("7.3", "Hairdressing and beauty therapy", "Hairdresser", "Salon assistant"),
    Field("4.3", "Motor vehicle maintenance", "Motor vehicle technician", "Tyre fitter"),
    Field("7.2", "Warehousing and storage", "Supply chain operative", "Warehouse operative"),
    Field("8.1", "Sport and physical activity", "Community sport coach", "Leisure assistant"),
    Field("9.3", "Creative media", "Junior content producer", "Studio assistant"),
    Field("9.1", "Performing arts", "Creative venue technician", "Theatre assistant"),
    Field("1.4", "Uniformed public services", "Custody officer", "Security steward"),
    Field("15.1", "Accounting", "Assistant accountant", "Accounts assistant"),
    Field("3.3", "Animal care", "Animal care assistant", "Kennel assistant"),
    Field("3.2", "Horticulture", "Landscaper", "Groundskeeper"),
    Field("4.2", "Manufacturing", "Food process operator", "Packer"),
    Field("10.1", "History", "Archives assistant", "Museum assistant"),
)

A_LEVELS = (
    ("2.1", "A levels: sciences"),
    ("2.2", "A levels: mathematics"),
    ("11.2", "A levels: sociology"),
    ("12.1", "A levels: English"),
    ("10.1", "A levels: history"),
    ("11.1", "A levels: geography"),
    ("9.2", "A levels: art and design"),
    ("15.3", "A levels: business"),
)

EMPLOYERS = (
    "Harbour Logistics",
    "Tidewater Stores",
    "Marsh Lane Motors",
    "Sailmaker Care Homes",
    "Cressing Bakery",
    "Weald Builders",
    "Crouch Boatyard",
    "Lantern Cafés",
    "Fenland Foods",
    "Pier Street Salon",
    "Oyster Bank Leisure",
    "Roding Electrical",
    "Halfpenny Nurseries",
    "Two Rivers Retail",
    "Beacon Hill Security",
    "Mill Race Engineering",
    "Gateway Parcels",
    "Long Meadow Farms",
)

UNIVERSITIES = (
    "University of the Estuary",
    "North Weald University",
    "University of the Marches",
    "Fenbridge University",
)


def draw_field(rng: Random) -> Field:
    """A field, the earlier ones likelier."""
    return FIELDS[min(int(rng.expovariate(1 / 6)), len(FIELDS) - 1)]
