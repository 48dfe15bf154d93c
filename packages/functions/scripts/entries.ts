/** Functions of the cloud, below `src`: each is bundled into a folder of its own, which infra/ hands to Lambda. */
export const ENTRIES = [
  "api/lambda",
  "authorizer/lambda",
  "identity/keys",
  "identity/pre-token",
  "janitor/lambda",
  "media/lambda",
  "migrate/lambda",
  "repair/lambda",
  "sequencer/lambda",
  "webhook/lambda",
  "webhook/sender",
  "work-api/lambda",
] as const;
