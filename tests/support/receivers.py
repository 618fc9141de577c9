"""The other side: a web server and a mail server that write down exactly what comes."""

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import orjson
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


@dataclass
class Web:
    """Answers with what stands in `answers`, one after the other; the last of them for ever."""

    server: ThreadingHTTPServer
    asked: list[Asked] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=lambda: [(200, {}, b"{}")])
    hold: threading.Event | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def answer(self, status: int = 200, body: Any = None, **headers: str) -> None:
        self.answers = [(status, headers, orjson.dumps(body if body is not None else {}))]


@contextmanager
def web_server():
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            web.asked.append(Asked("POST", self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            if web.hold is not None:
                web.hold.wait(30)
            status, headers, said = web.answers[0] if len(web.answers) == 1 else web.answers.pop(0)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(said)), **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web = Web(server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Post:
    """A mail server's box."""

    port: int = 0
    letters: list[Any] = field(default_factory=list)
    signed_in: list[tuple[str, str]] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(envelope)
        return "250 OK"

    def check(self, server, session, envelope, mechanism, data) -> AuthResult:
        name, password = data.login.decode(), data.password.decode()
        self.signed_in.append((name, password))
        return AuthResult(success=password == "right", handled=False)


@contextmanager
def mail_server(*, security: str = "none", folder: Path | None = None, sign_in: bool = False):
    """On 127.0.0.1; with TLS its certificate lies in folder/ca.pem."""
    post = Post()
    tls = make_tls(folder) if security != "none" else None
    options: dict[str, Any] = {"hostname": "127.0.0.1", "port": 0}
    if security == "starttls":
        options |= {"tls_context": tls, "require_starttls": True}
    if security == "ssl":
        options["ssl_context"] = tls
    if sign_in:
        options |= {
            "authenticator": post.check,
            "auth_required": True,
            "auth_require_tls": security == "starttls",
        }
    controller = _AnyPort(post, **options)
    controller.start()
    post.port = controller.server.sockets[0].getsockname()[1]
    try:
        yield post
    finally:
        controller.stop()


class _AnyPort(Controller):
    def _trigger_server(self) -> None:
        """Its own first connection asks for port 0, which nobody has."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def make_tls(folder: Path) -> SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    at = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), at, at + timedelta(1)
        )
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    (folder / "ca.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    return context
