import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { type ServedApi, startServedApi } from "./served-api";
import { hasPackages, runTool } from "./tools";

if (!hasPackages)
  console.log(
    "left out: linters of the OpenAPI document, as install-clients.sh has not been run (--install)",
  );
const describeHere = hasPackages ? describe : () => {};

describeHere("the OpenAPI document that is served", () => {
  let api: ServedApi;
  beforeAll(async () => {
    api = await startServedApi();
  });
  afterAll(() => api.stop());

  test("passes Redocly's recommended rules without an error or a warning", async () => {
    const report = JSON.parse(await runTool("redocly", ["lint", "--format=json", api.document], api.folder));
    expect(report.problems).toEqual([]);
  });

  test("passes Spectral's rules for OpenAPI without an error or a warning", async () => {
    const ruleset = join(api.folder, "ruleset.yaml");
    await Bun.write(ruleset, 'extends: ["spectral:oas"]\n');
    const args = ["lint", "--fail-severity=warn", "--ruleset", ruleset, api.document];
    expect(await runTool("spectral", args, api.folder)).toStartWith("No results");
  });
});
