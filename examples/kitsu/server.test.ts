import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Webhook } from "standardwebhooks";
import { parseEvent } from "./event.ts";
import { createReceiver } from "./server.ts";

const SECRET = `whsec_${Buffer.from("a secret of this test, 32 bytes.").toString("base64")}`;
const retake = JSON.stringify({
  type: "version.retake",
  timestamp: "2026-11-30T22:05:06.789Z",
  data: {
    versionId: "ver_1",
    name: "paint",
    version: 3,
    show: "HARBOR",
    sequence: "sq010",
    shot: "sh010",
    frames: "12-20",
    comment: "é",
  },
});

let added: [string, string][];
let problem: Error | undefined;
let lines: string[];
let server: ReturnType<typeof createReceiver>;
beforeEach(async () => {
  [added, lines, problem] = [[], [], undefined];
  server = createReceiver({
    secret: SECRET,
    log: (line) => lines.push(line),
    add: async (id, body) => {
      if (problem) throw problem;
      added.push([id, body]);
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => server.close());

const send = async (body: string, { secret = SECRET, at = new Date(), signed = body } = {}) => {
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the server has no address");
  const response = await fetch(`http://127.0.0.1:${address.port}/`, {
    method: "POST",
    body,
    headers: {
      "webhook-id": "evt_1",
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": new Webhook(secret).sign("evt_1", at, signed),
    },
  });
  return response.status;
};

test("a signed event is stored as it was received", async () => {
  expect(await send(retake)).toBe(204);
  expect(added).toEqual([["evt_1", retake]]);
});

test("events about other things are acknowledged and not stored", async () => {
  expect(await send(JSON.stringify({ type: "webhook.test", data: {} }))).toBe(204);
  expect(added).toEqual([]);
});

describe("refused with 401 is", () => {
  test.each([
    ["a changed body", { signed: `${retake} ` }],
    ["another secret", { secret: `whsec_${Buffer.from("another secret of this test, 32.").toString("base64")}` }],
    ["a delivery of ten minutes ago", { at: new Date(Date.now() - 600_000) }],
  ])("%s", async (_, options) => {
    expect(await send(retake, options)).toBe(401);
    expect([added, lines.join()]).toEqual([[], expect.stringContaining("Check PEGBAR_WEBHOOK_SECRET")]);
  });
});

test("an event that cannot be stored is not acknowledged, so that it is delivered again", async () => {
  problem = new Error("ENOSPC: no space left on device");
  expect(await send(retake)).toBe(500);
  expect(lines.at(-1)).toContain("ENOSPC");
});

test("an event is read with its frames and text; one without a shot is refused", () => {
  expect(parseEvent(retake)).toEqual({
    decision: "retake",
    timestamp: "2026-11-30T22:05:06.789Z",
    data: (JSON.parse(retake) as { data: unknown }).data,
  });
  expect(parseEvent(JSON.stringify({ type: "job.failed", data: {} }))).toBeUndefined();
  expect(() => parseEvent(JSON.stringify({ type: "version.approved", timestamp: "", data: {} }))).toThrow("no version");
});
