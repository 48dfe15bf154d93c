import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createFile, replaceFile } from "@pegbar/core/platform/file.ts";
import path from "node:path";
import * as z from "zod";

const Hex = z.string().regex(/^[0-9a-f]{64,128}$/);
const Secrets = z.object({
  adminPassword: z.string(),
  passwords: z.object({
    owner: z.string(),
    app: z.string(),
    identity: z.string(),
    dispatch: z.string(),
    /** Missing in folders of earlier versions. */
    operator: z.string().optional(),
    sequencer: z.string(),
    webhook: z.string().optional(),
    public: z.string().optional(),
  }),
  tenantKey: Hex,
  leaseKey: Hex,
  webhookKey: Hex.optional(),
  ledgerKey: Hex.optional(),
  idempotencyKey: Hex.optional(),
  workerKey: z.string(),
  cookieKey: z.string(),
  /** Private JWK that signs the local identity provider's tokens. */
  identityKey: z.record(z.string(), z.unknown()),
});
type Read = z.infer<typeof Secrets>;
export type Secrets = Omit<Read, "passwords" | "webhookKey" | "ledgerKey" | "idempotencyKey"> & {
  passwords: Record<keyof Read["passwords"], string>;
  webhookKey: string;
  ledgerKey: string;
  idempotencyKey: string;
};

/** Loads this platform's secrets from a file of mode 0600, which the first start creates. */
export function loadSecrets(dir: string): Secrets {
  const file = path.join(dir, "secrets.json");
  try {
    return complete(file, Secrets.parse(JSON.parse(readFileSync(file, "utf8"))));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) {
      throw new Error(`${file} is damaged. Restore it, or delete ${dir} to start over.`, { cause: error });
    }
  }
  const made = make();
  createFile(file, JSON.stringify(made, null, 2), { mode: 0o600 });
  return made;
}

const generateHex = (bytes: number) => randomBytes(bytes).toString("hex");

/** Generates the secrets that the file does not contain yet. */
function complete(file: string, read: Read): Secrets {
  const {
    operator = generateHex(24),
    webhook = generateHex(24),
    public: everybody = generateHex(24),
    ...passwords
  } = read.passwords;
  const { webhookKey = generateHex(32), ledgerKey = generateHex(32), idempotencyKey = generateHex(32) } = read;
  const whole = {
    ...read,
    webhookKey,
    ledgerKey,
    idempotencyKey,
    passwords: { ...passwords, operator, webhook, public: everybody },
  };
  if (JSON.stringify(Secrets.parse(whole)) !== JSON.stringify(read))
    replaceFile(file, JSON.stringify(whole, null, 2), { mode: 0o600 });
  return whole;
}

function make(): Secrets {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    adminPassword: generateHex(24),
    passwords: {
      owner: generateHex(24),
      app: generateHex(24),
      identity: generateHex(24),
      dispatch: generateHex(24),
      operator: generateHex(24),
      sequencer: generateHex(24),
      webhook: generateHex(24),
      public: generateHex(24),
    },
    tenantKey: generateHex(32),
    leaseKey: generateHex(32),
    webhookKey: generateHex(32),
    ledgerKey: generateHex(32),
    idempotencyKey: generateHex(32),
    workerKey: generateHex(32),
    cookieKey: generateHex(32),
    identityKey: { ...privateKey.export({ format: "jwk" }), alg: "ES256", use: "sig", kid: generateHex(8) },
  };
}
