"""What can be done about accounts, by verb: sign in, sessions, people, second factors, tokens, throttling."""

from service.accounts.operations.people import (
    AccountUnknown,
    EmailTaken,
    OwnAccount,
    add_account,
    change_password,
    disable_account,
    enable_account,
    require_account,
)
from service.accounts.operations.second_factor import TotpOff, TotpOn, begin_totp, confirm_totp, remove_totp
from service.accounts.operations.sessions import actor_of_session, end_session, end_sessions_of, start_session
from service.accounts.operations.sign_in import (
    Checked,
    CodeRefused,
    SignInRefused,
    check_password,
    check_totp,
)
from service.accounts.operations.throttle import (
    TooManyAttempts,
    TooManyRequests,
    count_request,
    forget_old_requests,
    forget_old_sign_ins,
    refusal_of,
    remember_failure,
)
from service.accounts.operations.tokens import TokenUnknown, actor_of_token, issue_token, revoke_token

__all__ = [
    "AccountUnknown",
    "Checked",
    "CodeRefused",
    "EmailTaken",
    "OwnAccount",
    "SignInRefused",
    "TokenUnknown",
    "TooManyAttempts",
    "TooManyRequests",
    "TotpOff",
    "TotpOn",
    "actor_of_session",
    "actor_of_token",
    "add_account",
    "begin_totp",
    "change_password",
    "check_password",
    "check_totp",
    "confirm_totp",
    "count_request",
    "disable_account",
    "enable_account",
    "end_session",
    "end_sessions_of",
    "forget_old_requests",
    "forget_old_sign_ins",
    "issue_token",
    "refusal_of",
    "remember_failure",
    "remove_totp",
    "require_account",
    "revoke_token",
    "start_session",
]
