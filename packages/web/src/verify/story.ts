import type { Statement, Verdict } from "@pegbar/verify";

/** What the verifier found of a certificate that holds. */
export type Valid = Extract<Verdict, { valid: true }>;

/** One line of what a record says. `code`: hashes and the like. */
export interface Fact {
  name: string;
  values: { text: string; code?: string | undefined }[];
  withheld: boolean;
}

/** A value of a record at a path. Whoever makes a log of their own can put anything there, so nothing is taken for granted. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, name)
        ? (inner as Record<string | number, unknown>)[name]
        : undefined,
    value,
  );
}
export const say = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "medium", timeZone: "UTC" });
/** In one zone for every reader, since it may be filed. */
export function when(value: unknown): string {
  const time = Date.parse(say(value));
  return Number.isNaN(time) ? say(value) : `${moment.format(time)} UTC`;
}

export const placeOf = ({ record }: Statement): string =>
  ["show", "sequence", "shot"]
    .map((name) => say(at(record, name)))
    .filter(Boolean)
    .join(" / ");
export const personOf = ({ record, withheld }: Statement): string =>
  withheld.includes("/user") ? "a person whose name is withheld" : say(at(record, "user", "name")) || "a person";
export const versionOf = ({ record }: Statement): string => {
  const version = say(at(record, "asset", "version"));
  return [say(at(record, "asset", "name")), version && `version ${version}`].filter(Boolean).join(", ");
};

const titles: Record<string, string> = {
  "asset.generated": "How it was made",
  "asset.credentialed": "Content credentials were added",
  "asset.reviewed": "It was reviewed",
  "asset.edited": "A person worked on it",
  "shot.listed": "The list of the shot",
  redacted: "Values were erased",
};
export const titleOf = ({ record }: Statement): string =>
  titles[say(record["type"])] ?? `A record: ${say(record["type"])}`;

/** Kinds of values that can be erased, in words. */
const kinds: Record<string, string> = {
  identity: "who a person is",
  prompts: "what a person asked for",
  input: "files that were brought",
};

/** What a record says, line by line. */
export function factsOf({ record, withheld }: Statement): Fact[] {
  const fact = (name: string, field: string, ...values: Fact["values"]): Fact => ({
    name,
    withheld: withheld.includes(field),
    values: values.filter(({ text, code }) => text !== "" || code),
  });
  const texts = (value: unknown) => list(value).map((one) => ({ text: say(one) }));
  const user = [say(at(record, "user", "name")), say(at(record, "user", "email"))].filter(Boolean).join(", ");
  const workflow = at(record, "workflow");
  const number = say(at(record, "chain", "number"));
  const runtime = (name: string) => say(at(record, "runtime", name));
  const output = at(record, "output");
  const facts = [
    fact("Who", "/user", { text: user }),
    fact(
      "When",
      "/assertedAt",
      { text: when(record["assertedAt"]) },
      { text: record["loggedAt"] ? `in the log since ${when(record["loggedAt"])}` : "" },
    ),
    fact("For", "/shot", { text: placeOf({ index: 0, record, withheld }) }),
    fact(
      "Version",
      "/asset",
      { text: versionOf({ index: 0, record, withheld }) },
      { text: number && `result ${number} of the shot, rejects counted` },
    ),
    fact("Erased", "/kinds", ...texts(record["kinds"]).map(({ text }) => ({ text: kinds[text] ?? text }))),
    fact("Reason", "/reason", { text: say(record["reason"]) }),
    fact("Decision", "/decision", { text: say(record["decision"]) }),
    fact("Tool", "/tool", { text: say(record["tool"]) }),
    fact("Before", "/before", {
      text: say(at(record, "before", "assetId")),
      code: say(at(record, "before", "sha256")),
    }),
    fact("Credentials", "/manifest", {
      text: ["label", "algorithm"]
        .map((name) => say(at(record, "manifest", name)))
        .filter(Boolean)
        .join(", "),
    }),
    fact("Signed under the certificate", "/manifest", {
      text: "",
      code: say(at(record, "manifest", "certificateSha256")),
    }),
    fact("Signed from the result with the leaf", "/generatedLeaf", {
      text: "",
      code: say(at(record, "generatedLeaf")),
    }),
    fact("Prompt", "/generation/prompts", ...texts(at(record, "generation", "prompts"))),
    fact("Negative prompt", "/generation/negativePrompts", ...texts(at(record, "generation", "negativePrompts"))),
    fact("Seed", "/generation/seeds", ...texts(at(record, "generation", "seeds"))),
    fact("Sampler", "/generation/samplers", ...list(at(record, "generation", "samplers")).map(sampler)),
    fact(
      "Workflow",
      "/workflow",
      workflow === null
        ? { text: "none: a graph of their own" }
        : {
            text: [say(at(workflow, "slug")), say(at(workflow, "version")) && `version ${say(at(workflow, "version"))}`]
              .filter(Boolean)
              .join(", "),
            code: say(at(workflow, "sha256")),
          },
    ),
    fact("Graph", "/graphSha256", { text: "", code: say(record["graphSha256"]) }),
    fact(
      "Models",
      "/models",
      ...list(record["models"]).map((one) => ({
        text: [
          say(at(one, "fileName")),
          say(at(one, "kind")),
          `licence as registered: ${say(at(one, "licence")) || "none"}`,
        ]
          .filter(Boolean)
          .join(", "),
        code: say(at(one, "sha256")),
      })),
    ),
    ...inputs(record["inputs"], withheld),
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
      { text: say(at(record, "job", "id")) },
      { text: say(at(record, "job", "attempt")) && `attempt ${say(at(record, "job", "attempt"))}` },
    ),
    fact("Results", "/count", { text: say(record["count"]) }),
    fact("File", "/output", {
      text: [
        say(at(output, "contentType")),
        say(at(output, "bytes")) && `${Number(say(at(output, "bytes"))).toLocaleString("en")} bytes`,
      ]
        .filter(Boolean)
        .join(", "),
      code: say(at(output, "sha256")),
    }),
  ];
  return facts.filter(({ values, withheld }) => withheld || values.length > 0);
}

const sampler = (one: unknown) => {
  const settings = at(one, "settings");
  const said =
    typeof settings === "object" && settings !== null
      ? Object.entries(settings).map(([name, value]) => `${name} ${say(value)}`)
      : [];
  return { text: [say(at(one, "classType")), ...said].filter(Boolean).join(", ") };
};

const inputs = (value: unknown, withheld: readonly string[]): Fact[] =>
  list(value).map((one, index) => ({
    name: "Input",
    withheld: withheld.includes(`/inputs/${index}`),
    values: [{ text: say(at(one, "filename")), code: say(at(one, "sha256")) }].filter(({ text, code }) => text || code),
  }));
