import type { Statement, Verdict } from "@pegbar/verify";

/** Verdict on a valid certificate. */
export type Valid = Extract<Verdict, { valid: true }>;

/** One field of a record for display. `code` is a hash or similar. */
export interface Fact {
  name: string;
  values: { text: string; code?: string | undefined }[];
  withheld: boolean;
}

/** The value at a path; undefined if missing. Records are untrusted: anybody can run a log with arbitrary records. */
export function getPath(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, name)
        ? (inner as Record<string | number, unknown>)[name]
        : undefined,
    value,
  );
}
export const toText = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
const toList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

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
  const fact = (name: string, field: string, ...values: Fact["values"]): Fact => ({
    name,
    withheld: withheld.includes(field),
    values: values.filter(({ text, code }) => text !== "" || code),
  });
  const texts = (value: unknown) => toList(value).map((one) => ({ text: toText(one) }));
  const user = [toText(getPath(record, "user", "name")), toText(getPath(record, "user", "email"))]
    .filter(Boolean)
    .join(", ");
  const workflow = getPath(record, "workflow");
  const number = toText(getPath(record, "chain", "number"));
  const runtime = (name: string) => toText(getPath(record, "runtime", name));
  const output = getPath(record, "output");
  const facts = [
    fact("Person", "/user", { text: user }),
    fact(
      "Time",
      "/assertedAt",
      { text: formatTimestamp(record["assertedAt"]) },
      { text: record["loggedAt"] ? `logged ${formatTimestamp(record["loggedAt"])}` : "" },
    ),
    fact("Shot", "/shot", { text: formatShot({ index: 0, record, withheld }) }),
    fact(
      "Version",
      "/asset",
      { text: getVersionName({ index: 0, record, withheld }) },
      { text: number && `result ${number} of the shot, including rejects` },
    ),
    fact("Erased", "/kinds", ...texts(record["kinds"]).map(({ text }) => ({ text: kinds[text] ?? text }))),
    fact("Reason", "/reason", { text: toText(record["reason"]) }),
    fact("Decision", "/decision", { text: toText(record["decision"]) }),
    fact("Tool", "/tool", { text: toText(record["tool"]) }),
    fact("Before", "/before", {
      text: toText(getPath(record, "before", "assetId")),
      code: toText(getPath(record, "before", "sha256")),
    }),
    fact("Credentials", "/manifest", {
      text: ["label", "algorithm"]
        .map((name) => toText(getPath(record, "manifest", name)))
        .filter(Boolean)
        .join(", "),
    }),
    fact("Signing certificate", "/manifest", {
      text: "",
      code: toText(getPath(record, "manifest", "certificateSha256")),
    }),
    fact("Leaf of the signed result", "/generatedLeaf", {
      text: "",
      code: toText(getPath(record, "generatedLeaf")),
    }),
    fact("Prompt", "/generation/prompts", ...texts(getPath(record, "generation", "prompts"))),
    fact("Negative prompt", "/generation/negativePrompts", ...texts(getPath(record, "generation", "negativePrompts"))),
    fact("Seed", "/generation/seeds", ...texts(getPath(record, "generation", "seeds"))),
    fact("Sampler", "/generation/samplers", ...toList(getPath(record, "generation", "samplers")).map(toSamplerValue)),
    fact(
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
    fact("Graph", "/graphSha256", { text: "", code: toText(record["graphSha256"]) }),
    fact(
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
    fact(
      "Runtime",
      "/runtime",
      { text: runtime("comfyuiVersion") && `ComfyUI ${runtime("comfyuiVersion")}` },
      { text: runtime("gpu") && `GPU ${runtime("gpu")}` },
      { text: runtime("imageDigest") && `image ${runtime("imageDigest")}` },
    ),
    fact(
      "Job",
      "/job",
      { text: toText(getPath(record, "job", "id")) },
      { text: toText(getPath(record, "job", "attempt")) && `attempt ${toText(getPath(record, "job", "attempt"))}` },
    ),
    fact("Results", "/count", { text: toText(record["count"]) }),
    fact("File", "/output", {
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
