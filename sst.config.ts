/// <reference path="./.sst/platform/config.d.ts" />

/** Pegbar in the cloud. All differences between stages are in infra/stage.ts. */
export default $config({
  async app(input) {
    const { readStage } = await import("./infra/stage");
    const { createCostTags } = await import("./infra/cost-tags");
    const { readStudio } = await import("./infra/declared");
    const { removal, protect } = readStage(input.stage);
    return {
      name: "pegbar",
      home: "aws",
      removal,
      protect,
      // Versions that SST's platform requires; kubernetes is independent of it.
      providers: {
        aws: {
          version: "7.20.0",
          defaultTags: { tags: createCostTags(input.stage, readStudio(process.cwd(), input.stage)) },
        },
        kubernetes: "4.34.2",
        random: "4.16.6",
      },
    };
  },
  async run() {
    // The order matters: each module uses those before it.
    await import("./infra/network");
    await import("./infra/secret");
    await import("./infra/storage");
    await import("./infra/queue");
    await import("./infra/database");
    await import("./infra/migrate");
    await import("./infra/site");
    await import("./infra/identity");
    await import("./infra/ledger");
    await import("./infra/outward");
    const { api } = await import("./infra/api");
    await import("./infra/background");
    const { portal } = await import("./infra/web");
    const { stage } = await import("./infra/here");
    if (stage.gpuTier) await import("./infra/gpu");
    await import("./infra/observability");
    await import("./infra/budgets");
    await import("./infra/disaster");
    return { api: api.url, portal: portal.url };
  },
});
