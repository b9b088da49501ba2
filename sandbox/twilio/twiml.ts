/** An element of a TwiML document. */
export interface Verb {
  name: string;
  attributes: Record<string, string>;
  /** Text directly inside, trimmed. */
  text: string;
  children: Verb[];
}

/** A document that Twilio would refuse (12100, 12200). */
export class TwimlError extends Error {
  override name = "TwimlError";
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const TOKEN =
  /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Reads a TwiML document as strictly as Twilio does. @returns the verbs of its Response @throws TwimlError */
export function parseTwiml(xml: string): Verb[] {
  const root: Verb = { name: "", attributes: {}, text: "", children: [] };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < xml.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(xml);
    if (!token) throw new TwimlError(`not XML at ${JSON.stringify(xml.slice(at, at + 40))}`);
    const [, closing, name, attributes = "", alone, text] = token;
    const inside = open.at(-1)!;
    if (text !== undefined) inside.text = `${inside.text}${decode(text)}`;
    else if (name === undefined) continue;
    else if (closing) {
      if (open.length === 1 || inside.name !== name) throw new TwimlError(`</${name}> closes nothing`);
      inside.text = inside.text.replace(/\s+/g, " ").trim();
      open.pop();
    } else {
      const verb: Verb = { name, attributes: readAttributes(attributes), text: "", children: [] };
      inside.children.push(verb);
      if (!alone) open.push(verb);
    }
  }
  if (open.length > 1) throw new TwimlError(`<${open.at(-1)!.name}> is never closed`);
  const [response, ...more] = root.children;
  if (response?.name !== "Response" || more.length > 0 || root.text.trim() !== "") {
    throw new TwimlError("a document is one <Response>");
  }
  return response.children;
}

function readAttributes(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(ATTRIBUTE)].map(([, name, a, b]) => [name, decode(a ?? b ?? "")]),
  );
}

function decode(text: string): string {
  return text.replace(/&(#x?[0-9a-fA-F]+|\w+);/g, (whole, name: string) => {
    if (name.startsWith("#x")) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith("#")) return String.fromCodePoint(Number(name.slice(1)));
    const known = ENTITIES[name];
    if (known === undefined) throw new TwimlError(`${whole} is no entity of XML`);
    return known;
  });
}
