import { pegbar, type Pegbar } from "@pegbar/sdk";
import { token } from "../session/session.ts";
import { studio } from "../session/kept-studio.ts";

/** The API, as whoever is signed in, in the studio that they chose. */
export const api: Pegbar = pegbar({
  baseUrl: location.origin,
  token,
  fetch: (request) => {
    const chosen = studio();
    if (chosen !== undefined) request.headers.set("pegbar-tenant", chosen);
    return fetch(request);
  },
});
