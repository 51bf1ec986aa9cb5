import { runProgram } from "../program";

// What `bun run build:ahead` puts together; as the command line does, with the two commands that train.
void runProgram({
  train: async () => (await import("../train")).trainCommand(),
  evaluate: async () => (await import("../evaluate")).evaluateCommand(),
});
