import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./install.ts";
import { toText } from "./query.ts";
import type { Planned } from "./plan.ts";

interface Kind {
  /** Module with the published schema, and the name of its type. */
  module: string;
  type: string;
}
const kinds: Record<string, Kind> = {
  "v1/Namespace": { module: "kubernetes-models/v1", type: "Namespace" },
  "v1/PersistentVolume": { module: "kubernetes-models/v1", type: "PersistentVolume" },
  "v1/PersistentVolumeClaim": { module: "kubernetes-models/v1", type: "PersistentVolumeClaim" },
  "v1/ConfigMap": { module: "kubernetes-models/v1", type: "ConfigMap" },
  "v1/Secret": { module: "kubernetes-models/v1", type: "Secret" },
  "v1/ServiceAccount": { module: "kubernetes-models/v1", type: "ServiceAccount" },
  "apps/v1/Deployment": { module: "kubernetes-models/apps/v1", type: "Deployment" },
  "networking.k8s.io/v1/NetworkPolicy": { module: "kubernetes-models/networking.k8s.io/v1", type: "NetworkPolicy" },
  "karpenter.sh/v1/NodePool": { module: "@kubernetes-models/karpenter/karpenter.sh/v1", type: "NodePool" },
  "karpenter.k8s.aws/v1/EC2NodeClass": {
    module: "@kubernetes-models/karpenter/karpenter.k8s.aws/v1",
    type: "EC2NodeClass",
  },
  "keda.sh/v1alpha1/ScaledObject": { module: "@kubernetes-models/keda/keda.sh/v1alpha1", type: "ScaledObject" },
};

/** Lists the objects that the deploy sends to the cluster, except those of charts. */
export const listObjects = (plan: readonly Planned[]): Planned[] =>
  plan.filter(({ type, inputs }) => type.startsWith("kubernetes:") && typeof inputs["kind"] === "string");

interface Validating {
  validate(): void;
}

/**
 * Finds errors of objects with the published schemas. Their validators check values but accept unknown fields, so unknown
 * fields are found with their types.
 */
export async function findErrors(objects: readonly Planned[]): Promise<string[]> {
  const found: string[] = [];
  const lines: string[] = [];
  for (const { name, inputs } of objects) {
    const kind = kinds[`${toText(inputs["apiVersion"])}/${toText(inputs["kind"])}`];
    if (!kind) {
      found.push(`${name}: unknown schema of ${toText(inputs["apiVersion"])}/${toText(inputs["kind"])}`);
      continue;
    }
    const models = (await import(kind.module)) as Record<string, new (value: unknown) => Validating>;
    const Model = models[kind.type];
    try {
      if (!Model) throw new Error(`${kind.module} has no ${kind.type}`);
      new Model(inputs).validate();
    } catch (error) {
      found.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    lines.push(`// ${name}`, `(${JSON.stringify(inputs)}) satisfies import("${kind.module}").I${kind.type};`);
  }
  return [...found, ...findUnknownFields(lines)];
}

/** Compiles objects as literals of their types, in which unknown fields are errors. */
function findUnknownFields(lines: readonly string[]): string[] {
  const folder = mkdtempSync(path.join(ROOT, ".sst/objects-"));
  try {
    writeFileSync(path.join(folder, "objects.ts"), `${lines.join("\n")}\nexport {};\n`);
    writeFileSync(
      path.join(folder, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          skipLibCheck: true,
          module: "esnext",
          moduleResolution: "bundler",
          types: [],
        },
        files: ["objects.ts"],
      }),
    );
    const { stdout } = spawnSync(
      process.execPath,
      [path.join(ROOT, "node_modules/typescript/bin/tsc"), "-p", folder, "--pretty", "false"],
      {
        encoding: "utf8",
        cwd: folder,
      },
    );
    return stdout
      .split("\n")
      .filter((line) => /^objects\.ts/.test(line))
      .map((line) => {
        const at = Number(/\((\d+)/.exec(line)?.[1] ?? 0);
        return `${(lines[at - 2] ?? "").replace("// ", "")}: ${line.replace(/^.*?: error TS\d+: /, "")}`;
      });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
