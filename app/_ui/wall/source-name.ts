import type { Words } from "../use-words.ts";

/** What people call a source; one that the product does not know goes by its key. */
export function sourceName(key: string, { t }: Words): string {
  return t.has(`source.names.${key}`) ? t(`source.names.${key}`) : key;
}
