"""Articles of the Agreement as values, cited the way a Russian lawyer cites them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LAST: Final = -1
"""The last paragraph of an article, whatever its number («последний абзац»)."""

_ORDINALS: Final = {1: "первый", 2: "второй", 3: "третий", 4: "четвёртый", LAST: "последний"}

TITLES: Final = {
    0: "Преамбула",
    1: "Термины и их определения",
    2: "Предмет Соглашения",
    3: "Объём представляемой информации",
    4: "Обмен информацией об исполнительных производствах",
    5: "Получение сведений, справок и документов",
    6: "Информация об имущественном положении должника",
    7: "Место работы должника, источники и размер его доходов",
    8: "Местонахождение должника или его имущества",
    9: "Защита и использование информации",
    10: "Передача запроса и информации",
    11: "Содержание запроса",
    12: "Срок исполнения запроса",
    13: "Отказ в исполнении запроса",
    14: "Дополнительная информация",
    15: "Исполнение запроса на определённых условиях",
    16: "Конфиденциальность запроса",
    17: "Расходы",
    18: "Порядок взаимодействия",
    19: "Язык",
    20: "Внесение изменений",
    21: "Разрешение спорных вопросов",
    22: "Вступление в силу",
    23: "Порядок присоединения",
    24: "Срок действия",
    25: "Оговорки",
}
"""Short titles of the articles that exist; 0 stands for the preamble."""


@dataclass(frozen=True, slots=True, order=True)
class Article:
    """A place in the Agreement.

    `number` is the article, `point` its numbered пункт (only Art. 9 and 11 have them), `paragraph` its абзац counted
    from 1 (or `LAST`), `letter` the подпункт as the text prints it (а, б, в ...).
    """

    number: int
    point: int | None = None
    paragraph: int | None = None
    letter: str | None = None

    def __post_init__(self) -> None:
        """Refuse a place that the Agreement does not have."""
        if self.number not in TITLES:
            msg = f"the Agreement has no article {self.number}"
            raise ValueError(msg)
        if self.paragraph is not None and self.paragraph not in _ORDINALS:
            msg = f"paragraph {self.paragraph} has no ordinal"
            raise ValueError(msg)

    def __str__(self) -> str:
        """Cite in Russian: «подп. в) п. 1 ст. 11», «последний абзац ст. 7»."""
        if self.number == 0:
            return "преамбула"
        parts = [f"подп. {self.letter})"] if self.letter else []
        if self.paragraph is not None:
            parts.append(f"{_ORDINALS[self.paragraph]} абзац")
        if self.point is not None:
            parts.append(f"п. {self.point}")
        return " ".join([*parts, f"ст. {self.number}"])

    @property
    def title(self) -> str:
        """The short title of the article."""
        return TITLES[self.number]


_CITATION: Final = re.compile(
    r"(?:подп\. (?P<letter>[а-я])\) )?(?:(?P<ordinal>[а-яё]+) абзац )?(?:п\. (?P<point>\d+) )?ст\. (?P<number>\d+)",
)


def cited(basis: str) -> tuple[Article, ...]:
    """Read a citation as `str` writes it, several separated by commas: «ст. 1, 22», «подп. в) п. 1 ст. 11».

    A part that is no place in the Agreement («оговорка», «—») gives nothing; a bare number is an article.
    """
    parts = (f"ст. {part}" if part.isdecimal() else part for part in basis.split(", "))
    matches = (_CITATION.fullmatch(part) for part in parts)
    return tuple(_article(match) for match in matches if match)


def _article(match: re.Match[str]) -> Article:
    paragraphs = {word: paragraph for paragraph, word in _ORDINALS.items()}
    point = match["point"]
    return Article(
        number=int(match["number"]),
        point=int(point) if point else None,
        paragraph=paragraphs[match["ordinal"]] if match["ordinal"] else None,
        letter=match["letter"],
    )
