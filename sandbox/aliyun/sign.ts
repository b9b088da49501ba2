import { createHmac } from "node:crypto";

/** RFC 3986, which leaves fewer characters alone than encodeURIComponent does. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The signature that Aliyun's RPC style wants of a POST's fields: https://help.aliyun.com/document_detail/30563.html */
export function signAliyun(fields: URLSearchParams, secret: string): string {
  const query = [...fields]
    .filter(([name]) => name !== "Signature")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
  return createHmac("sha1", `${secret}&`)
    .update(`POST&%2F&${encode(query)}`)
    .digest("base64");
}
