/**
 * How often code must have run before the engine's slowest compiler takes it, ten times its own number. A training of
 * seconds spends a second of processor time on code that hardly runs again; a long one gets there a little later.
 */
const PATIENCE = { BUN_JSC_thresholdForFTLOptimizeAfterWarmUp: "1000000" } as const;

/**
 * Starts this program over as the same process with a patient compiler, which the engine only asks for at its start: 15
 * ms. `program`: what to start instead of this, null for the same. Returns if it is patient already, or where a program
 * cannot start over.
 */
export function withPatientCompiler(program: string | null = null): void {
  if (Object.keys(PATIENCE).some((name) => name in process.env) || process.platform === "win32") return;
  const script = program ?? process.argv[1]!;
  const command = [process.execPath, ...process.execArgv, script, ...process.argv.slice(2)];
  process.execve?.(process.execPath, command, { ...process.env, ...PATIENCE } as Record<string, string>);
}
