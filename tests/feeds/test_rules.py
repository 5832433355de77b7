"""Signing by the published vector; where a message may go; when it is tried again."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from service.feeds.rows import Answered
from service.feeds.rules import PAUSES, UrlForbidden, checked_url, is_public, secret_of, signatures, verdict
from service.feeds.rules.retrying import Becomes

AT = datetime(2021, 2, 25, 14, 55, 30, tzinfo=UTC)
KEY = UUID(int=7)


def test_a_message_is_signed_as_the_specification_shows() -> None:
    # Published with Standard Webhooks and its libraries.
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    at = datetime.fromtimestamp(1614265330, UTC)
    signed = signatures([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", at, '{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_during_a_rotation_a_message_carries_both_signatures() -> None:
    new, old = secret_of("master", KEY, 2), secret_of("master", KEY, 1)
    both = signatures([new, old], "msg_1", AT, "{}").split(" ")
    assert both == [signatures([new], "msg_1", AT, "{}"), signatures([old], "msg_1", AT, "{}")]
    assert len({new, old, secret_of("other", KEY, 1), secret_of("master", UUID(int=8), 1)}) == 4


@pytest.mark.parametrize(
    ("change", "of"),
    [
        pytest.param({"message_id": "msg_2"}, "id", id="another id"),
        pytest.param({"at": AT + timedelta(seconds=1)}, "time", id="another time"),
        pytest.param({"body": "{ }"}, "body", id="another body"),
    ],
)
def test_another_message_has_another_signature(change: dict[str, object], of: str) -> None:
    usual: dict[str, object] = {"message_id": "msg_1", "at": AT, "body": "{}"}
    secret = [secret_of("master", KEY, 1)]
    assert signatures(secret, **usual) != signatures(secret, **(usual | change)), of  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        pytest.param("93.184.216.34", True, id="public"),
        pytest.param("2606:2800:220:1:248:1893:25c8:1946", True, id="public, IPv6"),
        pytest.param("127.0.0.1", False, id="loopback"),
        pytest.param("127.8.8.8", False, id="all of loopback"),
        pytest.param("0.0.0.0", False, id="this host"),  # noqa: S104 - judged, not listened on
        pytest.param("10.1.2.3", False, id="private"),
        pytest.param("172.16.0.1", False, id="private too"),
        pytest.param("192.168.1.1", False, id="at home"),
        pytest.param("100.64.0.1", False, id="carrier's NAT"),
        pytest.param("169.254.169.254", False, id="a cloud's metadata"),
        pytest.param("224.0.0.1", False, id="multicast"),
        pytest.param("255.255.255.255", False, id="broadcast"),
        pytest.param("240.0.0.1", False, id="reserved"),
        pytest.param("::1", False, id="loopback, IPv6"),
        pytest.param("::", False, id="this host, IPv6"),
        pytest.param("fe80::1%eth0", False, id="link"),
        pytest.param("fd00:ec2::254", False, id="a cloud's metadata, IPv6"),
        pytest.param("::ffff:127.0.0.1", False, id="mapped"),
        pytest.param("::ffff:a9fe:a9fe", False, id="mapped metadata"),
        pytest.param("64:ff9b::7f00:1", False, id="NAT64 of loopback"),
        pytest.param("64:ff9b::5db8:d822", True, id="NAT64 of a public one"),
        pytest.param("2002:7f00:1::", False, id="6to4 of loopback"),
    ],
)
def test_is_public_whatever_an_address_is_wrapped_in(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("url", "loopback", "fine"),
    [
        pytest.param("https://hooks.college.example/pathway?x=1", False, True, id="as it should be"),
        pytest.param("https://hooks.college.example:8443/", False, True, id="a port"),
        pytest.param("http://hooks.college.example/", False, False, id="not encrypted"),
        pytest.param("http://127.0.0.1:9000/", True, True, id="trying out"),
        pytest.param("https://localhost/", False, False, id="this machine by name"),
        pytest.param("https://127.0.0.1/", False, False, id="this machine"),
        pytest.param("https://[::1]/", False, False, id="this machine, IPv6"),
        pytest.param("https://169.254.169.254/latest/meta-data", False, False, id="metadata"),
        pytest.param("https://user:secret@college.example/", False, False, id="a user"),
        pytest.param("https://college.example/#top", False, False, id="a part of a page"),
        pytest.param("https://college.example:99999/", False, False, id="no such port"),
        pytest.param("ftp://college.example/", True, False, id="no web address"),
        pytest.param("college.example", True, False, id="no scheme"),
        pytest.param("https://", False, False, id="nobody"),
        pytest.param("https://college.example/" + "x" * 500, False, False, id="too long"),
        pytest.param("https://college.example/a b", False, False, id="a space"),
        pytest.param("https://[::1", False, False, id="half an address"),
    ],
)
def test_checked_url_takes_https_to_the_internet_alone(url: str, loopback: bool, fine: bool) -> None:
    if fine:
        assert checked_url(f" {url} ", loopback=loopback) == url
        return
    with pytest.raises(UrlForbidden):
        checked_url(url, loopback=loopback)


@pytest.mark.parametrize(
    ("status", "attempts", "becomes", "off"),
    [
        pytest.param(200, 1, Becomes.DELIVERED, False, id="taken"),
        pytest.param(204, 9, Becomes.DELIVERED, False, id="taken at last"),
        pytest.param(302, 1, Becomes.AGAIN, False, id="sent elsewhere is not taken"),
        pytest.param(404, 1, Becomes.AGAIN, False, id="not there yet"),
        pytest.param(500, 9, Becomes.AGAIN, False, id="broken, once more"),
        pytest.param(500, 10, Becomes.GIVEN_UP, True, id="broken for days"),
        pytest.param(None, 1, Becomes.AGAIN, False, id="no answer"),
        pytest.param(None, 10, Becomes.GIVEN_UP, True, id="no answer for days"),
        pytest.param(410, 1, Becomes.GIVEN_UP, True, id="gone"),
    ],
)
def test_verdict_says_what_follows_from_an_answer(
    status: int | None, attempts: int, becomes: Becomes, off: bool
) -> None:
    judged = verdict(Answered(status=status), attempts=attempts)
    assert (judged.becomes, judged.disabled_because is not None) == (becomes, off)
    assert (judged.pause is not None) is (becomes is Becomes.AGAIN)


def test_pauses_grow_and_come_to_three_days() -> None:
    assert list(PAUSES) == sorted(PAUSES)
    assert timedelta(days=3) < sum(PAUSES, timedelta()) < timedelta(days=4)
