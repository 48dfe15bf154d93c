import { api } from "./api";
import { declared, stage } from "./here";
import { router } from "./site";

/** Without a name of its own the API lies below its stage, which the site's address does not show. */
router.route("/v1", api.url, {
  // Longer than the API itself may take: it says why, where the edge would only say that it has waited.
  readTimeout: "60 seconds",
  ...(declared.domain === null ? { rewrite: { regex: "^/(.*)$", to: `/${stage.name}/$1` } } : {}),
});

export const portal = new sst.aws.StaticSite("Portal", {
  path: process.env["PEGBAR_SITE"] ?? "packages/web",
  build: { command: "npm run build", output: "dist" },
  errorPage: "index.html",
  router: { instance: router },
});
