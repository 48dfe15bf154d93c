import path from "node:path";
import { parseArgs } from "node:util";
import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  ECRClient,
  paginateDescribeRepositories,
  type ECRClientConfig,
} from "@aws-sdk/client-ecr";
import { printErrors } from "../scripts/errors.ts";
import { readDeclared, type Declared } from "./declared.ts";
import { getArchitecture, charts, controllers, images, repositories, repositoryOf } from "./gpu/repositories.ts";
import { readStage } from "./stage.ts";

/** Creates missing repositories: encrypted, scanned, with immutable tags. Returns their names. */
export async function createRepositories(config: ECRClientConfig): Promise<string[]> {
  const client = new ECRClient(config);
  const there = new Set<string | undefined>();
  for await (const { repositories: page = [] } of paginateDescribeRepositories({ client }, {}))
    for (const { repositoryName } of page) there.add(repositoryName);
  const missing = repositories.filter((name) => !there.has(name));
  for (const repositoryName of missing)
    await client.send(
      new CreateRepositoryCommand({
        repositoryName,
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfiguration: { encryptionType: "KMS" },
      }),
    );
  return missing;
}

const INDEXES = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];
const MANIFESTS = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** Lists differences between the declared values and the registry; empty if there are none. */
export async function findMissing(
  config: ECRClientConfig,
  declared: Pick<Declared, "images" | "charts" | "controllers">,
): Promise<string[]> {
  const client = new ECRClient(config);
  const find = async (repositoryName: string, id: { imageDigest: string } | { imageTag: string }) => {
    const { images: found = [] } = await client.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [id], acceptedMediaTypes: [...INDEXES, ...MANIFESTS] }),
    );
    return found[0];
  };
  const checkImage = async (repository: string, imageDigest: string): Promise<string[]> => {
    const found = await find(repository, { imageDigest });
    if (!found) return [`${repository} has no image ${imageDigest}. Push it, or declare an existing image.`];
    const { manifests = [] } = JSON.parse(found.imageManifest ?? "{}") as {
      manifests?: { platform?: { architecture?: string } }[];
    };
    const wanted = getArchitecture(repository);
    const made = manifests.map(({ platform }) => platform?.architecture);
    // A manifest does not contain its architecture.
    return manifests.length === 0 || made.includes(wanted)
      ? []
      : [`${repository} is built for ${made.join(", ")}, but its nodes are ${wanted}`];
  };
  const checkChart = async (repository: string, { version, digest }: { version: string; digest: string }) => {
    const found = await find(repository, { imageTag: version });
    if (!found) return [`${repository} has no version ${version}. Push it.`];
    const there = found.imageId?.imageDigest;
    return there === digest ? [] : [`${repository} ${version} is ${there}, but ${digest} is declared`];
  };
  const all = await Promise.all([
    ...images.map((name) => checkImage(repositoryOf.image(name), declared.images[name])),
    ...controllers.map((name) => checkImage(repositoryOf.controller(name), declared.controllers[name])),
    ...charts.map((name) => checkChart(repositoryOf.chart(name), declared.charts[name])),
  ]);
  return all.flat();
}

if (import.meta.main) {
  const usage = "npm run registry -- --region REGION | --stage STAGE";
  printErrors(usage);
  const { values } = parseArgs({ options: { region: { type: "string" }, stage: { type: "string" } } });
  if ((values.region === undefined) === (values.stage === undefined)) {
    console.error(`usage: ${usage}`);
    process.exit(2);
  }
  // Errors of AWS are printed without a stack, because they are not bugs of this program.
  const explainErrors = <T>(answer: Promise<T>): Promise<T> =>
    answer.catch((error: unknown) => {
      throw new Error(`the registry could not be read: ${error instanceof Error ? error.message : String(error)}`);
    });
  if (values.region !== undefined) {
    const made = await explainErrors(createRepositories({ region: values.region }));
    for (const name of made) console.log(`created ${name}`);
    console.log(`${repositories.length} repositories exist`);
    process.exit(0);
  }
  const { name, kind } = readStage(values.stage ?? "");
  const declared = readDeclared(path.join(import.meta.dirname, ".."), name, kind);
  const found = await explainErrors(findMissing({ region: declared.region }, declared));
  for (const line of found) console.error(line);
  if (found.length === 0) console.log(`the registry has all images and charts that ${name} declares`);
  process.exit(found.length === 0 ? 0 : 1);
}
