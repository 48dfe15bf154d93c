import { InvalidArgumentError, Option, type Command } from "commander";
import type { components } from "@pegbar/sdk";
import { runCommand, type Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { findNearest } from "../nearest.ts";
import { formatBytes } from "../output.ts";
import { withExamples } from "./examples.ts";
import { parseInteger } from "./options.ts";
import { takeAll } from "./take-all.ts";

type Quota = components["schemas"]["Quota"];

/** `none` for no limit, because commander takes null for a missing value. */
type Limit = number | "none";
interface SetOptions {
  running?: Limit;
  queued?: Limit;
  gpuSeconds?: Limit;
  cost?: Limit;
  storage?: Limit;
  weight?: number;
  dryRun?: boolean;
}

const GIGABYTE = 1_000_000_000;
const formatDollars = (n: number) => `$${n.toFixed(2)}`;
const formatUsed = (used: string, limit: string | null) => (limit === null ? used : `${used} of ${limit}`);
const formatNullable = (value: number | null, show: (n: number) => string): string | null =>
  value === null ? null : show(value);

/** A number from 0, or `none` for no limit. */
function parseLimit(text: string): Limit {
  if (text === "none") return text;
  const number = Number(text);
  if (text.trim() !== "" && Number.isFinite(number) && number >= 0) return number;
  throw new InvalidArgumentError('It must be a number from 0, or "none" for no limit.');
}

/** Limits and their use. */
export function addQuotaCommands(program: Command): void {
  const quotas = program
    .command("quotas")
    .alias("quota")
    .description("list limits, and how much of them is used this month; change them")
    .addOption(new Option("--scope <scope>", "only limits of this kind").choices(["tenant", "show", "member"]))
    .action(({ scope }: { scope?: Quota["scope"] }, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const items = await takeAll(
          client().pages("/v1/quotas", { limit: 200, ...(scope ? { scope } : {}) }, { signal }),
        );
        out.result(items, () =>
          out.table(
            ["scope", "name", "running", "queued", "GPU seconds", "cost", "storage"],
            items.map(toRow),
            "No quotas that you can see.",
          ),
        );
      }),
    );
  withExamples(quotas, "pegbar quotas", "pegbar quotas --scope show", "pegbar quotas set HARBOR --cost 500 --dry-run");

  const set = quotas
    .command("set")
    .description('change limits; those without an option stay, and "none" removes one; for admins')
    .argument("<subject>", "the code of a show, a member's email, or an id")
    .option("--running <jobs>", "jobs that run at the same time", parseLimit)
    .option("--queued <jobs>", "jobs that wait", parseLimit)
    .option("--gpu-seconds <seconds>", "GPU time in a month", parseLimit)
    .option("--cost <dollars>", "cost in a month, in US dollars", parseLimit)
    .option("--storage <gigabytes>", "storage, in GB", parseLimit)
    .option("--weight <number>", "a member's weight in the fair share; 100 is the default", parseInteger(1, 10_000))
    .option("--dry-run", "only show the effect")
    .action((subject: string, options: SetOptions, command: Command) =>
      runCommand(command, async (cli) => {
        const { out, client, signal } = cli;
        const body = toChange(options);
        if (Object.keys(body).length === 0)
          throw new CliError("usage", "Nothing to change.", "Name a limit, for example: --cost 500");
        const { subjectId } = await findQuota(cli, subject);
        const changed = await client().patch("/v1/quotas/{id}", {
          params: { path: { id: subjectId }, query: { dryRun: options.dryRun === true } },
          body,
          signal,
        });
        out.result(changed, () => {
          out.table(["scope", "name", "running", "queued", "GPU seconds", "cost", "storage"], [toRow(changed)], "");
          for (const effect of changed.effects) out.note(effect);
          if (options.dryRun === true) out.note("Dry run: nothing was changed.");
        });
      }),
    );
  withExamples(
    set,
    "pegbar quotas set HARBOR --cost 500 --running 4",
    "pegbar quotas set artist@lumen.example --gpu-seconds none --dry-run",
  );
}

const toRow = ({ name, scope, limits, used, reserved }: Quota) => [
  scope,
  name,
  formatUsed(String(used.runningJobs), formatNullable(limits.runningJobs, String)),
  formatUsed(String(used.waitingJobs), formatNullable(limits.waitingJobs, String)),
  formatUsed((used.gpuSeconds + reserved.gpuSeconds).toFixed(0), formatNullable(limits.gpuSecondsPerMonth, String)),
  formatUsed(formatDollars(used.dollars + reserved.dollars), formatNullable(limits.dollarsPerMonth, formatDollars)),
  formatUsed(formatBytes(used.storageBytes), formatNullable(limits.storageBytes, formatBytes)),
];

/** The request's body: only what was given. No limit is null. */
function toChange({ running, queued, gpuSeconds, cost, storage, weight }: SetOptions): Record<string, number | null> {
  const given: [string, Limit | undefined][] = [
    ["runningJobs", running],
    ["waitingJobs", queued],
    ["gpuSecondsPerMonth", gpuSeconds],
    ["dollarsPerMonth", cost],
    ["storageBytes", typeof storage === "number" ? Math.round(storage * GIGABYTE) : storage],
    ["weight", weight],
  ];
  return Object.fromEntries(
    given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value === "none" ? null : value]])),
  );
}

/** The quota of a show, given by its code, of a member, given by email, or of an id. */
async function findQuota({ client, signal }: Cli, given: string): Promise<Quota> {
  const quotas = await takeAll(client().pages("/v1/quotas", { limit: 200 }, { signal }));
  const members = given.includes("@") ? await takeAll(client().pages("/v1/members", { limit: 200 }, { signal })) : [];
  const shows = await takeAll(client().pages("/v1/shows", { limit: 200 }, { signal }));
  const id =
    members.find(({ email }) => email === given.toLowerCase())?.id ??
    shows.find(({ code }) => code === given)?.id ??
    given;
  const found = quotas.find(({ subjectId }) => subjectId === id);
  if (found) return found;
  const near = findNearest(given, [...shows.map(({ code }) => code), ...members.map(({ email }) => email)]);
  throw new CliError(
    "notFound",
    `No quota of ${JSON.stringify(given)}.${near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`}`,
    "See: pegbar quotas",
  );
}
