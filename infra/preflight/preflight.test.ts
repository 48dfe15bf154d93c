import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { startService, type Asked, type Said } from "../../test/setup/service.ts";
import { createPlan } from "../plan/plan.ts";
import { checkBackupOptIn } from "./backup.ts";
import { checkDomainTls } from "./domain-tls.ts";
import { checkEksVersion } from "./eks-version.ts";
import { checkGpuOfferings } from "./gpu-offerings.ts";
import { checkLambdaConcurrency } from "./lambda-concurrency.ts";
import { checkMail } from "./mail.ts";
import { computeNeeds } from "./needs.ts";
import { checkVcpuQuotas } from "./vcpu-quotas.ts";

const services: Awaited<ReturnType<typeof startService>>[] = [];
afterEach(async () => {
  await Promise.all(services.splice(0).map((one) => one.stop()));
});
/** Starts a server for AWS's own client. */
async function answer(respond: (asked: Asked) => Said) {
  const service = await startService(respond);
  services.push(service);
  return service.client;
}

const pool = (name: string, capacity: "spot" | "on-demand", gpus: number, instanceTypes: string[]) => ({
  name,
  capacity,
  gpus,
  instanceTypes,
});
const pools = [
  pool("light-spot", "spot", 10, ["g5.xlarge", "g6.xlarge", "g4dn.xlarge"]),
  pool("light-on-demand", "on-demand", 2, ["g5.xlarge", "g6.xlarge", "g4dn.xlarge"]),
];

test("the requirements of a stage are computed from its plan", async () => {
  const needs = computeNeeds(await createPlan({ stage: "prod" }));
  expect(needs.pools.map(({ name, gpus }) => [name, gpus])).toContainEqual(["light-spot", 80]);
  expect(needs.pools).toHaveLength(6);
  expect(needs.pools.every(({ instanceTypes }) => instanceTypes.length > 3)).toBe(true);
  // API, authorizer, events, Work API, media and renditions, and one to two of each in the background.
  expect(needs.reservedConcurrency).toBe(200 + 200 + 400 + 100 + 50 + 10 + 2 + 1 + 1 + 1 + 2 + 2);
  expect(needs.zones).toEqual(["a", "b", "c"]);
  expect(needs.backsUp).toBe(true);
}, 240_000);

test("the command runs every check, even if others fail", async () => {
  const root = path.join(import.meta.dirname, "../..");
  const { client, stop } = await startService(({ url, body }) =>
    url.pathname.includes("/2016-08-19/account-settings")
      ? { body: { AccountLimit: { ConcurrentExecutions: 10 } } }
      : { error: body === undefined ? "AccessDeniedException" : "AccessDenied", status: 403 },
  );
  try {
    const run = promisify(execFile)(process.execPath, ["infra/preflight/run.ts", "--stage", "prod"], {
      cwd: root,
      env: {
        ...process.env,
        PEGBAR_DECLARED: path.join(root, "infra/plan/declared.json"),
        AWS_ENDPOINT_URL: client.endpoint,
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        AWS_MAX_ATTEMPTS: "1",
      },
    });
    const { code, stdout } = (await run.catch((error: unknown) => error)) as { code: number; stdout: string };
    expect(code).toBe(2);
    expect(stdout).toContain("FIX  Lambda's concurrency");
    expect(stdout).toMatch(/--quota-code L-B99A9384 --desired-value \d{4}\n/);
    for (const check of ["GPU offerings", "vCPU quotas", "AWS Backup", "Kubernetes version", "images and charts"])
      expect(stdout).toContain(`FAIL ${check}: `);
  } finally {
    await stop();
  }
}, 240_000);

describe("Lambda's concurrency", () => {
  const limit = (ConcurrentExecutions: number) => answer(() => ({ body: { AccountLimit: { ConcurrentExecutions } } }));

  test("is sufficient with 100 unreserved executions", async () => {
    expect(await checkLambdaConcurrency(await limit(1000), { reservedConcurrency: 900 })).toEqual([]);
  });

  test("is too low in a new account, and the fix requests the required value", async () => {
    expect(await checkLambdaConcurrency(await limit(10), { reservedConcurrency: 900 })).toEqual([
      {
        what: expect.stringContaining("allows 10 concurrent executions") as string,
        fix: expect.stringMatching(/--quota-code L-B99A9384 --desired-value 1000$/) as string,
      },
    ]);
  });
});

describe("GPU offerings", () => {
  const offer = (pairs: [string, string][]) =>
    answer(({ body }) => {
      const { Action = "" } = body as Record<string, string>;
      const items =
        Action === "DescribeAvailabilityZones"
          ? `<availabilityZoneInfo>${["a", "b"].map((zone) => `<item><zoneName>eu-central-1${zone}</zoneName></item>`).join("")}</availabilityZoneInfo>`
          : `<instanceTypeOfferingSet>${pairs.map(([type, zone]) => `<item><instanceType>${type}</instanceType><location>eu-central-1${zone}</location></item>`).join("")}</instanceTypeOfferingSet>`;
      return { xml: `<${Action}Response>${items}</${Action}Response>` };
    });
  const everywhere = ["g5.xlarge", "g6.xlarge", "g4dn.xlarge"].flatMap((type): [string, string][] => [
    [type, "a"],
    [type, "b"],
  ]);

  test("are sufficient if each zone has them", async () => {
    expect(await checkGpuOfferings(await offer(everywhere), { pools, zones: ["a", "b"] })).toEqual([]);
  });

  test("that are missing in a zone, and classes with few types, are findings", async () => {
    const found = await checkGpuOfferings(await offer([["g5.xlarge", "a"]]), { pools, zones: ["a", "b"] });
    expect(found.map(({ what }) => what)).toEqual([
      "No instance type of the class light is offered in eu-central-1b.",
      expect.stringContaining("Only g5.xlarge of the class"),
    ]);
    expect(found.every(({ fix }) => fix.includes("describe-instance-type-offerings --region eu-central-1"))).toBe(true);
  });
});

describe("vCPU quotas", () => {
  const ec2 = () =>
    answer(() => ({
      xml: `<DescribeInstanceTypesResponse><instanceTypeSet>${[
        ["g5.xlarge", 4],
        ["g6.xlarge", 4],
        ["g4dn.xlarge", 8],
      ]
        .map(
          ([type, cpus]) =>
            `<item><instanceType>${type}</instanceType><vCpuInfo><defaultVCpus>${cpus}</defaultVCpus></vCpuInfo></item>`,
        )
        .join("")}</instanceTypeSet></DescribeInstanceTypesResponse>`,
    }));
  const quotas = (values: Record<string, number>) =>
    answer(({ body }) => ({ body: { Quota: { Value: values[(body as { QuotaCode: string }).QuotaCode] } } }));

  test("are sufficient for the largest type of each pool", async () => {
    const enough = await quotas({ "L-DB2E81BA": 16, "L-3819A6DF": 80 });
    expect(await checkVcpuQuotas(await ec2(), { pools }, enough)).toEqual([]);
  });

  test("of Spot and On-Demand are counted separately", async () => {
    const found = await checkVcpuQuotas(await ec2(), { pools }, await quotas({ "L-DB2E81BA": 16, "L-3819A6DF": 79 }));
    expect(found).toEqual([
      {
        what: expect.stringContaining('"All G and VT Spot Instance Requests" is 79 vCPUs') as string,
        fix: expect.stringMatching(/--quota-code L-3819A6DF --desired-value 80$/) as string,
      },
    ]);
  });
});

describe("AWS Backup", () => {
  const optIn = (Aurora: boolean) => answer(() => ({ body: { ResourceTypeOptInPreference: { Aurora, S3: true } } }));

  test("must be enabled for Aurora if it is used", async () => {
    expect(await checkBackupOptIn(await optIn(true), { backsUp: true })).toEqual([]);
    expect(await checkBackupOptIn(await optIn(false), { backsUp: false })).toEqual([]);
    expect(await checkBackupOptIn(await optIn(false), { backsUp: true })).toEqual([
      {
        what: expect.stringContaining("backs up nothing") as string,
        fix: expect.stringContaining("Aurora=true") as string,
      },
    ]);
  });
});

describe("the Kubernetes version", () => {
  const NOW = new Date("2026-11-30T00:00:00Z");
  const offered = () =>
    answer(() => ({
      body: {
        clusterVersions: [
          {
            clusterVersion: "1.35",
            versionStatus: "STANDARD_SUPPORT",
            endOfStandardSupportDate: Date.parse("2027-03-27") / 1000,
          },
          {
            clusterVersion: "1.34",
            versionStatus: "STANDARD_SUPPORT",
            endOfStandardSupportDate: Date.parse("2026-12-02") / 1000,
          },
          {
            clusterVersion: "1.33",
            versionStatus: "EXTENDED_SUPPORT",
            endOfStandardSupportDate: Date.parse("2026-07-29") / 1000,
          },
        ],
      },
    }));

  test.each<[string, RegExp | undefined]>([
    ["1.35", undefined],
    ["1.34", /leaves standard support in 2 days, on 2026-12-02/],
    ["1.33", /left standard support on 2026-07-29/],
    ["1.20", /does not offer Kubernetes 1\.20/],
  ])("%s", async (version, said) => {
    const found = await checkEksVersion(await offered(), version, NOW);
    if (!said) expect(found).toEqual([]);
    else
      expect(found).toEqual([
        {
          what: expect.stringMatching(said) as string,
          fix: expect.stringContaining("Declare one of 1.35, 1.34") as string,
        },
      ]);
  });
});

describe("sign-in mail", () => {
  const ses = (ProductionAccessEnabled: boolean, verified: boolean | undefined) =>
    answer(({ url }) => {
      if (url.pathname.endsWith("/account")) return { body: { ProductionAccessEnabled } };
      return verified === undefined
        ? { status: 404, error: "NotFoundException" }
        : { body: { VerifiedForSendingStatus: verified } };
    });
  const from = "sign-in@pegbar.example";

  test("from Cognito's own address is limited", async () => {
    const found = await checkMail(await ses(true, true), { from: null, usesCognito: true });
    expect(found.map(({ what }) => what)).toEqual([expect.stringContaining("50 mails per day")]);
    expect(await checkMail(await ses(true, true), { from: null, usesCognito: false })).toEqual([]);
  });

  test("needs a verified domain outside of SES's sandbox", async () => {
    expect(await checkMail(await ses(true, true), { from, usesCognito: true })).toEqual([]);
    const found = await checkMail(await ses(false, undefined), { from, usesCognito: true });
    expect(found.map(({ fix }) => fix)).toEqual([
      expect.stringContaining("--email-identity pegbar.example"),
      expect.stringContaining("--production-access-enabled"),
    ]);
  });
});

describe("TLS of the domain", () => {
  const policy = (securityPolicy: string) =>
    answer(() => ({ body: { domainName: "api.pegbar.example", securityPolicy } }));

  test("is 1.2 or later; a domain that the deploy creates is no finding", async () => {
    expect(await checkDomainTls(await policy("TLS_1_2"), "api.pegbar.example")).toEqual([]);
    expect(await checkDomainTls(await policy("TLS_1_0"), null)).toEqual([]);
    const missing = await answer(() => ({ status: 404, error: "NotFoundException" }));
    expect(await checkDomainTls(missing, "api.pegbar.example")).toEqual([]);
    expect(await checkDomainTls(await policy("TLS_1_0"), "api.pegbar.example")).toEqual([
      {
        what: expect.stringContaining("TLS_1_0") as string,
        fix: expect.stringContaining("path=/securityPolicy,value=TLS_1_2") as string,
      },
    ]);
  });
});
