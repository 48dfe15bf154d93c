import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { DockerfileParser } from "dockerfile-ast";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isAllowed, modelFolders, NodesLock } from "@pegbar/comfyui";
import { readSnapshotConfig, readSupervisorConfig } from "@pegbar/worker/config.ts";
import { images } from "../infra/gpu/repositories.ts";
import { buildCommands, buildScanCommand } from "./commands.ts";
import { readDebianPackages, readExternal, type External } from "./external.ts";

const HERE = import.meta.dirname;
const digest = (digit: string) => `registry.example/image@sha256:${digit.repeat(64)}`;
const TARGET = { registry: "1.dkr.ecr.x.amazonaws.com", tag: "20261128T120000-aaaaaaaaaaaa" };
const external: External = {
  cudaBuild: digest("1"),
  cudaRuntime: digest("2"),
  node: digest("3"),
  nodeDistroless: digest("4"),
  aptSnapshot: "20261130T000000Z",
  comfyuiRepository: "https://git.example/comfyui",
  comfyuiCommit: "a".repeat(40),
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "pegbar-images-"));
  cpSync(HERE, folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const put = (file: string, text: string) => writeFileSync(path.join(folder, file), text);
const fill = () => {
  put("external.json", JSON.stringify(external));
  put(
    "comfyui/nodes.lock.json",
    JSON.stringify({ nodes: [{ name: "a-node", repository: "https://git.example/a", commit: "b".repeat(40) }] }),
  );
  put("comfyui/requirements.lock", "# made by pip-compile\ntorch==1.2.3 \\\n    --hash=sha256:00\n");
};

describe("external inputs of the images", () => {
  test("are empty in the repository, and a build lists all missing values", () => {
    const { status, stderr } = spawnSync(process.execPath, [path.join(HERE, "build.ts")], { encoding: "utf8" });
    expect(status).not.toBe(0);
    for (const name of [...Object.keys(external), "requirements.lock is missing"]) expect(stderr).toContain(name);
  });

  test("are read completely once they are set", () => {
    fill();
    expect(readExternal(folder)).toEqual({
      external,
      nodes: [{ name: "a-node", repository: "https://git.example/a", commit: "b".repeat(40), classes: {} }],
      packages: ["torch==1.2.3"],
    });
  });

  test("have valid reviews of custom nodes that the image does not contain", () => {
    const files = readdirSync(path.join(HERE, "comfyui/reviews"));
    expect(files).not.toEqual([]);
    for (const file of files) {
      const { nodes } = NodesLock.parse(JSON.parse(readFileSync(path.join(HERE, "comfyui/reviews", file), "utf8")));
      expect(nodes.map(({ name }) => `${name}.json`)).toEqual([file]);
      expect(Object.values(nodes[0]?.classes ?? {}).filter(isAllowed)).not.toEqual([]);
    }
  });

  test("install Debian packages of one snapshot, except the certificates for its archive", () => {
    const text = readFileSync(path.join(HERE, "comfyui/Dockerfile"), "utf8");
    const installs = [...text.matchAll(/apt-get install [^\\\n]+/g)].map(([line]) => line.trim());
    expect(installs.length).toBe(4);
    for (const line of installs)
      expect(line).toMatch(/--snapshot "\$\{APT_SNAPSHOT\}"|--no-install-recommends ca-certificates$/);
  });

  test("include Debian packages, with certificates for TLS", () => {
    expect(readDebianPackages(HERE)).toEqual(
      expect.arrayContaining(["ca-certificates", "git", "python3-venv", "tini"]),
    );
  });

  test.each<[string, string, string, RegExp]>([
    [
      "a tag instead of a digest",
      "external.json",
      JSON.stringify({ ...external, node: "node:24" }),
      /node.*digest|digest.*node/s,
    ],
    ["the newest packages", "external.json", JSON.stringify({ ...external, aptSnapshot: "latest" }), /aptSnapshot/],
    ["a short commit", "external.json", JSON.stringify({ ...external, comfyuiCommit: "abcdef1" }), /comfyuiCommit/],
    [
      "a repository without TLS",
      "external.json",
      JSON.stringify({ ...external, comfyuiRepository: "http://git.example/a" }),
      /comfyuiRepository/,
    ],
    [
      "a branch of a custom node",
      "comfyui/nodes.lock.json",
      '{"nodes":[{"name":"a","repository":"https://git.example/a","commit":"main"}]}',
      /commit/,
    ],
    [
      "a name outside of the folder",
      "comfyui/nodes.lock.json",
      `{"nodes":[{"name":"../a","repository":"https://git.example/a","commit":"${"b".repeat(40)}"}]}`,
      /name/,
    ],
    ["a package without a hash", "comfyui/requirements.lock", "torch==1.2.3\n", /torch/],
    ["a package without a version", "comfyui/requirements.lock", "torch \\\n    --hash=sha256:00\n", /torch/],
  ])("are rejected with %s", (_what, file, text, said) => {
    fill();
    put(file, text);
    expect(() => readExternal(folder)).toThrow(said);
  });

  test("the script that fetches custom nodes validates its list like the build", () => {
    put("comfyui/bad.json", '{"nodes":[{"name":"a","repository":"https://git.example/a","commit":"main"}]}');
    const { status, stderr } = spawnSync(
      "python3",
      [path.join(folder, "comfyui/fetch-nodes.py"), path.join(folder, "comfyui/bad.json"), path.join(folder, "out")],
      {
        encoding: "utf8",
      },
    );
    expect([status, stderr]).toEqual([1, expect.stringContaining("40 digits")]);
  });
});

describe.each(images)("the image %s", (image) => {
  const file = DockerfileParser.parse(readFileSync(path.join(HERE, image, "Dockerfile"), "utf8"));
  const stages = file.getFROMs();
  const instructions = file.getInstructions();
  const last = instructions.slice(instructions.findLastIndex((one) => one.getKeyword() === "FROM"));
  const texts = (keyword: string) =>
    last.filter((one) => one.getKeyword() === keyword).map((one) => one.getArgumentsContent() ?? "");

  test("has only pinned base images", () => {
    const given = buildCommands(image, external, TARGET)[0]?.join(" ") ?? "";
    const named = stages.map((stage) => stage.getImage() ?? "").filter((name) => name !== "scratch");
    for (const stage of named) {
      expect(stage).toMatch(/^\$\{[A-Z_]+\}$/);
      const name = stage.slice(2, -1);
      expect(given).toMatch(new RegExp(`--build-arg ${name}=\\S+@sha256:[0-9a-f]{64}`));
    }
  });

  test("runs without root, and contains no build tools", () => {
    expect(texts("USER")).toEqual(["1000:1000"]);
    expect(texts("RUN").join(" ")).not.toMatch(/build-essential|gcc|g\+\+|python3-dev|pip install|git /);
    // A shell in between would not forward SIGTERM.
    expect(texts("ENTRYPOINT").join()).toMatch(/^\[/);
  });

  test("is pushed with an SBOM, and scanned by its pushed digest", () => {
    const commands = buildCommands(image, external, TARGET);
    for (const command of commands) expect(command).toContain("--sbom=true");
    expect(commands.filter((command) => command.includes("--push"))).toHaveLength(1);
    const scan = buildScanCommand(image, TARGET.registry, "sha256:1");
    expect(scan).toEqual(expect.arrayContaining(["trivy", "--exit-code", "1"]));
    const platform = (words: string[] = []) => words[words.indexOf("--platform") + 1];
    expect(platform(scan)).toMatch(/^linux\/(amd|arm)64$/);
    expect(platform(scan)).toBe(platform(commands[0]));
    expect(scan.at(-1)).toBe(`${TARGET.registry}/pegbar/${image}@sha256:1`);
  });
});

describe("the golden image", () => {
  const text = readFileSync(path.join(HERE, "comfyui/Dockerfile"), "utf8");
  const instructions = DockerfileParser.parse(text).getInstructions();

  test("has a health check, and installs only packages with hashes", () => {
    expect(text).toMatch(/^HEALTHCHECK /m);
    expect(text).toContain("--require-hashes");
  });

  test("has the supervisor's script next to the supervisor", () => {
    expect(text).toMatch(/^COPY dist\/supervisor\.mjs dist\/probe\.py \/opt\/pegbar\/$/m);
  });

  test("takes its snapshot with the command line of workers, except for the processor", () => {
    fill();
    const settings = (found: string) =>
      Object.fromEntries(
        [...found.matchAll(/\b(COMFYUI_[A-Z_]+)=('[^']*'|\S+)/g)]
          .map(([, name = "", value = ""]) => [name, value.replaceAll("'", "")] as const)
          .map(([name, value]) => [name, value.replace("/opt/pegbar/nodes", path.join(folder, "comfyui/nodes"))]),
      );
    const [env] = instructions.filter((one) => one.getKeyword() === "ENV").map((one) => settings(one.getTextContent()));
    const [asked] = instructions
      .filter((one) => one.getTextContent().includes("snapshot.mjs /opt"))
      .map((one) => settings(one.getTextContent()));
    const started = readSupervisorConfig({ ...env, COMFYUI_SUPERVISOR: "/run/pegbar/supervisor.sock" }).options;
    const snapshot = readSnapshotConfig({ ...asked });
    const place = (command: readonly string[], dir: string) => command.map((word) => word.replace(dir, "DIR"));
    expect(place(snapshot.options.command, "/tmp/comfyui")).toEqual([...place(started.command, "/work"), "--cpu"]);
    expect(started.command.join(" ")).toContain("--disable-all-custom-nodes --whitelist-custom-nodes a-node");
    expect(snapshot.customNodes.map(({ name }) => name)).toEqual(["a-node"]);
  });

  test("searches models of every registrable kind in the importer's folders", () => {
    const [shared = "", own = ""] = readFileSync(path.join(HERE, "comfyui/model-paths.yaml"), "utf8").split(/^#.*$/m);
    const readLines = (section: string) => section.trim().split(/\n */);
    const { embedding, ...others } = modelFolders;
    expect(readLines(shared).toSorted()).toEqual(
      ["pegbar:", "base_path: /models", ...Object.values(others).map((name) => `${name}: ${name}`)].toSorted(),
    );
    // Embeddings only where the worker links those of one studio: COMFYUI_DIR in infra/gpu/worker.ts.
    expect(readLines(own)).toEqual(["studio:", "base_path: /work", `${embedding}: ${embedding}`]);
  });

  test("contains an SBOM with ComfyUI, custom nodes and packages under their usual names", () => {
    fill();
    put("packages.json", JSON.stringify([{ name: "Pillow_SIMD.x", version: "11.0" }]));
    const args = ["packages.json", "comfyui/nodes.lock.json", "https://github.com/Some/ComfyUI.git", "f".repeat(40)];
    const { stdout, stderr } = spawnSync("python3", [path.join(HERE, "comfyui/sbom.py"), ...args], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    const { components, ...bom } = JSON.parse(stdout) as { components: { purl: string }[] };
    expect(bom).toEqual({ bomFormat: "CycloneDX", specVersion: "1.5", version: 1 });
    expect(components.map(({ purl }) => purl)).toEqual([
      `pkg:github/some/comfyui@${"f".repeat(40)}`,
      `pkg:generic/a-node@${"b".repeat(40)}?vcs_url=git%2Bhttps://git.example/a`,
      "pkg:pypi/pillow-simd-x@11.0",
    ]);
  });

  test("takes its snapshot from the build that is pushed", () => {
    const commands = buildCommands("comfyui", external, TARGET);
    const bare = (words: string[] = []) => words.slice(0, words.indexOf("--provenance=mode=max"));
    const laid = commands.find((words) => words.includes("snapshot"));
    expect(laid).toEqual(expect.arrayContaining(["--target", "snapshot", "type=local,dest=dist/snapshot"]));
    expect(bare(laid)).toEqual(bare(commands[0]));
  });
});

test("answers its health check like ComfyUI", async () => {
  let status = 200;
  const server = createServer((_req, res) => res.writeHead(status).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = (server.address() as { port: number }).port;
  const env = { PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`, COMFYUI_PORT: String(port) };
  const run = () =>
    new Promise<number | null>(
      (resolve) => void spawn(path.join(HERE, "comfyui/health"), { env }).once("exit", resolve),
    );
  try {
    expect(await run()).toBe(0);
    status = 503;
    expect(await run()).toBe(1);
  } finally {
    server.close();
  }
  expect(await run()).toBe(1);
});
