import { pegbar, type Pegbar } from "@pegbar/sdk";
import { getAccessToken } from "../session/session.ts";
import { getStudioSlug } from "../session/studio-slug.ts";

/** API client of the signed-in user in the selected studio. */
export const api: Pegbar = pegbar({
  baseUrl: location.origin,
  token: getAccessToken,
  fetch: (request) => {
    const studioSlug = getStudioSlug();
    if (studioSlug !== undefined) request.headers.set("pegbar-tenant", studioSlug);
    return fetch(request);
  },
});
