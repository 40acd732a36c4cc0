"""Real mail servers for the tests: aiosmtpd on ports of its own, told apart by what they demand.

Prints one JSON line with the ports when all listen, then one for each message, parsed back by Python's email package.
Recipients choose what happens: grey@ is refused once, gone@ always, stall@ never gets an answer to its message, drop@
loses the connection after it. Ends when its input ends.

usage: mail_server.py CERTIFICATE.pem KEY.pem
"""
import asyncio
import email
import email.policy
import hashlib
import json
import logging
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

logging.disable()
USER, PASSWORD = b"reports", "hasło-1".encode()


def say(**what):
    print(json.dumps(what), flush=True)


def part(p):
    body = p.get_payload(decode=True) or b""
    return {"type": p.get_content_type(), "file": p.get_filename(), "disposition": p.get_content_disposition(), "bytes": len(body),
            "sha256": hashlib.sha256(body).hexdigest(), "text": body.decode("utf-8", "replace") if len(body) < 20_000 else None}


def described(envelope):
    m = email.message_from_string(envelope.content.decode(), policy=email.policy.default)
    leaves = [p for p in m.walk() if not p.is_multipart()]
    return {"mail_from": envelope.mail_from, "rcpt_tos": envelope.rcpt_tos, "options": envelope.mail_options,
            "headers": [[k, str(v)] for k, v in m.items()], "shape": [p.get_content_type() for p in m.walk()],
            "addresses": {h: [[a.display_name, a.addr_spec] for a in m[h].addresses] for h in ("from", "to", "cc", "reply-to") if m[h]},
            "parts": [part(p) for p in leaves], "longest": max(len(l) for l in envelope.content.split(b"\r\n")),
            "bare": envelope.content.replace(b"\r\n", b"").count(b"\n") + envelope.content.replace(b"\r\n", b"").count(b"\r"),
            "eight_bit": any(b > 126 for b in envelope.content),
            "defects": [type(d).__name__ for p in m.walk() for d in p.defects]
            + [type(d).__name__ for v in m.values() for d in getattr(v, "defects", [])]}


class Handler:
    seen = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("grey@") and address not in self.seen:
            self.seen.add(address)
            return "451 4.7.1 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        say(mail=described(envelope))
        if envelope.rcpt_tos[0].startswith("stall@"):
            await asyncio.sleep(3600)
        if envelope.rcpt_tos[0].startswith("drop@"):
            server.transport.abort()
        return "250 2.0.0 ok"


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (USER, PASSWORD), handled=False)


async def main():
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(sys.argv[1], sys.argv[2])
    common = dict(enable_SMTPUTF8=True, data_size_limit=400_000_000, hostname="test")
    kinds = {
        "plain": (dict(), None),
        "ascii": (dict(enable_SMTPUTF8=False, data_size_limit=50_000), None),
        "starttls": (dict(tls_context=tls, require_starttls=True, authenticator=authenticate, auth_required=True), None),
        "login": (dict(tls_context=tls, require_starttls=True, authenticator=authenticate, auth_required=True, auth_exclude_mechanism=["PLAIN"]), None),
        "tls": (dict(authenticator=authenticate, auth_require_tls=False), tls),
    }
    loop, ports, servers = asyncio.get_running_loop(), {}, []
    for name, (options, outer) in kinds.items():
        made = {**common, **options}
        server = await loop.create_server(lambda made=made: SMTP(Handler(), **made), "127.0.0.1", 0, ssl=outer)
        servers.append(server)
        ports[name] = server.sockets[0].getsockname()[1]
    say(ports=ports)
    await loop.run_in_executor(None, sys.stdin.read)
    for server in servers:
        server.close()
    sys.stdout.flush()
    __import__("os")._exit(0)


asyncio.run(main())
