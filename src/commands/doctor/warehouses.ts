import { wordsOf } from "../../errors";
import { readWarehouses } from "../../warehouse/connections";
import { openEngine } from "../../warehouse/open-engine";
import type { Finding } from "./findings";

const WITHIN_MS = 20_000;

/** Asks each warehouse that the operator's file names something small. Throws a UserError for a file that cannot be read. */
export async function askWarehouses(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ asked: number; findings: Finding[] }> {
  const findings: Finding[] = [];
  const entries = readWarehouses(file, environment).entries();
  for (const [name, warehouse] of entries) {
    try {
      await using engine = await openEngine(name, warehouse);
      await engine.describe("SELECT 1 AS one", AbortSignal.timeout(WITHIN_MS));
    } catch (error) {
      const message = `The warehouse ${name} of WAREHOUSES_FILE gives no answer: ${wordsOf(error)}`;
      findings.push({ code: "warehouse_silent", tenant: null, message, is_repaired: false });
    }
  }
  return { asked: entries.length, findings };
}
