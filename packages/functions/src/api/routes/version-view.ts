import type * as z from "zod";
import * as Context from "@pegbar/core/platform/context.ts";
import type * as Version from "@pegbar/core/shot/version";
import type * as Schema from "../schema/index.ts";

/** A version as the API shows it, with a URL of its first picture. */
export async function toVersion({ picture, ...row }: Version.VersionDetail) {
  const url = picture && (await Context.getPorts().storage.signGet(picture.key)).url;
  return {
    ...row,
    review: row.review && { ...row.review, createdAt: row.review.createdAt.toISOString() },
    ...(picture && url ? { pictureUrl: url, placeholder: picture.placeholder } : {}),
    createdAt: row.createdAt.toISOString(),
  } satisfies z.infer<typeof Schema.Version>;
}
