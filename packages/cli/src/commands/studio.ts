import type { Command } from "commander";
import { runCommand } from "../cli.ts";
import { withExamples } from "./examples.ts";
import { takeAll } from "./take-all.ts";
import { formatRange } from "../values.ts";

/** workflows, usage. */
export function addStudioCommands(program: Command): void {
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
