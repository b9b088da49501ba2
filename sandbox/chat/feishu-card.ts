/** biome-ignore lint/suspicious/noExplicitAny: what comes from outside is looked at field by field */
type Node = any;

export interface Card {
  title: string;
  text: string;
  buttons: { title: string; url: string }[];
}

/** What a person sees of a card, old form (elements) or new (schema 2.0: body.elements); null when it has nothing. */
export function readCard(card: Node): Card | null {
  const elements = card?.elements ?? card?.body?.elements;
  if (!Array.isArray(elements)) return null;
  const buttons: Card["buttons"] = [];
  const lines: string[] = [];
  const walk = (node: Node): void => {
    if (Array.isArray(node)) for (const part of node) walk(part);
    if (typeof node !== "object" || node === null || Array.isArray(node)) return;
    if (node.tag === "button") {
      const url =
        node.url ?? node.multi_url?.url ?? node.behaviors?.find((b: Node) => b.default_url)?.default_url;
      buttons.push({ title: node.text?.content ?? "", url: url ?? "" });
      return;
    }
    const said = node.tag === "markdown" ? node.content : node.text?.content;
    if (typeof said === "string") lines.push(said);
    for (const part of [node.actions, node.columns, node.elements, node.fields]) walk(part);
  };
  walk(elements);
  const title = card.header?.title?.content ?? "";
  return title || lines.length > 0 ? { title, text: lines.join("\n"), buttons } : null;
}
