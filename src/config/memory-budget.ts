import { SETTINGS } from "./settings";

/** `MEMORY_BUDGET` in bytes, for a job's process, whose server has checked all settings. */
export function memoryBudget(environment: Readonly<Record<string, string | undefined>>): number {
  const { name, read } = SETTINGS.memoryBudget;
  return read(environment[name] || null)!;
}
