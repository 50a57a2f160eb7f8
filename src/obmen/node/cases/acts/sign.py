"""Sign a request: the signatory and the official seal over exactly the bytes that were shown (Art. 11(3))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.message.encoding import decode
from obmen.node import keystore
from obmen.node.cases import composing, content, facts
from obmen.node.cases.acts import by_our_keys, changing, elsewhere, refuse, require, require_held, require_state
from obmen.node.cases.acts.preparing import require_current
from obmen.node.cases.acts.submit import judge
from obmen.node.cases.models import Case, LocalState
from obmen.node.people.permissions import signatory_of
from obmen.treaty.articles import Article
from obmen.treaty.documents import Request
from obmen.treaty.signing import check_powers

if TYPE_CHECKING:
    from obmen.message.container import Container, Contents
    from obmen.node.cases.acts.elsewhere import Brought
    from obmen.node.people.models import Officer
    from obmen.treaty.documents import Document


def sign(signatory: Officer, case: Case, digest: str, brought: Brought | None = None) -> Case:
    """Sign and seal the prepared request; `digest` is the one that was shown. Raises `ActRefused`.

    The person's signature is made by our keys unless it was `brought` from elsewhere.
    """
    require(signatory, "sign", case.own_authority)
    require_state(case, LocalState.ON_SIGNATURE)
    contents, document = to_sign(signatory, case, digest)
    if not isinstance(document.payload, Request):
        raise TypeError("M-01 carries a request")
    require_held(*judge(case, document.payload, signatory).blocking)
    sealed = content.seal(case, put_signatures(signatory, case, contents, brought).raw, "signed")
    with changing(case, signatory, "signed") as locked:
        locked.prepared, locked.local_state = sealed, LocalState.READY
    return case


def to_sign(signatory: Officer, case: Case, digest: str) -> tuple[Contents, Document]:
    """Give what this person is to sign: what was shown, dated today, naming the one who signs. Raises `ActRefused`."""
    if digest != case.prepared_digest:
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
    require_current(signatory, case, document)
    return contents, document


def put_signatures(signatory: Officer, case: Case, contents: Contents, brought: Brought | None = None) -> Container:
    """Put the signature of the person and the official seal on the contents. Raises `ActRefused`."""
    with by_our_keys():
        if brought:
            return elsewhere.put(signatory, case, contents, brought)
        person = keystore.current().person_signer(signatory.username)
        return composing.signed(case, contents, [person, composing.seal_of(case)])
