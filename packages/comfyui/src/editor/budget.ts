/** Thrown when a workflow would take too long to convert. */
export class BudgetError extends Error {}

/** Steps of following links. A workflow that people make takes some ten thousand. */
const maxSteps = 1_000_000;

/** Counts the steps of a conversion, so that no workflow can occupy the server. */
export class Budget {
  #left = maxSteps;

  /** @throws BudgetError if there are none left */
  spend(steps = 1): void {
    this.#left -= steps;
    if (this.#left < 0) throw new BudgetError("The workflow takes too many steps to convert.");
  }
}
