import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Declared } from "../declared.ts";
import { ROOT } from "./install.ts";
import { createPlan, type Planned } from "./plan.ts";

/** A shape of a stage: its name, and the declared values in which it differs. */
export interface PlannedShape {
  name: string;
  stage: string;
  declared?: Partial<Declared>;
}

/** All shapes that are planned and checked. Other shapes may fail at their first deploy. */
export const shapes: readonly PlannedShape[] = [
  { name: "dev", stage: "dev-ci" },
  { name: "staging", stage: "staging" },
  { name: "prod", stage: "prod" },
  {
    name: "with domains",
    stage: "prod",
    declared: {
      domain: { api: "api.pegbar.example", portal: "pegbar.example" },
      mailFrom: "sign-in@pegbar.example",
      studio: "Lumen",
    },
  },
  { name: "without the GPU tier", stage: "staging", declared: { shape: { gpuTier: false } } },
  { name: "in a single zone", stage: "dev-ci", declared: { shape: { zones: 1 } } },
  { name: "with a reader", stage: "dev-ci", declared: { shape: { readers: 1 } } },
  { name: "with a second region", stage: "staging", declared: { shape: { secondRegion: true } } },
  {
    name: "with a vault in another account",
    stage: "prod",
    declared: {
      vault: {
        account: "210987654321",
        region: "eu-central-1",
        objectsBucket: "arn:aws:s3:::vault-objects",
        anchorsBucket: "arn:aws:s3:::vault-anchors",
        key: "arn:aws:kms:eu-central-1:210987654321:key/vault",
        backupVault: "arn:aws:backup:eu-central-1:210987654321:backup-vault:pegbar",
      },
    },
  },
  { name: "dev-lite", stage: "dev-lite" },
];

const PLACEHOLDERS = path.join(import.meta.dirname, "declared.json");
const FOLDER = path.join(ROOT, ".sst/shapes");

/** Plans a shape, with placeholders for values that only exist with an account. */
export async function planShape({ name, stage, declared }: PlannedShape): Promise<Planned[]> {
  if (!declared) return createPlan({ stage });
  const values = JSON.parse(readFileSync(PLACEHOLDERS, "utf8")) as Record<string, unknown>;
  const file = path.join(FOLDER, `${name.replaceAll(" ", "-")}.json`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file, JSON.stringify({ ...values, ...declared }));
  writeFileSync(file.replace(/\.json$/, ".image.json"), readFileSync(PLACEHOLDERS.replace(/\.json$/, ".image.json")));
  return createPlan({ stage, declared: file });
}
