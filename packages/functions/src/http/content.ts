import { MIMEType } from "node:util";
import type { MiddlewareHandler } from "hono";
import { VisibleError } from "@pegbar/core/platform/error";
import { hasBody, type Env } from "./problem.ts";

const SEND_JSON = "Send the body as application/json in UTF-8, without Content-Encoding.";
const CHARSETS = ["utf-8", "utf8", "us-ascii"];

/** Parses a media type as the WHATWG does, with any parameters, including empty ones (RFC 9110, 5.6.6). */
function parseMediaType(header: string | undefined): MIMEType | undefined {
  try {
    return header === undefined ? undefined : new MIMEType(header);
  } catch {
    // Not a media type. The caller rejects it like other types.
    return undefined;
  }
}

/**
 * Rejects bodies that are not plain JSON, for the public and the Work API. Sets the header of accepted requests to
 * `application/json`, because Hono's validators and this parser differ on unusual parameters.
 */
export const requireJson: MiddlewareHandler<Env> = async (c, next) => {
  if (hasBody(c.req)) {
    const type = parseMediaType(c.req.header("content-type"));
    const charset = type?.params.get("charset")?.toLowerCase() ?? "utf-8";
    if (type?.essence !== "application/json" || !CHARSETS.includes(charset))
      throw new VisibleError("unsupported_media_type", `This content type is not accepted. ${SEND_JSON}`);
    const coding = c.req.header("content-encoding")?.trim().toLowerCase() ?? "";
    if (coding !== "" && coding !== "identity")
      throw new VisibleError("unsupported_media_type", `This Content-Encoding is not accepted. ${SEND_JSON}`);
    if (c.req.header("content-type") !== "application/json") c.req.raw.headers.set("content-type", "application/json");
  }
  await next();
};
