"""Real mail servers of the test's own, on loopback: Dovecot for IMAP, aiosmtpd for SMTP, one set of mailboxes.

Dovecot runs with a configuration and folders of its own and forgets everything; a machine's mail is not touched.
"""

from __future__ import annotations

import mailbox
import os
import pwd
import shutil
import signal
import ssl
import subprocess
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.support.nodes import free_port, until

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP

PASSWORD: Final = "correct-horse"
DOMAIN: Final = "mail.example"
_CONFIG: Final = """
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{root}/tls.pem
ssl_key = <{root}/tls.key
disable_plaintext_auth = yes
auth_mechanisms = plain
mail_location = maildir:{root}/mail/%u
first_valid_uid = 1
{users}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/mail/%u
}}
service imap-login {{
  {chroot}
  inet_listener imap {{
    port = {starttls}
  }}
  inet_listener imaps {{
    port = {implicit}
    ssl = yes
  }}
}}
service anvil {{
  {chroot}
}}
"""


def _certificates(root: Path) -> None:
    """Make an authority (ca.pem) and the certificate of the servers for «localhost»."""
    now = datetime.now(UTC)

    def made(name: str, issuer: x509.Name | None, by: ec.EllipticCurvePrivateKey | None) -> Any:  # noqa: ANN401  a pair
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer or subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        )
        builder = builder.add_extension(names, critical=False) if by else builder
        return builder.sign(by or key, hashes.SHA256()), key

    authority, signing = made("Mail authority of a test", None, None)
    leaf, key = made("localhost", authority.subject, signing)
    (root / "ca.pem").write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    (root / "tls.pem").write_bytes(leaf.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (root / "tls.key").write_bytes(private)


@dataclass
class _Taker:
    """Puts what comes by SMTP into the mailbox of each recipient, unless the test says otherwise."""

    post: PostOffice

    async def handle_RCPT(  # noqa: N802  the hook of aiosmtpd
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
        _more: object = None,
    ) -> str:
        """Refuse a recipient, if the test says so."""
        if self.post.refuses_recipient:
            return self.post.refuses_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  same
        """Take the mail."""
        if self.post.refuses_data:
            return self.post.refuses_data
        for address in envelope.rcpt_tos:
            self.post.drop(address, _raw(envelope))
        return "250 stored"


@dataclass
class PostOffice:
    """Both servers and their mailboxes; leaving the block ends them."""

    refuses_recipient: str = ""
    refuses_data: str = ""
    logged_in: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        """Start both."""
        self.root = Path(tempfile.mkdtemp(prefix="obmen-mail-"))
        self.root.chmod(0o755)
        self.owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        (self.root / "mail").mkdir()
        os.chown(self.root / "mail", self.owner.pw_uid, self.owner.pw_gid)
        self.imap_port, self.imaps_port, self.smtp_port, self.smtps_port = (free_port() for _ in range(4))
        _certificates(self.root)
        try:
            self._start_dovecot()
            self._start_smtp()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        """End both, and forget the mail."""
        for controller in getattr(self, "_controllers", ()):
            controller.stop()
        dovecot_process = getattr(self, "_dovecot", None)
        if dovecot_process:
            dovecot_process.send_signal(signal.SIGTERM)
            dovecot_process.communicate(timeout=20)
        shutil.rmtree(self.root, ignore_errors=True)

    @property
    def authority(self) -> Path:
        """The certificate authority of both servers."""
        return self.root / "ca.pem"

    def drop(self, address: str, raw: bytes) -> None:
        """Put a mail into a mailbox."""
        folder = self.root / "mail" / address.partition("@")[0]
        box = mailbox.Maildir(folder, create=True)
        box.add(raw)
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)

    def mails(self, user: str, folder: str = "") -> list[bytes]:
        """Give the mails in the INBOX of a user, or in a folder of his."""
        box = self.root / "mail" / user / (f".{folder}" if folder else "")
        return [path.read_bytes() for part in ("cur", "new") for path in sorted((box / part).glob("*"))]

    def empty(self) -> None:
        """Throw all mail away and be kind again."""
        self.refuses_recipient = self.refuses_data = ""
        for folder in (self.root / "mail").iterdir():
            shutil.rmtree(folder)

    def _start_dovecot(self) -> None:
        me = pwd.getpwuid(os.geteuid()).pw_name
        own = os.geteuid() != 0
        text = _CONFIG.format(
            root=self.root,
            password=PASSWORD,
            uid=self.owner.pw_uid,
            gid=self.owner.pw_gid,
            starttls=self.imap_port,
            implicit=self.imaps_port,
            users=f"default_internal_user = {me}\ndefault_login_user = {me}\ndefault_internal_group = {me}"
            if own
            else "",
            chroot="chroot =" if own else "",
        )
        (self.root / "dovecot.conf").write_text(text, encoding="utf-8")
        words = [
            shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or "dovecot",
            "-F",
            "-c",
            str(self.root / "dovecot.conf"),
        ]
        self._dovecot = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        until(lambda: self._dovecot.poll() is not None or _listens(self.imaps_port), "Dovecot does not listen")
        assert self._dovecot.poll() is None, self._dovecot.communicate()[1].decode()

    def _start_smtp(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.root / "tls.pem", self.root / "tls.key")
        common: dict[str, Any] = {
            "hostname": "127.0.0.1",
            "authenticator": self._authenticate,
            "data_size_limit": 24 * 1024 * 1024,
        }
        self._controllers = [
            Controller(
                _Taker(self),
                port=self.smtp_port,
                tls_context=context,
                require_starttls=True,
                auth_required=True,
                **common,
            ),
            Controller(_Taker(self), port=self.smtps_port, ssl_context=context, auth_require_tls=False, **common),
        ]
        for controller in self._controllers:
            controller.start()

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logged_in.append(data.login.decode())
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)


def _raw(envelope: Envelope) -> bytes:
    content = envelope.content or b""
    return content.encode() if isinstance(content, str) else content


def _listens(port: int) -> bool:
    import socket  # noqa: PLC0415

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
