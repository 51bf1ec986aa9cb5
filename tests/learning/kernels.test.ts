import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import asc from "assemblyscript/asc";
import { scripts } from "../../package.json";

const ROOT = join(import.meta.dir, "..", "..");

const commands = scripts["build:kernels"].split(" && ");

test.each(commands)("the compiled kernels are those of their source: %s", async (command) => {
  const [, ...options] = command.split(" ");
  const target = options[options.indexOf("--outFile") + 1]!;
  let built: Uint8Array | undefined;
  const { error } = await asc.main(options, {
    readFile: (name, folder) => {
      try {
        return readFileSync(join(ROOT, folder, name), "utf8");
      } catch {
        return null;
      }
    },
    writeFile: (_, contents) => {
      built = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  expect(error).toBeNull();
  expect(built).toEqual(new Uint8Array(readFileSync(join(ROOT, target))));
});
