import { lookup as systemLookup, Resolver } from "node:dns/promises";
import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps, type RequestOptions } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { callbackify } from "node:util";
import type { Posted, Webhooks } from "../port/index.ts";

const TIMEOUT_MS = 10_000;
/** Number of bytes to read of a response before the connection is closed. The content is ignored. */
const MOST_ANSWER_BYTES = 4096;

interface Options {
  key: Uint8Array;
  /** Allows http and loopback addresses, for a platform on one machine. */
  local?: boolean;
  /** Name servers as `address:port`; default: those of the system. */
  nameServers?: readonly string[];
  /** Resolves a host name to all of its addresses. */
  resolve?: (hostname: string) => Promise<string[]>;
  timeoutMs?: number;
}

/** Calls studios' addresses on the public internet, and no private ones. */
export function createHttpWebhooks({
  key,
  local = false,
  nameServers,
  resolve = local ? resolveWithSystem : createResolver(nameServers),
  timeoutMs = TIMEOUT_MS,
}: Options): Webhooks {
  const isCallable = (address: string) => isPublic(address) || (local && isLoopback(address));

  /** @throws Refused unless all addresses of the name may be called */
  async function findAddresses(hostname: string): Promise<string[]> {
    const addresses = await resolve(hostname).catch((cause: unknown) => {
      throw new Refused(isUnknownName(cause) ? NO_ADDRESS : NOT_RESOLVED, { cause });
    });
    if (addresses.length === 0) throw new Refused(NO_ADDRESS);
    if (!addresses.every(isCallable)) throw new Refused(NOT_PUBLIC);
    return addresses;
  }

  /** Every connection to a host name uses this lookup, so that the checked address is the one that is connected to. */
  const lookup: LookupFunction = callbackify(async (hostname: string, _options: unknown) =>
    (await findAddresses(hostname)).map((address) => ({ address, family: isIP(address) })),
  );

  /**
   * Why an address may not be called, as far as it is known without a lookup. Literal IP addresses are never looked up,
   * so they are checked here.
   */
  function findRefusal(url: URL): string | undefined {
    if (url.protocol !== "https:" && !(local && url.protocol === "http:")) return "Only https addresses are allowed";
    if (url.username !== "" || url.password !== "") return "Addresses with a user name or password are not allowed";
    const host = getHost(url);
    return isIP(host) !== 0 && !isCallable(host) ? NOT_PUBLIC : undefined;
  }

  return {
    key,
    async refusal(text) {
      const url = URL.parse(text);
      if (!url) return "This is not a URL";
      const refused = findRefusal(url);
      const host = getHost(url);
      if (refused !== undefined || isIP(host) !== 0) return refused;
      try {
        await findAddresses(host);
        return undefined;
      } catch (error) {
        if (error instanceof Refused) return error.message;
        throw error;
      }
    },
    async post(text, headers, body) {
      const began = performance.now();
      const answer = (posted: Partial<Posted>): Posted => ({
        status: undefined,
        error: undefined,
        retryAfter: undefined,
        ...posted,
        durationMs: Math.round(performance.now() - began),
      });
      const url = URL.parse(text);
      const refused = url ? findRefusal(url) : "This is not a URL";
      if (!url || refused !== undefined) return answer({ error: refused });
      try {
        const signal = AbortSignal.timeout(timeoutMs);
        // A separate agent ignores proxies and TLS settings of the environment. With autoSelectFamily, `lookup` is
        // asked for all addresses at once, so that its answer has one form.
        const options = {
          method: "POST",
          headers,
          lookup,
          autoSelectFamily: true,
          signal,
          agent: false,
          rejectUnauthorized: true,
        };
        const response = await send(url, options, body);
        const { statusCode: status = 0 } = response;
        await drain(response);
        return answer({ status, error: describeFailure(status), retryAfter: response.headers["retry-after"] });
      } catch (error) {
        return answer({ error: describeError(error, timeoutMs) });
      }
    },
  };
}

const NOT_PUBLIC = "This address is not on the public internet";
const NO_ADDRESS = "This host name has no address";
const NOT_RESOLVED = "This host name could not be looked up. Check its name servers, or try again";

const UNKNOWN_NAME = new Set(["ENOTFOUND", "ENODATA"]);
/** Whether the name servers answered that the name does not exist or has no address. */
const isUnknownName = (error: unknown): boolean =>
  error instanceof Error && "code" in error && UNKNOWN_NAME.has(String(error.code));

class Refused extends Error {}

/** The host without the brackets that URLs put around IPv6 addresses. */
const getHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "");

const resolveWithSystem = async (hostname: string): Promise<string[]> =>
  (await systemLookup(hostname, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * Queries name servers directly. The system's lookup has a few threads per process, which slow name servers of studios
 * could block.
 */
function createResolver(nameServers?: readonly string[]): (hostname: string) => Promise<string[]> {
  const resolver = new Resolver({ timeout: 1500, tries: 2 });
  if (nameServers) resolver.setServers(nameServers);
  return async (hostname) => {
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const found = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    const failed = answers.find((answer) => answer.status === "rejected" && !isUnknownName(answer.reason));
    if (found.length === 0 && failed?.status === "rejected") throw failed.reason;
    return found;
  };
}

const getFamily = (address: string): "ipv4" | "ipv6" => (isIP(address) === 4 ? "ipv4" : "ipv6");

/** IANA's registries of special-purpose addresses, 2025: not routed on the internet, or leading to other networks. */
const special = blockListOf(
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 " +
    "192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 " +
    "2001::/23 2001:db8::/32 2002::/16 3fff::/20",
);
/**
 * The only range of IPv6 that the internet routes. Addresses that embed IPv4 are outside of it or in the list above.
 */
const global6 = blockListOf("2000::/3");
const loopback = blockListOf("127.0.0.0/8 ::1/128");

function blockListOf(ranges: string): BlockList {
  const list = new BlockList();
  for (const range of ranges.split(" ")) {
    const [net = "", bits] = range.split("/");
    list.addSubnet(net, Number(bits), getFamily(net));
  }
  return list;
}

/** Excludes addresses with a zone, as in fe80::1%eth0, which are valid in one network only. */
const isPlain = (address: string): boolean => isIP(address) !== 0 && !address.includes("%");

function isPublic(address: string): boolean {
  if (!isPlain(address) || special.check(address, getFamily(address))) return false;
  return isIP(address) === 4 || global6.check(address, "ipv6");
}

const isLoopback = (address: string): boolean => isPlain(address) && loopback.check(address, getFamily(address));

const send = (url: URL, options: RequestOptions, body: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const request = url.protocol === "https:" ? requestHttps : requestHttp;
    request(url, { ...options, headers: { ...options.headers, "content-length": Buffer.byteLength(body) } }, resolve)
      .on("error", reject)
      .end(body);
  });

/** Reads a part of the body. Errors are ignored, since the status has been received. */
async function drain(response: IncomingMessage): Promise<void> {
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MOST_ANSWER_BYTES) break;
    }
  } catch {
    // The receiver was too slow or closed the connection.
  }
  response.destroy();
}

function describeFailure(status: number): string | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400) return `answered ${status}: redirects are not followed. Give the final address`;
  return `answered ${status}`;
}

/** Describes why there was no response, without internal details. */
function describeError(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return "could not be reached";
  if (error instanceof Refused) return error.message;
  if (error.name === "AbortError" || error.name === "TimeoutError") return `no answer within ${timeoutMs / 1000} s`;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return code === undefined ? "could not be reached" : `could not be reached (${code})`;
}
