#!/usr/bin/env bash
# fauxqs 2.4.1 (an SQS and S3 server for tests) answers 416 to a Range header that it should ignore.
#
# RFC 9110, 14.2: a server must ignore a Range header with a unit it does not know, and may ignore a set of several
# ranges; Amazon S3 answers both with 200 and the whole object. A client that sends such a header, for example a PDF or
# video reader that asks for two ranges at once, fails on fauxqs and works on S3.
#
# Observed: one range 206 with 10 bytes; two ranges 416; an unknown unit 416.
# Pegbar's local store removes such headers before fauxqs sees them (packages/local/src/store/strict.ts).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund fauxqs@2.4.1 node@24.9.0 > /dev/null

cat > ranges.mjs <<'SCRIPT'
import { startFauxqs } from "fauxqs";

const server = await startFauxqs({ port: 0, logger: false });
const url = `http://127.0.0.1:${server.port}/bucket`;
await fetch(url, { method: "PUT" });
await fetch(`${url}/key`, { method: "PUT", body: "0123456789".repeat(10) });
for (const range of ["bytes=0-9", "bytes=0-9,20-29", "lines=0-9"]) {
  const { status } = await fetch(`${url}/key`, { headers: { range } });
  console.log(`${range} -> ${status}`);
}
await server.stop();
SCRIPT

expected=$'bytes=0-9 -> 206\nbytes=0-9,20-29 -> 416\nlines=0-9 -> 416'
observed=$(node_modules/.bin/node --no-warnings ranges.mjs)
echo "$observed"
if [ "$observed" != "$expected" ]; then
  echo "changed: expected"$'\n'"$expected" >&2
  exit 1
fi
echo "fauxqs 2.4.1: as described"
