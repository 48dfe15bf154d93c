import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { shows } from "../../api/lists.ts";
import { DEFAULT_RATE } from "./frame-rate.ts";

/** The rate at which versions of a show are played: the show's own, until another one is chosen. All are exact fractions. */
export function useRate(showId: string): { rate: string; showRate: string; setRate: (rate: string) => void } {
  const { data } = useQuery(shows);
  const [chosen, setRate] = useState<string>();
  const showRate = data?.find(({ id }) => id === showId)?.frameRate ?? DEFAULT_RATE;
  return { rate: chosen ?? showRate, showRate, setRate };
}
