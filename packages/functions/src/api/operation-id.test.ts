import { expect, test } from "vitest";
import { buildOperationId } from "./operation-id.ts";

test.each([
  ["get", "/v1/jobs", "listJobs"],
  ["get", "/v1/jobs/{id}", "getJob"],
  ["post", "/v1/jobs", "createJob"],
  ["patch", "/v1/jobs/{id}", "updateJob"],
  ["post", "/v1/jobs/{id}/cancel", "cancelJob"],
  ["post", "/v1/me/sign-out", "signOutMe"],
  ["get", "/v1/tenant", "getCurrentTenant"],
  ["get", "/v1/tenants/{id}", "getTenant"],
  ["get", "/v1/usage", "getUsage"],
  ["get", "/v1/fleet/classes", "listFleetClasses"],
  ["patch", "/v1/fleet/classes/{class}", "updateFleetClass"],
  ["get", "/v1/webhooks/{id}/deliveries", "listWebhookDeliveries"],
  ["post", "/v1/webhooks/{id}/deliveries/{deliveryId}/replay", "replayWebhookDelivery"],
  ["put", "/v1/shows/{id}/members/{memberId}", "putShowMember"],
  ["put", "/v1/models/{id}/shows", "replaceModelShows"],
  ["delete", "/v1/tokens/{id}", "deleteToken"],
  ["get", "/v1/openapi.json", "getOpenapi"],
])("%s %s is %s", (method, path, id) => {
  expect(buildOperationId(method, path)).toBe(id);
});
