"""`obmen token`: the token that holds the keys of the node (PKCS #11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.command import office

if TYPE_CHECKING:
    import argparse

    from obmen.command.office import Groups


def add(groups: Groups) -> None:
    """Add the words of this group."""
    words = groups.add_parser("token", help="токен с ключами узла").add_subparsers(required=True, metavar="ДЕЙСТВИЕ")
    wrap = words.add_parser("wrap", help="зашифровать ключ узла (node.key) ключом токена «node»")
    wrap.set_defaults(run=_wrap)


def _wrap(_arguments: argparse.Namespace) -> int:
    office.open_up()
    from obmen.node import keystore  # noqa: PLC0415  Django is set up first
    from obmen.node.keystore.pkcs11 import TokenKeystore  # noqa: PLC0415  same

    store = keystore.current()
    if not isinstance(store, TokenKeystore):
        print("Токен не настроен: укажите pkcs11_module, pkcs11_token и pkcs11_pin_file в node.toml.")  # noqa: T201  a command speaks to its caller
        return 2
    try:
        made = store.wrap_node_key()
    except keystore.KeystoreError as error:
        print(error)  # noqa: T201  same
        return 1
    print(f"Ключ узла зашифрован токеном: {made}")  # noqa: T201  same
    print(f"Запустите узел, откройте одно дело и уничтожьте {store.folder / 'node.key'} и его копии.")  # noqa: T201  same
    print("Без ключа «node» токена дела не открыть: у него должна быть резервная копия.")  # noqa: T201  same
    return 0
