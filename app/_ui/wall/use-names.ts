"use client";
import { useRef } from "react";
import type { NodeRow } from "../../../domain/wire/board.ts";
import { useWords } from "../use-words.ts";

/** Node key → its name in the language of the screen. */
export type Names = ReadonlyMap<string, string>;

/** The names of nodes: the same object until one of them changes, so that what hangs on them is not drawn again. */
export function useNames(nodes: readonly NodeRow[]): Names {
  const { nodeName } = useWords();
  const names = useRef<Names>(new Map());
  const same =
    names.current.size === nodes.length && nodes.every((row) => names.current.get(row.key) === nodeName(row));
  if (!same) names.current = new Map(nodes.map((row) => [row.key, nodeName(row)]));
  return names.current;
}
