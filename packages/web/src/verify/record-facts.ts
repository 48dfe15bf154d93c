import type { Statement, Verdict } from "@pegbar/verify";
import { getPath, toList, toText, type Fact } from "./record-values.ts";
import { listSoftwareFacts } from "./software-facts.ts";

/** Verdict on a valid certificate. */
export type Valid = Extract<Verdict, { valid: true }>;

const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "medium", timeZone: "UTC" });
/** Formats in UTC for every reader, because the report may be archived. */
export function formatTimestamp(value: unknown): string {
  const time = Date.parse(toText(value));
  return Number.isNaN(time) ? toText(value) : `${moment.format(time)} UTC`;
}

export const formatShot = ({ record }: Statement): string =>
  ["show", "sequence", "shot"]
    .map((name) => toText(getPath(record, name)))
    .filter(Boolean)
    .join(" / ");
export const getPersonName = ({ record, withheld }: Statement): string =>
  withheld.includes("/user") ? "a person with a withheld name" : toText(getPath(record, "user", "name")) || "a person";
export const getVersionName = ({ record }: Statement): string => {
  const version = toText(getPath(record, "asset", "version"));
  return [toText(getPath(record, "asset", "name")), version && `version ${version}`].filter(Boolean).join(", ");
};

const titles: Record<string, string> = {
  "asset.generated": "Generation",
  "asset.credentialed": "Content credentials added",
  "asset.reviewed": "Review",
  "asset.edited": "Edit by a person",
  "shot.listed": "List of the shot’s results",
  redacted: "Erased values",
};
export const getTitle = ({ record }: Statement): string =>
  titles[toText(record["type"])] ?? `Record: ${toText(record["type"])}`;

/** Kinds of values that can be erased, for display. */
const kinds: Record<string, string> = {
  identity: "identity",
  prompts: "prompts",
  input: "input files",
};

/** The record's fields for display, without empty ones. */
export function listFacts({ record, withheld }: Statement): Fact[] {
  const createFact = (name: string, field: string, ...values: Fact["values"]): Fact => ({
    name,
    withheld: withheld.includes(field),
    values: values.filter(({ text, code }) => text !== "" || code),
  });
  const toTexts = (value: unknown) => toList(value).map((one) => ({ text: toText(one) }));
  const user = [toText(getPath(record, "user", "name")), toText(getPath(record, "user", "email"))]
    .filter(Boolean)
    .join(", ");
  const workflow = getPath(record, "workflow");
  const number = toText(getPath(record, "chain", "number"));
  const getRuntime = (name: string) => toText(getPath(record, "runtime", name));
  const output = getPath(record, "output");
  const facts = [
    createFact("Person", "/user", { text: user }),
    createFact(
      "Time",
      "/assertedAt",
      { text: formatTimestamp(record["assertedAt"]) },
      { text: record["loggedAt"] ? `logged ${formatTimestamp(record["loggedAt"])}` : "" },
    ),
    createFact("Shot", "/shot", { text: formatShot({ index: 0, record, withheld }) }),
    createFact(
      "Version",
      "/asset",
      { text: getVersionName({ index: 0, record, withheld }) },
      { text: number && `result ${number} of the shot, including rejects` },
    ),
    createFact("Frame", "/frame", { text: toText(record["frame"]) }),
    createFact("Rendered for", "/reusedFrom", {
      text: getPath(record, "reusedFrom", "assetId")
        ? `result ${toText(getPath(record, "reusedFrom", "assetId"))}, and reused`
        : "",
    }),
    createFact("Erased", "/kinds", ...toTexts(record["kinds"]).map(({ text }) => ({ text: kinds[text] ?? text }))),
    createFact("Reason", "/reason", { text: toText(record["reason"]) }),
    createFact("Decision", "/decision", { text: toText(record["decision"]) }),
    createFact("Tool", "/tool", { text: toText(record["tool"]) }),
    createFact("Before", "/before", {
      text: toText(getPath(record, "before", "assetId")),
      code: toText(getPath(record, "before", "sha256")),
    }),
    createFact("Credentials", "/manifest", {
      text: ["label", "algorithm"]
        .map((name) => toText(getPath(record, "manifest", name)))
        .filter(Boolean)
        .join(", "),
    }),
    createFact("Signing certificate", "/manifest", {
      text: "",
      code: toText(getPath(record, "manifest", "certificateSha256")),
    }),
    createFact("Leaf of the signed result", "/generatedLeaf", {
      text: "",
      code: toText(getPath(record, "generatedLeaf")),
    }),
    createFact("Prompt", "/generation/prompts", ...toTexts(getPath(record, "generation", "prompts"))),
    createFact(
      "Negative prompt",
      "/generation/negativePrompts",
      ...toTexts(getPath(record, "generation", "negativePrompts")),
    ),
    createFact("Seed", "/generation/seeds", ...toTexts(getPath(record, "generation", "seeds"))),
    createFact(
      "Sampler",
      "/generation/samplers",
      ...toList(getPath(record, "generation", "samplers")).map(toSamplerValue),
    ),
    createFact(
      "Workflow",
      "/workflow",
      workflow === null
        ? { text: "none (raw graph)" }
        : {
            text: [
              toText(getPath(workflow, "slug")),
              toText(getPath(workflow, "version")) && `version ${toText(getPath(workflow, "version"))}`,
            ]
              .filter(Boolean)
              .join(", "),
            code: toText(getPath(workflow, "sha256")),
          },
    ),
    createFact("Graph", "/graphSha256", { text: "", code: toText(record["graphSha256"]) }),
    createFact(
      "Models",
      "/models",
      ...toList(record["models"]).map((one) => ({
        text: [
          toText(getPath(one, "fileName")),
          toText(getPath(one, "kind")),
          `licence as registered: ${toText(getPath(one, "licence")) || "none"}`,
        ]
          .filter(Boolean)
          .join(", "),
        code: toText(getPath(one, "sha256")),
      })),
    ),
    ...listInputFacts(record["inputs"], withheld),
    createFact(
      "Runtime",
      "/runtime",
      { text: getRuntime("comfyuiVersion") && `ComfyUI ${getRuntime("comfyuiVersion")}` },
      { text: getRuntime("gpu") && `GPU ${getRuntime("gpu")}` },
      { text: getRuntime("imageDigest") && `image ${getRuntime("imageDigest")}` },
    ),
    ...listSoftwareFacts(getPath(record, "runtime", "software")).map(({ name, values }) =>
      createFact(name, "/runtime/software", ...values),
    ),
    createFact(
      "Execution",
      "/execution",
      { text: executions[toText(getPath(record, "execution", "state"))] ?? "" },
      ...(["executed", "cached"] as const).map((name) => ({ text: listNodes(record, name) })),
    ),
    createFact(
      "Job",
      "/job",
      { text: toText(getPath(record, "job", "id")) },
      { text: toText(getPath(record, "job", "attempt")) && `attempt ${toText(getPath(record, "job", "attempt"))}` },
    ),
    createFact("Results", "/count", { text: toText(record["count"]) }),
    createFact("File", "/output", {
      text: [
        toText(getPath(output, "contentType")),
        toText(getPath(output, "bytes")) && `${Number(toText(getPath(output, "bytes"))).toLocaleString("en")} bytes`,
      ]
        .filter(Boolean)
        .join(", "),
      code: toText(getPath(output, "sha256")),
    }),
  ];
  return facts.filter(({ values, withheld }) => withheld || values.length > 0);
}

const executions: Record<string, string> = {
  rendered: "rendered for its job",
  cached: "taken from the cache of an earlier job",
  unknown: "unknown whether rendered or cached",
};

function listNodes(record: Statement["record"], name: "executed" | "cached"): string {
  const ids = toList(getPath(record, "execution", name))
    .map(toText)
    .filter(Boolean);
  return ids.length === 0 ? "" : `nodes ${name}: ${ids.join(", ")}`;
}

const toSamplerValue = (one: unknown) => {
  const settings = getPath(one, "settings");
  const texts =
    typeof settings === "object" && settings !== null
      ? Object.entries(settings).map(([name, value]) => `${name} ${toText(value)}`)
      : [];
  return { text: [toText(getPath(one, "classType")), ...texts].filter(Boolean).join(", ") };
};

const listInputFacts = (value: unknown, withheld: readonly string[]): Fact[] =>
  toList(value).map((one, index) => ({
    name: "Input",
    withheld: withheld.includes(`/inputs/${index}`),
    values: [{ text: toText(getPath(one, "filename")), code: toText(getPath(one, "sha256")) }].filter(
      ({ text, code }) => text || code,
    ),
  }));
