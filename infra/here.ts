import { readDeclared } from "./declared";
import { readStage } from "./stage";

/** The stage that is deployed, and its declared values. */
export const stage = readStage($app.stage);
export const declared = readDeclared($cli.paths.root, stage.name, stage.kind);

/** Whether the stage has data that must survive mistakes. */
export const isKept = stage.removal === "retain";
