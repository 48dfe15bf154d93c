const toSingular = (word: string): string =>
  word
    .replace(/(ss|x)es$/, "$1")
    .replace(/ies$/, "y")
    .replace(/([^s])s$/, "$1");
const isPlural = (word: string): boolean => toSingular(word) !== word;
const toCamelCase = (words: readonly string[]): string =>
  words
    .flatMap((word) => word.split(/[^A-Za-z0-9]+/))
    .map((word, at) => (at === 0 ? word : `${word.charAt(0).toUpperCase()}${word.slice(1)}`))
    .join("");

/**
 * `operationId` of a path below `/v1`, for generated clients: `listJobs`, `getJob`, `createJob`, `cancelJob`.
 * @example buildOperationId("post", "/v1/webhooks/{id}/test") // "testWebhook"
 */
export function buildOperationId(method: string, path: string): string {
  const parts = path
    .replace(/^\/v1\//, "")
    .replace(".json", "")
    .split("/");
  // /tenant is the caller's studio; /tenants/{id} is the operator's route.
  const names = parts
    .filter((part) => !part.startsWith("{"))
    .map((part) => (part === "tenant" ? "current-tenant" : part));
  const last = names.at(-1) ?? "";
  const owner = names.slice(0, -1).map(toSingular);
  const isItem = parts.at(-1)?.startsWith("{") ?? false;
  const item = [...owner, toSingular(last)];
  if (method === "get")
    return isPlural(last) && !isItem ? toCamelCase(["list", ...owner, last]) : toCamelCase(["get", ...item]);
  if (method === "patch") return toCamelCase(["update", ...item]);
  if (method === "put") return toCamelCase([isItem ? "put" : "replace", ...(isItem ? item : [...owner, last])]);
  if (method === "delete") return toCamelCase(["delete", ...item]);
  return isPlural(last) ? toCamelCase(["create", ...item]) : toCamelCase([last, ...owner]);
}
