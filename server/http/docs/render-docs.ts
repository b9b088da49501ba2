import { createHash } from "node:crypto";

interface Operation {
  summary?: string;
  description?: string;
  security?: unknown[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Json }[];
  requestBody?: { content: Record<string, { schema?: Json }> };
  responses: Record<string, { description?: string; content?: Record<string, { schema?: Json }> }>;
}
type Json = Record<string, unknown>;

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
section { border-top: 1px solid #8884; padding: 1rem 0 }
h2 { font-size: 1.1rem; font-family: ui-monospace, monospace }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0 }
pre { overflow: auto; background: #8881; padding: .8rem; font-size: .85rem }
.key { opacity: .7 }
`;

/** The API's page for people: plain HTML from the document, with nothing loaded from elsewhere and no script. */
export function renderDocs(document: object): { html: string; contentSecurityPolicy: string } {
  const { info, paths, components } = document as {
    info: { title: string; version: string; description?: string };
    paths: Record<string, Record<string, Operation>>;
    components: { schemas?: Record<string, Json> };
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => renderOperation(method, path, operation)),
  );
  const schemas = Object.entries(components.schemas ?? {}).map(
    ([name, schema]) =>
      `<section id="${escapeHtml(name)}"><h2>${escapeHtml(name)}</h2>${renderJson(schema)}</section>`,
  );
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(info.title)} API</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style>
<h1>${escapeHtml(info.title)} API ${escapeHtml(info.version)}</h1><p>${escapeHtml(info.description ?? "")}
Machine-readable: <code>/api/v1/openapi.json</code>. Errors are RFC 9457 problem details.</p>
${operations.join("\n")}<h1>Shapes</h1>${schemas.join("\n")}</html>`;
  const hash = createHash("sha256").update(STYLE).digest("base64");
  return {
    html,
    contentSecurityPolicy: `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'`,
  };
}

function renderOperation(method: string, path: string, operation: Operation): string {
  const rows = (operation.parameters ?? []).map(
    (p) =>
      `<tr><th><code>${escapeHtml(p.name)}</code><td>${p.in}${p.required ? ", required" : ""}<td>${escapeHtml(kindOf(p.schema))}<td>${escapeHtml(p.description ?? "")}`,
  );
  const bodies = Object.entries(operation.requestBody?.content ?? {}).map(
    ([type, { schema }]) => `<p>Body <code>${escapeHtml(type)}</code>: ${renderKind(schema)}</p>`,
  );
  const responses = Object.entries(operation.responses).map(([status, { description, content }]) => {
    const schema = Object.values(content ?? {})[0]?.schema;
    return `<tr><th>${escapeHtml(status)}<td>${escapeHtml(description ?? "")}<td>${renderKind(schema)}`;
  });
  return `<section><h2>${escapeHtml(method.toUpperCase())} ${escapeHtml(path)}</h2>
<p>${escapeHtml(operation.summary ?? "")}. <span class="key">${operation.security ? "Needs a key." : "Needs no key."}</span></p>
<p>${escapeHtml(operation.description ?? "")}</p>${bodies.join("")}
${rows.length ? `<table>${rows.join("")}</table>` : ""}<table>${responses.join("")}</table></section>`;
}

function kindOf(schema: Json | undefined): string {
  const values = schema?.enum ? ` (${(schema.enum as unknown[]).join(", ")})` : "";
  return `${String(schema?.format ?? schema?.type ?? "")}${values}`;
}

function renderKind(schema: Json | undefined): string {
  const reference = (schema?.$ref ?? (schema?.items as Json | undefined)?.$ref) as string | undefined;
  if (!reference) return schema ? renderJson(schema) : "";
  const name = reference.split("/").at(-1)!;
  return `${schema?.items ? "array of " : ""}<a href="#${escapeHtml(name)}">${escapeHtml(name)}</a>`;
}

function renderJson(value: unknown): string {
  return `<pre>${escapeHtml(JSON.stringify(value, null, 1))}</pre>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
