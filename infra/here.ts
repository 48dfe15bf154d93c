import { declaredOf } from "./declared";
import { stageOf } from "./stage";

/** The stage that is deployed, and what was declared for it. */
export const stage = stageOf($app.stage);
export const declared = declaredOf($cli.paths.root, stage.name, stage.kind);

/** Whether something holds data that must outlive a mistake. */
export const isKept = stage.removal === "retain";
