import { expect, test } from "vitest";
import { percentEncode, signAliyun } from "./sign.ts";

test("requests are signed as in Aliyun's own example", () => {
  const parameters = {
    AccessKeyId: "testid",
    Action: "DescribeRegions",
    Format: "XML",
    SignatureMethod: "HMAC-SHA1",
    SignatureNonce: "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
    SignatureVersion: "1.0",
    Timestamp: "2016-02-23T12:46:24Z",
    Version: "2014-05-26",
  };
  expect(signAliyun(parameters, "testsecret", "GET")).toBe("OLeaidS1JvxuMvnyHOwuJ+uX5qY=");
});

test("text is encoded as RFC 3986 says", () => {
  expect(percentEncode("a b*~'!(打)")).toBe("a%20b%2A~%27%21%28%E6%89%93%29");
});
