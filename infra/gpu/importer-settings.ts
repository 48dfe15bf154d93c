import * as z from "zod";

/** Name of the SSM parameter with a stage's settings for starting the importer. */
export const importerParameter = (stage: string): string => `/pegbar/${stage}/importer`;

export const ImporterSettings = z.object({
  cluster: z.string(),
  task: z.string(),
  container: z.string(),
  /** Of the model store, as the importer sees it. */
  folder: z.string(),
  /** Location of the models to import. */
  bucket: z.string(),
  /** Group of its logs. */
  logs: z.string(),
  subnets: z.array(z.string()),
  securityGroups: z.array(z.string()),
});
export type ImporterSettings = z.output<typeof ImporterSettings>;
