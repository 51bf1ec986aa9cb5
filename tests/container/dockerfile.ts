/** One instruction of a Dockerfile, continuation lines joined. */
export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** A build stage: its base image, its name and what is done on it. */
export interface Stage {
  readonly base: string;
  readonly name: string | null;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile. Throws an Error for an instruction before the first FROM. */
export function parseDockerfile(text: string): Stage[] {
  const lines = text
    .replaceAll(/\\\r?\n/g, " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const stages: { base: string; name: string | null; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, word, rest] = line.match(/^(\S+)\s+(.*)$/)!;
    const name = word!.toUpperCase();
    if (name === "FROM") {
      const [, base, alias] = rest!.match(/^(\S+)(?:\s+AS\s+(\S+))?$/i)!;
      stages.push({ base: base!, name: alias ?? null, instructions: [] });
      continue;
    }
    const stage = stages.at(-1);
    if (!stage) throw new Error(`${name} before FROM`);
    stage.instructions.push({ name, rest: rest! });
  }
  return stages;
}

/** `A=1 B="two words"` → pairs. */
export function parseAssignments(text: string): [string, string][] {
  return [...text.matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)].map(([, name, quoted, plain]) => [
    name!,
    quoted ?? plain!,
  ]);
}
