"""One kernel, driven by lines of JSON: session.py KERNEL

Each line asks for cells to be run, all sent at once, and for other messages to be sent so many
seconds later:

    {"cells": ["1 + 1"], "later": [[0.5, "control", "interrupt_request", {}]]}

The answer, one line too, has the status and the outputs of each cell, and the seconds all took. Or a
line asks for one other answer of the kernel, which comes as it is:

    {"ask": "inspect_request", "content": {"code": "films", "cursor_pos": 5, "detail_level": 0}}
"""

import json
import os
import queue
import sys
import time

from jupyter_client.manager import start_new_kernel

LIMIT = float(os.environ.get("CXRLAB_TEST_LIMIT", 120))  # seconds for one line


def send(client, channel, kind, content):
    message = client.session.msg(kind, content)
    getattr(client, f"{channel}_channel").send(message)


def receive(channel, seconds):
    try:
        return channel.get_msg(timeout=seconds)
    except queue.Empty:
        return None


def run(client, cells, later):
    begin = time.monotonic()
    asked = [client.execute(cell, stop_on_error=True) for cell in cells]
    answers = {id: {"status": None, "outputs": []} for id in asked}
    idle = set()
    later = sorted(later)
    while len(idle) < len(asked) or any(a["status"] is None for a in answers.values()):
        now = time.monotonic() - begin
        if now > LIMIT:
            break
        while later and later[0][0] <= now:
            send(client, *later.pop(0)[1:])
        message = receive(client.iopub_channel, 0.02)
        reply = receive(client.shell_channel, 0)
        if message and message["parent_header"].get("msg_id") in answers:
            id = message["parent_header"]["msg_id"]
            if message["msg_type"] != "status":
                answers[id]["outputs"].append({"type": message["msg_type"], **message["content"]})
            elif message["content"]["execution_state"] == "idle":
                idle.add(id)
        if reply and reply["parent_header"].get("msg_id") in answers:
            answers[reply["parent_header"]["msg_id"]]["status"] = reply["content"]["status"]
    return {"cells": [answers[id] for id in asked], "seconds": time.monotonic() - begin}


def ask(client, kind, content):
    message = client.session.msg(kind, content)
    client.shell_channel.send(message)
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        reply = receive(client.shell_channel, 1)
        if reply and reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
            return reply["content"]
    return {"status": "no answer"}


def main():
    manager, client = start_new_kernel(kernel_name=sys.argv[1], startup_timeout=120)
    print("ready", flush=True)
    try:
        for line in sys.stdin:
            request = json.loads(line)
            answer = ask(client, request["ask"], request["content"]) if "ask" in request else run(client, **request)
            print(json.dumps(answer), flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


if __name__ == "__main__":
    main()
