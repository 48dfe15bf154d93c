import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { setImmediate as breathe, setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { isRecord } from "@pegbar/comfyui";
import { WebSocketServer, type WebSocket } from "ws";
import { Ledger } from "./ledger.ts";
import type { Step } from "./story.ts";

type Asked = Extract<Step, { step: "asks" }>;
type Answered = Extract<Step, { step: "answers" }>;

/** Delay between success and the history entry, long enough for a driver to poll in vain. */
const BEFORE_HISTORY_MS = 5;

/**
 * A ComfyUI that replays a conversation to the client that submits its prompts, in the recorded order and as fast as
 * the client. Waits for what the client must do next (submit, interrupt, delete); answers queries with the state at
 * that point.
 */
export async function replay(steps: readonly Step[], objectInfo: Buffer | undefined) {
  const ledger = new Ledger(steps);
  const submitted: { body: Record<string, unknown>; answer(status: number, body: unknown): void }[] = [];
  const asked: string[] = [];
  /** Independent responses, in the order of the conversation. */
  const answers = answersOf(steps);
  const offered: unknown = objectInfo ? JSON.parse(gunzipSync(objectInfo).toString("utf8")) : offeredBy(steps);
  const told = new Set<string>();
  const sockets: WebSocket[] = [];
  /** Client ids, and the first message of each. */
  const clients: string[] = [];
  const greetings: unknown[] = [];
  let wake: () => void = () => undefined;
  let isOver = false;
  let isGone = false;

  const until = async (isSo: () => boolean) => {
    while (!isSo() && !isOver)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  const happened = () => wake();

  const send = async (frame: string | Buffer) => {
    await until(() => sockets.length > 0);
    if (!isGone) sockets[0]?.send(frame);
    await breathe();
  };

  const play = async (): Promise<void> => {
    let answer: ((status: number, body: unknown) => void) | undefined;
    for (const [at, step] of steps.entries()) {
      if (isOver) return;
      switch (step.step) {
        case "asks": {
          if (step.path === "/prompt" && step.method === "POST") {
            await until(() => submitted.length > 0);
            const one = submitted.shift();
            ledger.submitted(step, one?.body ?? {}, answerTo(steps, at));
            answer = one?.answer;
          }
          const order = ledger.orderOf(step);
          if (order === undefined) break;
          await until(() => told.has(order));
          ledger.heeded(order);
          break;
        }
        case "answers":
          answer?.(step.status, ledger.live(step.body));
          if (!answer) ledger.answered(steps, at);
          answer = undefined;
          break;
        case "drops":
          sockets[0]?.terminate();
          isGone = true;
          break;
        case "frame": {
          const { type, data } = step.frame;
          if (type === "executing" && data["node"] === null) await sleep(BEFORE_HISTORY_MS);
          ledger.told(step.frame);
          if (step.to === "client") await send(JSON.stringify(ledger.live(step.frame)));
          break;
        }
        case "picture":
          if (step.to === "client") await send(ledger.livePicture(step.bytes));
      }
    }
  };

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const url = new URL(req.url ?? "/", "http://replay");
    const request = `${req.method ?? "GET"} ${url.pathname}`;
    const bytes = await buffer(req);
    const body = parse(bytes);
    const reply = (status: number, json?: unknown) => {
      res.writeHead(status, { "content-type": typeof json === "string" ? "text/plain" : "application/json" });
      res.end(typeof json === "string" ? json : JSON.stringify(json));
    };
    asked.push(request);
    if (request === "POST /prompt") {
      submitted.push({ body: isRecord(body) ? body : {}, answer: reply });
      return happened();
    }
    if (url.pathname.startsWith("/history/")) return reply(200, ledger.history(url.pathname.slice("/history/".length)));
    if (request === "GET /queue") return reply(200, ledger.queue());
    if (request === "GET /object_info") return reply(200, offered);
    if (request === "POST /history") return reply(200);
    if (request === "POST /interrupt" || request === "POST /queue") {
      const given = isRecord(body)
        ? (body["prompt_id"] ?? (Array.isArray(body["delete"]) ? body["delete"][0] : ""))
        : "";
      told.add(`${url.pathname} ${String(given)}`);
      reply(200);
      return happened();
    }
    const found = answers.get(keyOf(request, url));
    const one = found && found.length > 1 ? found.shift() : found?.[0];
    if (!one) return reply(404, {});
    const size = isRecord(one.body) && typeof one.body["bytes"] === "number" ? one.body["bytes"] : undefined;
    if (size === undefined) return reply(one.status, one.body);
    res.writeHead(one.status);
    res.end(Buffer.alloc(size, 1));
  };

  const server = createServer((req, res) => void answer(req, res));
  const upgrades = new WebSocketServer({ server });
  upgrades.on("connection", (socket, req) => {
    sockets.push(socket);
    clients.push(new URL(req.url ?? "/", "http://replay").searchParams.get("clientId") ?? "");
    socket.once("message", (data: Buffer) => greetings.push(parse(data)));
    happened();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no address");
  const played = play();
  return {
    url: `http://127.0.0.1:${address.port}`,
    ledger,
    asked,
    clients,
    greetings,
    /** The conversation has been replayed to its last step. */
    played,
    async stop() {
      isOver = true;
      happened();
      await played;
      sockets.forEach((socket) => socket.terminate());
      upgrades.close();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
export type Replay = Awaited<ReturnType<typeof replay>>;

/** The response to the request at this step; frames may be in between. */
function answerTo(steps: readonly Step[], at: number): Answered | undefined {
  return steps.slice(at).find((step): step is Answered => step.step === "answers");
}

function answersOf(steps: readonly Step[]): Map<string, Answered[]> {
  const answers = new Map<string, Answered[]>();
  const asks = [...steps.entries()].filter((entry): entry is [number, Asked] => entry[1].step === "asks");
  for (const [at, { method, path }] of asks) {
    const url = new URL(path, "http://replay");
    const key = keyOf(`${method} ${url.pathname}`, url);
    const answer = answerTo(steps, at);
    if (answer) answers.set(key, [...(answers.get(key) ?? []), answer]);
  }
  return answers;
}

/** If the conversation requests single classes, those are available. */
function offeredBy(steps: readonly Step[]): unknown {
  const at = steps.findIndex((step) => step.step === "asks" && step.path.startsWith("/object_info/"));
  return (at < 0 ? undefined : answerTo(steps, at)?.body) ?? {};
}

/** Files are identified by their names, other requests by path. */
const keyOf = (request: string, { searchParams }: URL): string =>
  `${request} ${searchParams.get("subfolder") ?? ""}/${searchParams.get("filename") ?? ""}`;

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}
