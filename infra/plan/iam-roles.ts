import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { formatAs } from "../../scripts/format.ts";
import { formatTable } from "../../scripts/markdown-table.ts";
import { ROOT } from "./install.ts";
import { createPlan } from "./plan.ts";
import { listAssumable, listPassable, trusts } from "./trust.ts";

/** The page of IAM roles. `npm run docs:iam` writes it, `--check` fails if it is out of date. */
const FILE = path.join(ROOT, "docs/operations/iam-roles.md");

async function buildPage(): Promise<string> {
  const plan = await createPlan({ stage: "prod" });
  const assumable = listAssumable(plan)
    .toSorted((a, b) => a.role.localeCompare(b.role))
    .map(({ role, principals, conditions }) => [
      `\`${role}\``,
      principals.map((one) => `\`${one.split(" ").at(-1)}\``).join(", "),
      conditions.map(([key, value]) => `\`${key.split(/[/:]/).at(-1)}\` is \`${value}\``).join(", "),
      trusts.find(({ roles }) => roles.test(role))?.why ?? "",
    ]);
  const passable = listPassable(plan).map(({ role, passed, service }) => [
    `\`${role}\``,
    `\`${passed.split("/").at(-1)}\``,
    `\`${service ?? "any service"}\``,
  ]);
  // Trusted services get their roles from the deploy, which creates the resources that use them.
  const byService = Map.groupBy(
    listAssumable(plan).flatMap(({ role, principals }) => principals.map((principal) => ({ role, principal }))),
    ({ principal }) => principal,
  );
  const deployed = [...byService]
    .filter(([principal]) => principal.startsWith("Service "))
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([principal, roles]) => [
      "the deploy",
      roles
        .map(({ role }) => `\`${role}\``)
        .toSorted()
        .join(", "),
      `\`${principal.replace("Service ", "")}\``,
    ]);
  return `# IAM roles

Generated from the plan of \`prod\` by \`npm run docs:iam\`, with the reasons of [\`trust.ts\`](../../infra/plan/trust.ts). An invariant
compares both in every shape of a stage.

## Who may assume a role

${formatTable(["role", "principal", "only if", "why"], assumable)}

No role of a stage may assume another. Administrators of the account can change trust policies: give that right to the roles that
deploy only.

## Who may pass a role to a service

${formatTable(["who passes", "role", "to"], [...passable, ...deployed])}

Of the stage's own roles only Karpenter's passes one. The deploy runs as one of the declared \`deployers\`, which need
\`iam:PassRole\` for the roles in its rows, each with the condition \`iam:PassedToService\`.
`;
}

const wanted = await formatAs(FILE, await buildPage());
if (!process.argv.includes("--check")) writeFileSync(FILE, wanted);
else if (readFileSync(FILE, "utf8") !== wanted) {
  console.error("docs/operations/iam-roles.md is out of date. Run `npm run docs:iam`.");
  process.exit(1);
}
