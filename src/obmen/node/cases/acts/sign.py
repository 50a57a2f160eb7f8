"""Sign a request: the signatory and the official seal over exactly the bytes that were shown (Art. 11(3))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.message.encoding import decode
from obmen.node import keystore
from obmen.node.cases import composing, content, facts
from obmen.node.cases.acts import changing, refuse, require, require_held, require_state
from obmen.node.cases.models import Case, LocalState
from obmen.node.people.permissions import signatory_of
from obmen.treaty.articles import Article
from obmen.treaty.signing import check_powers

if TYPE_CHECKING:
    from obmen.message.container import Container
    from obmen.node.people.models import Officer
    from obmen.treaty.documents import Document


def sign(signatory: Officer, case: Case, digest: str = "") -> Case:
    """Sign and seal the prepared request; `digest` is the one that was shown. Raises `ActRefused`."""
    require(signatory, "sign", case.own_authority)
    require_state(case, LocalState.ON_SIGNATURE)
    container, _ = put_signatures(signatory, case, digest)
    sealed = content.seal(case, container.raw, "signed")
    with changing(case, signatory, "signed") as locked:
        locked.prepared, locked.local_state = sealed, LocalState.READY
    return case


def put_signatures(signatory: Officer, case: Case, digest: str) -> tuple[Container, Document]:
    """Put person and seal on what the case has prepared; what is signed is what was shown, by the one it names."""
    if digest and digest != case.prepared_digest:
        raise refuse("Документ изменился после того, как был показан", "Откройте страницу подписи заново")
    contents = content.prepared(case)
    document = decode(contents.document).document
    require_held(check_powers(signatory_of(signatory), facts.today(case.own_authority), received=False))
    named = document.envelope.signatory
    if named is None or named.name != signatory.full_name:
        who = named.name if named else "другое лицо"
        raise refuse(
            f"Документ подготовлен на подпись: {who}",
            "Верните его исполнителю, чтобы подготовить на вашу подпись",
            Article(11, point=3),
        )
    signers = [keystore.current().person_signer(signatory.username), composing.seal_of(case)]
    return composing.signed(contents, signers), document
