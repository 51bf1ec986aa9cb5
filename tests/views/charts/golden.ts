import { expect } from "bun:test";
import { join } from "node:path";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";

const FOLDER = join(import.meta.dir, "golden");

/**
 * Compares a chart byte for byte with `golden/<name>.svg`, which a person can open; remade with UPDATE_GOLDEN=1. Only
 * the picture, the wide one, is compared, not what stands around it.
 */
export async function expectGolden(name: string, chart: VNode): Promise<void> {
  const [html] = renderToString(chart).split('<div class="when-narrow">');
  const svg = `${/<svg[\s\S]*<\/svg>/.exec(html!)![0].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')}\n`;
  const path = join(FOLDER, `${name}.svg`);
  if (process.env.UPDATE_GOLDEN === "1") await Bun.write(path, svg);
  expect(svg).toBe(await Bun.file(path).text());
}
