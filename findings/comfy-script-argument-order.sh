#!/usr/bin/env bash
# comfy-script 0.6.1: positional arguments follow the order of keys in a class's `input`, not its `input_order`.
#
# ComfyUI's /object_info has both: `input.required` as a JSON object, and `input_order`, which exists because a JSON object has no
# order. A server that keeps classes in PostgreSQL's jsonb, or sorts keys, sends the same class with other key order.
# comfy-script then gives each value to another input, without an error if the types fit.
#
# Below, the class's input_order is dividend, divisor; its keys come the other way round. The script says Divide(12, 3).
# Observed: {"divisor": 12, "dividend": 3}. Expected: {"dividend": 12, "divisor": 3}.
# Pegbar sends the keys in the order of input_order (packages/comfyui/src/server/replace-choices.ts).
set -euo pipefail
command -v python3 > /dev/null || { echo "skipped: python3 is not installed"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "comfy-script[client]==0.6.1" nest_asyncio2==1.7.4 aiohttp==3.14.5 tqdm==4.70.1

cat > order.py <<'SCRIPT'
import asyncio, json, os, threading
from aiohttp import web

number = ["INT", {"default": 0, "min": 0, "max": 99}]
classes = {"Divide": {
    "input": {"required": {"divisor": number, "dividend": number}},
    "input_order": {"required": ["dividend", "divisor"]},
    "output": [], "output_is_list": [], "output_name": [], "output_node": True,
    "name": "Divide", "display_name": "Divide", "description": "", "python_module": "nodes", "category": "",
}}
sent, ready = {}, {}

async def prompt(request):
    sent.update(await request.json())
    return web.json_response({"prompt_id": "1", "number": 0, "node_errors": {}})

async def events(request):
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for _ in socket:
        pass
    return socket

def serve(started):
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    app = web.Application()
    app.router.add_get("/object_info", lambda _: web.json_response(classes))
    app.router.add_post("/prompt", prompt)
    app.router.add_get("/ws", events)
    app.router.add_get("/{other:.*}", lambda _: web.json_response({}))
    runner = web.AppRunner(app)
    loop.run_until_complete(runner.setup())
    site = web.TCPSite(runner, "127.0.0.1", 0)
    loop.run_until_complete(site.start())
    ready["port"] = site._server.sockets[0].getsockname()[1]
    started.set()
    loop.run_forever()

started = threading.Event()
threading.Thread(target=serve, args=(started,), daemon=True).start()
started.wait()

from comfy_script.runtime import *
load(f"http://127.0.0.1:{ready['port']}/")
from comfy_script.runtime.nodes import *

async def main():
    async with Workflow():
        Divide(12, 3)
    for _ in range(100):
        if sent:
            break
        await asyncio.sleep(0.1)

asyncio.run(main())
inputs = [node["inputs"] for node in sent["prompt"].values()]
print(json.dumps(inputs), flush=True)
os._exit(0 if inputs == [{"divisor": 12, "dividend": 3}] else 1)
SCRIPT
venv/bin/python order.py
