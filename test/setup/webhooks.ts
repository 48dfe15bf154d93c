import { createHandler, createHttpWebhooks, createLambdaWebhooks } from "@pegbar/core/platform/adapter";
import type { Webhooks } from "@pegbar/core/platform/port";

type Options = Parameters<typeof createHttpWebhooks>[0];

/** From one process to another. */
const wire = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

export const adapters = {
  direct: createHttpWebhooks,
  /** As in the cloud: what reaches out is another function. */
  through: ({ key, ...options }: Options): Webhooks => {
    const handler = createHandler(createHttpWebhooks({ key: new Uint8Array(), ...options }));
    return createLambdaWebhooks({
      key,
      invoke: async (payload) => wire(await handler(wire(payload))),
      log: () => undefined,
    });
  },
};

/** The adapter that tests of webhooks run on. Two files run the same tests, each on one. */
export const chosen: { make: (options: Options) => Webhooks } = { make: adapters.direct };
