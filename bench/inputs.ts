import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, openAsBlob } from "node:fs";
import { rm, stat, symlink } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { EncodedPacket, EncodedVideoPacketSource, FilePathTarget, Mp4OutputFormat, Output } from "mediabunny";
import { buildPartKey, PART_BYTES } from "@pegbar/core/catalog/upload/parts.ts";
import { hashInParts } from "@pegbar/sdk/hash";
import { bundle } from "../packages/functions/scripts/bundle.ts";
import { defineBenchmark } from "./benchmark.ts";
import { readUsage } from "./process-tree.ts";
import { createTemporaryFolder, Scope } from "./scope.ts";
import { round } from "./statistics.ts";

/** Packages that bundles do not contain. */
const NATIVE = ["sharp", "@contentauth/c2pa-node", "exrs"];
const MEGABYTE = 1_000_000;
const SAMPLE_MS = 50;

/**
 * Measures the check of a video that is uploaded in parts, as the media function does it: read and hash the parts, check
 * the content in the sandbox, and join the parts to one object. The objects are files. Next to it `sha256sum` and `cp` of
 * the same file, one after the other.
 */
export const inputs = defineBenchmark({
  full: { megabytes: 1000 },
  small: { megabytes: 130 },
  measure: async ({ megabytes }) => {
    await using scope = new Scope();
    const dir = createTemporaryFolder(scope, "pegbar-inputs-");
    const file = path.join(dir, "film.mp4");
    await writeFilm(file, megabytes);
    const { size } = await stat(file);
    const upload = await writeParts(dir, file);
    const bareMs = (await time("sha256sum", file)) + (await time("cp", file, path.join(dir, "copy.mp4")));
    await rm(path.join(dir, "copy.mp4"));
    const { ms, peakBytes } = await measureCheck(dir, upload);
    return {
      bytes: size,
      mb_per_second: round(size / MEGABYTE / (ms / 1000)),
      bare_mb_per_second: round(size / MEGABYTE / (bareMs / 1000)),
      peak_mb: round(peakBytes / MEGABYTE),
    };
  },
});

/** Writes an MP4 file with frames of a megabyte of random bytes, which nobody decodes. */
async function writeFilm(file: string, frames: number): Promise<void> {
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: false }), target: new FilePathTarget(file) });
  const source = new EncodedVideoPacketSource("avc");
  output.addVideoTrack(source, { frameRate: 24 });
  await output.start();
  const decoderConfig = {
    codec: "avc1.42001e",
    codedWidth: 1920,
    codedHeight: 1080,
    description: Uint8Array.of(1, 0x42, 0, 0x1e, 0xff, 0xe0, 0),
  };
  for (let frame = 0; frame < frames; frame++) {
    const packet = new EncodedPacket(randomBytes(MEGABYTE), "key", frame / 24, 1 / 24);
    await source.add(packet, { decoderConfig });
  }
  await output.finalize();
}

/** Runs a command. @returns its time in milliseconds */
async function time(command: string, ...values: string[]): Promise<number> {
  const began = performance.now();
  const [code] = (await once(spawn(command, values, { stdio: "ignore" }), "close")) as [number | null];
  if (code !== 0) throw new Error(`${command} exited with code ${code}`);
  return performance.now() - began;
}

/** Writes a file's parts as objects, and describes the upload. */
async function writeParts(dir: string, file: string) {
  const blob = await openAsBlob(file);
  const hasher = () => {
    const hash = createHash("sha256");
    return { update: (bytes: Uint8Array) => hash.update(bytes), hex: () => hash.digest("hex") };
  };
  const { sha256, partSha256s } = await hashInParts(blob, PART_BYTES, { hasher });
  const key = "ten_1/inputs/inp_1";
  for (const [index] of partSha256s.entries()) {
    const part = blob.slice(index * PART_BYTES, (index + 1) * PART_BYTES);
    await pipeline(part.stream(), createWriteStream(path.join(dir, buildPartKey(key, index + 1).replaceAll("/", "_"))));
  }
  return { id: "inp_1", tenantId: "ten_1", key, sha256, bytes: blob.size, contentType: "video/mp4", partSha256s };
}

/** Checks the upload in a process of its own. Measures its memory, with that of the sandbox. */
async function measureCheck(dir: string, upload: object): Promise<{ ms: number; peakBytes: number }> {
  // Bundled, as deployed: the sources take 100 MB more. Installed packages are found through the link.
  await symlink(path.join(import.meta.dirname, "../node_modules"), path.join(dir, "node_modules"));
  const program = path.join(dir, "check-upload.mjs");
  await bundle("../../../bench/check-upload.ts", program, { external: NATIVE });
  await bundle("media/sandboxed.ts", path.join(dir, "sandboxed.mjs"), { external: NATIVE });
  const child = spawn(process.execPath, [program, dir, JSON.stringify(upload)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error("the check did not start");
  let peakBytes = 0;
  const timer = setInterval(() => (peakBytes = Math.max(peakBytes, readUsage(pid).pssBytes)), SAMPLE_MS);
  const [ms, [code]] = await Promise.all([text(child.stdout), once(child, "close") as Promise<[number | null]>]);
  clearInterval(timer);
  if (code !== 0) throw new Error(`the check exited with code ${code}`);
  return { ms: Number(ms), peakBytes };
}
