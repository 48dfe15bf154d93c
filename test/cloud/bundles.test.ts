import { execFile } from "node:child_process";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, inject, test } from "vitest";
import { createFileSigner } from "@pegbar/core/platform/adapter";
import { testQueueContract } from "@pegbar/core/platform/adapter/contract/queue.ts";
import { createContractQueues } from "@pegbar/core/platform/adapter/contract/queues.ts";
import { testStorageContract } from "@pegbar/core/platform/adapter/contract/storage.ts";
import { choosePorts } from "@pegbar/local/platform/addresses.ts";
import { createCredentialAuthority } from "@pegbar/local/platform/credential-authority.ts";
import { defaultThrottle, defaultTimes, buildEnvironments } from "@pegbar/local/platform/resources.ts";
import { loadSecrets } from "@pegbar/local/platform/secrets.ts";
import { buildClientConfig } from "@pegbar/local/store/access.ts";
import { bundle } from "../../packages/functions/scripts/bundle.ts";

const scratch = mkdtempSync(path.join(tmpdir(), "pegbar-bundle-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The adapters with bundled AWS clients, whose unused parts are left out. */
const adapters = async () => {
  const file = path.join(scratch, "adapter.mjs");
  await bundle("../../core/src/platform/adapter/index.ts", file);
  return (await import(file)) as typeof import("@pegbar/core/platform/adapter");
};
const bundled = adapters();

testStorageContract("storage, bundled", async () => {
  const client = { ...buildClientConfig(inject("storeUrl")), forcePathStyle: true };
  const s3 = new S3Client(client);
  const bucket = `contract-${randomUUID()}`;
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  s3.destroy();
  const { createS3Storage } = await bundled;
  return {
    open: (seconds) => createS3Storage({ bucket, client, ...(seconds === undefined ? {} : { seconds }) }),
    stop: () => Promise.resolve(),
  };
});

testQueueContract(
  "queues, bundled",
  async () => createContractQueues(buildClientConfig(inject("storeUrl")), await bundled),
  {
    emoji: true,
  },
);

test("the API's function loads less than 865 kB at its start, no AWS client among them, starts, and serves the same document as unbundled", async () => {
  const file = path.join(scratch, "api.mjs");
  const { bytes, allBytes, parts } = await bundle("api/lambda.ts", file);
  expect(bytes).toBeLessThan(865_000);
  expect(allBytes).toBeLessThan(1_720_000);
  expect([...parts.keys()].filter((name) => name.startsWith("@aws-sdk/") || name.startsWith("@smithy/"))).toEqual([]);
  const {
    components: { api: env },
  } = buildEnvironments({
    ports: await choosePorts(0, 0),
    secrets: loadSecrets(scratch),
    dir: tmpdir(),
    tokenSeconds: 3600,
    signer: createFileSigner("pegbar.test/log", path.join(scratch, "log-key.pem")),
    signerFile: "",
    modelFolder: "",
    times: defaultTimes,
    witnesses: [],
    credentials: await createCredentialAuthority(scratch),
    credentialTrust: undefined,
    throttle: defaultThrottle,
  });
  const event = {
    version: "2.0",
    rawPath: "/v1/openapi.json",
    rawQueryString: "",
    headers: { host: "api.example" },
    requestContext: { http: { method: "GET", path: "/v1/openapi.json" }, domainName: "api.example" },
    isBase64Encoded: false,
  };
  const code = `
    globalThis.awslambda = { streamifyResponse: (handler) => handler };
    const { handler } = await import(${JSON.stringify(file)});
    const { statusCode, body } = await handler(${JSON.stringify(event)}, {});
    process.stdout.write(JSON.stringify({ statusCode, body: JSON.parse(body) }), () => process.exit());`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code], {
    env,
    maxBuffer: 1 << 26,
  });
  const document: unknown = JSON.parse(readFileSync("packages/sdk/openapi.json", "utf8"));
  // Its metrics are lines of the log.
  const lines = stdout.trim().split("\n");
  expect(lines.some((line) => line.includes('"_aws"'))).toBe(true);
  const answer = lines.find((line) => !line.includes('"_aws"')) ?? "";
  expect(JSON.parse(answer)).toEqual({ statusCode: 200, body: document });
});
