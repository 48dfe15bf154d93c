import { Option, type Command } from "commander";
import { runCommand } from "../cli.ts";
import { formatBytes } from "../output.ts";
import { withExamples } from "./examples.ts";
import { takeAll } from "./take-all.ts";
import { formatRange } from "../values.ts";

const formatDollars = (n: number) => `$${n.toFixed(2)}`;
const formatUsed = (used: string, limit: string | null) => (limit === null ? used : `${used} of ${limit}`);

/** shows, workflows, members, quota, usage. */
export function addStudioCommands(program: Command): void {
  const shows = program
    .command("shows")
    .description("list shows with their sequences and shots")
    .action((_options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const items = await takeAll(client().pages("/v1/shows", { limit: 200 }, { signal }));
        const rows = items.flatMap((show) =>
          show.sequences.flatMap((sequence) =>
            sequence.shots.map((shot) => {
              const frames = shot.frameIn === null ? null : `${shot.frameIn}–${shot.frameOut}`;
              return [`${show.code}/${sequence.code}/${shot.code}`, shot.id, frames, show.name];
            }),
          ),
        );
        out.result(items, () => out.table(["shot", "id", "frames", "show"], rows, "No shows that you can see."));
      }),
    );

  withExamples(shows, "pegbar shows", "pegbar shows --json");

  const workflows = program
    .command("workflows")
    .description("list workflows, or the parameters and inputs of one")
    .argument("[workflow]", "slug or id")
    .action((id: string | undefined, _options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        if (id === undefined) {
          const items = await takeAll(client().pages("/v1/workflows", { limit: 200 }, { signal }));
          return out.result(items, () =>
            out.table(
              ["workflow", "version", "class", "inputs", "name"],
              items.map((one) => [
                one.slug,
                one.version,
                one.class,
                one.form.inputs.map(({ name }) => name).join(", ") || null,
                one.name,
              ]),
              "No workflows.",
            ),
          );
        }
        const one = await client().get("/v1/workflows/{id}", { params: { path: { id } }, signal });
        out.result(one, () => {
          out.note(`${one.name}, version ${one.version}. ${one.description}`);
          const fields = one.form.fields.map((field) => {
            const range =
              field.type === "model"
                ? ` (${field.kind})${field.choices ? `: ${field.choices.join(", ")}` : ""}`
                : field.type === "integer" || field.type === "number"
                  ? ` ${formatRange(field)}`
                  : "choices" in field
                    ? `: ${field.choices.join(", ")}`
                    : "";
            return [`-p ${field.name}=`, `${field.type}${range}`, JSON.stringify(field.default), field.label];
          });
          const inputs = one.form.inputs.map(({ name, kind, label }) => [`-i ${name}=`, kind, null, label]);
          out.table(["option", "type", "default", "label"], [...inputs, ...fields], "No parameters and no inputs.");
        });
      }),
    );

  withExamples(workflows, "pegbar workflows", "pegbar workflows paint-layout");

  const members = program
    .command("members")
    .description("list the members of the studio")
    .addOption(
      new Option("--status <status>", "only members with this status").choices([
        "invited",
        "active",
        "left",
        "declined",
      ]),
    )
    .action(({ status }: { status?: "invited" | "active" | "left" | "declined" }, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const items = await takeAll(
          client().pages("/v1/members", { limit: 200, ...(status ? { status } : {}) }, { signal }),
        );
        out.result(items, () =>
          out.table(
            ["member", "email", "role", "status", "name"],
            items.map((one) => [one.id, one.email, one.role, one.status, one.name]),
            "No members that you can see.",
          ),
        );
      }),
    );

  withExamples(members, "pegbar members --status active");

  const quota = program
    .command("quota")
    .description("list limits, and how much of them is used this month")
    .addOption(new Option("--scope <scope>", "only limits of this kind").choices(["tenant", "show", "member"]))
    .action(({ scope }: { scope?: "tenant" | "show" | "member" }, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const items = await takeAll(
          client().pages("/v1/quotas", { limit: 200, ...(scope ? { scope } : {}) }, { signal }),
        );
        out.result(items, () =>
          out.table(
            ["scope", "name", "running", "queued", "GPU seconds", "cost", "storage"],
            items.map(({ name, scope, limits, used, reserved }) => [
              scope,
              name,
              formatUsed(String(used.runningJobs), formatNullable(limits.runningJobs, String)),
              formatUsed(String(used.waitingJobs), formatNullable(limits.waitingJobs, String)),
              formatUsed(
                (used.gpuSeconds + reserved.gpuSeconds).toFixed(0),
                formatNullable(limits.gpuSecondsPerMonth, String),
              ),
              formatUsed(
                formatDollars(used.dollars + reserved.dollars),
                formatNullable(limits.dollarsPerMonth, formatDollars),
              ),
              formatUsed(formatBytes(used.storageBytes), formatNullable(limits.storageBytes, formatBytes)),
            ]),
            "No quotas that you can see.",
          ),
        );
      }),
    );

  withExamples(quota, "pegbar quota", "pegbar quota --scope show");

  const usage = program
    .command("usage")
    .description("show GPU time and cost")
    .option(
      "--by <names>",
      "up to four groups, separated by commas: day, month, show, shot, member, workflow, model …",
      "show",
    )
    .option("--month <month>", "only this month, such as 2026-11 (default: all time)")
    .option("--csv", "print CSV")
    .action(({ by, month, csv }: { by: string; month?: string; csv?: boolean }, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const query = { groupBy: by, ...(month === undefined ? {} : { month }) };
        if (csv) {
          const response = await client().request(`/v1/usage?${new URLSearchParams({ ...query, format: "csv" })}`, {
            signal,
          });
          process.stdout.write(await response.text());
          return;
        }
        const answer = await client().get("/v1/usage", { params: { query }, signal });
        if (typeof answer === "string") return out.print(answer);
        const groups = by.split(",").map((name) => name.trim());
        out.result(answer.items, () =>
          out.table(
            [...groups, "jobs", "GPU seconds", "cost"],
            answer.items.map((line) => [
              ...groups.map((name) => line.key[name]?.name ?? line.key[name]?.id),
              line.jobs,
              line.gpuSeconds.toFixed(1),
              `$${line.dollars.toFixed(4)}`,
            ]),
            "No usage.",
          ),
        );
      }),
    );
  withExamples(usage, "pegbar usage --by show,member --month 2026-11", "pegbar usage --by day --csv > usage.csv");
}

const formatNullable = (value: number | null, show: (n: number) => string): string | null =>
  value === null ? null : show(value);
