import { ComfyClient, isRecord, parseObjectInfo, type Graph } from "@pegbar/comfyui";
import { ProgressMeter } from "../src/comfyui/progress.ts";
import { render } from "../src/comfyui/render.ts";
import { Session } from "../src/comfyui/session.ts";
import { replay } from "./replay.ts";
import type { Step } from "./story.ts";

/** The worker's driver with a ComfyUI that replays a conversation. */
export async function driver(steps: readonly Step[], objectInfo?: Buffer) {
  const server = await replay(steps, objectInfo);
  const client = new ComfyClient(server.url);
  const session = new Session(client, parseObjectInfo(await client.objectInfo()));
  const prompts = steps.flatMap((step) =>
    step.step === "asks" && step.path === "/prompt" && step.method === "POST" ? [step.body] : [],
  );
  const timeouts = { start: 5, silence: 5, stop: 5, busy: 120 };

  /** Renders the conversation's next prompt. Resolves when ComfyUI has responded, or the prompt has ended. */
  const next = async () => {
    const graph = graphOf(prompts.shift());
    const meter = new ProgressMeter(graph);
    const stopping = new AbortController();
    const fractions: number[] = [];
    const pictures: { bytes: Uint8Array; format: string }[] = [];
    const seen = new Set<() => void>();
    const answered = Promise.withResolvers<void>();
    const rendered = render({
      session,
      graph,
      meter,
      timeLimitSeconds: 60,
      stallSeconds: 60,
      timeouts,
      signal: stopping.signal,
      onQueued: () => answered.resolve(),
      onStart: () => undefined,
      onProgress: () => void fractions.push(meter.read().fraction),
      onPreview: (picture) => {
        pictures.push(picture);
        seen.forEach((tell) => tell());
      },
    });
    await Promise.race([answered.promise, rendered]);
    return {
      graph,
      meter,
      fractions,
      pictures,
      rendered,
      stop: () => stopping.abort(),
      /** Resolves after this number of previews. */
      shown: (count: number) =>
        new Promise<void>((resolve) => {
          const look = () => (pictures.length >= count ? resolve() : undefined);
          seen.add(look);
          look();
        }),
    };
  };
  /** Another client submits the conversation's next prompt, with an id that the driver would not choose. */
  const other = async (id?: string) => {
    const body = prompts.shift();
    const given = id === undefined || !isRecord(body) ? body : { ...body, prompt_id: id };
    return fetch(`${server.url}/prompt`, { method: "POST", body: JSON.stringify(given) ?? "{" });
  };
  return {
    server,
    client,
    session,
    prompts,
    next,
    other,
    stop: async () => Promise.all([server.stop(), session.end("over")]),
  };
}
export type Driver = Awaited<ReturnType<typeof driver>>;
export type Driven = Awaited<ReturnType<Driver["next"]>>;

/** The graph as sent, also an invalid one. */
const graphOf = (body: unknown): Graph => (isRecord(body) && isRecord(body["prompt"]) ? (body["prompt"] as Graph) : {});
