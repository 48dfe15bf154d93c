/** Numbers that determine how long a benchmark runs. */
type Size = Record<string, number>;

interface Definition<S extends Size> {
  /** Size for valid figures. */
  full: S;
  /** Size for a check that the benchmark works. It takes seconds, and its figures are not valid. */
  small: S;
  /** The number that `--jobs N` sets; undefined if the benchmark does not take `--jobs`. */
  count?: keyof S;
  /** Returns figures by name. docs/benchmarks.md describes their units and meanings. */
  measure(size: S): Promise<Record<string, number>>;
}

export interface Choice {
  small: boolean;
  /** Value of `--jobs`. */
  jobs: number | undefined;
}

export interface Benchmark {
  takesJobs: boolean;
  run(choice: Choice): Promise<Record<string, number>>;
}

export function defineBenchmark<S extends Size>({ full, small, count, measure }: Definition<S>): Benchmark {
  return {
    takesJobs: count !== undefined,
    run: (choice) => {
      const size = choice.small ? small : full;
      return measure(choice.jobs === undefined || count === undefined ? size : { ...size, [count]: choice.jobs });
    },
  };
}
