import { createHash } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import * as z from "zod";
import { encodeCanonical } from "@pegbar/verify";
import * as Database from "@pegbar/core/platform/database";
import { VisibleError } from "@pegbar/core/platform/error";
import type { Env } from "../http/problem.ts";
import { undoUnless } from "./undo.ts";

const TAG = String.raw`(W/)?"[\x21\x23-\x7E\x80-\xFF]*"`;

/** `*`, or entity tags separated by commas (RFC 9110, 13.1.1). */
export const IfMatch = z.string().regex(new RegExp(String.raw`^(\*|${TAG}([ \t]*,[ \t]*${TAG})*)$`));

/** The tags of an If-Match. A weak one never matches: none of ours is weak. */
function parseTags(header: string): string[] {
  const value = header.trim();
  if (IfMatch.safeParse(value).success) return value === "*" ? ["*"] : (value.match(new RegExp(TAG, "g")) ?? []);
  const message = "If-Match is not a list of entity tags";
  const remedy = 'Send the ETag as it came, in quotes, for example "abc"; separate several by commas.';
  throw new VisibleError("invalid_request", `${message}. ${remedy}`, {
    errors: [{ code: "invalid_if_match", message, remedy, pointer: "/header/if-match" }],
  });
}

/** Entity tags of a resource that people edit. */
export interface Editable<Shown> {
  /** Sets the entity tag of a response with the resource. @returns the resource */
  tag<S extends Shown>(c: Context<Env>, resource: S): S;
  /** Allows a change with If-Match only if the resource is unchanged, one such change at a time. */
  guard: MiddlewareHandler<Env>;
}

/**
 * @param read the resource as its GET returns it
 * @param edited the parts of it that people edit, since counters that change by themselves must not make a change fail
 */
export function createEditable<Shown>(
  read: (id: string) => Promise<Shown>,
  edited: (shown: Shown) => unknown,
): Editable<Shown> {
  const computeTag = (shown: Shown): string => {
    const bytes = encodeCanonical(JSON.parse(JSON.stringify(edited(shown))) as never);
    return `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
  };
  return {
    tag: (c, shown) => {
      c.header("etag", computeTag(shown));
      return shown;
    },
    guard: async (c, next) => {
      const wanted = c.req.header("if-match");
      if (wanted === undefined) return next();
      const tags = parseTags(wanted);
      await undoUnless(async () => {
        await Database.serialise(`${c.req.method} ${c.req.path}`);
        const now = computeTag(await read(c.req.param("id") ?? ""));
        if (!tags.includes("*") && !tags.includes(now)) throw createPreconditionFailedError(now);
        await next();
        return c.res.status < 400;
      });
      return undefined;
    },
  };
}

const createPreconditionFailedError = (now: string) =>
  new VisibleError("precondition_failed", `It has been changed meanwhile (now ${now}). Read it again, then change it.`);
