import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { formatAs } from "./format.ts";
import { formatTable } from "./markdown-table.ts";
import { ruledRoles, rules, getRoleScope, type Scope, type Permission } from "@pegbar/core/platform/access/rules.ts";

const FILE = path.join(import.meta.dirname, "../docs/roles.md");
const words: Record<Scope, string> = {
  own: "own",
  shows: "own shows",
  tenant: "all",
  platform: "all studios",
};

/**
 * Generates the page of roles and permissions. `node scripts/roles.ts` writes it, `--check` fails if it is out of date.
 */
function buildTable(): string {
  const permissions = Object.keys(rules) as Permission[];
  const rows = permissions.map((permission) => [
    rules[permission].what,
    ...ruledRoles.map((role) => {
      const scope = getRoleScope(permission, role);
      return scope ? words[scope] : "";
    }),
    `\`${permission}\``,
  ]);
  return `# Roles and permissions

Generated from [\`access/rules.ts\`](../packages/core/src/platform/access/rules.ts) by \`npm run docs:roles\`. An empty cell means that the
role does not have the permission. Objects outside a role's scope are answered as if they did not exist.

- **own**: what the user created, and the user themselves.
- **own shows**: the shows that the user is a member of, and the work in them.
- **all**: everything in the studio.
- **all studios**: for the operator, who sees numbers and no work.

${formatTable(["", ...ruledRoles, "permission"], rows)}
`;
}

const wanted = await formatAs(FILE, buildTable());
if (!process.argv.includes("--check")) writeFileSync(FILE, wanted);
else if (readFileSync(FILE, "utf8") !== wanted) {
  console.error("docs/roles.md is out of date. Run `npm run docs:roles`.");
  process.exit(1);
}
