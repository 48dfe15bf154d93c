import { declared, stage } from "./here";
import { EDGE_HEADER, edgeFirewall, edgeKey } from "./edge";
import { objects } from "./storage";

/** Host names of presigned URLs. */
const store = $interpolate`https://${objects.nodes.bucket.bucketRegionalDomainName}`;
const issuer =
  declared.issuer === null
    ? $interpolate`https://cognito-idp.${declared.region}.amazonaws.com https://pegbar-${stage.name}-${declared.account}.auth.${declared.region}.amazoncognito.com`
    : $output(new URL(String(declared.issuer["issuer"])).origin);

/** The same policies as in packages/local/src/portal: a page runs only its own files and connects to these hosts. */
const pages = new aws.cloudfront.ResponseHeadersPolicy("PageHeaders", {
  securityHeadersConfig: {
    contentSecurityPolicy: {
      override: true,
      contentSecurityPolicy: $interpolate`default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; img-src 'self' blob: ${store}; media-src blob: ${store}; connect-src 'self' blob: ${issuer} ${store}`,
    },
    contentTypeOptions: { override: true },
    frameOptions: { override: true, frameOption: "DENY" },
    referrerPolicy: { override: true, referrerPolicy: "no-referrer" },
    strictTransportSecurity: {
      override: true,
      accessControlMaxAgeSec: 63_072_000,
      includeSubdomains: true,
      preload: true,
    },
  },
});

/** The same domain for portal and API, so that pages call their own origin. */
export const router = new sst.aws.Router("Site", {
  ...(declared.domain === null ? {} : { domain: declared.domain.portal }),
  // Overwrites a value that the client sent.
  edge: {
    viewerRequest: {
      injection: $interpolate`event.request.headers["${EDGE_HEADER}"] = { value: "${edgeKey}" };`,
    },
  },
  transform: {
    cdn: (args) => {
      args.webAclArn = edgeFirewall.arn;
      args.transform = {
        ...args.transform,
        distribution: (found) => {
          found.defaultCacheBehavior = $output(found.defaultCacheBehavior).apply((behaviour) => ({
            ...behaviour,
            responseHeadersPolicyId: pages.id,
          }));
        },
      };
    },
  },
});

/** CORS for the portal, which uploads and shows files in the browser. */
new aws.s3.BucketCorsConfiguration("ObjectsForPages", {
  bucket: objects.name,
  corsRules: [
    {
      allowedOrigins: [router.url],
      allowedMethods: ["GET", "PUT", "HEAD"],
      allowedHeaders: ["*"],
      exposeHeaders: ["ETag", "x-amz-checksum-sha256"],
      maxAgeSeconds: 3600,
    },
  ],
});
