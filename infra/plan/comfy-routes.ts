/** Routes of the Comfy API v2, which is no part of the OpenAPI document. A test compares them with those of the API. */
export const comfyRoutes: readonly { verb: string; address: string; isOpen: boolean }[] = [
  ["GET", "/health"],
  ["POST", "/jobs"],
  ["GET", "/jobs"],
  ["GET", "/jobs/{id}"],
  ["GET", "/jobs/{id}/workflow"],
  ["POST", "/jobs/{id}/cancel"],
  ["GET", "/jobs/{id}/events"],
  ["POST", "/assets"],
  ["GET", "/assets/by-hash/{hash}"],
  ["POST", "/assets/from-hash"],
  ["GET", "/assets/{id}"],
  ["DELETE", "/assets/{id}"],
  ["GET", "/assets/{id}/content"],
].map(([verb = "", path = ""]) => ({ verb, address: `/api/v2${path}`, isOpen: path === "/health" }));
