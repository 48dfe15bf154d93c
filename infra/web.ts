import { api } from "./api";
import { declared, stage } from "./here";
import { people } from "./identity";
import { objects } from "./storage";

const store = $interpolate`https://${objects.domain}`;
const issuer = people
  ? $interpolate`https://cognito-idp.${declared.region}.amazonaws.com https://pegbar-${stage.name}-${declared.account}.auth.${declared.region}.amazoncognito.com`
  : $output(new URL(String(declared.issuer?.["issuer"])).origin);

/** The same policies as packages/local/src/portal: a page runs its own files and speaks to those named here. */
const headersFor = (name: string, allowed: $util.Output<string>) =>
  new aws.cloudfront.ResponseHeadersPolicy(name, {
    securityHeadersConfig: {
      contentSecurityPolicy: {
        override: true,
        contentSecurityPolicy: $interpolate`default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; ${allowed}`,
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
const pages = headersFor(
  "PageHeaders",
  $interpolate`img-src 'self' blob: ${store}; media-src blob: ${store}; connect-src 'self' ${issuer} ${store}`,
);

/** One name for portal and API: the page asks its own origin, so that no other needs to be allowed in. */
export const router = new sst.aws.Router("Site", {
  ...(declared.domain === null ? {} : { domain: declared.domain.portal }),
  transform: {
    cdn: (args) => {
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
router.route("/v1", api.url);
router.route("/docs", api.url);

export const portal = new sst.aws.StaticSite("Portal", {
  path: process.env["PEGBAR_SITE"] ?? "packages/web",
  build: { command: "npm run build", output: "dist" },
  errorPage: "index.html",
  router: { instance: router },
});

export const portalClient = people?.portal([$interpolate`${router.url}/signed-in`]);
