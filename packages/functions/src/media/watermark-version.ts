import * as Context from "@pegbar/core/platform/context.ts";
import {
  buildPictureFolder,
  continueVersion,
  findUnmade,
  storePicture,
  type MadePicture,
} from "@pegbar/core/shot/share/pictures.ts";
import { withFile } from "./fetched.ts";
import { Overrun, type Sandbox } from "./sandbox.ts";

/** Time after which a task leaves the rest to another one, in milliseconds, so that other files are not delayed. */
const BUDGET_MS = 10_000;

/** Makes the pictures of a version for a share link, frame by frame, each once. Can be repeated. */
export async function watermarkVersion(
  shareLinkId: string,
  versionId: string,
  sandbox: Sandbox,
  budgetMs = BUDGET_MS,
): Promise<void> {
  const end = performance.now() + budgetMs;
  for (;;) {
    const frames = await findUnmade(shareLinkId, versionId);
    if (frames.length === 0) return;
    for (const frame of frames) {
      if (performance.now() >= end) return continueVersion(shareLinkId, versionId);
      const isStored = await storePicture(shareLinkId, frame.assetId, await make(shareLinkId, frame, sandbox));
      if (!isStored) return;
    }
  }
}

type Frame = Awaited<ReturnType<typeof findUnmade>>[number];

async function make(shareLinkId: string, frame: Frame, sandbox: Sandbox): Promise<MadePicture | undefined> {
  // A film is not copied to be refused.
  if (!frame.contentType.startsWith("image/")) return undefined;
  const { contentType, watermark: text } = frame;
  const done = await withFile(frame.key, (file) =>
    sandbox.run({ kind: "watermark", file, contentType, text }).catch((error: unknown) => {
      if (error instanceof Overrun) return undefined;
      throw error;
    }),
  );
  if (done?.kind !== "watermarked" || !done.picture) return undefined;
  const { bytes: body, width, height } = done.picture;
  const key = `${buildPictureFolder(Context.getTenantId(), shareLinkId)}${frame.assetId}.webp`;
  await Context.getPorts().storage.put({ key, body, contentType: "image/webp" });
  return { key, width, height, bytes: body.length };
}
