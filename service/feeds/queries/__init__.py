"""Statements about changes, endpoints and deliveries."""

from service.feeds.queries.changes import (
    forget_changes,
    leave_untold,
    newest_position,
    page_of_changes,
    settled_before,
)
from service.feeds.queries.webhooks import (
    add_delivery,
    add_webhook,
    advance,
    deliveries,
    delivery,
    disable,
    enable,
    enabled_webhooks,
    forget_deliveries,
    is_announcing,
    keep_answer,
    rotate,
    webhook,
    webhooks_of,
)

__all__ = [
    "add_delivery",
    "add_webhook",
    "advance",
    "deliveries",
    "delivery",
    "disable",
    "enable",
    "enabled_webhooks",
    "forget_changes",
    "forget_deliveries",
    "is_announcing",
    "keep_answer",
    "leave_untold",
    "newest_position",
    "page_of_changes",
    "rotate",
    "settled_before",
    "webhook",
    "webhooks_of",
]
