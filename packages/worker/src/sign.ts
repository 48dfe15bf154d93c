import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";

/** Creates the additional headers by which API Gateway identifies the worker's role. */
export type Sign = (request: {
  url: URL;
  headers: Record<string, string>;
  body: string;
}) => Promise<Record<string, string>>;

type Credentials = ConstructorParameters<typeof SignatureV4>[0]["credentials"];

/**
 * Creates a signer (Signature Version 4) for POST requests to API Gateway. Uses the default AWS credential chain: in a pod,
 * the cluster's web identity token, refreshed before it expires.
 */
export function createSigner(region: string, credentials: Credentials = defaultProvider()): Sign {
  const signer = new SignatureV4({ service: "execute-api", region, credentials, sha256: Hash.bind(null, "sha256") });
  return async ({ url, headers, body }) => {
    const signed = await signer.sign({
      method: "POST",
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers, host: url.host },
      body,
    });
    // The HTTP client sets the host header itself.
    const { host: _host, ...rest } = signed.headers;
    return rest;
  };
}
