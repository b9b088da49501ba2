/** What asks for a text: t("key"), t.rich(…), t.markup(…), t.has(…). */
const CALL = /(?<![\w.])t(?:\.rich|\.markup|\.has)?\(/g;
const NAMESPACE = /(?:useTranslations|getTranslations)\("([\w.]+)"\)/g;
/** A text or template in a first argument; one that something is compared to is no key. */
const LITERAL = /([!=]==\s*)?(?:"([^"\\]*)"|`([^`\\]*)`)/g;

/**
 * Texts that a source asks for and nobody has written. Of a key that is put together (`roles.${role}`) only its beginning
 * is known: some key has to begin so.
 * @param keys every key of a language, with dots
 */
export function missingTexts(source: string, keys: ReadonlySet<string>): string[] {
  const namespaces = ["", ...[...source.matchAll(NAMESPACE)].map((match) => `${match[1]}.`)];
  const begins = (start: string) => [...keys].some((key) => key.startsWith(start));
  const missing: string[] = [];
  for (const call of source.matchAll(CALL)) {
    const argument = firstArgument(source, call.index + call[0].length);
    for (const [, compared, text, template] of argument.matchAll(LITERAL)) {
      if (compared) continue;
      if (text !== undefined) {
        if (!namespaces.some((namespace) => keys.has(namespace + text))) missing.push(text);
        continue;
      }
      const start = template!.split(/\$\{/, 1)[0]!;
      const whole = start === template;
      if (!namespaces.some((space) => (whole ? keys.has(space + start) : begins(space + start))))
        missing.push(template!);
    }
  }
  return missing;
}

/** From behind an opening parenthesis to the comma or parenthesis that ends the first argument. */
function firstArgument(source: string, from: number): string {
  let depth = 0;
  let quote: string | null = null;
  for (let at = from; at < source.length; at++) {
    const letter = source[at]!;
    if (quote !== null) {
      if (letter === "\\") at++;
      else if (letter === quote) quote = null;
      continue;
    }
    if (letter === '"' || letter === "`") quote = letter;
    else if ("([{".includes(letter)) depth++;
    else if (depth > 0 && ")]}".includes(letter)) depth--;
    else if (letter === "," || letter === ")") return source.slice(from, at);
  }
  return source.slice(from);
}
