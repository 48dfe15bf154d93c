import { pegbar, type Pegbar } from "@pegbar/sdk";

/** API client of a visitor with a share link: the secret is sent in a header, and no token. */
export const createShareClient = (secret: string, getVisit: () => string | undefined): Pegbar =>
  pegbar({
    baseUrl: location.origin,
    token: "",
    fetch: (request) => {
      request.headers.delete("authorization");
      request.headers.set("pegbar-share", secret);
      const visit = getVisit();
      if (visit !== undefined) request.headers.set("pegbar-visit", visit);
      return fetch(request, { credentials: "omit" });
    },
  });
