"""R18 JOB_WITHOUT_TRAINING: a job alone does not meet the duty at 16 and 17."""

from datetime import date

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling
from service.alerts.rules.settings import AlertSettings
from service.circumstances.rows import Kind
from service.circumstances.rules import LEVEL_3_AND_ABOVE, value_of
from service.pathways.rules import Stretch
from service.vocabulary.working_day import add_working_days

_WITHOUT = frozenset({330, 350, 360})


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find somebody under 18 without level 3 in a job without training (330, 350, 360).

    Medium, 20 working days. It ends with training beside the job, with level 3, or with the 18th birthday.

    SOURCE: practice table R18 (Education and Skills Act 2008, section 2: at 16 and 17 work counts with training).
    """
    stretch = picture.stretch
    if stretch is None or picture.situation.activity not in _WITHOUT or not picture.was_under_18(today):
        return NOTHING
    turns = (picture.turns_18_on(),)
    if _has_level_3(picture):
        return Ruling(None, turns)
    return Ruling(_finding(picture, stretch, settings), turns)


def _has_level_3(picture: Picture) -> bool:
    reached = value_of(picture.held, Kind.LEVEL_3) == "yes"
    return reached or value_of(picture.held, Kind.PRIOR_ATTAINMENT) in LEVEL_3_AND_ABOVE


def _finding(picture: Picture, stretch: Stretch, settings: AlertSettings) -> Finding:
    raised_for = picture.known_on(stretch.started_on, stretch.fact)
    what = words.activity_at(stretch.activity.code, stretch.fact.provider_name)
    return JOB_WITHOUT_TRAINING.finding(
        Found(
            severity=Severity.MEDIUM,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.job_without_training_working_days),
            owners=(Owner.ADVISER, Owner.LEAD),
            sentence=f"{words.capital(what)}: under 18, work counts for the duty only with training.",
            evidence=(words.of_spell(stretch.fact),),
            steps=(
                "Ask the employer about an apprenticeship or a day of training",
                "Offer part-time study beside the job",
                "Talk about what they want to be in a year",
            ),
            closes_when="Training is recorded beside the job, or they turn 18",
            about=(stretch.started_on,),
        )
    )


JOB_WITHOUT_TRAINING = Rule(
    id="R18",
    name="JOB_WITHOUT_TRAINING",
    version=1,
    family=Family.TRAINING,
    title="Under 18, a job without training",
    description="Under 18, without level 3, in a job without training. Medium, within 20 working days.",
    judge=judge,
)
