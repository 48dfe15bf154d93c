import { Option, type Command } from "commander";
import type { components, Pegbar } from "@pegbar/sdk";
import { run } from "../cli.ts";
import { CliError } from "../exit.ts";
import { moment, type Output } from "../output.ts";
import { all } from "./all.ts";
import { several, whole } from "./options.ts";

type Webhook = components["schemas"]["Webhook"];
type Delivery = components["schemas"]["WebhookDelivery"];
type Event = Webhook["events"][number];

const EVENTS = [
  "job.succeeded",
  "job.failed",
  "job.cancelled",
  "job.held",
  "notice",
] as const satisfies readonly Event[];
const TYPES = [...EVENTS, "webhook.test"] as const satisfies readonly Delivery["type"][];
const WAYS = ["pending", "delivered", "failed"] as const satisfies readonly Delivery["state"][];
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

const eventOption = (text: string) => new Option("--event <event>", text).choices(EVENTS).argParser(several(EVENTS));

/** Addresses that are told what happens, and what was sent to them. */
export function webhooks(program: Command): void {
  const group = program.command("webhooks").description("addresses that are told what happens");

  group
    .command("list", { isDefault: true })
    .description("webhooks, newest first")
    .action((_options: unknown, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const found = await all(client().pages("/v1/webhooks", { limit: 200 }, { signal }));
        out.result(found, () =>
          out.table(
            ["webhook", "state", "last delivered", "address", "events"],
            found.map((one) => [one.id, one.state, moment(one.lastDeliveredAt), one.url, one.events.join(", ")]),
            "There are no webhooks.",
          ),
        );
      }),
    );

  group
    .command("create")
    .description("make a webhook; its signing secret is shown once, on stdout")
    .argument("<address>", "https://…")
    .addOption(eventOption("only these (several times for several); all unless told"))
    .option("--description <text>", "what it is for", "")
    .action((address: string, { description, event }: CreateOptions, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const body = { url: address, description, events: event ?? [...EVENTS] };
        const made = await client().post("/v1/webhooks", { body, signal });
        out.result(made, () => {
          out.print(made.secret);
          out.note(
            `${made.id}. The secret is not shown again: the receiver verifies with it. Try: pegbar webhooks test ${made.id}`,
          );
        });
      }),
    );

  group
    .command("show")
    .description("one webhook")
    .argument("<webhook>", "whk_…")
    .action((id: string, _options: unknown, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        shown(out, await client().get("/v1/webhooks/{id}", { params: { path: { id } }, signal }));
      }),
    );

  group
    .command("update")
    .description("change a webhook, disable it, or enable it again")
    .argument("<webhook>", "whk_…")
    .option("--address <address>", "https://…")
    .option("--description <text>", "what it is for")
    .addOption(eventOption("these alone from now on (several times for several)"))
    .addOption(new Option("--disable", "send it nothing more").conflicts("enable"))
    .option("--enable", "send to it again")
    .action((id: string, options: UpdateOptions, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const { address, description, event, enable, disable } = options;
        const body = {
          ...(address === undefined ? {} : { url: address }),
          ...(description === undefined ? {} : { description }),
          ...(event === undefined ? {} : { events: event }),
          ...(enable ? { state: "active" as const } : disable ? { state: "disabled" as const } : {}),
        };
        if (Object.keys(body).length === 0)
          throw new CliError("usage", "Nothing to change.", "See: pegbar webhooks update --help");
        shown(out, await client().patch("/v1/webhooks/{id}", { params: { path: { id } }, body, signal }));
      }),
    );

  group
    .command("remove")
    .description("remove webhooks with their logs")
    .argument("<webhooks...>", "whk_…")
    .action((ids: string[], _options: unknown, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        for (const id of ids) await client().delete("/v1/webhooks/{id}", { params: { path: { id } }, signal });
        out.result({ removed: ids }, () => ids.forEach((id) => out.print(`${id}  removed`)));
      }),
    );

  group
    .command("rotate")
    .description("make a new signing secret, shown once, on stdout; the old one signs too for a while")
    .argument("<webhook>", "whk_…")
    .option("--overlap <hours>", "how long the old one signs too; 0 to 168", whole(0, WEEK_HOURS), 24)
    .action((id: string, { overlap }: { overlap: number }, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const body = { overlapHours: overlap };
        const made = await client().post("/v1/webhooks/{id}/secrets", { params: { path: { id } }, body, signal });
        out.result(made, () => {
          out.print(made.secret);
          out.note(`It is not shown again. The old one signs too until ${moment(made.oldExpiresAt)}.`);
        });
      }),
    );

  group
    .command("test")
    .description("send an event that means nothing")
    .argument("<webhook>", "whk_…")
    .action((id: string, _options: unknown, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const sent = await client().post("/v1/webhooks/{id}/test", { params: { path: { id } }, signal });
        out.result(sent, () => {
          out.print(`${sent.id}  on its way`);
          out.note(`How that went: pegbar webhooks deliveries ${id}`);
        });
      }),
    );

  group
    .command("deliveries")
    .description("what was sent, newest first; kept for 30 days")
    .argument("<webhook>", "whk_…")
    .addOption(new Option("--state <state>", "only those").choices(WAYS))
    .addOption(new Option("--type <type>", "only those").choices(TYPES))
    .option("-n, --limit <n>", "at most so many", whole(1, 10_000), 20)
    .action((id: string, { state, type, limit }: DeliveriesOptions, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const query = { limit: Math.min(200, limit), ...(state ? { state } : {}), ...(type ? { type } : {}) };
        const found = await all(deliveriesOf(client(), id, query, signal), limit);
        out.result(found, () =>
          out.table(
            ["delivery", "type", "state", "tries", "last answer", "next try", "made"],
            found.map((one) => [
              one.id,
              one.type,
              one.state,
              one.attempts.length,
              answerOf(one),
              moment(one.nextAttemptAt),
              moment(one.createdAt),
            ]),
            "Nothing was sent.",
          ),
        );
      }),
    );

  group
    .command("replay")
    .description("send deliveries again, as the same events")
    .argument("<webhook>", "whk_…")
    .argument("[deliveries...]", "evt_…")
    .option("--failed", "all that failed")
    .action((id: string, given: string[], { failed }: { failed?: boolean }, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        if (given.length > 0 === (failed ?? false))
          throw new CliError("usage", "Name deliveries, or say --failed.", `See: pegbar webhooks deliveries ${id}`);
        const asked = deliveriesOf(client(), id, { limit: 200, state: "failed" }, signal);
        const ids = failed ? (await all(asked)).map((one) => one.id) : given;
        const sent: Delivery[] = [];
        for (const deliveryId of ids)
          sent.push(
            await client().post("/v1/webhooks/{id}/deliveries/{deliveryId}/replay", {
              params: { path: { id, deliveryId } },
              signal,
            }),
          );
        out.result(sent, () => {
          for (const one of sent) out.print(`${one.id}  on its way`);
          if (sent.length === 0) out.note("None failed.");
        });
      }),
    );
}

/** The whole log, page by page. */
async function* deliveriesOf(
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

const shown = (out: Output, one: Webhook): void =>
  out.result(one, () =>
    out.facts([
      ["webhook", one.id],
      ["address", one.url],
      ["description", one.description || null],
      ["events", one.events.join(", ")],
      ["state", one.reason === null ? one.state : `${one.state}: ${one.reason}`],
      ["last delivered", moment(one.lastDeliveredAt)],
      ["made", moment(one.createdAt)],
    ]),
  );

function answerOf({ attempts }: Delivery): string | null {
  const last = attempts.at(-1);
  return last ? (last.error ?? String(last.status)) : null;
}
