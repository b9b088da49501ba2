"use client";
import { createContext, useContext } from "react";
import { useWords } from "../../use-words.ts";
import type { NodeName } from "../orders.ts";

/** Every node by its names, for what names nodes by key. */
export const NodesContext = createContext<readonly NodeName[]>([]);

/** What a node is called in the language of the page. */
export function useNodeNames(): (key: string) => string {
  const nodes = useContext(NodesContext);
  const { nodeName } = useWords();
  return (key) => {
    const node = nodes.find((known) => known.key === key);
    return node ? nodeName(node) : key;
  };
}
