#!/usr/bin/env bun
import { builtProgram } from "./commands/ahead/built";
import { withPatientCompiler } from "./commands/patient-compiler";
import type { Loading } from "./commands/program";

const COMMANDS: Readonly<Record<string, Loading>> = {
  check: async () => (await import("./commands/check")).checkCommand(),
  train: async () => (await import("./commands/train")).trainCommand(),
  predict: async () => (await import("./commands/predict")).predictCommand(),
  overdue: async () => (await import("./commands/overdue")).overdueCommand(),
  contacts: async () => (await import("./commands/contacts")).contactsCommand(),
  evaluate: async () => (await import("./commands/evaluate")).evaluateCommand(),
  monitor: async () => (await import("./commands/monitor")).monitorCommand(),
  generate: async () => (await import("./commands/generate")).generateCommand(),
  serve: async () => (await import("./commands/serve")).serveCommand(),
  keys: async () => (await import("./commands/keys")).keysCommand(),
  invite: async () => (await import("./commands/invite")).inviteCommand(),
  backup: async () => (await import("./commands/backup")).backupCommand(),
  doctor: async () => (await import("./commands/doctor/doctor")).doctorCommand(),
  export: async () => (await import("./commands/export")).exportCommand(),
  mcp: async () => (await import("./commands/mcp")).mcpCommand(),
  mirror: async () => (await import("./commands/mirror")).mirrorCommand(),
  restore: async () => (await import("./commands/restore")).restoreCommand(),
  worker: async () => (await import("./commands/worker")).workerCommand(),
  storage: async () => (await import("./commands/storage")).storageCommand(),
};

const asked = process.argv[2] ?? "";
if (asked === "train" || asked === "evaluate") withPatientCompiler(builtProgram());
const { runProgram } = await import("./commands/program");
await runProgram(COMMANDS);
