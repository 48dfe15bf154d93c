import { and, gt, lt, sql, type SQL } from "drizzle-orm";
import * as z from "zod";
import * as Access from "../../platform/access/index.ts";
import { matchText } from "../../platform/database/holds.ts";
import { queryFrame } from "../../platform/frame.ts";
import * as Id from "../../platform/id.ts";
import { buildFilters, createPaging } from "../../platform/page.ts";
import { queryInteger } from "../../platform/query.ts";
import { asset } from "../../schema/asset.sql.ts";
import { filterByFlag, filterByRating, filterByTag } from "./mark/read.ts";
import { flags, Tag } from "./mark/request.ts";

export const pages = createPaging(
  "assets",
  { by: asset.id, field: "id" },
  { created: { by: asset.id, field: "id" }, filename: { by: asset.filename, field: "filename" } },
  "-created",
);

/** What a list of assets can be limited to. */
export const assetFilters = {
  jobId: Id.createSchema("job").optional(),
  batchId: Id.createSchema("batch").optional(),
  /** Results of this frame. */
  frame: queryFrame.optional(),
  showId: Id.createSchema("show").optional(),
  shotId: Id.createSchema("shot").optional(),
  memberId: Id.createSchema("member").optional(),
  name: z.string().max(64).optional(),
  version: queryInteger(1, 999_999_999).optional(),
  /** Words that must all occur in the file name or the settings. */
  q: z.string().trim().min(1).max(200).optional(),
  modelId: Id.createSchema("model").optional(),
  createdAfter: z.iso.datetime({ offset: true }).optional(),
  createdBefore: z.iso.datetime({ offset: true }).optional(),
  /** Your own flag; `notRejected` also accepts assets without one. */
  flag: z.enum([...flags, "notRejected"]).optional(),
  /** Assets that you rated with at least this many stars. */
  minRating: queryInteger(1, 5).optional(),
  tag: Tag.optional(),
};
const Filters = z.strictObject(assetFilters);
type Filters = z.output<typeof Filters>;

export const filterVisible = () =>
  Access.filterReachable("asset.read", { memberId: asset.memberId, showId: asset.showId });

/** Condition for the assets that the actor may see and that the filters accept. Both times are exclusive. */
export const filterAssets = ({
  q,
  modelId,
  createdAfter,
  createdBefore,
  flag,
  minRating,
  tag,
  ...fields
}: Filters): SQL | undefined =>
  and(
    filterVisible(),
    ...buildFilters(asset, fields),
    ...filterByText(q),
    modelId === undefined ? undefined : filterByModel(modelId),
    createdAfter === undefined ? undefined : gt(asset.createdAt, new Date(createdAfter)),
    createdBefore === undefined ? undefined : lt(asset.createdAt, new Date(createdBefore)),
    flag === undefined ? undefined : filterByFlag(flag),
    minRating === undefined ? undefined : filterByRating(minRating),
    tag === undefined ? undefined : filterByTag(tag),
  );

/** One condition per word, case-insensitive. */
const filterByText = (q = ""): SQL[] =>
  q
    .split(/\s+/)
    .filter((word) => word !== "")
    .map(
      (word) => sql`(${matchText(asset.filename, word)} or exists (
        select from job where job.id = asset.job_id and ${matchText(sql`job.parameters::text`, word)}))`,
    );

const filterByModel = (modelId: string): SQL =>
  sql`exists (select from job_model where job_model.job_id = asset.job_id and job_model.model_id = ${modelId})`;
