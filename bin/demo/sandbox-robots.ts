/** A robot as the sandbox lists it. */
export interface SandboxRobot {
  kind: "dingtalk" | "wecom" | "feishu";
  group: string;
  name: string;
  token: string;
  secret: string | null;
}

/** The robots that the sandbox stands in for. */
export async function readSandboxRobots(url: string): Promise<SandboxRobot[]> {
  const { robots } = (await (await fetch(`${url}/sandbox/robots`)).json()) as { robots: SandboxRobot[] };
  return robots;
}
