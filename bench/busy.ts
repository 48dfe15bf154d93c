import { randomUUID } from "node:crypto";
import * as z from "zod";
import { ComfyClient, type Graph } from "@pegbar/comfyui";
import { workflows } from "@pegbar/local/seed/graphs.ts";
import { drawing, onStand, request, round, type Stand } from "./stand.ts";

const JOBS = 40;
const WARM_UP = 3;

/**
 * How busy the platform keeps ComfyUI: the time of N equal prompts queued back to back on the server, divided by the
 * time of N equal jobs through the platform; each from the first execution's start to the last one's success.
 */
export function busy(jobs = JOBS): Promise<Record<string, unknown>> {
  return onStand(async (stand) => {
    const inputs: string[] = [];
    const files: Uint8Array<ArrayBuffer>[] = [];
    for (let i = 0; i < WARM_UP + jobs; i++) {
      const bytes = await drawing(i);
      files.push(bytes);
      inputs.push((await stand.client.upload(bytes, `layout-${i}.png`)).id);
    }
    console.log(`${jobs} prompts back to back on the server …`);
    const bare = await backToBack(stand.platform.addresses.comfyui, files.slice(WARM_UP));
    console.log(`  ${round(bare / jobs)} ms a prompt`);

    console.log(`${jobs} jobs through the platform …`);
    for (const [i, input] of inputs.slice(0, WARM_UP).entries()) {
      await stand.client.wait((await stand.client.submit(request(input, i))).id);
    }
    const through = await throughPlatform(stand, inputs.slice(WARM_UP));
    console.log(`  ${round(through / jobs)} ms a job`);
    return { jobs, ratio: round(bare / through, 4) };
  });
}

const Entry = z.object({
  status: z.object({ messages: z.array(z.tuple([z.string(), z.object({ timestamp: z.number() }).loose()])) }),
});

/** First execution_start to last execution_success of all prompts that the server remembers beyond `before`. */
async function span(url: string, before: ReadonlySet<string>): Promise<number> {
  const history = z.record(z.string(), Entry).parse(await (await fetch(new URL("history", url))).json());
  const messages = Object.entries(history).flatMap(([id, entry]) => (before.has(id) ? [] : entry.status.messages));
  const at = (name: string) => messages.filter(([event]) => event === name).map(([, data]) => data.timestamp);
  return Math.max(...at("execution_success")) - Math.min(...at("execution_start"));
}

const known = async (url: string): Promise<Set<string>> =>
  new Set(Object.keys(z.record(z.string(), z.unknown()).parse(await (await fetch(new URL("history", url))).json())));

async function backToBack(url: string, files: readonly Uint8Array<ArrayBuffer>[]): Promise<number> {
  const client = new ComfyClient(`${url}/`);
  const before = await known(`${url}/`);
  const template = workflows.find(({ slug }) => slug === "paint-layout");
  if (!template) throw new Error("the workflow paint-layout is gone");
  const prompts: string[] = [];
  for (const [i, file] of files.entries()) {
    const graph: Graph = structuredClone(template.graph);
    const set = (node: string, input: string, value: unknown) => {
      const target = graph[node];
      if (target) target.inputs[input] = value;
    };
    set("10", "image", await client.uploadInput(`bare-${i}.png`, new Blob([file])));
    set("6", "text", "harbour at dusk");
    set("3", "seed", i);
    const promptId = randomUUID();
    const answer = await client.submit(graph, promptId, randomUUID());
    if (!answer.accepted) throw new Error(`the server refused the graph: ${JSON.stringify(answer.body)}`);
    prompts.push(promptId);
  }
  for (const promptId of prompts) {
    while (!(await client.history(promptId))) await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return span(`${url}/`, before);
}

async function throughPlatform({ client, platform }: Stand, inputs: readonly string[]): Promise<number> {
  const url = `${platform.addresses.comfyui}/`;
  const before = await known(url);
  const ids: string[] = [];
  for (const [i, input] of inputs.entries()) ids.push((await client.submit(request(input, 1000 + i))).id);
  for (const id of ids) await client.wait(id);
  return span(url, before);
}
