import { Option, type Command } from "commander";
import { run } from "../cli.ts";
import { size } from "../output.ts";
import { all } from "./all.ts";

const dollars = (n: number) => `$${n.toFixed(2)}`;
const of = (used: string, limit: string | null) => (limit === null ? used : `${used} of ${limit}`);

/** What the studio has, and what it used. */
export function studio(program: Command): void {
  program
    .command("shows")
    .description("shows with their sequences and shots")
    .action((_options: unknown, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const items = await all(client().pages("/v1/shows", { limit: 200 }, { signal }));
        const rows = items.flatMap((show) =>
          show.sequences.flatMap((sequence) =>
            sequence.shots.map((shot) => {
              const frames = shot.frameIn === null ? null : `${shot.frameIn}–${shot.frameOut}`;
              return [`${show.code}/${sequence.code}/${shot.code}`, shot.id, frames, show.name];
            }),
          ),
        );
        out.result(items, () => out.table(["shot", "id", "frames", "show"], rows, "You are in no show."));
      }),
    );

  program
    .command("workflows")
    .description("workflows, or what one takes")
    .argument("[workflow]", "slug or id")
    .action((id: string | undefined, _options: unknown, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        if (id === undefined) {
          const items = await all(client().pages("/v1/workflows", { limit: 200 }, { signal }));
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
              "There are no workflows.",
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
                : "minimum" in field
                  ? ` ${field.minimum} to ${field.maximum}`
                  : "choices" in field
                    ? `: ${field.choices.join(", ")}`
                    : "";
            return [`-p ${field.name}=`, `${field.type}${range}`, JSON.stringify(field.default), field.label];
          });
          const inputs = one.form.inputs.map(({ name, kind, label }) => [`-i ${name}=`, kind, null, label]);
          out.table(["option", "takes", "default", "meaning"], [...inputs, ...fields], "It takes nothing.");
        });
      }),
    );

  program
    .command("members")
    .description("the people of the studio")
    .addOption(new Option("--status <status>", "only those").choices(["invited", "active", "left", "declined"]))
    .action(({ status }: { status?: "invited" | "active" | "left" | "declined" }, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const items = await all(
          client().pages("/v1/members", { limit: 200, ...(status ? { status } : {}) }, { signal }),
        );
        out.result(items, () =>
          out.table(
            ["member", "e-mail", "role", "status", "name"],
            items.map((one) => [one.id, one.email, one.role, one.status, one.name]),
            "There is nobody whom you may see.",
          ),
        );
      }),
    );

  program
    .command("quota")
    .description("limits, and what is taken of them this month")
    .addOption(new Option("--scope <scope>", "only those").choices(["tenant", "show", "member"]))
    .action(({ scope }: { scope?: "tenant" | "show" | "member" }, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const items = await all(client().pages("/v1/quotas", { limit: 200, ...(scope ? { scope } : {}) }, { signal }));
        out.result(items, () =>
          out.table(
            ["of", "name", "running", "waiting", "GPU seconds", "money", "storage"],
            items.map(({ name, scope, limits, used, reserved }) => [
              scope,
              name,
              of(String(used.runningJobs), text(limits.runningJobs, String)),
              of(String(used.waitingJobs), text(limits.waitingJobs, String)),
              of((used.gpuSeconds + reserved.gpuSeconds).toFixed(0), text(limits.gpuSecondsPerMonth, String)),
              of(dollars(used.dollars + reserved.dollars), text(limits.dollarsPerMonth, dollars)),
              of(size(used.storageBytes), text(limits.storageBytes, size)),
            ]),
            "There are no quotas that you may see.",
          ),
        );
      }),
    );

  program
    .command("usage")
    .description("what was used and what it cost")
    .option("--by <names>", "up to four, with commas: day, month, show, shot, member, workflow, model …", "show")
    .option("--month <month>", "such as 2026-11; all time unless told")
    .option("--csv", "as CSV")
    .action(({ by, month, csv }: { by: string; month?: string; csv?: boolean }, command: Command) =>
      run(command, async ({ out, client, signal }) => {
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
            "Nothing was used.",
          ),
        );
      }),
    );
}

const text = (value: number | null, show: (n: number) => string): string | null =>
  value === null ? null : show(value);
