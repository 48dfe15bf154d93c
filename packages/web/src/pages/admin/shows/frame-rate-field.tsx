import { parseFrameRate } from "@pegbar/sdk/delivery";
import { TextField } from "../../../components/text-field.tsx";

/** The frame rate of a show's movies, as an exact fraction. */
export function FrameRateField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const error = parseFrameRate(value) ? undefined : "Enter an exact rate: 24, 25, 23.976 or 24000/1001.";
  return (
    <TextField
      label="Frame rate"
      required
      maxLength={16}
      value={value}
      onChange={onChange}
      suffix="fps"
      hint="Of movies: 24, 25, 23.976 or an exact fraction such as 24000/1001."
      error={error}
    />
  );
}
