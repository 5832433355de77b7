"""Every feature's tables in one place, so that migrations and tests see the whole schema."""

from sqlmodel import SQLModel

from service.access import tables as access
from service.accounts import tables as accounts
from service.agencies import tables as agencies
from service.alerts import tables as alerts
from service.board import tables as board
from service.caseloads import tables as caseloads
from service.circumstances import tables as circumstances
from service.feeds import tables as feeds
from service.funding import tables as funding
from service.guarantee import tables as guarantee
from service.imports import tables as imports
from service.kit import audit
from service.kit.jobs import tables as jobs
from service.learners import tables as learners
from service.merging import tables as merging
from service.notices import tables as notices
from service.own_record import tables as own_record
from service.pathways import tables as pathways
from service.priorities import tables as priorities
from service.provision import tables as provision
from service.referrals import tables as referrals
from service.returns import tables as returns
from service.safeguarding import tables as safeguarding

FEATURES = (
    access,
    accounts,
    agencies,
    alerts,
    audit,
    board,
    caseloads,
    circumstances,
    feeds,
    funding,
    guarantee,
    imports,
    jobs,
    learners,
    merging,
    notices,
    own_record,
    pathways,
    priorities,
    provision,
    referrals,
    returns,
    safeguarding,
)

metadata = SQLModel.metadata
