import * as z from "zod";

/** Name of the SSM parameter with a stage's settings for starting the importer. */
export const importerParameter = (stage: string): string => `/pegbar/${stage}/importer`;

export const ImporterSettings = z.object({
  cluster: z.string(),
  task: z.string(),
  container: z.string(),
  /** Path of the model store in the importer. */
  folder: z.string(),
  /** Location of the models to import. */
  bucket: z.string(),
  /** Log group of the importer. */
  logs: z.string(),
  subnets: z.array(z.string()),
  securityGroups: z.array(z.string()),
});
export type ImporterSettings = z.output<typeof ImporterSettings>;
