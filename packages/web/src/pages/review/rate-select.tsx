import { Select } from "../../components/select.tsx";
import { formatRate, listRates } from "./frame-rate.ts";

interface Props {
  /** Exact rates: `24`, `24000/1001`. */
  value: string;
  showRate: string;
  onChange: (rate: string) => void;
}

/** Chooses the rate at which a version is played. */
export const RateSelect = ({ value, showRate, onChange }: Props) => (
  <Select
    label="Frames per second"
    value={value}
    options={listRates(showRate).map((one) => [one, formatRate(one)] as const)}
    onChange={onChange}
  />
);
