import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import prettier from "prettier";
import { ruledRoles, rules, getRoleScope, type Scope, type Permission } from "@pegbar/core/platform/access/rules.ts";

const FILE = path.join(import.meta.dirname, "../docs/roles.md");
const words: Record<Scope, string> = {
  own: "one's own",
  shows: "one's shows",
  tenant: "all",
  platform: "all studios",
};

/** The table of rules as documentation: `node scripts/roles.ts` writes it, `--check` says whether it is up to date. */
function buildTable(): string {
  const verbs = Object.keys(rules) as Permission[];
  const rows = verbs.map((verb) => [
    rules[verb].what,
    ...ruledRoles.map((role) => {
      const scope = getRoleScope(verb, role);
      return scope ? words[scope] : "";
    }),
    `\`${verb}\``,
  ]);
  const lines = [["", ...ruledRoles, "verb"], ["---", ...ruledRoles.map(() => "---"), "---"], ...rows];
  return `# Who may do what

Generated from [\`access/rules.ts\`](../packages/core/src/platform/access/rules.ts) by \`npm run docs:roles\`. An empty field: refused.
What lies beyond somebody's reach is answered as if it were not there.

- **one's own**: what one made, and oneself.
- **one's shows**: the shows that one is a member of, and the work in them.
- **all**: everything of the studio.
- **all studios**: the operator's, who sees numbers and no work.

${lines.map((line) => `| ${line.join(" | ")} |`).join("\n")}
`;
}

const options = { ...(await prettier.resolveConfig(FILE)), parser: "markdown" };
const wanted = await prettier.format(buildTable(), options);
if (!process.argv.includes("--check")) writeFileSync(FILE, wanted);
else if (readFileSync(FILE, "utf8") !== wanted) {
  console.error("docs/roles.md is not what the table of rules says: npm run docs:roles");
  process.exit(1);
}
