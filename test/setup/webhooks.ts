import { createHandler, createHttpWebhooks, createLambdaWebhooks } from "@pegbar/core/platform/adapter";
import type { Webhooks } from "@pegbar/core/platform/port";

type Options = Parameters<typeof createHttpWebhooks>[0];

/** Converts a value to JSON and back, as between processes. */
const serialise = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

export const adapters = {
  direct: createHttpWebhooks,
  /** As in the cloud, where a separate function calls the URLs. */
  through: ({ key, ...options }: Options): Webhooks => {
    const handler = createHandler(createHttpWebhooks({ key: new Uint8Array(), ...options }));
    return createLambdaWebhooks({
      key,
      invoke: async (payload) => serialise(await handler(serialise(payload))),
      log: () => undefined,
    });
  },
};

/** The adapter that tests of webhooks run on. Two files run the same tests, each on one. */
export const chosen: { make: (options: Options) => Webhooks } = { make: adapters.direct };
