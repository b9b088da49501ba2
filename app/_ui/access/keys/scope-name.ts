"use client";
import { RIGHTS } from "../../../../domain/access/rights.ts";
import { useWords } from "../../use-words.ts";

/** What a scope is called: a bundle, a right, or what nobody knows any more. */
export function useScopeName(): (scope: string) => string {
  const { t } = useWords();
  return (scope) => {
    if (scope === "read" || scope === "admin") return t(`keys.bundles.${scope}`);
    const right = RIGHTS.find((one) => one === scope);
    return right ? t(`rights.${right.replace(":", "_")}`) : scope;
  };
}
