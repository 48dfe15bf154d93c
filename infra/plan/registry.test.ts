import { afterEach, expect, test } from "vitest";
import { startService } from "../../test/setup/service.ts";
import { charts, controllers, images, repositories } from "../gpu/repositories.ts";
import { findMissing, createRepositories } from "../registry.ts";

let service: Awaited<ReturnType<typeof startService>> | undefined;
afterEach(async () => {
  await service?.stop();
  service = undefined;
});

const digest = (text: string) => `sha256:${Buffer.from(text).toString("hex").padEnd(64, "0").slice(0, 64)}`;
const each = <Name extends string, T>(names: readonly Name[], value: (name: string) => T) =>
  Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, T>;
const declared = {
  images: each(images, digest),
  controllers: each(controllers, digest),
  charts: each(charts, (name) => ({ version: "1.2.3", digest: digest(name) })),
};

interface Wanted {
  repositoryName: string;
  imageIds: { imageDigest?: string; imageTag?: string }[];
}
/** Starts a fake ECR. `stored` has digests by repository, `made` the architectures of an index. */
async function registry(stored: Map<string, { digest: string; made?: string[] }>) {
  service = await startService(({ headers, body }) => {
    expect(String(headers["x-amz-target"])).toMatch(/BatchGetImage$/);
    const { repositoryName, imageIds } = body as Wanted;
    const [asked] = imageIds;
    const found = stored.get(repositoryName);
    const isIt = found && (asked?.imageTag === "1.2.3" || asked?.imageDigest === found.digest);
    const manifests = found?.made?.map((architecture) => ({ platform: { architecture } }));
    return {
      body: {
        images: isIt
          ? [
              {
                repositoryName,
                imageId: { imageDigest: found.digest },
                imageManifest: JSON.stringify(manifests ? { manifests } : { config: {} }),
              },
            ]
          : [],
        failures: [],
      },
    };
  });
  return service.client;
}
const all = () =>
  new Map<string, { digest: string; made?: string[] }>(
    repositories.map((name) => [
      name,
      { digest: digest(name.split("/").at(-1) ?? ""), made: ["amd64", "arm64", "unknown"] },
    ]),
  );

test("creates missing repositories with encryption, scanning and immutable tags, and changes no others", async () => {
  const made: unknown[] = [];
  service = await startService(({ headers, body }) => {
    const target = String(headers["x-amz-target"]);
    if (target.endsWith("DescribeRepositories")) {
      const isSecond = (body as { nextToken?: string }).nextToken === "more";
      return {
        body: isSecond
          ? { repositories: [{ repositoryName: repositories[1] }] }
          : {
              repositories: [{ repositoryName: repositories[0] }, { repositoryName: "somebody/else" }],
              nextToken: "more",
            },
      };
    }
    made.push(body);
    return { body: { repository: {} } };
  });
  expect(await createRepositories(service.client)).toEqual(repositories.slice(2));
  expect(made).toEqual(
    repositories.slice(2).map((repositoryName) => ({
      repositoryName,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: { encryptionType: "KMS" },
    })),
  );
});

test("finds no differences in a registry with all declared artifacts", async () => {
  expect(await findMissing(await registry(all()), declared)).toEqual([]);
});

test("lists all missing images, other charts and images for other architectures", async () => {
  const stored = all();
  stored.delete("pegbar/worker");
  stored.set("pegbar/charts/keda", { digest: digest("another") });
  stored.set("pegbar/controllers/karpenter", { digest: digest("karpenter"), made: ["amd64"] });
  stored.set("pegbar/comfyui", { digest: digest("comfyui"), made: ["arm64"] });
  expect(await findMissing(await registry(stored), declared)).toEqual([
    "pegbar/comfyui is built for arm64, but its nodes are amd64",
    `pegbar/worker has no image ${digest("worker")}. Push it, or declare an existing image.`,
    "pegbar/controllers/karpenter is built for amd64, but its nodes are arm64",
    `pegbar/charts/keda 1.2.3 is ${digest("another")}, but ${digest("keda")} is declared`,
  ]);
});
