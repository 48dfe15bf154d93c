import { isRecord } from "@pegbar/comfyui";
import {
  encodePng,
  hasRecordings,
  isAnswerToBrokenBody,
  type Line,
  readFrame,
  readRecording,
  sendBrokenBody,
  sendRecorded,
} from "@pegbar/comfyui/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareFields } from "../setup/compare-fields.ts";
import { type ComfyPlatform, startComfyPlatform } from "../setup/comfy.ts";
import {
  waitForArrival,
  listen,
  listPlaces,
  readBody,
  readScenario,
  Story,
  withoutNodes,
} from "../setup/recorded-story.ts";

/**
 * Replays requests recorded with a real ComfyUI against `pegbar comfy`: the same statuses and fields in answers, and the
 * same messages in the same order with the same fields. Values such as times and names of results differ.
 */
const present = hasRecordings();

/**
 * In the order of recording, because the queue's numbers carry over. `isRendered`: Pegbar renders what ComfyUI took from
 * its cache, because each job has files of its own. 08 and 12 to 14 are compared by tests of their own: there, Pegbar
 * differs from the recording on purpose, or the renderer lacks classes.
 */
const files = [
  { name: "01-image-run" },
  { name: "02-cached-run", isRendered: true },
  { name: "03-sampler-with-previews" },
  { name: "04-sampler-without-feature-flags" },
  { name: "05-sampler-preview-none" },
  { name: "06-validation-errors" },
  { name: "07-partly-valid", isRendered: true },
  { name: "09-interrupt" },
  { name: "10-cancel-through-jobs-api" },
  { name: "11-duplicate-prompt-id" },
];

/**
 * Other answers than the recorded ones: a body that ComfyUI 0.18 cannot read is a clear 400, and jobs can be cancelled by id,
 * as since 0.33.
 */
const otherStatuses: Readonly<Record<string, readonly [recorded: number, ours: number]>> = {
  "POST /prompt": [500, 400],
  "POST /api/jobs/{id}/cancel": [405, 200],
};
const toRoute = (http: string) => http.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "{id}");

const renameModel = (body: string) => body.replaceAll("random-sd15", "preview");

/**
 * The events in a form that does not depend on the order of nodes that do not need each other. With `isRendered`, without
 * the nodes that ran.
 */
function normalize(events: readonly string[], isRendered: boolean): string[] {
  const normal: string[] = [];
  let nodes: string[] = [];
  for (const event of [...events, ""]) {
    const isNode = /^executing (?!null)/.test(event);
    if (isNode && !isRendered) nodes.push(event);
    if (isNode) continue;
    normal.push(...nodes.sort(), event);
    nodes = [];
  }
  return normal.slice(0, -1);
}

async function replay(url: string, name: string) {
  const client = `client-${name}`;
  const recorded = new Story();
  const differences: string[] = [];
  const { socket, story: ours } = await listen(url, client);
  let answer: Response | undefined;
  let request = "";
  for (const line of readRecording(name)) {
    if (isRecord(line["sent"])) socket.send(JSON.stringify(line["sent"]));
    const frame = readFrame(line);
    if (frame) recorded.hear(frame.type, frame.data);
    if (typeof line["binary_base64"] === "string")
      recorded.kinds.add(`binary ${Buffer.from(line["binary_base64"], "base64").readUInt32BE()}`);
    if (line["dir"] === ">") {
      // Progress comes about once a second, so the first step stands for all recorded so far.
      await waitForArrival(
        () =>
          ours.started >= recorded.started && ours.ended >= recorded.ended && (recorded.steps === 0 || ours.steps > 0),
        name,
      );
      request = `${String(line["http"])} at ${String(line["ms"])}`;
      answer = await sendRecorded(url, line, renameModel);
    }
    if (line["dir"] !== "<") continue;
    if (isAnswerToBrokenBody(line)) answer = await sendBrokenBody(url);
    if (!answer) throw new Error("an answer without a request");
    if (answer.status !== line["status"]) {
      const allowed = otherStatuses[toRoute(request.replace(/ at .*/, ""))];
      if (!allowed || allowed[0] !== line["status"] || allowed[1] !== answer.status)
        differences.push(`${request}: ${String(line["status"])} is ${answer.status}`);
      continue;
    }
    const isJson = (answer.headers.get("content-type") ?? "").includes("json");
    const body: unknown = isJson ? await answer.json() : await answer.text();
    if (isJson) differences.push(...compareFields(line["body"], body).map((one) => `${request}: ${one}`));
  }
  await waitForArrival(() => ours.ended >= recorded.ended, name);
  socket.terminate();
  return { recorded, ours, differences };
}

describe.skipIf(!present)("pegbar comfy answers recorded requests", () => {
  let platform: ComfyPlatform;
  let proxy: Awaited<ReturnType<ComfyPlatform["startProxy"]>>;
  beforeAll(async () => {
    // Slow enough that requests arrive while a prompt runs.
    platform = await startComfyPlatform({ paceMs: 2000 });
    proxy = await platform.startProxy({ previews: true });
  }, 90_000);
  afterAll(async () => {
    await proxy?.stop();
    await platform?.stop();
  }, 60_000);

  test.each(files)("$name", { timeout: 90_000 }, async ({ name, isRendered = false }) => {
    const { recorded, ours, differences } = await replay(proxy.url, name);
    for (const [type, data] of recorded.fields)
      differences.push(...compareFields(data, ours.fields.get(type)).map((one) => `${type}: ${one}`));
    expect(differences).toEqual([]);
    const expected = normalize(recorded.events, isRendered);
    // A recording may end while a prompt runs.
    expect(normalize(ours.events, isRendered).slice(0, expected.length)).toEqual(expected);
    expect([...recorded.kinds].filter((kind) => !ours.kinds.has(kind))).toEqual([]);
  });

  test("08-node-error: a file that is no picture is refused before it runs, in ComfyUI's form", async () => {
    const form = new FormData();
    form.set("image", new File([encodePng(160, 120, 1).slice(0, 60)], "broken.png"));
    expect((await fetch(`${proxy.url}/upload/image`, { method: "POST", body: form })).status).toBe(200);
    const [request] = readScenario("08-node-error").requests;
    if (!request) throw new Error("no request");
    const answer = await sendRecorded(proxy.url, request.line, renameModel);
    // Recorded: 200, then `execution_error` in this node, whose fields a test of failures compares.
    expect([request.status, answer.status]).toEqual([200, 400]);
    expect(await answer.json()).toMatchObject({
      error: { type: "prompt_outputs_failed_validation" },
      node_errors: {
        "1": {
          class_type: "LoadImage",
          dependent_outputs: ["4"],
          errors: [{ type: "custom_validation_failed", message: expect.stringContaining("broken.png") }],
        },
      },
    });
  });

  test("12-reconnect-same-client-id: a second socket gets the same messages, and more after the first has closed", async () => {
    const name = "12-reconnect-same-client-id";
    const { lines, requests } = readScenario(name);
    const recorded = new Story();
    for (const line of lines.filter((one) => one["ws"] === "second")) {
      const frame = readFrame(line);
      if (frame) recorded.hear(frame.type, frame.data);
      else recorded.kinds.add("binary 1");
    }
    const first = await listen(proxy.url, `client-${name}`);
    const [submit, ...reads] = requests;
    if (!submit) throw new Error("no request");
    const submitted = await sendRecorded(proxy.url, submit.line, renameModel);
    expect(compareFields(submit.body, await submitted.json())).toEqual([]);
    await waitForArrival(() => first.story.events.includes("executing 3"), name);
    const second = await listen(proxy.url, `client-${name}`);
    await waitForArrival(() => second.story.events.length > 0, name);
    const told = first.story.events.length;
    first.socket.terminate();
    await waitForArrival(() => second.story.ended === 1, name);
    expect(first.story.events).toHaveLength(told);
    expect(recorded.events).toEqual(["executing 3"]);
    expect(second.story.events[0]).toBe("executing 3");
    expect([...recorded.kinds].filter((kind) => !second.story.kinds.has(kind))).toEqual([]);
    for (const [type, data] of recorded.fields)
      if (!["executing", "status"].includes(type))
        expect(compareFields(data, second.story.fields.get(type)), type).toEqual([]);
    // ComfyUI 0.18 sends nothing more once the first socket has closed.
    expect(second.story.events.slice(-2)).toEqual(["execution_success", "executing null"]);
    for (const { line, status, body } of reads) {
      const answer = await sendRecorded(proxy.url, line, renameModel);
      expect(answer.status).toBe(status);
      expect(compareFields(body, await readBody(answer)), String(line["http"])).toEqual([]);
    }
    second.socket.terminate();
  });

  test("13-several-outputs: frames of a template's folder, temporary files, and a prefix that leads out", async () => {
    const name = "13-several-outputs";
    // Animations, videos and texts: classes that the preview renderer does not have.
    const absent = ["6", "8", "9", "10"];
    const { lines, requests } = readScenario(name);
    const [escaping, ...rest] = requests.filter(({ line }) => line["body"] !== undefined);
    const [submit] = rest;
    if (!escaping || !submit) throw new Error("no request");
    const change = (body: string) => withoutNodes(renameModel(body), absent);
    // The recorded request lacks the node whose prefix leads out; the recorded history has it.
    const failed = requests.find(({ line }) => String(line["http"]).startsWith("GET /history/"))?.body;
    const [entry] = Object.values(failed as Record<string, { prompt: unknown[] }>);
    const request = { ...(escaping.line["body"] as object), prompt: entry?.prompt[2] };
    const refused = await sendRecorded(proxy.url, { ...escaping.line, body: request }, change);
    // Recorded: 200, then `execution_error` in this node.
    expect([escaping.status, refused.status]).toEqual([200, 400]);
    expect(await refused.json()).toMatchObject({ node_errors: { "12": { class_type: "SaveImage" } } });

    const { socket, story } = await listen(proxy.url, `client-${name}`);
    const executed = new Map<string, unknown>();
    socket.on("message", (data: Buffer, isBinary) => {
      const { type, data: content } = JSON.parse(isBinary ? "{}" : data.toString()) as { type?: string; data: Line };
      if (type === "executed") executed.set(String(content["node"]), content);
    });
    const { prompt_id: id } = (await (await sendRecorded(proxy.url, submit.line, change)).json()) as {
      prompt_id: string;
    };
    await waitForArrival(() => story.ended === 1, name);
    const recorded = lines.flatMap((line) => {
      const frame = readFrame(line);
      const isKept = frame?.type === "executed" && frame.data["prompt_id"] === id;
      return isKept && !absent.includes(String(frame.data["node"])) ? [frame.data] : [];
    });
    expect(recorded.map(({ node }) => String(node)).sort()).toEqual(["11", "4", "5"]);
    for (const data of recorded) {
      const ours = executed.get(String(data["node"]));
      expect(compareFields(data, ours), `executed ${String(data["node"])}`).toEqual([]);
      expect(listPlaces(ours)).toEqual(listPlaces(data));
    }
    const history = (await (await fetch(`${proxy.url}/history/${id}`)).json()) as Record<string, { outputs: object }>;
    expect(Object.keys(history[id]?.outputs ?? {}).sort()).toEqual(["11", "4", "5"]);
    socket.terminate();
  });

  test("14-server-state: the state of the server has the recorded form", async () => {
    for (const { line, status, body } of readScenario("14-server-state").requests) {
      const request = String(line["http"]);
      const answer = await sendRecorded(proxy.url, line, renameModel);
      expect(answer.status, request).toBe(status);
      const ours = await readBody(answer);
      if (request === "GET /models") expect(body).toEqual(expect.arrayContaining(ours as string[]));
      else if (request === "GET /models/checkpoints") expect(ours).toEqual(["preview.safetensors"]);
      else if (request === "GET /object_info/KSampler") {
        // Choices, tooltips and aliases depend on the image.
        const [before, now] = [body, ours].map((one) => Object.keys((one as { KSampler: object }).KSampler));
        expect(now).toEqual(
          expect.arrayContaining((before ?? []).filter((key) => !["output_tooltips", "search_aliases"].includes(key))),
        );
      } else if (request.startsWith("GET /history")) {
        const [before, now] = [body, ours].map((one) => Object.values(one as Record<string, Line>));
        expect(now).toHaveLength(1);
        const keys = Object.keys(now?.[0] ?? {}).filter((key) => key !== "pegbar");
        expect(keys.sort()).toEqual(Object.keys(before?.[0] ?? {}).sort());
      } else if (isRecord(ours))
        // Recorded on a CPU, which has no index.
        expect(compareFields(body, ours).filter((one) => one !== "/devices/0/index: object is 0")).toEqual([]);
    }
  });
});
