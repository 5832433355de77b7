"""Sending messages through GOV.UK Notify. Its client is an extra: `pip install "pathway[notify]"`."""

import asyncio

from notifications_python_client.notifications import NotificationsAPIClient

from service.kit.mail import PATIENCE, Message


class Notify:
    """GOV.UK Notify, with a template of the council's own that has the fields `subject` and `body`."""

    def __init__(self, key: str, *, template: str, url: str) -> None:
        self._client = NotificationsAPIClient(key, base_url=url, timeout=PATIENCE)  # type: ignore[no-untyped-call]  # it is untyped
        self._template = template

    async def send(self, message: Message) -> None:
        """Send it; the client blocks, so it runs aside. Raises the client's HTTPError."""
        words = {"subject": message.subject, "body": message.body}
        await asyncio.to_thread(
            self._client.send_email_notification,
            email_address=message.to,
            template_id=self._template,
            personalisation=words,
        )
