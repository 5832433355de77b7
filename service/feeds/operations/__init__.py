"""Reading changes, and telling endpoints that there are some."""

from service.feeds.operations.manage import (
    Secret,
    WebhookUnknown,
    add_webhook,
    replay,
    require_webhook,
    rotate_secret,
    send_test,
    switch,
)
from service.feeds.operations.read import ChangesForgotten, forget_old, read_changes
from service.feeds.operations.tell import announce, deliver

__all__ = [
    "ChangesForgotten",
    "Secret",
    "WebhookUnknown",
    "add_webhook",
    "announce",
    "deliver",
    "forget_old",
    "read_changes",
    "replay",
    "require_webhook",
    "rotate_secret",
    "send_test",
    "switch",
]
