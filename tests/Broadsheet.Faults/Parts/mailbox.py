"""A real mail server for the fault tests: aiosmtpd, one JSON line for each message it has taken.

A message to die@… ends the process after it was taken and before it is answered, once: the file "died" in the folder remembers.
Ends when its input ends.

usage: mailbox.py PORT FOLDER
"""
import asyncio
import email
import email.policy
import json
import logging
import os
import sys

from aiosmtpd.smtp import SMTP

logging.disable()
PORT, FOLDER = int(sys.argv[1]), sys.argv[2]


def say(**what):
    print(json.dumps(what), flush=True)


class Handler:
    async def handle_DATA(self, server, session, envelope):
        m = email.message_from_bytes(envelope.content, policy=email.policy.default)
        say(to=envelope.rcpt_tos[0], id=str(m["message-id"]), text=m.get_body(("plain",)).get_content())
        died = os.path.join(FOLDER, "died")
        if envelope.rcpt_tos[0].startswith("die@") and not os.path.exists(died):
            open(died, "w").close()
            os._exit(9)
        return "250 2.0.0 ok"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler(), enable_SMTPUTF8=True, hostname="test"), "127.0.0.1", PORT)
    say(port=server.sockets[0].getsockname()[1])
    await loop.run_in_executor(None, sys.stdin.read)
    sys.stdout.flush()
    os._exit(0)


asyncio.run(main())
