import { DEMO_CUTOFFS } from "./demo-rules.ts";

/** Gives the shop's nodes their cut-offs, as a manager does. @param key that may change settings */
export async function giveCutOffs(url: string, key: string): Promise<void> {
  for (const [node, cutoffs] of Object.entries(DEMO_CUTOFFS)) {
    const answer = await fetch(`${url}/api/v1/nodes/${node}`, {
      method: "PATCH",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ cutoffs }),
    });
    if (!answer.ok) throw new Error(`${node} got no cut-offs: ${answer.status} ${await answer.text()}`);
  }
}
