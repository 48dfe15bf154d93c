import * as Database from "@pegbar/core/platform/database";

class Undo extends Error {}

/** Runs `cb` in one transaction. What it wrote is undone when it answers false; that is no error of its own. */
export const undoUnless = async (cb: () => Promise<boolean>): Promise<void> => {
  try {
    await Database.tx(async () => {
      if (!(await cb())) throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
};
