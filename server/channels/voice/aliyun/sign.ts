import { createHmac } from "node:crypto";

/** RFC 3986, as Aliyun's signatures want it. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * The signature of a request in Aliyun's RPC style: HMAC-SHA1 over method, path and the sorted parameters.
 * @param parameters all of them but Signature itself
 */
export function signAliyun(
  parameters: Readonly<Record<string, string>>,
  secret: string,
  method: "GET" | "POST" = "POST",
): string {
  const query = Object.keys(parameters)
    .sort()
    .map((name) => `${percentEncode(name)}=${percentEncode(parameters[name]!)}`)
    .join("&");
  const text = `${method}&${percentEncode("/")}&${percentEncode(query)}`;
  return createHmac("sha1", `${secret}&`).update(text).digest("base64");
}
