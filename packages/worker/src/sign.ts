import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";

/** Headers that a request needs besides its own, so that API Gateway knows the worker's role. */
export type Sign = (request: {
  url: URL;
  headers: Record<string, string>;
  body: string;
}) => Promise<Record<string, string>>;

type Credentials = ConstructorParameters<typeof SignatureV4>[0]["credentials"];

/**
 * Signature Version 4 of a POST to API Gateway. Credentials are found as every client of AWS finds them: in a pod by the
 * token that the cluster has put beside the worker, and fetched anew before they end.
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
    // The client names the host itself.
    const { host: _host, ...rest } = signed.headers;
    return rest;
  };
}
