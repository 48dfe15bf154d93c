import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { getCoreReviews, isAllowed, reviewedVersion, type ClassKind, type ClassReview } from "@pegbar/comfyui";
import { readRecordedClasses } from "../packages/comfyui/src/review/recorded-classes.ts";
import { formatAs } from "./format.ts";
import { formatTable } from "./markdown-table.ts";

/** The page of reviewed node classes. `npm run docs:classes` writes it; `--check` fails if it is out of date. */
const FILE = path.join(import.meta.dirname, "../docs/operations/node-classes.md");

const kinds: Record<ClassKind, string> = {
  plain: "plain",
  loads_file: "loads a file",
  evaluates: "evaluates an expression",
  network: "accesses the network",
  writes: "writes",
  not_allowed: "not allowed here",
};

/** Versions that have a class, and its source file. */
const versions = new Map<string, string[]>();
const modules = new Map<string, string>();
for (const { version, classes } of readRecordedClasses())
  for (const [name, module] of classes) {
    versions.set(name, [...(versions.get(name) ?? []), version]);
    modules.set(name, module);
  }

/** The limits of a class in words. */
function describeLimits({ limits = {}, maxPixels }: ClassReview): string {
  const inputs = Object.entries(limits).map(([name, { min, smallest, max, maxLength, linked, syntax }]) => {
    const said = [
      ...(min === undefined ? [] : [`at least ${min}`]),
      ...(smallest === undefined ? [] : [`0 or at least ${smallest}`]),
      ...(max === undefined ? [] : [`at most ${max}`]),
      ...(maxLength === undefined ? [] : [`at most ${maxLength} characters`]),
      ...(linked === false ? ["no link"] : []),
      ...(syntax === undefined
        ? []
        : [`checked as ${syntax === "arithmetic" ? "arithmetic" : "a regular expression"}`]),
    ];
    return `\`${name}\`: ${said.join(", ")}`;
  });
  return [...inputs, ...(maxPixels === undefined ? [] : [`at most ${maxPixels} pixels in total`])].join("; ");
}

const reviews = [...getCoreReviews()].toSorted(([one], [other]) => one.localeCompare(other, "en"));
const isPlain = (review: ClassReview) => review.kind === "plain" && describeLimits(review) === "";
const row = ([name, review]: [string, ClassReview]) => [
  `\`${name}\``,
  kinds[review.kind],
  review.reason ?? "",
  isAllowed(review) ? describeLimits(review) : (review.replacement ?? ""),
  (versions.get(name) ?? []).join(", "),
];
const select = (wanted: (review: ClassReview) => boolean) => reviews.filter(([, review]) => wanted(review));
const refused = select((review) => !isAllowed(review));
const limited = select((review) => isAllowed(review) && !isPlain(review));
const plain = select(isPlain);
const bySource = [...Map.groupBy(plain, ([name]) => modules.get(name) ?? "")].toSorted(([one], [other]) =>
  one < other ? -1 : 1,
);
const older = reviews.filter(([name]) => (versions.get(name) ?? []).length > 1).length;

const page = `# Node classes

Which classes of ComfyUI may run, and within which limits. Generated from
[\`packages/comfyui/src/review\`](../../packages/comfyui/src/review) by \`npm run docs:classes\`.

A class without a review may not run, whether it is ComfyUI's own or a custom node's. The reviews below are of ComfyUI
${reviewedVersion}: the function of each class was read, and what it calls was followed for files, network, evaluation and loops. Of older versions, the
differences in such calls and in text inputs were read. Classes that ComfyUI marks as calls of paid services are refused as a kind, and are not listed. Reviews of custom nodes are in [\`nodes.lock.json\`](cloud.md#custom-nodes).

- **New versions of ComfyUI.** The build of an image fails if it has a class without a review, or if a class has a new text input, which could name
  a file or an expression. Read the class's source, and add it to a file in \`packages/comfyui/src/review\`. Then record the classes of the new version:
  \`npm run classes:record -- http://127.0.0.1:8188\`. \`npm run test:comfyui\` checks a running ComfyUI.
- **Links.** Most limits apply to values in the graph only. A value that comes through a link is computed while the job runs. Inputs that must be checked
  accept no link ("no link").
- **Regular expressions and arithmetic** are refused if they could take very long. A text that is slow nevertheless, such as a long linked one, stops ComfyUI from
  responding; the worker then restarts it, and the job fails after its [second attempt](worker.md#failures-and-recovery).

${reviews.length} classes: ${plain.length} are plain, ${limited.length} may run within limits or read or write files, ${refused.length} may not run. ${older} of them exist in both
recorded versions.

## Classes that may not run

${formatTable(["class", "kind", "it …", "replacement", "ComfyUI"], refused.map(row))}

## Classes that read, write or evaluate, or have limits

${formatTable(["class", "kind", "it …", "limits", "ComfyUI"], limited.map(row))}

## Plain classes

They compute with what their links and values give them, and do nothing else.

${formatTable(
  ["source file", "classes (only in one version: its number)"],
  bySource.map(([module, classes]) => [
    `\`${module}.py\``,
    classes
      .map(([name]) => {
        const found = versions.get(name) ?? [];
        return `\`${name}\`${found.length > 1 ? "" : ` ${found.join("")}`}`;
      })
      .join(", "),
  ]),
)}
`;
const wanted = await formatAs(FILE, page);
if (process.argv.includes("--check")) {
  if (readFileSync(FILE, "utf8") !== wanted) {
    console.error("docs/operations/node-classes.md is out of date. Run `npm run docs:classes`.");
    process.exit(1);
  }
} else writeFileSync(FILE, wanted);
