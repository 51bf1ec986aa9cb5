import { describe, expect, test } from "bun:test";
import { UserError } from "../../../src/errors";
import { webhookUrl } from "../../../src/notify/webhooks/url";

const strict = { allowPrivate: false };

describe("the URL of a webhook", () => {
  for (const [given, kept] of [
    [" https://example.com/hooks?a=1#part ", "https://example.com/hooks?a=1"],
    ["https://example.com:8443/", "https://example.com:8443/"],
    ["https://1.1.1.1/", "https://1.1.1.1/"],
    ["https://[2606:4700::1111]/", "https://[2606:4700::1111]/"],
    ["https://münchen.example/", "https://xn--mnchen-3ya.example/"],
  ] as const)
    test(`${given} is kept as ${kept}`, () => {
      expect(webhookUrl(given, strict)).toBe(kept);
    });

  for (const [given, sentence] of [
    ["example.com", /needs a valid URL, such as/],
    ["http://example.com/", /only use https/],
    ["ftp://example.com/", /only use https/],
    ["https://ann:secret@example.com/", /not contain a user and password/],
    ["https://example.com:22/", /ports 443 and 8443, not 22/],
    ["https://localhost/", /localhost is not on the public internet/],
    ["https://LOCALHOST./", /localhost is not/],
    ["https://db.internal/", /db\.internal is not/],
    ["https://intranet/", /intranet is not/],
    ["https://127.0.0.1/", /127\.0\.0\.1 is not/],
    ["https://2130706433/", /127\.0\.0\.1 is not/],
    ["https://0x7f.1/", /127\.0\.0\.1 is not/],
    ["https://0177.0.0.1/", /127\.0\.0\.1 is not/],
    ["https://[::1]/", /::1 is not/],
    ["https://[::ffff:10.0.0.1]/", /::ffff:a00:1 is not/],
    ["https://169.254.169.254/latest/meta-data", /169\.254\.169\.254 is not/],
    [`https://example.com/${"a".repeat(2000)}`, /needs a valid URL/],
  ] as const)
    test(`${given.slice(0, 60)} is refused with a sentence`, () => {
      expect(() => webhookUrl(given, strict)).toThrow(UserError);
      expect(() => webhookUrl(given, strict)).toThrow(sentence);
    });

  test("may lead anywhere by http where that is allowed", () => {
    for (const url of ["http://127.0.0.1:3000/", "https://localhost:9/", "http://10.0.0.1/"])
      expect(webhookUrl(url, { allowPrivate: true })).toBe(url);
    expect(() => webhookUrl("file:///etc/passwd", { allowPrivate: true })).toThrow(/only use https/);
    expect(() => webhookUrl("http://a:b@127.0.0.1/", { allowPrivate: true })).toThrow(/not contain a user/);
  });
});
