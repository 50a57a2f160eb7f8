"""A signer who may have been revoked: the letter is kept, the node asks, and tells what it waits for (design §3)."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.support import pki, revocation, stamps, tsa, two_offices, web
from tests.support.revocation import ISSUER, listing

from obmen.message.seal import Role
from obmen.node import clock, config, worker
from obmen.node.cases import card as cards
from obmen.node.cases.evidence import evidence_bundle
from obmen.node.cases.models import Case, Material
from obmen.node.delivery import fetching, revocation_store
from obmen.node.delivery.models import Arrival, Outgoing, RevocationPlace, RevocationSource
from obmen.node.journal.models import Entry

if TYPE_CHECKING:
    from obmen.message.seal import Signer

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = timedelta(days=1)
CRL = "application/pkix-crl"


@dataclass
class Story:
    """Both offices, an officer in Russia whose certificate names places, and Kazakhstan's node, which asks there."""

    offices: two_offices.Offices
    patch: pytest.MonkeyPatch

    def signs(self, *lists: str, answers: tuple[str, ...] = ()) -> pki.Credential:
        """Let Russia's officers sign by a certificate that names these places."""
        credential = revocation.officer(lists, answers)
        usual = two_offices.PartyKeystore.person_signer

        def person_signer(store: two_offices.PartyKeystore, username: str) -> Signer:
            if store.party != "RU":
                return usual(store, username)
            return two_offices._signer(Role.PERSON, credential)  # noqa: SLF001  as its own do

        self.patch.setattr(two_offices.PartyKeystore, "person_signer", person_signer)
        return credential

    def arrives(self) -> Arrival:
        """Send a request; give its arrival in Kazakhstan, looked at once."""
        sent = self.offices.sent()
        arrival = self.offices.hand_over(Outgoing.objects.get(case_id=sent.id))
        arrival.refresh_from_db()
        return arrival

    def fetch(self) -> int:
        """Let Kazakhstan's worker ask what is due, and open what is due then."""
        with self.offices.at("KZ"):
            asked = fetching.fetch_due("w:1")
            worker.open_arrivals("w:1")
        return asked

    def later(self) -> None:
        """Let the pauses pass: all places are due again."""
        RevocationPlace.objects.update(next_try_at=clock.real_now())


@pytest.fixture
def story(offices: two_offices.Offices, monkeypatch: pytest.MonkeyPatch) -> Story:
    """Begin; hosts on loopback are allowed, as lists inside one's own network are."""
    before = config.current
    monkeypatch.setattr(config, "current", lambda: replace(before(), revocation_hosts=("127.0.0.1",)))
    monkeypatch.setattr(fetching, "_WITHIN", 0.3)
    return Story(offices, monkeypatch)


def again(arrival: Arrival) -> Arrival:
    arrival.refresh_from_db()
    return arrival


# --- The list comes ----------------------------------------------------------------------------------------------


def test_a_letter_waits_for_the_list_and_is_opened_when_it_comes(story: Story) -> None:
    """«Доставлено, проверяется»: no case and no receipt until it is known; then both, and nothing is asked any more."""
    with web.site(web.says(listing(), CRL)) as site:
        story.signs(f"{site.url}/officers.crl")
        arrival = story.arrives()
        assert (arrival.state, arrival.code) == ("UNDETERMINED", "E-T-03")
        assert "Не отозван ли сертификат" in arrival.text
        assert not Case.objects.filter(own_authority="KZ-750").exists()
        assert not Outgoing.objects.filter(sender_authority="KZ-750").exists()
        (place,) = arrival.awaits.all()
        assert (place.state, place.by, place.place) == ("WANTED", "CN=Officers of RU", f"{site.url}/officers.crl")
        assert story.fetch() == 1
        assert again(arrival).state == "OPENED"
        assert Outgoing.objects.get(sender_authority="KZ-750").kind == "T-01"
        assert not arrival.awaits.exists()
        assert story.fetch() == 0
        assert len(site.asked) == 1


def test_the_next_letter_of_that_issuer_waits_for_nothing(story: Story) -> None:
    with web.site(web.says(listing(), CRL)) as site:
        story.signs(site.url)
        story.arrives()
        story.fetch()
        assert story.arrives().state == "OPENED"
        assert len(site.asked) == 1


def test_an_answer_about_the_one_certificate_is_as_good(story: Story) -> None:
    """OCSP: the question is about this certificate; the list that nobody serves is then asked no more."""
    with web.site(web.silent) as dead, web.site(web.silent) as site:
        signer = story.signs(f"{dead.url}/officers.crl", answers=(site.url,))
        answer = tsa.ocsp_answer(signer.certificate, ISSUER, clock.now().replace(microsecond=0))
        site.behave = web.says(answer, "application/ocsp-response")
        arrival = story.arrives()
        assert story.fetch() == 2
        assert again(arrival).state == "OPENED"
        assert site.asked[0][1].startswith(b"\x30")
        assert not RevocationPlace.objects.filter(state="WANTED").exists()


def test_a_revoked_signer_is_refused_under_our_seal(story: Story) -> None:
    """The list says so: T-02, and no case."""
    with web.site(web.silent) as site:
        signer = story.signs(site.url)
        site.behave = web.says(listing({signer.certificate: clock.now().replace(microsecond=0) - DAY}), CRL)
        arrival = story.arrives()
        assert arrival.state == "UNDETERMINED"
        story.fetch()
        assert (again(arrival).state, arrival.code) == ("NOT_ACCEPTED", "E-T-03")
        assert "отозван с" in arrival.text
        assert Outgoing.objects.get(sender_authority="KZ-750").kind == "T-02"


# --- It does not come --------------------------------------------------------------------------------------------


def other_issuer(talk: web.Talk) -> None:
    """Behave: serve the list of another issuer."""
    web.says(tsa.revocation_list(pki.officer_anchor("BY"), clock.now().replace(microsecond=0)), CRL)(talk)


def forged(talk: web.Talk) -> None:
    """Behave: serve a list that says «no one is revoked», with a byte of its signature changed."""
    good = listing()
    web.says(good[:-1] + bytes([good[-1] ^ 1]), CRL)(talk)


BAD = {
    "dead": (web.says(b"", status=503), "отказом (503)"),
    "slow": (web.silent, "не ответил вовремя"),
    "drips": (web.drips, "не ответил вовремя"),
    "100 MB": (web.floods(100 * web.MEBIBYTE), "длиннее допустимых"),
    "redirects": (web.says(b"", status=301, Location="http://127.0.0.1:1/"), "перенаправляет"),
    "garbage": (web.says(b"garbage", CRL), "не читается как список"),
    "a page": (web.says(b"<html>Not found</html>", "text/html"), "не читается как список"),
    "no HTTP": (web.babbles, "не по протоколу HTTP"),
    "other issuer": (other_issuer, "не подписано этим удостоверяющим центром"),
    "forged": (forged, "не подписано этим удостоверяющим центром"),
}


@pytest.mark.parametrize(("behave", "said"), BAD.values(), ids=BAD)
def test_what_is_no_list_settles_nothing_and_is_asked_again(story: Story, behave: web.Behaviour, said: str) -> None:
    """Never good for want of a list, never refused for it: kept, with the reason and the time of the next attempt."""
    with web.site(behave) as site:
        story.signs(site.url)
        arrival = story.arrives()
        assert story.fetch() == 1
        assert (again(arrival).state, bool(arrival.package)) == ("UNDETERMINED", True)
        place = arrival.awaits.get()
        assert said in place.last_error
        assert (place.state, place.attempts, place.lease_until) == ("WANTED", 1, None)
        assert place.next_try_at > clock.real_now()
        assert story.fetch() == 0
        assert not RevocationSource.objects.exists()
        site.behave = web.says(listing(), CRL)
        story.later()
        story.fetch()
        assert again(arrival).state == "OPENED"


def test_a_list_out_of_force_is_kept_and_a_newer_one_asked_for(story: Story) -> None:
    """Ten days old, for one day: it settles nothing, but would still say who was revoked."""
    with web.site(web.says(listing(made=clock.now() - 10 * DAY, days=1), CRL)) as site:
        story.signs(site.url)
        arrival = story.arrives()
        story.fetch()
        assert again(arrival).state == "UNDETERMINED"
        assert "Полученный список устарел: он действовал до" in arrival.awaits.get().last_error
        assert RevocationSource.objects.count() == 1
        site.behave = web.says(listing(), CRL)
        story.later()
        story.fetch()
        assert again(arrival).state == "OPENED"


def test_a_list_out_of_force_for_a_day_counts_with_a_remark_on_the_card(story: Story) -> None:
    """The written grace of 72 hours: the letter is opened, and whoever reads it is told."""
    with web.site(web.says(listing(made=clock.now() - 2 * DAY, days=1), CRL)) as site:
        story.signs(site.url)
        story.arrives()
        story.fetch()
    case = Case.objects.get(own_authority="KZ-750")
    with story.offices.at("KZ"):
        card = cards.card(story.offices.person("KZ", "clerk"), case.id, "проверка")
    assert any("действует отсрочка 72 часа" in remark for step in card.steps for remark in step.remarks)


def test_an_address_inside_our_network_is_not_called(story: Story) -> None:
    """Whatever a certificate says; the administrator reads what to do when the place is meant."""
    before = config.current
    story.patch.setattr(config, "current", lambda: replace(before(), revocation_hosts=()))
    with web.site(web.says(listing(), CRL)) as site:
        story.signs(site.url)
        arrival = story.arrives()
        story.fetch()
        assert site.asked == []
        assert again(arrival).state == "UNDETERMINED"
        assert "во внутренней сети" in arrival.awaits.get().last_error
        assert "revocation_hosts" in arrival.awaits.get().last_error


def test_a_host_that_hangs_holds_up_its_own_places_only_once(story: Story) -> None:
    """Two lists of one dead host: the second is not waited for in the same turn; a good host is asked."""
    with web.site(web.silent) as dead, web.site(web.says(listing(), CRL)) as site:
        story.signs(f"{dead.url}/a.crl", f"{dead.url}/b.crl", f"{site.url}/c.crl")
        arrival = story.arrives()
        assert story.fetch() == 3
        assert len(dead.asked) == 1
        assert again(arrival).state == "OPENED"


def test_a_letter_that_no_list_settles_does_not_hammer_its_issuer(story: Story) -> None:
    """A good list comes each time and the letter still waits: the pauses grow all the same."""
    with web.site(web.says(listing(), CRL)) as site:
        story.signs(site.url)
        arrival = story.arrives()
        story.patch.setattr(revocation_store, "at_hand", lambda _certificate: [])
        for _ in range(5):
            story.fetch()
            Arrival.objects.update(next_try_at=clock.real_now())
        assert again(arrival).state == "UNDETERMINED"
        assert len(site.asked) == 1
        assert arrival.awaits.get().next_try_at > clock.real_now()


def test_places_that_are_no_web_addresses_are_for_files(story: Story) -> None:
    """ldap:// is not asked; what comes from a file opens the letter."""
    story.signs("ldap://ldap.example/cn=ca?certificateRevocationList")
    arrival = story.arrives()
    assert arrival.awaits.get().state == "BY_HAND"
    assert story.fetch() == 0
    with story.offices.at("KZ"):
        revocation_store.take(listing(), "officers.crl")
    assert story.fetch() == 0
    assert again(arrival).state == "OPENED"


# --- By hand -----------------------------------------------------------------------------------------------------


def test_a_list_from_a_file_opens_the_letters_that_wait_for_it(story: Story) -> None:
    """A closed network: nobody is asked in the meantime; the journal says that it was taken in."""
    with web.site(web.says(b"", status=503)) as dead:
        story.signs(dead.url)
        arrival = story.arrives()
        story.fetch()
        with story.offices.at("KZ"):
            revocation_store.take(listing(), "officers.crl")
        story.fetch()
        assert again(arrival).state == "OPENED"
    entry = Entry.objects.get(action="revocation_imported")
    assert entry.facts["kind"] == "crl"


def test_a_forged_list_from_a_file_settles_nothing(story: Story) -> None:
    """Whoever brings the file is not believed: opening looks at the signature."""
    good = listing()
    story.signs("http://crl.example/")
    arrival = story.arrives()
    with story.offices.at("KZ"):
        revocation_store.take(good[:-1] + bytes([good[-1] ^ 1]), "officers.crl")
        worker.open_arrivals("w:1")
    assert again(arrival).state == "UNDETERMINED"


def test_old_editions_go_and_the_newest_stay(story: Story) -> None:
    """Three of each place; an older one that is brought later pushes no newer one out."""
    made = [clock.now() - days * DAY for days in (1, 2, 3, 4, 0)]
    for each in made:
        revocation_store.take(listing(made=each), "officers.crl")
    kept = sorted(RevocationSource.objects.values_list("made", flat=True), reverse=True)
    assert kept == sorted((each.replace(microsecond=0) for each in made), reverse=True)[:3]
    assert revocation_store.at_hand(story.signs().certificate)[0] == listing(made=made[-1])


# --- Timestamps --------------------------------------------------------------------------------------------------


def test_a_timestamp_counts_once_the_list_of_its_issuer_has_come(story: Story) -> None:
    """The letter waits some minutes for it; the card then says since when it is proven."""
    stamps.known("RU")
    with web.site(web.says(b"", status=503)) as lists:
        credential = pki.issued(
            "TSA (с адресом)", issuer=tsa.anchor(), extensions=(*revocation.places((lists.url,)), tsa.STAMPING)
        )
        with web.site(stamps.stamps(credential=credential)) as service:
            before = config.current
            story.patch.setattr(config, "current", lambda: replace(before(), timestamp_authorities=(service.url,)))
            arrival = story.arrives()
        assert arrival.state == "UNDETERMINED"
        assert "Проверяется метка времени" in arrival.text
        lists.behave = web.says(tsa.revocation_list(tsa.anchor(), clock.now().replace(microsecond=0)), CRL)
        story.fetch()
        assert again(arrival).state == "OPENED"
    assert "метка времени" in told(story)


def test_a_timestamp_whose_list_never_comes_delays_a_letter_by_minutes_only(story: Story) -> None:
    """Then it is taken in by its receipt, with the remark."""
    stamps.known("RU")
    with web.site(web.says(b"", status=503)) as lists:
        credential = pki.issued(
            "TSA (с адресом)", issuer=tsa.anchor(), extensions=(*revocation.places((lists.url,)), tsa.STAMPING)
        )
        with web.site(stamps.stamps(credential=credential)) as service:
            before = config.current
            story.patch.setattr(config, "current", lambda: replace(before(), timestamp_authorities=(service.url,)))
            arrival = story.arrives()
        for _ in range(5):
            assert again(arrival).state == "UNDETERMINED"
            Arrival.objects.update(next_try_at=clock.real_now())
            story.fetch()
        assert again(arrival).state == "OPENED"
    assert "Метка времени не учтена" in told(story)


def told(story: Story) -> str:
    """Give all that Kazakhstan's card says of the documents."""
    case = Case.objects.get(own_authority="KZ-750")
    with story.offices.at("KZ"):
        card = cards.card(story.offices.person("KZ", "clerk"), case.id, "проверка")
    return "\n".join(line for step in card.steps for line in (*step.lines, *step.remarks))


# --- What is kept ------------------------------------------------------------------------------------------------


def test_what_convinced_us_is_kept_and_goes_with_the_evidence(story: Story) -> None:
    """B-LT: chain and list, named by their digests, each once however many letters they convinced of."""
    served = listing()
    with web.site(web.says(served, CRL)) as site:
        signer = story.signs(site.url)
        story.arrives()
        story.fetch()
        story.arrives()
    assert Material.objects.filter(kind="crl").count() == 1
    with story.offices.at("KZ"):
        case = Case.objects.filter(own_authority="KZ-750").first()
        assert case
        raw = evidence_bundle(story.offices.person("KZ", "clerk"), case.id, "проверка")
    with zipfile.ZipFile(io.BytesIO(raw)) as bundle:
        names = [name for name in bundle.namelist() if name.startswith("material/")]
        pieces = {name: bundle.read(name) for name in names}
        assert "material" in bundle.read("ПРОЧТИ.txt").decode()
    assert {name.rpartition(".")[2] for name in names} == {"cer", "crl"}
    assert signer.certificate in pieces.values()
    assert served in pieces.values()
