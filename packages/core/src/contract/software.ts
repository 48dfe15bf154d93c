import * as z from "zod";
import { Sha256 } from "./sha256.ts";

/** A version as PEP 440 and NVIDIA write it: `2.8.0+cu128`, `570.86.15`. */
const Version = z.string().regex(/^v?\d[\w.+!-]{0,63}$/);
const Commit = z.string().regex(/^[0-9a-f]{40}$/);

/** Limits of a description. Its length as JSON keeps a record far below the maximum size of a log's entry. */
export const softwareLimits = { length: 16_384, flags: 64, customNodes: 200 } as const;

/** A flag with its values, if they matter: `--fast fp16_accumulation`, `--base-directory`. */
export const ComfyuiFlag = z
  .string()
  .max(128)
  .regex(/^--[\w-]+( [\w.,:*-]+)*$/);

/** Versions of installed Python packages by name. */
export const PackageVersions = z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/), Version);

/** A folder below `custom_nodes`, or a single file without `.py`. Only the name is known for a ComfyUI that is attached. */
export const InstalledCustomNode = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(128)
    .refine((name) => !/[\p{C}/\\]/u.test(name), { error: "A name contains no control characters and no slashes." }),
  /** Without user name and password. */
  repository: z
    .string()
    .max(256)
    .regex(/^(https?|ssh|git):\/\/[^\s@?#]+$/)
    .optional(),
  commit: Commit.optional(),
  /** Of its `pyproject.toml`, by which ComfyUI's registry knows it. */
  version: Version.optional(),
  /** Of its Python files, which shows changes that were not committed. */
  sha256: Sha256.optional(),
});
export type InstalledCustomNode = z.infer<typeof InstalledCustomNode>;

/** What a ComfyUI runs on and with, to reproduce its results. What is not known is absent. */
export const Software = z
  .strictObject({
    python: Version.optional(),
    pytorch: Version.optional(),
    /** The CUDA version that PyTorch was built for. */
    cuda: Version.optional(),
    /** Version of the NVIDIA driver. */
    driver: Version.optional(),
    /** ComfyUI's own commit, if it runs from a git checkout. */
    comfyuiCommit: Commit.optional(),
    /** How ComfyUI was started, without paths, addresses and names. */
    flags: z.array(ComfyuiFlag).max(softwareLimits.flags).optional(),
    /** Installed packages that can change results or speed. */
    packages: PackageVersions.optional(),
    /** The custom nodes that ComfyUI loads, in order of their names. */
    customNodes: z.array(InstalledCustomNode).max(softwareLimits.customNodes).optional(),
    /** Number of custom nodes that are not listed, because the description would be too long. */
    moreCustomNodes: z.int().positive().optional(),
  })
  .refine((software) => JSON.stringify(software).length <= softwareLimits.length, {
    error: `The description is longer than ${softwareLimits.length} characters. Leave custom nodes out, and count them in moreCustomNodes.`,
  });
export type Software = z.infer<typeof Software>;
