import { useId } from "react";

/** The time zones that the browser knows, plus the current value. */
export function TimeZoneSelect({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const id = useId();
  const zones = [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", value])].sort();
  return (
    <div className="flex flex-col gap-0.5">
      <label htmlFor={id} className="text-sm font-medium">
        Time zone
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={`${id}-hint`}
        className="min-h-9 rounded-md border border-edge bg-surface px-2"
      >
        {zones.map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </select>
      <span id={`${id}-hint`} className="text-sm text-soft">
        Usage and quota periods end at midnight in this time zone.
      </span>
    </div>
  );
}
