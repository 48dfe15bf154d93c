#!/usr/bin/env bash
# fauxqs 2.4.1 (an SQS and S3 server for tests) gives a message to a long poll whose client has gone.
#
# A consumer that is killed while it waits for a message leaves a long poll behind. fauxqs keeps it after its connection has
# closed: the next message is delivered to it and is hidden for the whole visibility timeout, here 5 s, although nobody got
# it. A test that kills a worker and expects another one to take over waits that long, by default 30 s.
#
# Observed: with the dead long poll, the message arrives after 5 s; without it, at once.
# Pegbar's workers receive with a short visibility timeout that their heartbeat prolongs (packages/worker/src/queue.ts).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund fauxqs@2.4.1 @aws-sdk/client-sqs@3.1169.0 node@24.9.0 > /dev/null

cat > poll.mjs <<'SCRIPT'
import { setTimeout as sleep } from "node:timers/promises";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startFauxqs } from "fauxqs";

const server = await startFauxqs({ port: 0, logger: false });
const connect = () =>
  new SQSClient({
    region: "us-east-1",
    endpoint: `http://127.0.0.1:${server.port}`,
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
  });
const client = connect();

async function measure(name, isPollDead) {
  const { QueueUrl } = await client.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { VisibilityTimeout: "5" } }),
  );
  const receive = (abortSignal) =>
    connect().send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), { abortSignal });
  if (isPollDead) {
    const killed = new AbortController();
    const polling = receive(killed.signal).catch(() => undefined);
    await sleep(500);
    killed.abort();
    await polling;
    await sleep(500);
  }
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "work" }));
  const began = performance.now();
  const { Messages } = await receive();
  const seconds = (performance.now() - began) / 1000;
  return `${Messages?.[0]?.Body} after ${Math.round(seconds)} s`;
}

console.log(`with a dead long poll: ${await measure("dead", true)}`);
console.log(`without: ${await measure("alive", false)}`);
await server.stop();
process.exit(0);
SCRIPT

expected=$'with a dead long poll: work after 5 s\nwithout: work after 0 s'
observed=$(node_modules/.bin/node --no-warnings poll.mjs)
echo "$observed"
if [ "$observed" != "$expected" ]; then
  echo "changed: expected"$'\n'"$expected" >&2
  exit 1
fi
echo "fauxqs 2.4.1: as described"
