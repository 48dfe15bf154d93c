import * as Database from "@pegbar/core/platform/database";

class Undo extends Error {}

/** Runs `cb` in a transaction and rolls it back if `cb` returns false. */
export const undoUnless = async (cb: () => Promise<boolean>): Promise<void> => {
  try {
    await Database.tx(async () => {
      if (!(await cb())) throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
};
