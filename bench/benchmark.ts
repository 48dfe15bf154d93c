/** The numbers that make a benchmark long or short. */
type Size = Record<string, number>;

interface Definition<S extends Size> {
  /** For figures that count. */
  full: S;
  /** Takes seconds: shows that the benchmark works. Its figures mean nothing. */
  small: S;
  /** The number that `--jobs N` sets; absent where nothing is counted in jobs. */
  count?: keyof S;
  /** Figures by name, with the units and meanings that docs/benchmarks.md gives them. */
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
