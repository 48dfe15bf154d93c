import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "packages/core/src/schema/*.sql.ts",
  out: "packages/core/migrations",
  entities: {
    roles: {
      exclude: [
        "pegbar_owner",
        "pegbar_app",
        "pegbar_identity",
        "pegbar_dispatch",
        "pegbar_operator",
        "pegbar_sequencer",
        "pegbar_public",
        "pegbar_webhook",
      ],
    },
  },
});
