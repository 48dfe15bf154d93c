import { api } from "./api";
import { declared, stage } from "./here";
import { router } from "./site";

/** Without a domain, the API's path begins with its stage, which the site's path does not contain. */
for (const path of ["/v1", "/api/v2"])
  router.route(path, api.url, {
    // Longer than the API's own timeout, because its error explains the cause, while the edge's only reports a timeout.
    readTimeout: "60 seconds",
    ...(declared.domain === null ? { rewrite: { regex: "^/(.*)$", to: `/${stage.name}/$1` } } : {}),
  });

export const portal = new sst.aws.StaticSite("Portal", {
  path: process.env["PEGBAR_SITE"] ?? "packages/web",
  build: { command: "npm run build", output: "dist" },
  // Where the plug-ins for Blender and Maya, which the build adds, find the API.
  environment: { PEGBAR_URL: router.url },
  assets: {
    // Names of built files contain a hash of their content; those of pages, the service worker and plug-ins stay the same.
    fileOptions: [
      { files: "**", cacheControl: "max-age=31536000,public,immutable" },
      {
        files: ["*.html", "*.svg", "sw.js", "plugins/**"],
        cacheControl: "max-age=0,no-cache,no-store,must-revalidate",
      },
    ],
  },
  errorPage: "index.html",
  router: { instance: router },
});
