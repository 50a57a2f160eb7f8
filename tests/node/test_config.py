"""The configuration of a node: what it takes, and how it says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from obmen.node.config import ConfigError, load

GOOD = 'name = "kz"\nparty = "KZ"\nauthorities = ["KZ-750", "KZ-751"]\nzone = "Asia/Almaty"\nsecret_key = "long"\n'
MAIL = GOOD + (
    'mail_address = "kz@mail.example"\nmail_password_file = "/run/secret"\n'
    'smtp = "smtps://kz%40mail.example@mail.example:465"\nimap = "imaps://kz@mail.example:993"\n'
)


def home_with(folder: Path, text: str) -> dict[str, str]:
    """Write node.toml and give the environment of the node."""
    (folder / "node.toml").write_text(text, encoding="utf-8")
    return {"OBMEN_HOME": str(folder)}


def test_a_file_is_enough(tmp_path: Path) -> None:
    """The file says it all; the first authority is the main one."""
    config = load(home_with(tmp_path, GOOD))
    assert (config.name, config.authority, config.authorities) == ("kz", "KZ-750", ("KZ-750", "KZ-751"))
    assert config.secrets == tmp_path.resolve() / "secrets"
    assert not config.production


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """A variable OBMEN_<KEY> replaces the key of the file."""
    environment = home_with(tmp_path, GOOD) | {"OBMEN_WEB_PORT": "8200", "OBMEN_AUTHORITIES": "KZ-751,KZ-750"}
    config = load(environment)
    assert (config.web_port, config.authority) == (8200, "KZ-751")


def test_services_of_timestamps_are_a_list_in_either_place(tmp_path: Path) -> None:
    """In the file a list, in the environment with commas between; their order is kept."""
    urls = ("https://tsa.example/", "http://tsa.example.net/tsp")
    in_file = home_with(tmp_path, GOOD + f"timestamp_authorities = {list(urls)}\n")
    assert load(in_file).timestamp_authorities == urls
    config = load(in_file | {"OBMEN_TIMESTAMP_AUTHORITIES": ",".join(reversed(urls)), "OBMEN_TIMESTAMPS": "required"})
    assert (config.timestamp_authorities, config.timestamps) == (urls[::-1], "required")


def test_the_carriers_are_configured_by_file_and_environment(tmp_path: Path) -> None:
    """A folder with the nodes that get packages by it; the mailbox with its servers."""
    config = load(home_with(tmp_path, MAIL) | {"OBMEN_FOLDER": "/media/usb", "OBMEN_FOLDER_NODES": "ru,by"})
    assert (config.folder, config.folder_nodes, config.carried_again_hours) == (Path("/media/usb"), ("ru", "by"), 24)
    assert (config.mail_address, config.mail_password_file) == ("kz@mail.example", Path("/run/secret"))


def test_without_a_home_it_says_how_to_make_one() -> None:
    """No OBMEN_HOME: the variable and the command are named."""
    with pytest.raises(ConfigError, match=r"OBMEN_HOME.*obmen init"):
        load({})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", r"не указано: name, party, authorities, zone, secret_key.*obmen init"),
        (GOOD + "web_prot = 1\n", r"неизвестные ключи: web_prot.*опечатку"),
        (GOOD + "web_port = 'x'\n", r"web_port должен быть номером порта"),
        (GOOD + "name = \n", r"node\.toml не читается"),
        (GOOD.replace("Asia/Almaty", "Asia/Alma-Ata-2"), r"Часовой пояс «Asia/Alma-Ata-2» неизвестен.*Asia/Almaty"),
        (GOOD + 'role = "judge"\n', r"role бывает node или depositary"),
        (GOOD + 'timestamps = "required"\n', r"обязательны.*timestamp_authorities"),
        (GOOD + 'timestamps = "perhaps"\n', r"preferred или required"),
        (GOOD + 'timestamp_authorities = ["tsa.example"]\n', r"вида http://.*«tsa.example»"),
        (GOOD + 'folder_nodes = ["ru"]\n', r"folder_nodes.*укажите folder"),
        (GOOD + 'carried_again_hours = "soon"\n', r"carried_again_hours должен быть числом часов"),
        (GOOD + "carried_again_hours = 0\n", r"не меньше одного"),
        (GOOD + 'smtp = "smtps://kz@mail.example:465"\n', r"не указано mail_address, imap, mail_password_file"),
        (MAIL.replace("smtps://", "http://"), r"smtp — адрес вида smtps://.*STARTTLS"),
        (MAIL.replace("imaps://kz@", "imaps://kz:secret@"), r"imap — адрес вида.*пароль — в файле"),
        (MAIL.replace(":993", ":port"), r"imap — адрес вида"),
        (GOOD + 'production = true\nclock_file = "/tmp/x"\n', r"время не переводится.*clock_file"),
    ],
)
def test_what_is_wrong_is_said_with_the_way_out(tmp_path: Path, text: str, words: str) -> None:
    """Each mistake names its key and what to do."""
    with pytest.raises(ConfigError, match=words):
        load(home_with(tmp_path, text))
