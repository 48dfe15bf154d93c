import { Option, type Command } from "commander";
import type { components, Pegbar } from "@pegbar/sdk";
import { runCommand } from "../cli.ts";
import { CliError } from "../exit.ts";
import { formatTime, type Output } from "../output.ts";
import { doForEach } from "./each.ts";
import { withExamples } from "./examples.ts";
import { collectFrom, parseInteger } from "./options.ts";
import { takeAll } from "./take-all.ts";

type Webhook = components["schemas"]["Webhook"];
type Delivery = components["schemas"]["WebhookDelivery"];
type Event = Webhook["events"][number];

/** Lists of an API's values as keys, because a key that is missing is an error of types. */
const listKeys = <T extends string>(keys: Record<T, true>): T[] => Object.keys(keys) as T[];
const EVENTS = listKeys<Event>({
  "job.succeeded": true,
  "job.failed": true,
  "job.cancelled": true,
  "job.held": true,
  "version.approved": true,
  "version.retake": true,
  notice: true,
});
const TYPES: Delivery["type"][] = [...EVENTS, "webhook.test"];
const STATES = listKeys<Delivery["state"]>({ pending: true, delivered: true, failed: true });
const WEEK_HOURS = 168;

interface CreateOptions {
  description: string;
  event?: Event[];
}
interface UpdateOptions {
  address?: string;
  description?: string;
  event?: Event[];
  enable?: boolean;
  disable?: boolean;
}
interface DeliveriesOptions {
  state?: Delivery["state"];
  type?: Delivery["type"];
  limit: number;
}

const createEventOption = (text: string) =>
  new Option("--event <event>", text).choices(EVENTS).argParser(collectFrom(EVENTS));

/** Webhooks and their deliveries. */
export function addWebhookCommands(program: Command): void {
  const group = program
    .command("webhooks")
    .description("send events to an address; list deliveries and send them again");
  withExamples(
    group,
    "pegbar webhooks",
    "pegbar webhooks create https://example.com/hook --event job.succeeded --event job.failed > hook.secret",
  );

  const list = group
    .command("list", { isDefault: true })
    .description("list webhooks, newest first")
    .action((_options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const found = await takeAll(client().pages("/v1/webhooks", { limit: 200 }, { signal }));
        out.result(found, () =>
          out.table(
            ["webhook", "state", "last delivery", "address", "events"],
            found.map((one) => [one.id, one.state, formatTime(one.lastDeliveredAt), one.url, one.events.join(", ")]),
            "No webhooks.",
          ),
        );
      }),
    );

  withExamples(list, "pegbar webhooks list");

  const create = group
    .command("create")
    .description("create a webhook; its signing secret is printed once, on stdout")
    .argument("<address>", "https://…")
    .addOption(createEventOption("only this event; repeatable (default: all)"))
    .option("--description <text>", "what the webhook is for", "")
    .action((address: string, { description, event }: CreateOptions, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const body = { url: address, description, events: event ?? [...EVENTS] };
        const made = await client().post("/v1/webhooks", { body, signal });
        out.result(made, () => {
          out.print(made.secret);
          out.note(
            `${made.id}. Store the secret now: it is not shown again, and the receiver verifies with it. Test it: pegbar webhooks test ${made.id}`,
          );
        });
      }),
    );

  withExamples(
    create,
    "pegbar webhooks create https://example.com/hook --event job.succeeded --event job.failed > hook.secret",
  );

  const show = group
    .command("show")
    .description("show one webhook")
    .argument("<webhook>", "whk_…")
    .action((id: string, _options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        printWebhook(out, await client().get("/v1/webhooks/{id}", { params: { path: { id } }, signal }));
      }),
    );

  withExamples(show, "pegbar webhooks show whk_01JYB4X2K0000000000000000A");

  const update = group
    .command("update")
    .description("change a webhook, disable it, or enable it again")
    .argument("<webhook>", "whk_…")
    .option("--address <address>", "https://…")
    .option("--description <text>", "what the webhook is for")
    .addOption(createEventOption("send only this event from now on; repeatable"))
    .addOption(new Option("--disable", "send no more events").conflicts("enable"))
    .option("--enable", "send events again")
    .action((id: string, options: UpdateOptions, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const { address, description, event, enable, disable } = options;
        const body = {
          ...(address === undefined ? {} : { url: address }),
          ...(description === undefined ? {} : { description }),
          ...(event === undefined ? {} : { events: event }),
          ...(enable ? { state: "active" as const } : disable ? { state: "disabled" as const } : {}),
        };
        if (Object.keys(body).length === 0)
          throw new CliError("usage", "Nothing to change.", "See: pegbar webhooks update --help");
        printWebhook(out, await client().patch("/v1/webhooks/{id}", { params: { path: { id } }, body, signal }));
      }),
    );

  withExamples(
    update,
    "pegbar webhooks update whk_01JYB4X2K0000000000000000A --event notice",
    "pegbar webhooks update whk_01JYB4X2K0000000000000000A --disable",
  );

  const remove = group
    .command("remove")
    .description("delete webhooks and the log of their deliveries")
    .argument("<webhooks...>", "whk_…")
    .action((ids: string[], _options: unknown, command: Command) =>
      runCommand(command, (cli) =>
        doForEach(
          cli,
          ids,
          async (id) => {
            await cli.client().delete("/v1/webhooks/{id}", { params: { path: { id } }, signal: cli.signal });
            return id;
          },
          (removed) => cli.out.result({ removed }, () => removed.forEach((id) => cli.out.print(`${id}  removed`))),
        ),
      ),
    );
  withExamples(remove, "pegbar webhooks remove whk_01JYB4X2K0000000000000000A");

  const rotate = group
    .command("rotate")
    .description("create a new signing secret, printed once, on stdout; the old one stays valid for a while")
    .argument("<webhook>", "whk_…")
    .option("--overlap <hours>", "how long the old secret stays valid, 0 to 168", parseInteger(0, WEEK_HOURS), 24)
    .action((id: string, { overlap }: { overlap: number }, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const body = { overlapHours: overlap };
        const made = await client().post("/v1/webhooks/{id}/secrets", { params: { path: { id } }, body, signal });
        out.result(made, () => {
          out.print(made.secret);
          out.note(
            `Store it now: it is not shown again. The old secret is valid until ${formatTime(made.oldExpiresAt)}.`,
          );
        });
      }),
    );

  withExamples(rotate, "pegbar webhooks rotate whk_01JYB4X2K0000000000000000A --overlap 48 > hook.secret");

  const test = group
    .command("test")
    .description("send a test event")
    .argument("<webhook>", "whk_…")
    .action((id: string, _options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const sent = await client().post("/v1/webhooks/{id}/test", { params: { path: { id } }, signal });
        out.result(sent, () => {
          out.print(`${sent.id}  queued`);
          out.note(`See the result: pegbar webhooks deliveries ${id}`);
        });
      }),
    );

  withExamples(test, "pegbar webhooks test whk_01JYB4X2K0000000000000000A");

  const deliveries = group
    .command("deliveries")
    .description("list deliveries of the last 30 days, newest first")
    .argument("<webhook>", "whk_…")
    .addOption(new Option("--state <state>", "only deliveries in this state").choices(STATES))
    .addOption(new Option("--type <type>", "only events of this type").choices(TYPES))
    .option("-n, --limit <n>", "at most this many", parseInteger(1, 10_000), 20)
    .action((id: string, { state, type, limit }: DeliveriesOptions, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const query = { limit: Math.min(200, limit), ...(state ? { state } : {}), ...(type ? { type } : {}) };
        const found = await takeAll(listDeliveries(client(), id, query, signal), limit);
        out.result(found, () =>
          out.table(
            ["delivery", "type", "state", "attempts", "last response", "next attempt", "created"],
            found.map((one) => [
              one.id,
              one.type,
              one.state,
              one.attempts.length,
              getLastResponse(one),
              formatTime(one.nextAttemptAt),
              formatTime(one.createdAt),
            ]),
            "No deliveries.",
          ),
        );
      }),
    );

  withExamples(deliveries, "pegbar webhooks deliveries whk_01JYB4X2K0000000000000000A --state failed -n 50");

  const replay = group
    .command("replay")
    .description("send deliveries again, as the same events")
    .argument("<webhook>", "whk_…")
    .argument("[deliveries...]", "evt_…")
    .option("--failed", "every failed delivery")
    .action((id: string, given: string[], { failed }: { failed?: boolean }, command: Command) =>
      runCommand(command, async (cli) => {
        const { out, client, signal } = cli;
        if (given.length > 0 === (failed ?? false))
          throw new CliError("usage", "Give ids of deliveries, or --failed.", `See: pegbar webhooks deliveries ${id}`);
        const asked = listDeliveries(client(), id, { limit: 200, state: "failed" }, signal);
        const ids = failed ? (await takeAll(asked)).map((one) => one.id) : given;
        await doForEach(
          cli,
          ids,
          (deliveryId) =>
            client().post("/v1/webhooks/{id}/deliveries/{deliveryId}/replay", {
              params: { path: { id, deliveryId } },
              signal,
            }),
          (sent) =>
            out.result(sent, () => {
              for (const one of sent) out.print(`${one.id}  queued`);
              if (sent.length === 0) out.note("No failed deliveries.");
            }),
        );
      }),
    );
  withExamples(replay, "pegbar webhooks replay whk_01JYB4X2K0000000000000000A --failed");
}

/** All deliveries, page by page. */
async function* listDeliveries(
  client: Pegbar,
  id: string,
  query: { limit: number; state?: Delivery["state"]; type?: Delivery["type"] },
  signal: AbortSignal,
): AsyncGenerator<Delivery> {
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await client.get("/v1/webhooks/{id}/deliveries", {
      params: { path: { id }, query: { ...query, ...(cursor === undefined ? {} : { cursor }) } },
      signal,
    });
    yield* page.items;
    cursor = page.next;
  }
}

const printWebhook = (out: Output, one: Webhook): void =>
  out.result(one, () =>
    out.facts([
      ["webhook", one.id],
      ["address", one.url],
      ["description", one.description || null],
      ["events", one.events.join(", ")],
      ["state", one.reason === null ? one.state : `${one.state}: ${one.reason}`],
      ["last delivery", formatTime(one.lastDeliveredAt)],
      ["created", formatTime(one.createdAt)],
    ]),
  );

function getLastResponse({ attempts }: Delivery): string | null {
  const last = attempts.at(-1);
  return last ? (last.error ?? String(last.status)) : null;
}
