import { getPath, toList, toText, type Fact } from "./record-values.ts";

const versions = [
  ["Python", "python"],
  ["PyTorch", "pytorch"],
  ["CUDA", "cuda"],
  ["NVIDIA driver", "driver"],
] as const;

/** What a result was made with, as far as its worker reported it: one fact for each kind. */
export function listSoftwareFacts(software: unknown): Pick<Fact, "name" | "values">[] {
  const get = (name: string) => toText(getPath(software, name));
  const packages = getPath(software, "packages");
  const more = get("moreCustomNodes");
  return [
    {
      name: "Software",
      values: [
        ...versions.map(([name, field]) => ({ text: get(field) && `${name} ${get(field)}` })),
        ...(get("comfyuiCommit") ? [{ text: "ComfyUI’s commit", code: get("comfyuiCommit") }] : []),
      ],
    },
    {
      name: "ComfyUI flags",
      values: toList(getPath(software, "flags")).map((flag) => ({ text: toText(flag) })),
    },
    {
      name: "Packages",
      values: [
        {
          text:
            typeof packages === "object" && packages !== null
              ? Object.entries(packages)
                  .map(([name, version]) => `${name} ${toText(version)}`)
                  .join(", ")
              : "",
        },
      ],
    },
    {
      name: "Custom nodes",
      values: [
        ...toList(getPath(software, "customNodes")).flatMap(describeCustomNode),
        { text: more && `and ${more} more, which the record does not list` },
      ],
    },
  ];
}

function describeCustomNode(node: unknown): Fact["values"] {
  const get = (name: string) => toText(getPath(node, name));
  const [commit, sha256] = [get("commit"), get("sha256")];
  const text = [
    [get("name"), get("version")].filter(Boolean).join(" "),
    get("repository"),
    commit || sha256 ? "" : "version unknown",
  ];
  return [
    {
      text: text.filter(Boolean).join(", "),
      code: [commit && `commit ${commit}`, sha256 && `SHA-256 of its Python files ${sha256}`]
        .filter(Boolean)
        .join("\n"),
    },
  ];
}
