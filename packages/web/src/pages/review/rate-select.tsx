import { Select } from "../../components/select.tsx";

const RATES = ["12", "23.976", "24", "25", "30"] as const;

/** Frames per second of a rate's name. */
export const parseRate = (rate: string): number => (rate === "23.976" ? 24_000 / 1001 : Number(rate));

/** Chooses the rate at which a version is played. */
export const RateSelect = ({ value, onChange }: { value: string; onChange: (rate: string) => void }) => (
  <Select
    label="Frames per second"
    value={value}
    options={RATES.map((one) => [one, `${one} fps`] as const)}
    onChange={onChange}
  />
);
