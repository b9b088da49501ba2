"use client";
import type { Lane } from "../../../domain/settings/types.ts";
import { useWords } from "../use-words.ts";
import { laneWords } from "./lane-view.ts";

/** Which lanes the sentence behind it speaks of, where these are not all. */
export function LaneTag({ lanes }: { lanes: readonly Lane[] }) {
  const text = laneWords(lanes, useWords());
  return text && <span className="lane-tag">{text}</span>;
}
