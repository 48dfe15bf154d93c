import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Declared } from "../declared.ts";
import type { Shape } from "../stage.ts";
import { ROOT } from "./install.ts";
import { createPlan, type Planned } from "./plan.ts";

/** A form that a stage can have: its name, and what its declared values choose. */
export interface PlannedShape {
  name: string;
  stage: string;
  shape?: Shape;
  domain?: { api: string; portal: string };
  vault?: Declared["vault"];
}

/** Every form of a stage that is planned and checked. What is not here may fail at its first deploy. */
export const shapes: readonly PlannedShape[] = [
  { name: "dev", stage: "dev-ci" },
  { name: "staging", stage: "staging" },
  { name: "prod", stage: "prod" },
  { name: "with domains", stage: "prod", domain: { api: "api.pegbar.example", portal: "pegbar.example" } },
  { name: "without the GPU tier", stage: "staging", shape: { gpuTier: false } },
  { name: "in a single zone", stage: "dev-ci", shape: { zones: 1 } },
  { name: "with a reader", stage: "dev-ci", shape: { readers: 1 } },
  { name: "with a second region", stage: "staging", shape: { secondRegion: true } },
  {
    name: "with a vault in another account",
    stage: "prod",
    vault: {
      account: "210987654321",
      region: "eu-central-1",
      objectsBucket: "arn:aws:s3:::vault-objects",
      anchorsBucket: "arn:aws:s3:::vault-anchors",
      key: "arn:aws:kms:eu-central-1:210987654321:key/vault",
      backupVault: "arn:aws:backup:eu-central-1:210987654321:backup-vault:pegbar",
    },
  },
  { name: "dev-lite", stage: "dev-lite" },
];

const STAND_INS = path.join(import.meta.dirname, "declared.json");
const FOLDER = path.join(ROOT, ".sst/shapes");

/** Plans a form of a stage, with stand-ins for what only an account knows. */
export async function planShape({ name, stage, shape, domain, vault }: PlannedShape): Promise<Planned[]> {
  if (!shape && !domain && !vault) return createPlan({ stage });
  const values = JSON.parse(readFileSync(STAND_INS, "utf8")) as Record<string, unknown>;
  const file = path.join(FOLDER, `${name.replaceAll(" ", "-")}.json`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(
    file,
    JSON.stringify({
      ...values,
      ...(shape ? { shape } : {}),
      ...(domain ? { domain } : {}),
      ...(vault ? { vault } : {}),
    }),
  );
  writeFileSync(file.replace(/\.json$/, ".image.json"), readFileSync(STAND_INS.replace(/\.json$/, ".image.json")));
  return createPlan({ stage, declared: file });
}
