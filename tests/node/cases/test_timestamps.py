"""Letters of ours with timestamps: services in order, preferred or required, and what the card says (RFC 3161, 3.4)."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.support import pki, stamps, tsa, web

from obmen.message import container as containers
from obmen.message.signatures import read_manifests, verify
from obmen.node import clock, config
from obmen.node.cases import card as cards
from obmen.node.cases import content
from obmen.node.cases.acts import ActRefused, register, send
from obmen.node.delivery import stamping
from obmen.node.delivery.models import Outgoing

if TYPE_CHECKING:
    from tests.support.two_offices import Offices

    from obmen.node.cases.models import Case

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _rested() -> None:
    """Forget who did not answer in other stories."""
    stamping._resting.clear()  # noqa: SLF001  nothing else can forget it


def using(patch: pytest.MonkeyPatch, *urls: str, **more: Any) -> None:  # noqa: ANN401  keys of the configuration
    """Configure the services of both offices."""
    before = config.current

    def current() -> config.NodeConfig:
        return replace(before(), timestamp_authorities=urls, **more)

    patch.setattr(config, "current", current)


def tokens(case: Case) -> list[bool]:
    """Tell of each signature of the last document of a case whether it has a timestamp."""
    row = case.documents.order_by("id").filter(kind__startswith="M-").last()
    assert row
    letter = containers.read(content.container_of(row))
    return [one.token is not None for one in verify(letter, read_manifests(letter))]


def told(offices: Offices, case: Case, party: str) -> str:
    """Give all that the card says of the documents."""
    with offices.at(party):
        card = cards.card(offices.person(party, "officer" if party == "RU" else "clerk"), case.id, "проверка")
    return "\n".join(line for step in card.steps for line in (*step.lines, *step.remarks))


# --- Somebody answers --------------------------------------------------------------------------------------------


def test_every_signature_is_stamped_and_both_cards_say_since_when(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person's and the seal's; the addressee believes the service because our annex names it."""
    stamps.known("RU")
    with web.site(stamps.stamps()) as site:
        using(monkeypatch, site.url)
        asked, got = offices.received()
        assert tokens(asked) == [True, True]
        assert len(site.asked) == 2
    for case, party in ((asked, "RU"), (got, "KZ")):
        assert "метка времени 02.03.2026" in told(offices, case, party)
        assert "TSA (учебная)" in told(offices, case, party)
        assert "без метки" not in told(offices, case, party)


def test_the_notice_and_the_answer_are_stamped_too(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the services that the annex of the answering Party names."""
    stamps.known("KZ")
    with web.site(stamps.stamps()) as site:
        using(monkeypatch, site.url)
        _asked, got = offices.registered()
        assert tokens(got) == [True]


def test_services_are_asked_in_their_order_until_one_stamps(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first refuses: the second is asked, and for the next signature the first is not asked again."""
    stamps.known("RU")
    with web.site(web.says(b"", status=503)) as first, web.site(stamps.stamps()) as second:
        using(monkeypatch, first.url, second.url)
        assert tokens(offices.sent()) == [True, True]
        assert (len(first.asked), len(second.asked)) == (1, 2)


# --- Nobody answers ----------------------------------------------------------------------------------------------


def other_nonce(talk: web.Talk) -> None:
    """Behave: answer with the right digest and somebody else's nonce."""
    changed = talk.question[:-4] + bytes([talk.question[-4] ^ 1]) + talk.question[-3:]
    web.says(tsa.authority(clock.now()).ask(changed), stamps.REPLY)(talk)


def other_digest(talk: web.Talk) -> None:
    """Behave: stamp another signature."""
    at = talk.question.index(b"\x04\x20") + 2
    changed = talk.question[:at] + bytes(32) + talk.question[at + 32 :]
    web.says(tsa.authority(clock.now()).ask(changed), stamps.REPLY)(talk)


STRANGER = pki.issued("TSA (чужая)", extensions=(tsa.STAMPING,))
BAD = {
    "refuses": web.says(b"", status=403),
    "is not granted": web.says(bytes.fromhex("30053003020102"), stamps.REPLY),
    "garbage": web.says(b"\x30\x03garbage", stamps.REPLY),
    "a page": web.says(b"<html>", "text/html"),
    "slow": web.silent,
    "drips": web.drips,
    "endless": web.floods(web.MEBIBYTE),
    "redirects": web.says(b"", status=302, Location="/other"),
    "no HTTP": web.babbles,
    "other nonce": other_nonce,
    "other digest": other_digest,
    "clock ahead": stamps.stamps(HOUR),
    "clock behind": stamps.stamps(-HOUR),
    "not in our annex": stamps.stamps(credential=STRANGER),
    "weak": stamps.stamps(sha1=True),
}


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nobody longer than a test can."""
    monkeypatch.setattr(stamping, "_RULES", replace(stamping._RULES, within=0.3))  # noqa: SLF001  only its patience


@pytest.mark.parametrize("behave", BAD.values(), ids=BAD)
@pytest.mark.usefixtures("_impatient")
def test_preferred_a_letter_goes_without_a_timestamp_and_the_card_says_so(
    offices: Offices, monkeypatch: pytest.MonkeyPatch, behave: web.Behaviour
) -> None:
    """It counts from its receipt; nobody waits longer than for one answer."""
    stamps.known("RU")
    with web.site(behave) as site:
        using(monkeypatch, site.url)
        case = offices.submitted()
        begun = time.monotonic()
        sent = offices.send_signed(case)
        assert time.monotonic() - begun < 2
        assert tokens(sent) == [False, False]
    assert Outgoing.objects.get(case_id=sent.id).state == "DUE"
    assert "Документ без метки времени: ни одна служба меток её не дала" in told(offices, sent, "RU")


@pytest.mark.parametrize("behave", BAD.values(), ids=BAD)
@pytest.mark.usefixtures("_impatient")
def test_required_a_letter_stays_and_nothing_is_lost(
    offices: Offices, monkeypatch: pytest.MonkeyPatch, behave: web.Behaviour
) -> None:
    """The signatory reads why; the case stands where it stood, and the same document is signed once somebody stamps."""
    stamps.known("RU")
    case = offices.submitted()
    before = (case.local_state, case.version, case.prepared_digest, case.number)
    with web.site(behave) as site:
        using(monkeypatch, site.url, timestamps="required")
        with pytest.raises(ActRefused) as caught:
            send.sign_and_send(offices.person("RU", "signatory"), case, case.prepared_digest)
        sentence = caught.value.findings.failing[0].sentence()
        assert "метка времени обязательна, но ни одна служба меток её не дала" in sentence
        assert "в деле ничего не изменилось" in sentence
        case.refresh_from_db()
        assert (case.local_state, case.version, case.prepared_digest, case.number) == before
        assert not Outgoing.objects.exists()
        site.behave = stamps.stamps()
        assert tokens(offices.send_signed(case)) == [True, True]


def test_required_a_registration_waits_too(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    """The notice M-02 bears a seal: without a timestamp the request stays unregistered, and no number is lost."""
    stamps.known("KZ")
    _asked, got = offices.received()
    with web.site(web.says(b"", status=500)) as site, offices.at("KZ"):
        using(monkeypatch, site.url, timestamps="required")
        with pytest.raises(ActRefused):
            register.register(offices.person("KZ", "clerk"), got)
        got.refresh_from_db()
        assert (got.local_state, got.reg_number) == ("RECEIVED", "")
        site.behave = stamps.stamps()
        assert tokens(register.register(offices.person("KZ", "clerk"), got)) == [True]


def test_a_service_that_failed_rests_and_holds_up_nobody(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next letters are not kept waiting; after a rest it is asked again."""
    stamps.known("RU")
    with web.site(web.says(b"", status=503)) as site:
        using(monkeypatch, site.url)
        offices.sent()
        assert len(site.asked) == 1
        assert tokens(offices.sent()) == [False, False]
        assert len(site.asked) == 1
        site.behave = stamps.stamps()
        stamping._resting[site.url] = time.monotonic()  # noqa: SLF001  its rest ends
        assert tokens(offices.sent()) == [True, True]


def test_a_service_that_falls_silent_between_two_signatures(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person's signature is stamped, the seal is not: the card says exactly that."""
    stamps.known("RU")

    def once(talk: web.Talk) -> None:
        (stamps.stamps() if len(talk.site.asked) == 1 else web.says(b"", status=503))(talk)

    with web.site(once) as site:
        using(monkeypatch, site.url)
        sent = offices.sent()
        assert tokens(sent) == [True, False]
    assert "Метка времени стоит не на всех подписях" in told(offices, sent, "RU")


def test_without_services_nothing_is_asked_and_nothing_remarked(offices: Offices) -> None:
    assert "метк" not in told(offices, offices.sent(), "RU").lower()
