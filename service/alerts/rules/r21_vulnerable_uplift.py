"""R21 VULNERABLE_UPLIFT: what is found about somebody vulnerable is graver, and due in half the time."""

from msgspec.structs import replace

from service.alerts.rows import Finding, Severity
from service.alerts.rules.rule import Picture
from service.vocabulary.working_day import add_working_days, working_days_between

UPLIFTED = frozenset({"R01", "R02", "R03", "R04", "R05", "R06", "R07", "R08", "R09", "R10"})
_DUE_ON_A_DAY = frozenset({"R04", "R06"})
_GRAVER = {
    Severity.LOW: Severity.MEDIUM,
    Severity.MEDIUM: Severity.HIGH,
    Severity.HIGH: Severity.CRITICAL,
    Severity.CRITICAL: Severity.CRITICAL,
}


def uplifted(finding: Finding, picture: Picture) -> Finding:
    """Raise a finding of R01 to R10 by one level and halve its working days, one at least, for the vulnerable.

    Vulnerable are those DfE counts so (looked after, care leavers, carers, young parents and others) and those with
    an education, health and care plan. A deadline that is a day of its own stays (R04: before the return, R06: the day
    it lapses).

    SOURCE: practice table R21 (28.2 % of DfE's vulnerable group are NEET or not known).
    """
    if finding.rule not in UPLIFTED or not picture.is_vulnerable:
        return finding
    deadline_on = finding.deadline_on
    if finding.rule not in _DUE_ON_A_DAY and deadline_on > finding.raised_for_on:
        half = working_days_between(finding.raised_for_on, deadline_on) // 2
        deadline_on = min(deadline_on, add_working_days(finding.raised_for_on, max(1, half)))
    return replace(finding, severity=_GRAVER[finding.severity], deadline_on=deadline_on)
