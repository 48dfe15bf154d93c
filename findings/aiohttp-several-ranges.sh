#!/usr/bin/env bash
# aiohttp 3.14.5, which serves ComfyUI's /view: a request for several ranges, or in another unit than bytes, is 416.
#
# RFC 9110, section 14.2: a server may ignore a Range header, and must ignore one with a unit that it does not understand; 416 is
# for ranges of bytes that the file does not have. A player that asks for two ranges of a video gets nothing instead of the
# whole file.
#
# Observed for a file of 100 bytes: 206 with 10 bytes for one range; 416 without a body for two ranges, and for another unit.
# Pegbar's preview renderer answers in the same way, because clients are tried with it; its store sends the whole file.
set -euo pipefail
command -v python3 > /dev/null || { echo "skipped: python3 is not installed"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check aiohttp==3.14.5

cat > ranges.py <<'SCRIPT'
import asyncio, sys
import aiohttp
from aiohttp import web

async def main():
    with open("file.bin", "wb") as file:
        file.write(bytes(100))
    app = web.Application()
    app.router.add_get("/", lambda _: web.FileResponse("file.bin"))
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/"
    seen = []
    async with aiohttp.ClientSession() as session:
        for wanted in ("bytes=0-9", "bytes=0-9,20-29", "lines=0-9"):
            async with session.get(url, headers={"Range": wanted}) as answer:
                seen.append((answer.status, len(await answer.read())))
                print(wanted, *seen[-1])
    await runner.cleanup()
    sys.exit(0 if seen == [(206, 10), (416, 0), (416, 0)] else 1)

asyncio.run(main())
SCRIPT
venv/bin/python ranges.py
