"""Who plays in the demo: three Parties, one authority each, and the people who work there; all are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

PASSWORD: Final = "obmen-demo"  # noqa: S105  a password of invented people on loopback, printed on the screen
CURTAIN: Final = datetime(2026, 3, 2, 4, 30, tzinfo=UTC)
"""The legal instant at which the demo begins: Monday 2 March 2026, half past nine in Astana."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """A person of a node: sign-in name, full name, post, roles; a signatory's powers begin on `powers_from`."""

    username: str
    full_name: str
    post: str
    roles: tuple[str, ...]
    powers_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A node of the demo: its Party, its authority as the register names it, its ports and its people."""

    name: str
    party: str
    in_force_from: date
    authority: str
    authority_name: str
    address: str
    zone: str
    web_port: int
    peer_port: int
    people: tuple[Player, ...]


def _people(officer: str, signatory: str, clerk: str) -> tuple[Player, ...]:
    """Staff one authority; the six posts are the same everywhere, the names are not."""
    powers = date(2026, 1, 14)
    return (
        Player(username="officer", full_name=officer, post="Исполнитель", roles=("OFFICER",)),
        Player(
            username="signatory",
            full_name=signatory,
            post="Заместитель руководителя",
            roles=("SGN",),
            powers_from=powers,
        ),
        Player(username="clerk", full_name=clerk, post="Специалист канцелярии", roles=("REG",)),
        Player(username="central", full_name="Центральнов Центр Центрович", post="Центральный орган", roles=("CEN",)),
        Player(username="auditor", full_name="Проверкина Ревизия Актовна", post="Аудитор", roles=("AUD",)),
        Player(username="admin", full_name="Серверов Узел Сетевич", post="Администратор узла", roles=("ADM",)),
    )


KAZAKHSTAN: Final = House(
    name="kz",
    party="KZ",
    in_force_from=date(2026, 1, 14),
    authority="KZ-750",
    authority_name="Департамент юстиции города Алматы (учебный)",
    address="Республика Казахстан, г. Алматы, ул. Учебная, д. 1",
    zone="Asia/Almaty",
    web_port=8101,
    peer_port=8111,
    people=_people("Исполнителев Ерлан Примерұлы", "Подписантов Нұрлан Пробаұлы", "Журналова Әсел Вторникқызы"),
)
RUSSIA: Final = House(
    name="ru",
    party="RU",
    in_force_from=date(2026, 1, 14),
    authority="RU-770",
    authority_name="Управление принудительного исполнения по городу Москве (учебное)",
    address="Российская Федерация, г. Москва, ул. Учебная, д. 2",
    zone="Europe/Moscow",
    web_port=8102,
    peer_port=8112,
    people=_people("Взысканова Анна Примеровна", "Подписалов Пётр Пробович", "Входящева Вера Журналовна"),
)
BELARUS: Final = House(
    name="by",
    party="BY",
    in_force_from=date(2026, 1, 14),
    authority="BY-101",
    authority_name="Управление принудительного исполнения по городу Минску (учебное)",
    address="Республика Беларусь, г. Минск, ул. Учебная, д. 3",
    zone="Europe/Minsk",
    web_port=8103,
    peer_port=8113,
    people=_people("Исполняйко Янка Примерович", "Подписевич Алесь Пробович", "Регистрович Олеся Журналовна"),
)
HOUSES: Final = (KAZAKHSTAN, RUSSIA, BELARUS)
