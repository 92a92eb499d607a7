"""A throw-away authority, and a server and clients that trust nothing else."""

from __future__ import annotations

import socket
import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
NAMES = ("discord.com", "gateway.discord.gg", "resume.gateway.discord.gg")
WEEK = timedelta(days=7)


class Resolver(AbstractResolver):
    """Finds Discord's names on one port of this machine, and no other name anywhere."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if host not in NAMES:
            raise OSError(f"{host} is not on the loopback")
        found = ResolveResult(
            hostname=host, host=HOST, port=self._port, family=socket.AF_INET, proto=0, flags=socket.AI_NUMERICHOST
        )
        return [found]

    async def close(self) -> None:
        """Nothing to let go of."""


def connector(port: int) -> aiohttp.TCPConnector:
    """Return the way to the loopback Discord, for discord.py's public `connector=`."""
    return aiohttp.TCPConnector(resolver=Resolver(port), ssl=_contexts()[1], limit=0)


def server_context() -> ssl.SSLContext:
    """Return what the server shows."""
    return _contexts()[0]


@cache
def _contexts() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Make the authority and the server's certificate once."""
    authority_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Loopback authority")])
    authority = (
        _builder(name, authority_key)
        .subject_name(name)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    alternatives = x509.SubjectAlternativeName([x509.DNSName(each) for each in NAMES])
    certificate = (
        _builder(name, server_key)
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAMES[0])]))
        .add_extension(alternatives, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    client = ssl.create_default_context(cadata=authority.public_bytes(serialization.Encoding.PEM).decode())
    return _server(certificate, server_key), client


def _builder(issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - WEEK)
        .not_valid_after(now + WEEK)
    )


def _server(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "server.pem"
        path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context.load_cert_chain(path)
    return context
