import type { IncomingHttpHeaders } from "node:http";
import { parseUrl } from "../parse-url.ts";

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Host name and port of an address without a path, or undefined. */
const parseHost = (text: string): URL | undefined => {
  const url = parseUrl(`http://${text}`);
  return url && url.host !== "" && url.username === "" && url.pathname === "/" ? url : undefined;
};

/**
 * Why a request must be refused, or undefined. The proxy acts with the artist's sign-in, so it answers only programs on this
 * machine. A page in a browser could reach it as well: from another origin, which it names in `Origin` or `Sec-Fetch-Site`,
 * or under a host name of its own that resolves to the loopback address.
 */
export function findRefusal(headers: IncomingHttpHeaders): string | undefined {
  const host = parseHost(headers.host ?? "");
  if (!host || !loopback.has(host.hostname.toLowerCase()))
    return "This address is only for programs on this machine. Use http://127.0.0.1 or http://localhost.";
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none")
    return "A page of another origin sent this request. Only programs on this machine may use this address.";
  const { origin } = headers;
  if (origin === undefined) return undefined;
  const from = parseUrl(origin);
  // Some clients send the origin without its port.
  const isSame =
    from !== undefined && (from.host === host.host || (from.port === "" && from.hostname === host.hostname));
  return isSame ? undefined : "The request's origin is not this address. Only programs on this machine may use it.";
}
