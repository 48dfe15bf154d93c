import { createCostTags } from "./cost-tags";
import { readDeclared } from "./declared";
import { readStage } from "./stage";

/** The stage of this deploy, and its declared values. */
const { name, kind } = readStage($app.stage);
export const declared = readDeclared($cli.paths.root, name, kind);
export const stage = readStage(name, declared.shape);

/** Name of the cluster, which is known before the cluster is created. */
export const clusterName = `pegbar-${stage.name}`;

/** Cost tags for resources that providers' default tags do not reach, such as nodes. */
export const costTags = createCostTags(name, declared.studio);

/** Whether the stage has data that must survive mistakes. */
export const isKept = stage.removal === "retain";
